//! Functions that leave the floating-point control bits of the thread changed.

use arrays::prelude::*;
use std::hint::black_box;

/// Twice each element of `x`, summed with subnormal numbers taken for zero, which they stay for whoever calls.
#[arrays::export(shapes(x = [n]))]
pub fn leaves_flush_to_zero(x: ArrayView1<f64>) -> f64 {
    float_control::take_for_zero();
    float_control::flush_to_zero();
    // Nothing holds the compiler to do arithmetic before a call ends, but that its result is looked at.
    black_box(x.iter().map(|&value| black_box(value) * black_box(2.0)).sum())
}

/// `x / y` rounded toward zero, as whoever calls goes on to do.
#[arrays::export]
pub fn leaves_round_toward_zero(x: f64, y: f64) -> f64 {
    float_control::round_toward_zero();
    black_box(black_box(x) / black_box(y))
}

/// Panics with subnormal numbers taken for zero.
#[arrays::export]
pub fn panics_with_flush_to_zero() {
    float_control::flush_to_zero();
    panic!("flushed");
}
