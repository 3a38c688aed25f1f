//! Averages that forget.

use crate::element::{Real, real};
use arrays::prelude::*;

/// The exponentially weighted means of the elements of `x` so far, into `means`, as pandas' `ewm(…).mean()`.
pub(super) fn means<T: Real>(
    x: ArrayView1<T>,
    alpha: f64,
    adjust: bool,
    ignore_na: bool,
    means: ArrayViewMut1<T>,
) {
    let keep = 1.0 - alpha;
    let new = if adjust { 1.0 } else { alpha };
    let mut mean = f64::NAN;
    // What the mean weighs against a new element.
    let mut old = 1.0;
    Zip::from(means).and(x).for_each(|out, x| {
        let x = x.to_f64().expect("a real number is an f64");
        if mean.is_nan() {
            mean = x;
        } else if x.is_nan() {
            if !ignore_na {
                old *= keep;
            }
        } else {
            old *= keep;
            let moved = mean + (x - mean) * (new / (old + new));
            // The difference to an infinite mean says nothing.
            mean = if moved.is_nan() { mean + x } else { moved };
            old = if adjust { old + new } else { 1.0 };
        }
        *out = real(mean);
    });
}
