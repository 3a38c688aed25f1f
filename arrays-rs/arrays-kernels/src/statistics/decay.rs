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
            if average.is_plain(x) {
                average.run(x, means);
            } else {
                means.iter_mut().zip(x).for_each(|(mean, &x)| *mean = average.next(x));
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
    /// Whether nothing but finite numbers that are not all the mean comes together, now and in `x`.
    fn is_plain<T: Real>(&self, x: &[T]) -> bool {
        let mean: T = real(self.mean);
        // NaNs that were skipped have made the mean lighter.
        let is_even = self.adjust || self.old == 1.0;
        let (mut finite, mut other) = (is_even && self.mean.is_finite(), false);
        for &x in x {
            finite &= x.is_finite();
            other |= x != mean;
        }
        finite & other
    }

    /// The mean after any element.
    fn next<T: Real>(&mut self, x: T) -> T {
        let x = x.to_f64().expect("a real number is an f64");
        if self.mean.is_nan() {
            self.mean = x;
        } else if x.is_nan() {
            if !self.ignore_na {
                self.old *= self.keep;
            }
        } else {
            let new = if self.adjust { 1.0 } else { self.alpha };
            self.old *= self.keep;
            let moved = self.mean + (x - self.mean) * (new / (self.old + new));
            // The difference to an infinite mean says nothing.
            self.mean = if moved.is_nan() { self.mean + x } else { moved };
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
                sum = mul_add::<f64, FMA>(keep, sum, x.to_f64().unwrap_or(f64::NAN));
                weight = mul_add::<f64, FMA>(keep, weight, 1.0);
                *mean = real(sum / weight);
            }
            (self.mean, self.old) = (sum / weight, weight);
        } else {
            let mut last = self.mean;
            for (mean, x) in means.iter_mut().zip(x) {
                last = mul_add::<f64, FMA>(keep, last, alpha * x.to_f64().unwrap_or(f64::NAN));
                *mean = real(last);
            }
            self.mean = last;
        }
    }
}
