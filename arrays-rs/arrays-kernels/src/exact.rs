//! Sums with what their rounding lost.

use crate::Real;

/// The sum of two numbers, rounded, and what the rounding lost (D. E. Knuth, "The Art of Computer Programming" 2,
/// 4.2.2); of a sum that is not finite nothing is known to be lost, and that is NaN.
#[inline(always)]
pub(crate) fn add_exactly<T: Real>(a: T, b: T) -> (T, T) {
    let sum = a + b;
    let b_part = sum - a;
    (sum, (a - (sum - b_part)) + (b - b_part))
}
