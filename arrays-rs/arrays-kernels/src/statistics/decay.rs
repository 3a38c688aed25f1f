//! Averages that forget.

use crate::element::{Real, real};
use crate::error::KernelError;
use crate::fused::mul_add;
use crate::simd::{has_fma, vectorize};
use arrays::prelude::*;
use std::ops::Range;

use super::slices;

/// Elements that are all numbers, or looked at one by one.
const BLOCK: usize = 256;

/// The exponentially weighted means of the elements of `x` so far, into those places `means` of all that `range` says,
/// as pandas' `ewm(…).mean()`.
#[inline(never)] // One loop for whole calls and for parts.
pub(super) fn means<T: Real>(
    average: &mut Option<Average>,
    range: Range<usize>,
    x: ArrayView1<T>,
    alpha: f64,
    adjust: Option<bool>,
    ignore_na: Option<bool>,
    means: ArrayViewMut1<T>,
) -> Result<(), KernelError> {
    if !(alpha > 0.0 && alpha <= 1.0) {
        return Err(KernelError::value("alpha must satisfy: 0 < alpha <= 1"));
    }
    let (adjust, ignore_na) = (adjust.unwrap_or(true), ignore_na.unwrap_or(false));
    let average = average.get_or_insert(Average {
        keep: 1.0 - alpha,
        alpha,
        adjust,
        ignore_na,
        mean: f64::NAN,
        old: 1.0,
    });
    let x = x.slice_axis(Axis(0), range.into());
    let x = slices::ordered(&x)?;
    slices::fill(means, |means| {
        for (x, means) in x.chunks(BLOCK).zip(means.chunks_mut(BLOCK)) {
            let first = average.to_first(x);
            let (start, x) = x.split_at(first);
            let (start_means, means) = means.split_at_mut(first);
            average.step(start, start_means);
            if average.is_plain(x) {
                average.run(x, means);
            } else {
                average.step(x, means);
            }
        }
        Ok(())
    })
}

/// The mean of the elements before a place.
pub(super) struct Average {
    /// What is left of a weight after a step.
    keep: f64,
    alpha: f64,
    adjust: bool,
    ignore_na: bool,
    mean: f64,
    /// What the mean weighs against a new element.
    old: f64,
}

impl Average {
    /// How many elements of `x` there are to the first number, until which there is no mean; 0 where there is one.
    fn to_first<T: Real>(&self, x: &[T]) -> usize {
        if !self.mean.is_nan() {
            return 0;
        }
        x.iter().position(|x| !x.is_nan()).map_or(x.len(), |place| place + 1)
    }

    /// The means after each element of any kind.
    fn step<T: Real>(&mut self, x: &[T], means: &mut [T]) {
        means.iter_mut().zip(x).for_each(|(mean, &x)| *mean = self.next(x));
    }

    /// Whether nothing but finite numbers that are not all the mean comes together, now and in `x`.
    fn is_plain<T: Real>(&self, x: &[T]) -> bool {
        let mean: T = real(self.mean);
        // NaNs that were skipped have made the mean lighter.
        let is_even = self.adjust || self.old == 1.0;
        // Sums of weighted numbers are up to so many times as large as these.
        let most = f64::MAX / 2.0 * self.alpha;
        let (mut finite, mut other) = (is_even && self.mean.abs() < most, false);
        for &x in x {
            finite &= x.wide().abs() < most;
            other |= x != mean;
        }
        finite & other
    }

    /// The mean after any element.
    fn next<T: Real>(&mut self, x: T) -> T {
        let x = x.wide();
        if self.mean.is_nan() {
            self.mean = x;
        } else if x.is_nan() {
            if !self.ignore_na {
                self.old *= self.keep;
            }
        } else {
            let new = if self.adjust { 1.0 } else { self.alpha };
            self.old *= self.keep;
            let share = new / (self.old + new);
            let moved = self.mean + (x - self.mean) * share;
            self.mean = if moved.is_finite() {
                moved
            } else if self.mean.is_finite() && x.is_finite() {
                // Numbers of both signs may be farther apart than the largest number is from 0.
                self.mean * (1.0 - share) + x * share
            } else {
                // The difference to an infinite mean says nothing.
                self.mean + x
            };
            self.old = if self.adjust { self.old + new } else { 1.0 };
        }
        real(self.mean)
    }

    /// The means after each element of plain ones: by their weighted sum, which waits less for the one before.
    fn run<T: Real>(&mut self, x: &[T], means: &mut [T]) {
        if has_fma() {
            vectorize(
                #[inline(always)]
                || self.run_by::<T, true>(x, means),
            );
        } else {
            self.run_by::<T, false>(x, means);
        }
    }

    #[inline(always)]
    fn run_by<T: Real, const FMA: bool>(&mut self, x: &[T], means: &mut [T]) {
        let (keep, alpha) = (self.keep, self.alpha);
        if self.adjust {
            let (mut sum, mut weight) = (self.mean * self.old, self.old);
            for (mean, x) in means.iter_mut().zip(x) {
                sum = mul_add::<f64, FMA>(keep, sum, x.wide());
                weight = mul_add::<f64, FMA>(keep, weight, 1.0);
                *mean = real(sum / weight);
            }
            (self.mean, self.old) = (sum / weight, weight);
        } else {
            let mut last = self.mean;
            for (mean, x) in means.iter_mut().zip(x) {
                last = mul_add::<f64, FMA>(keep, last, alpha * x.wide());
                *mean = real(last);
            }
            self.mean = last;
        }
    }
}
