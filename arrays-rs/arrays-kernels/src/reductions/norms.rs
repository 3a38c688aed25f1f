//! Norms of vectors.

use crate::pairwise::sum_slice_by;
use crate::ranged::Squares;
use crate::reductions::extremes::{Max, Min, Order, extreme_slice, first};
use crate::reductions::fold::{Join, fold, fold_flat};
use crate::simd::vectorize;
use crate::{KernelError, Real};
use arrays::ndarray::Dimension;
use arrays::prelude::*;

/// What is made of the absolute values.
#[derive(Clone, Copy)]
enum Kind {
    Largest,
    Smallest,
    Nonzeros,
    Sum,
    /// The square root of the sum of the squares.
    Euclidean,
    /// The root of the sum of powers.
    Powers(f64),
}

impl Kind {
    fn of(ord: Option<f64>) -> Self {
        match ord {
            None => Self::Euclidean,
            Some(f64::INFINITY) => Self::Largest,
            Some(f64::NEG_INFINITY) => Self::Smallest,
            Some(0.0) => Self::Nonzeros,
            Some(1.0) => Self::Sum,
            Some(2.0) => Self::Euclidean,
            Some(power) => Self::Powers(power),
        }
    }
}

/// What the norm of a part is made of.
pub(crate) struct Norm<T> {
    kind: Kind,
    value: Value<T>,
}

#[derive(Clone, Copy)]
enum Value<T> {
    /// Of [`Kind::Euclidean`].
    Squares(Squares),
    /// Of all others.
    Number(T),
}

impl<T: Real> Norm<T> {
    pub(crate) fn of<D: Dimension>(
        x: ArrayView<T, D>,
        ord: Option<f64>,
    ) -> Result<Self, KernelError> {
        if ord.is_some() && x.ndim() != 1 {
            return Err(KernelError::value("Improper number of dimensions to norm."));
        }
        let kind = Kind::of(ord);
        if matches!(kind, Kind::Smallest) && x.is_empty() {
            return Err(KernelError::value(
                "zero-size array to reduction operation minimum which has no identity",
            ));
        }
        Ok(fold_flat(&x, &|unit: &[T]| Self::of_slice(unit, kind), &Self::merge))
    }

    fn of_slice(x: &[T], kind: Kind) -> Self {
        let number = match kind {
            Kind::Euclidean => return Self { kind, value: Value::Squares(squares(x)) },
            Kind::Largest => extreme_of_magnitudes::<Max, T>(x),
            Kind::Smallest => extreme_of_magnitudes::<Min, T>(x),
            Kind::Nonzeros => {
                sum_slice_by(x, |v| if v == T::zero() { T::zero() } else { T::one() })
            }
            Kind::Sum => sum_slice_by(x, |v| v.abs()),
            Kind::Powers(power) => {
                let power = T::from(power).unwrap_or_else(T::nan);
                sum_slice_by(x, |v| v.abs().powf(power))
            }
        };
        Self { kind, value: Value::Number(number) }
    }

    pub(crate) fn merge(self, other: Self) -> Self {
        let value = match (self.value, other.value) {
            (Value::Squares(a), Value::Squares(b)) => Value::Squares(a.plus(b)),
            (Value::Number(a), Value::Number(b)) => Value::Number(match self.kind {
                Kind::Largest => first::<Max, T>(a, b),
                Kind::Smallest => first::<Min, T>(a, b),
                _ => a + b,
            }),
            _ => unreachable!("parts of one norm are of one kind"),
        };
        Self { kind: self.kind, value }
    }

    pub(crate) fn norm(self) -> T {
        match (self.value, self.kind) {
            (Value::Squares(squares), _) => T::narrow(squares.root()),
            (Value::Number(value), Kind::Powers(power)) => {
                value.powf(T::from(power.recip()).unwrap_or_else(T::nan))
            }
            (Value::Number(value), _) => value,
        }
    }
}

fn squares<T: Real>(x: &[T]) -> Squares {
    Squares::of(sum_slice_by(x, |v| v * v), |scale| x.iter().map(move |v| v.wide() * scale))
}

/// The norm, with the parts of `x` shared out by `how`.
pub(crate) fn norm<T: Real, D: Dimension>(
    x: ArrayView<T, D>,
    ord: Option<f64>,
    how: impl Join,
) -> Result<T, KernelError> {
    let norm = fold(x, how, &|part| Norm::of(part, ord), &|a, b| Ok(a?.merge(b?)))?;
    Ok(norm.norm())
}

/// 0 without elements.
fn extreme_of_magnitudes<O: Order, T: Real>(x: &[T]) -> T {
    let mut magnitudes = [T::zero(); 256];
    let extremes = x.chunks(magnitudes.len()).map(|x| {
        let magnitudes = &mut magnitudes[..x.len()];
        vectorize(
            #[inline(always)]
            || {
                for (magnitude, value) in magnitudes.iter_mut().zip(x) {
                    *magnitude = value.abs();
                }
            },
        );
        extreme_slice::<O, T>(magnitudes)
    });
    extremes.reduce(first::<O, T>).unwrap_or_else(T::zero)
}

#[cfg(test)]
mod tests {
    use super::*;
    use arrays::ndarray::Array2;

    fn norm(x: &[f64], ord: Option<f64>) -> f64 {
        Norm::of(ArrayView1::from(x), ord).expect("a norm").norm()
    }

    #[test]
    fn norms_are_those_of_their_orders() {
        let x = [3.0, -0.0, -4.0];
        let inf = f64::INFINITY;
        let orders = [
            (None, 5.0),
            (Some(2.0), 5.0),
            (Some(1.0), 7.0),
            (Some(0.0), 2.0),
            (Some(inf), 4.0),
            (Some(-inf), 0.0),
            (Some(-1.0), 0.0),
        ];
        for (ord, expected) in orders {
            assert_eq!(norm(&x, ord), expected, "{ord:?}");
        }
        assert!((norm(&x, Some(3.0)) - 91.0_f64.cbrt()).abs() < 1e-15);
        assert!(norm(&[1.0, f64::NAN], Some(inf)).is_nan());
        assert_eq!(norm(&[], Some(inf)), 0.0);
        assert!((norm(&[3e200, 4e200], None) / 5e200 - 1.0).abs() < 1e-15);
        assert!((norm(&[3e-200, 0.0, 4e-200], None) / 5e-200 - 1.0).abs() < 1e-15);
        assert_eq!(norm(&[f64::MAX, f64::MAX], None), inf);
        assert_eq!(norm(&[1e200, inf], None), inf);
        assert!(norm(&[1e200, f64::NAN], None).is_nan());
    }

    #[test]
    fn long_vectors_have_the_norms_of_short_ones() {
        let x: Vec<f64> = (0..30_000).map(|i| if i == 20_000 { -7.0 } else { 1.0 }).collect();
        assert_eq!(norm(&x, Some(f64::INFINITY)), 7.0);
        assert_eq!(norm(&x, Some(f64::NEG_INFINITY)), 1.0);
        assert_eq!(norm(&x, Some(1.0)), 30_006.0);
        assert_eq!(norm(&x, None), (29_999.0_f64 + 49.0).sqrt());
    }

    #[test]
    fn matrices_have_the_norm_of_all_elements_only() {
        let x = Array2::from_elem((3, 3), 1.0_f32);
        assert_eq!(Norm::of(x.view(), None).map(Norm::norm), Ok(3.0));
        let error = Norm::of(x.view(), Some(1.0)).err().expect("a norm of vectors");
        assert_eq!(error.to_string(), "Improper number of dimensions to norm.");
        let nothing = ArrayView1::<f64>::from(&[]);
        let error = Norm::of(nothing, Some(f64::NEG_INFINITY)).err().expect("no smallest");
        assert_eq!(
            error.to_string(),
            "zero-size array to reduction operation minimum which has no identity"
        );
    }
}
