//! Variances.

use crate::Real;
use crate::pairwise::sum_slice_by;
use crate::reductions::fold::fold_flat;
use crate::reductions::sums::{NEAR, count_as, one_or_zero, or_zero};
use arrays::ndarray::Dimension;
use arrays::prelude::*;

/// What the variance of a part is made of: of a few elements by two passes, and of several such as in T. F. Chan,
/// G. H. Golub, R. J. LeVeque, "Updating formulae and a pairwise algorithm for computing sample variances", Stanford
/// STAN-CS-79-773 (1979).
pub(crate) struct Moments<T> {
    count: usize,
    mean: T,
    /// Of the deviations from the mean.
    squares: T,
    ddof: f64,
}

impl<T: Real> Moments<T> {
    pub(crate) fn of<D: Dimension>(x: ArrayView<T, D>, ddof: Option<f64>) -> Self {
        let ddof = ddof.unwrap_or(0.0);
        fold_flat(&x, &|unit: &[T]| Self::of_slice(unit, ddof), &Self::merge)
    }

    fn of_slice(x: &[T], ddof: f64) -> Self {
        Self::of_parts(x, |near| Self::of_near(near, ddof))
    }

    fn of_parts(x: &[T], of: impl Fn(&[T]) -> Self) -> Self {
        x.chunks(NEAR).map(&of).reduce(Self::merge).unwrap_or_else(|| of(&[]))
    }

    fn of_near(x: &[T], ddof: f64) -> Self {
        let mean = sum_slice_by(x, |value| value) / count_as(x.len());
        let squares = sum_slice_by(x, |value| (value - mean) * (value - mean));
        Self { count: x.len(), mean, squares, ddof }
    }

    /// Of the numbers only.
    pub(crate) fn of_numbers<D: Dimension>(x: ArrayView<T, D>, ddof: Option<f64>) -> Self {
        let ddof = ddof.unwrap_or(0.0);
        fold_flat(&x, &|unit: &[T]| Self::of_numbers_slice(unit, ddof), &Self::merge)
    }

    fn of_numbers_slice(x: &[T], ddof: f64) -> Self {
        Self::of_parts(x, |near| Self::of_numbers_near(near, ddof))
    }

    fn of_numbers_near(x: &[T], ddof: f64) -> Self {
        let count = sum_slice_by(x, one_or_zero::<T>);
        let mean = sum_slice_by(x, or_zero::<T>) / count;
        let squares = sum_slice_by(
            x,
            #[inline(always)]
            |value| {
                let deviation = if value.is_nan() { T::zero() } else { value - mean };
                deviation * deviation
            },
        );
        Self { count: count.to_usize().unwrap_or(0), mean, squares, ddof }
    }

    pub(crate) fn merge(self, other: Self) -> Self {
        // The mean of nothing is NaN, and to stay out of this.
        if self.count == 0 {
            return other;
        }
        if other.count == 0 {
            return self;
        }
        let share = count_as::<T>(other.count) / count_as(self.count + other.count);
        let apart = other.mean - self.mean;
        Self {
            count: self.count + other.count,
            mean: self.mean + apart * share,
            squares: self.squares
                + other.squares
                + apart * apart * (count_as::<T>(self.count) * share),
            ddof: self.ddof,
        }
    }

    pub(crate) fn var(self) -> T {
        let freedom = (self.count as f64 - self.ddof).max(0.0);
        match self.count {
            0 => T::nan(),
            _ => self.squares / T::from(freedom).unwrap_or_else(T::nan),
        }
    }

    pub(crate) fn std(self) -> T {
        self.var().sqrt()
    }

    /// NaN without degrees of freedom, where [`var`](Self::var) divides by zero.
    pub(crate) fn nanvar(self) -> T {
        if self.count as f64 <= self.ddof { T::nan() } else { self.var() }
    }

    pub(crate) fn nanstd(self) -> T {
        self.nanvar().sqrt()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The accumulators of parts of 7 elements, merged from the left.
    fn std_by_parts(x: &[f64], ddof: Option<f64>) -> f64 {
        let moments = x.chunks(7).map(|part| Moments::of(ArrayView1::from(part), ddof));
        moments.reduce(Moments::merge).expect("a part").std()
    }

    fn std(x: &[f64], ddof: Option<f64>) -> f64 {
        Moments::of(ArrayView1::from(x), ddof).std()
    }

    #[test]
    fn parts_have_the_std_of_the_whole() {
        for offset in [0.0, -3.5, 1e9] {
            let x: Vec<f64> = (0..100).map(|i| offset + f64::from(i * 37 % 101)).collect();
            for ddof in [None, Some(1.0)] {
                let whole = std(&x, ddof);
                let merged = std_by_parts(&x, ddof);
                // The means of parts are rounded in proportion to their size.
                let ulp = f64::EPSILON * (whole + offset.abs());
                assert!((merged - whole).abs() < 4.0 * ulp, "{merged} {whole}");
            }
        }
        let constant = [2.0; 20];
        assert_eq!(std_by_parts(&constant, None), 0.0);
        assert!(
            std_by_parts(&constant, Some(20.0)).is_nan() && std(&constant, Some(20.0)).is_nan()
        );
        for odd in [f64::NAN, f64::INFINITY] {
            let mut x = vec![1.0; 20];
            x[10] = odd;
            assert!(std(&x, None).is_nan());
            assert!(std_by_parts(&x, None).is_nan());
        }
    }

    #[test]
    fn parts_without_numbers_count_for_nothing() {
        let x: Vec<f64> =
            (0..21).map(|i| if i < 7 { f64::NAN } else { f64::from(i % 2) }).collect();
        let parts = x.chunks(7).map(|part| Moments::of_numbers(ArrayView1::from(part), None));
        let merged = parts.reduce(Moments::merge).expect("a part").nanvar();
        assert!((merged - 0.25).abs() < 1e-15, "{merged}");
        let none = Moments::of_numbers(ArrayView1::from(&x[..7]), None);
        assert!(none.nanvar().is_nan());
        let one = Moments::of_numbers(ArrayView1::from(&x[..8]), Some(1.0));
        assert!(one.nanvar().is_nan());
    }
}
