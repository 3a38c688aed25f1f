//! Sums, products, and what is made of them.

use crate::element::real;
use crate::pairwise::{self, sum_slice_by};
use crate::reductions::fold::fold_flat;
use crate::simd::vectorize;
use crate::{Number, Real};
use arrays::ndarray::Dimension;
use arrays::prelude::*;

/// Elements that the second pass over them finds in the first cache.
pub(crate) const NEAR: usize = 2048;

/// 2 to the power -64: elements times this have a sum in the range of numbers.
const SMALL: f64 = 1.0 / 18_446_744_073_709_551_616.0;

/// A whole number whose sums are 64 bits wide.
pub trait Whole: Number + Into<i64> {}

impl Whole for i64 {}
impl Whole for i32 {}

/// The sum of a part.
pub(crate) fn sum<T: Real, D: Dimension>(x: ArrayView<T, D>) -> T {
    pairwise::sum_by(&x, |value| value)
}

/// The sum of a part, modulo 2⁶⁴.
pub(crate) fn sum_whole<T: Whole, D: Dimension>(x: ArrayView<T, D>) -> i64 {
    fold_flat(&x, &sum_whole_slice, &i64::wrapping_add)
}

pub(crate) fn sum_whole_slice<T: Whole>(x: &[T]) -> i64 {
    whole_by(x, 0, i64::wrapping_add)
}

/// The product of a part, modulo 2⁶⁴.
pub(crate) fn prod_whole<T: Whole, D: Dimension>(x: ArrayView<T, D>) -> i64 {
    fold_flat(&x, &prod_whole_slice, &i64::wrapping_mul)
}

pub(crate) fn prod_whole_slice<T: Whole>(x: &[T]) -> i64 {
    whole_by(x, 1, i64::wrapping_mul)
}

/// Rounds nothing, so the compiler takes as many lanes as it likes.
#[inline(always)]
fn whole_by<T: Whole>(x: &[T], identity: i64, op: impl Fn(i64, i64) -> i64) -> i64 {
    vectorize(
        #[inline(always)]
        || {
            let mut total = identity;
            for &value in x {
                total = op(total, value.into());
            }
            total
        },
    )
}

/// The product of a part.
pub(crate) fn prod<T: Real, D: Dimension>(x: ArrayView<T, D>) -> T {
    fold_flat(&x, &prod_slice, &|a, b| a * b)
}

fn prod_slice<T: Real>(x: &[T]) -> T {
    pairwise::gather_by(x, T::one(), |value| value, |a, b| a * b)
}

/// The sum of the numbers of a part.
pub(crate) fn nansum<T: Real, D: Dimension>(x: ArrayView<T, D>) -> T {
    pairwise::sum_by(&x, or_zero)
}

/// The number, or zero instead of NaN.
#[inline(always)]
pub(crate) fn or_zero<T: Real>(value: T) -> T {
    if value.is_nan() { T::zero() } else { value }
}

/// One for a number, zero for NaN.
#[inline(always)]
pub(crate) fn one_or_zero<T: Real>(value: T) -> T {
    if value.is_nan() { T::zero() } else { T::one() }
}

/// How many elements are numbers.
fn count_numbers<T: Real>(x: &[T]) -> usize {
    vectorize(
        #[inline(always)]
        move || {
            let mut count = 0;
            for value in x {
                count += usize::from(!value.is_nan());
            }
            count
        },
    )
}

/// What the mean of a part is made of.
pub(crate) struct Total<T> {
    count: usize,
    sum: T,
    /// The power of two that the elements were multiplied by: 1 unless their sum, or one on the way to it, is not
    /// finite.
    scale: T,
}

impl<T: Real> Total<T> {
    pub(crate) fn of<D: Dimension>(x: ArrayView<T, D>) -> Self {
        Self::new(x.len(), |scale| pairwise::sum_by(&x, |value| value * scale), sum(x.view()))
    }

    /// Of the numbers only.
    pub(crate) fn of_numbers<D: Dimension>(x: ArrayView<T, D>) -> Self {
        fold_flat(&x, &Self::of_numbers_slice, &Self::merge)
    }

    fn of_numbers_slice(x: &[T]) -> Self {
        let near = |x: &[T]| {
            let scaled = |scale| sum_slice_by(x, |value| or_zero(value) * scale);
            Self::new(count_numbers(x), scaled, sum_slice_by(x, or_zero))
        };
        x.chunks(NEAR).map(near).reduce(Self::merge).unwrap_or_else(|| near(&[]))
    }

    /// Of the `plain` sum, and of what `scaled` makes of the elements times its argument.
    #[inline(always)]
    fn new(count: usize, scaled: impl FnOnce(T) -> T, plain: T) -> Self {
        if plain.is_finite() {
            return Self { count, sum: plain, scale: T::one() };
        }
        let scale = real(SMALL);
        Self { count, sum: scaled(scale), scale }
    }

    pub(crate) fn merge(self, other: Self) -> Self {
        let scaled = |scale: T| self.sum * (scale / self.scale) + other.sum * (scale / other.scale);
        Self::new(self.count + other.count, scaled, scaled(T::one()))
    }

    /// The sum, which may be beyond the largest number.
    pub(crate) fn sum(self) -> T {
        self.sum / self.scale
    }

    pub(crate) fn mean(self) -> T {
        let mean = self.sum / count_as(self.count);
        // Only rounding makes a mean larger than the largest number.
        let most = if self.sum.is_finite() { T::max_value() * self.scale } else { T::infinity() };
        let within = if mean > most { most } else { mean };
        (if within < -most { -most } else { within }) / self.scale
    }
}

/// The count as a number to calculate with.
pub(crate) fn count_as<T: Real>(count: usize) -> T {
    T::from(count).unwrap_or_else(T::nan)
}

#[cfg(test)]
mod tests {
    use super::*;
    use arrays::ndarray::{Array1, array};

    #[test]
    fn whole_numbers_wrap_around() {
        assert_eq!(sum_whole(array![i64::MAX, 1].view()), i64::MIN);
        assert_eq!(sum_whole(array![i32::MAX, 1].view()), 1 << 31);
        assert_eq!(sum_whole(Array1::from_elem(100_000, i32::MAX).view()), 214_748_364_700_000);
        assert_eq!(prod_whole(array![1_i32 << 30, 1 << 30].view()), 1 << 60);
        assert_eq!(prod_whole(array![1_i64 << 62, 4].view()), 0);
    }

    #[test]
    fn numbers_are_counted() {
        for length in [0, 5, 8192, 20_000] {
            let x = Array1::from_shape_fn(length, |i| if i % 5 == 0 { f32::NAN } else { 1.0 });
            assert_eq!(Total::of_numbers(x.view()).count, length - length.div_ceil(5));
        }
    }

    #[test]
    fn products_are_those_of_all_elements() {
        for length in 0..100 {
            let x = Array1::from_shape_fn(length, |i| if i % 2 == 0 { -2.0 } else { 0.5 });
            let expected: f64 = x.iter().product();
            assert_eq!(prod(x.view()), expected);
        }
        assert_eq!(prod(Array1::from_elem(8192 * 3 + 1, -1.0_f32).view()), -1.0);
    }

    #[test]
    fn parts_have_the_mean_of_the_whole() {
        let x = [1.0, 2.0, 6.0, f64::INFINITY];
        let total = |range: std::ops::Range<usize>| Total::of(ArrayView1::from(&x[range]));
        assert_eq!(total(0..1).merge(total(1..3)).mean(), 3.0);
        assert_eq!(total(0..1).merge(total(1..4)).mean(), f64::INFINITY);
    }

    #[test]
    fn the_sum_of_a_mean_may_leave_the_range() {
        for (x, expected) in [
            (vec![1.7e308; 20_000], 1.7e308),
            (vec![f64::MAX; 3], f64::MAX),
            (vec![f64::MIN; 8193], f64::MIN),
            ([vec![f64::MAX; 9000], vec![f64::MIN; 9000]].concat(), 0.0),
            ([f64::MAX, f64::MAX, f64::MIN, f64::MIN].repeat(5000), 0.0),
        ] {
            let view = ArrayView1::from(&x);
            let parts = x.chunks(8192).map(|part| Total::of(part.into())).reduce(Total::merge);
            for total in [Total::of(view), Total::of_numbers(view), parts.expect("parts")] {
                let mean = total.mean();
                assert!((mean / 2.0 - expected / 2.0).abs() <= 1e-15 * f64::MAX, "{mean}");
                assert!(mean.is_finite());
            }
        }
        assert!(Total::of(array![f64::INFINITY, f64::NEG_INFINITY].view()).mean().is_nan());
        assert_eq!(Total::of(array![f64::MAX, f64::INFINITY].view()).mean(), f64::INFINITY);
    }
}
