//! Sums, products, and what is made of them.

use crate::pairwise::{self, sum_slice_by};
use crate::reductions::fold::fold_flat;
use crate::simd::vectorize;
use crate::{Number, Real};
use arrays::ndarray::Dimension;
use arrays::prelude::*;

/// Elements that the second pass over them finds in the first cache.
pub(crate) const NEAR: usize = 2048;

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
}

impl<T: Real> Total<T> {
    pub(crate) fn of<D: Dimension>(x: ArrayView<T, D>) -> Self {
        Self { count: x.len(), sum: sum(x) }
    }

    /// Of the numbers only.
    pub(crate) fn of_numbers<D: Dimension>(x: ArrayView<T, D>) -> Self {
        fold_flat(&x, &Self::of_numbers_slice, &Self::merge)
    }

    fn of_numbers_slice(x: &[T]) -> Self {
        let near = |x: &[T]| Self { count: count_numbers(x), sum: sum_slice_by(x, or_zero) };
        x.chunks(NEAR).map(near).reduce(Self::merge).unwrap_or_else(|| near(&[]))
    }

    pub(crate) fn merge(self, other: Self) -> Self {
        Self { count: self.count + other.count, sum: self.sum + other.sum }
    }

    pub(crate) fn mean(self) -> T {
        self.sum / count_as(self.count)
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
}
