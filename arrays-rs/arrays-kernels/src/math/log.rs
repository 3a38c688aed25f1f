//! The natural logarithm.

use super::Elementary;
use crate::element::real;

/// The natural logarithm of `x`, by fdlibm's `e_log.c`.
#[inline(always)]
pub(crate) fn log<T: Elementary>(x: T) -> T {
    let subnormal = x < T::min_positive_value();
    let (factor, exponent) = T::NORMALIZER;
    let (k, m) = (if subnormal { x * factor } else { x }).split();
    let k = if subnormal { k - exponent } else { k };
    special_cases(x, log_of_parts(k, m - T::one()))
}

/// The natural logarithm of `x`, and whether it is wrong: only that of positive normal numbers is right.
#[inline(always)]
pub(crate) fn quick_log<T: Elementary>(x: T) -> (T, bool) {
    let (k, m) = x.split();
    let easy = (x >= T::min_positive_value()) & (x < T::infinity());
    (log_of_parts(k, m - T::one()), !easy)
}

/// The logarithm of `1 + x`, accurate near 0.
#[inline(always)]
pub(crate) fn log1p<T: Elementary>(x: T) -> T {
    let (y, wrong) = quick_log1p(x);
    if wrong { log(T::one() + x) } else { y }
}

/// [`log1p`] of `x`, and whether it is wrong: only that of numbers above -1 and far from infinity is right.
#[inline(always)]
pub(crate) fn quick_log1p<T: Elementary>(x: T) -> (T, bool) {
    let u = T::one() + x;
    let (k, m) = u.split();
    // What was rounded away in u, or where u is so large that 1 is nothing beside it, some number as small.
    let lost = x - (u - T::one());
    let f = lost.mul_add(T::two_to(T::ROUND - k), m - T::one());
    let easy = (x > -T::one()) & (x < T::max_value() * real(0.25));
    // 0 keeps its sign.
    (log_of_parts(k, f).copysign(x), !easy)
}

/// `k ln 2 + log(1 + f)`.
#[inline(always)]
pub(super) fn log_of_parts<T: Elementary>(k: T, f: T) -> T {
    let s = f / (real::<T>(2.0) + f);
    let z = s * s;
    let rest = s.mul_add(T::log_tail(z).mul_add(z, -f), k * T::LN2_LO);
    k.mul_add(T::LN2_HI, rest + f)
}

/// `y`, or where `x` has no finite logarithm, what its logarithm is then.
#[inline(always)]
fn special_cases<T: Elementary>(x: T, y: T) -> T {
    // Also NaN.
    let y = if x < T::infinity() { y } else { x };
    let y = if x == T::zero() { T::neg_infinity() } else { y };
    if x < T::zero() { T::nan() } else { y }
}
