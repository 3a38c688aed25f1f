//! Sums of all elements up to each one.

use crate::Real;
use crate::error::KernelError;
use crate::pairwise::fold_lanes;
use crate::reductions::lanes;
use crate::reductions::sums::{Whole, or_zero};
use arrays::prelude::*;
use std::ops::Range;

/// Elements whose sums are made together.
const LANES: usize = 8;

/// The sum of the elements before a place: that of nothing is -0.0, to which the first element is added, -0.0 too.
pub(crate) struct Total<T>(T);

impl<T: Real> Default for Total<T> {
    fn default() -> Self {
        Self(-T::zero())
    }
}

/// Fills the part `range` of all sums, `y`, where the sum of the elements before it is `total`.
#[inline(never)] // One loop for whole calls and for parts.
pub(crate) fn go_on<T: Real>(
    total: &mut Total<T>,
    range: Range<usize>,
    x: ArrayView1<T>,
    y: ArrayViewMut1<T>,
) -> Result<(), KernelError> {
    lanes::map(x.slice_axis(Axis(0), range.into()).into_dyn(), 0, y.into_dyn(), |x, y| {
        cumsum(total, x, y);
        Ok(())
    })
}

/// As [`go_on`], with NaNs as zeros.
#[inline(never)] // One loop for whole calls and for parts.
pub(crate) fn nan_go_on<T: Real>(
    total: &mut Total<T>,
    range: Range<usize>,
    x: ArrayView1<T>,
    y: ArrayViewMut1<T>,
) -> Result<(), KernelError> {
    lanes::map(x.slice_axis(Axis(0), range.into()).into_dyn(), 0, y.into_dyn(), |x, y| {
        nancumsum(total, x, y);
        Ok(())
    })
}

/// As [`go_on`], modulo 2⁶⁴.
#[inline(never)] // One loop for whole calls and for parts.
pub(crate) fn go_on_whole<T: Whole>(
    total: &mut i64,
    range: Range<usize>,
    x: ArrayView1<T>,
    y: ArrayViewMut1<i64>,
) -> Result<(), KernelError> {
    lanes::map(x.slice_axis(Axis(0), range.into()).into_dyn(), 0, y.into_dyn(), |x, y| {
        cumsum_whole(total, x, y);
        Ok(())
    })
}

/// Fills `y` with the sums of the elements before `x`, `total`, and those of `x` up to each one.
pub(crate) fn cumsum<T: Real>(total: &mut Total<T>, x: &[T], y: &mut [T]) {
    add_up(total, x, y, |x| x);
}

/// As [`cumsum`], with NaNs as zeros.
pub(crate) fn nancumsum<T: Real>(total: &mut Total<T>, x: &[T], y: &mut [T]) {
    add_up(total, x, y, or_zero);
}

/// Fills `y` with the sums of `total` and what `of` makes of the elements of `x` up to each one.
///
/// Eight at a time, in a tree that never makes a sum smaller by a term that is not negative: J. Sklansky,
/// "Conditional-sum addition logic", IRE Trans. Electron. Comput. 9 (1960). Its inner sums are rounded too, which is
/// less than what is rounded one after the other where no sum of magnitudes is more than half of the total; elsewhere
/// they are added one after the other.
#[inline(always)]
fn add_up<T: Real>(Total(total): &mut Total<T>, x: &[T], y: &mut [T], of: impl Fn(T) -> T) {
    let (x_chunks, x_rest) = x.as_chunks::<LANES>();
    let (y_chunks, y_rest) = y.as_chunks_mut::<LANES>();
    for (x, y) in x_chunks.iter().zip(y_chunks) {
        let x = x.map(&of);
        let before = *total;
        let magnitudes = fold_lanes(
            x.map(
                #[inline(always)]
                |x| x.abs(),
            ),
            |a, b| a + b,
        );
        if magnitudes.is_finite() && magnitudes + magnitudes <= before.abs() {
            let [a, b, c, d, e, f, g, h] = x;
            let (ab, cd, ef, gh) = (a + b, c + d, e + f, g + h);
            let (abc, abcd, efg, efgh) = (ab + c, ab + cd, ef + g, ef + gh);
            *y = [
                before + a,
                before + ab,
                before + abc,
                before + abcd,
                before + (abcd + e),
                before + (abcd + ef),
                before + (abcd + efg),
                before + (abcd + efgh),
            ];
            *total = y[LANES - 1];
        } else {
            for (y, x) in y.iter_mut().zip(x) {
                *total += x;
                *y = *total;
            }
        }
    }
    for (&x, y) in x_rest.iter().zip(y_rest) {
        *total += of(x);
        *y = *total;
    }
}

/// As [`cumsum`], modulo 2⁶⁴.
pub(crate) fn cumsum_whole<T: Whole>(total: &mut i64, x: &[T], y: &mut [i64]) {
    for (&x, y) in x.iter().zip(y) {
        *total = total.wrapping_add(x.into());
        *y = *total;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_sum_is_that_of_the_elements_before() {
        for length in 0..50_usize {
            let x: Vec<f64> = (0..length).map(|i| (i * i) as f64).collect();
            let mut y = vec![f64::NAN; length];
            cumsum(&mut Total::default(), &x, &mut y);
            let whole: Vec<i32> = (0..length as i32).map(|i| i * i).collect();
            let mut whole_sums = vec![0; length];
            cumsum_whole(&mut 0, &whole, &mut whole_sums);
            let mut total = 0;
            for i in 0..length {
                total += i * i;
                assert_eq!(y[i], total as f64);
                assert_eq!(whole_sums[i], total as i64);
            }
        }
    }

    #[test]
    fn sums_of_positive_terms_never_fall() {
        let x: Vec<f32> = (0..10_000).map(|i| 1.0 / (1 + i * 7919 % 1009) as f32).collect();
        let mut y = vec![0.0; x.len()];
        cumsum(&mut Total::default(), &x, &mut y);
        assert!(y.is_sorted());
    }

    #[test]
    fn sums_are_those_of_one_after_the_other() {
        let inf = f64::INFINITY;
        for x in [
            [inf, 1.0, -1e308, -1e308, 5.0, 1.0, 1.0, 1.0],
            [0.0, 1e20, -1e20, 3.0, 0.0, 0.0, 0.0, 0.0],
            [1.0, 1.5e308, -1.5e308, 1.5e308, -1.5e308, 1.0, -1e300, 1e300],
        ] {
            for lead in [0.0, 1.0, 1.7e308, inf, -inf] {
                let x = [[lead; 8], x, x].concat();
                let mut y = vec![0.0; x.len()];
                cumsum(&mut Total::default(), &x, &mut y);
                let expected = x.iter().scan(0.0, |total, x| {
                    *total += x;
                    Some(*total)
                });
                assert_eq!(format!("{y:?}"), format!("{:?}", expected.collect::<Vec<f64>>()));
            }
        }
    }

    #[test]
    fn sums_are_as_accurate_as_one_after_the_other() {
        let mut state = 1_u64;
        let mut next = || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            (state >> 40) as f32 / (1 << 23) as f32 - 0.9
        };
        let x: Vec<f32> = (0..50_000).map(|_| next()).collect();
        let mut y = vec![0.0; x.len()];
        cumsum(&mut Total::default(), &x, &mut y);
        let (mut exact, mut plain) = (0.0_f64, 0.0_f32);
        let (mut error, mut plain_error) = (0.0_f64, 0.0_f64);
        for (&x, y) in x.iter().zip(y) {
            exact += f64::from(x);
            plain += x;
            error += (f64::from(y) - exact).abs();
            plain_error += (f64::from(plain) - exact).abs();
        }
        assert!(error <= plain_error, "{error} {plain_error}");
    }

    #[test]
    fn what_is_no_number_stays() {
        let mut x = [1.0; 20];
        (x[3], x[13]) = (f64::INFINITY, f64::NEG_INFINITY);
        let mut y = [0.0; 20];
        cumsum(&mut Total::default(), &x, &mut y);
        assert_eq!(y[..3], [1.0, 2.0, 3.0]);
        assert!(y[3..13].iter().all(|&sum| sum == f64::INFINITY));
        assert!(y[13..].iter().all(|sum| sum.is_nan()));
    }
}
