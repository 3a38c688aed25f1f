//! The exponential function, and what follows from it.

use super::Elementary;
use crate::element::real;

/// The exponential of `x`.
#[inline(always)]
pub(crate) fn exp<T: Elementary>(x: T) -> T {
    let x = if x > T::EXP_MAX { T::EXP_MAX } else { x };
    let x = if x < T::EXP_MIN { T::EXP_MIN } else { x };
    let (shifted, r) = reduced(x);
    scale(exp_of_rest(r), shifted - T::ROUND)
}

/// The exponential of `x`, and whether it is wrong: close to underflow, overflow or NaN.
#[inline(always)]
pub(crate) fn quick_exp<T: Elementary>(x: T) -> (T, bool) {
    (exp_within(x), is_far(x))
}

/// `exp(x) - 1`, accurate near 0.
#[inline(always)]
pub(crate) fn expm1<T: Elementary>(x: T) -> T {
    let clamped = if x > T::EXP_MAX { T::EXP_MAX } else { x };
    let clamped = if clamped < T::EXPM1_MIN { T::EXPM1_MIN } else { clamped };
    let (shifted, high, low) = expm1_parts(clamped);
    // Half of it, since 2 to the power n may overflow.
    let half: T = real(0.5);
    let power = half.times_two_to(shifted);
    let y = low.mul_add(power, high.mul_add(power, power - half));
    if x.abs() < T::TINY { x } else { y + y }
}

/// [`expm1`] of `x`, and whether it is wrong: close to overflow, as far below 0, or NaN.
#[inline(always)]
pub(crate) fn quick_expm1<T: Elementary>(x: T) -> (T, bool) {
    // 0 keeps its sign.
    (expm1_within(x).copysign(x), is_far(x))
}

/// The hyperbolic tangent of `x`.
#[inline(always)]
pub(crate) fn tanh<T: Elementary>(x: T) -> T {
    let two: T = real(2.0);
    let a = x.abs();
    let clamped = if a > T::TANH_ONE { T::TANH_ONE } else { a };
    let t = expm1_within(two * clamped);
    // t / (t + 2), with what is rounded away in it.
    let denominator = t + two;
    let denominator_low = t - (denominator - two);
    let inverse = denominator.recip();
    let quotient = t * inverse;
    let rest = quotient.mul_add(-denominator_low, quotient.mul_add(-denominator, t));
    rest.mul_add(inverse, quotient).copysign(x)
}

/// `1 / (1 + exp(-x))`.
#[inline(always)]
pub(crate) fn sigmoid<T: Elementary>(x: T) -> T {
    let y = (T::one() + exp(-x)).recip();
    // Where the exponential may be infinite, 1 is nothing beside it.
    if x > -T::EXP_WITHIN { y } else { exp(x) }
}

/// [`sigmoid`] of `x`, and whether it is wrong: close to underflow or NaN.
#[inline(always)]
pub(crate) fn quick_sigmoid<T: Elementary>(x: T) -> (T, bool) {
    ((T::one() + exp_within(-x)).recip(), is_far(x))
}

/// Whether [`exp_within`] does not do for `x`.
#[inline(always)]
fn is_far<T: Elementary>(x: T) -> bool {
    let near = x.abs() < T::EXP_WITHIN;
    // NaN is not near.
    !near
}

/// The exponential of `x` for `x` between the logarithms of the least and the greatest normal number; of NaN any
/// number.
#[inline(always)]
pub(super) fn exp_within<T: Elementary>(x: T) -> T {
    let (shifted, r) = reduced(x);
    exp_of_rest(r).times_two_to(shifted)
}

/// 2 to the power `n`, times `p`, in two steps, since 2 to the power `n` may overflow or underflow where the
/// product does not.
#[inline(always)]
pub(super) fn scale<T: Elementary>(p: T, n: T) -> T {
    let half = n.mul_add(real(0.5), T::ROUND);
    let rest = n - (half - T::ROUND) + T::ROUND;
    p * T::two_to(half) * T::two_to(rest)
}

/// `exp(r)` for `|r| <= ln 2 / 2`.
#[inline(always)]
pub(super) fn exp_of_rest<T: Elementary>(r: T) -> T {
    T::exp_tail(r).mul_add(r, T::one()).mul_add(r, T::one())
}

/// The integer `n`, plus `ROUND`, and `r` of `x = n ln 2 + r`; Cody and Waite's reduction.
#[inline(always)]
fn reduced<T: Elementary>(x: T) -> (T, T) {
    let shifted = x.mul_add(T::LOG2_E, T::ROUND);
    let n = shifted - T::ROUND;
    (shifted, n.mul_add(-T::LN2_LO, n.mul_add(-T::LN2_HI, x)))
}

/// `exp(x) - 1` where the exponential is a normal number.
#[inline(always)]
fn expm1_within<T: Elementary>(x: T) -> T {
    let (shifted, high, low) = expm1_parts(x);
    let power = T::two_to(shifted);
    low.mul_add(power, high.mul_add(power, power - T::one()))
}

/// The integer `n`, plus `ROUND`, of `x = n ln 2 + r`, and `exp(r) - 1` as an exact part, which is nearly `r`, and the
/// rest.
#[inline(always)]
fn expm1_parts<T: Elementary>(x: T) -> (T, T, T) {
    let shifted = x.mul_add(T::LOG2_E, T::ROUND);
    let n = shifted - T::ROUND;
    let high = n.mul_add(-T::LN2_HI, x);
    let r = n.mul_add(-T::LN2_LO, high);
    (shifted, high, n.mul_add(-T::LN2_LO, T::exp_tail(r) * (r * r)))
}
