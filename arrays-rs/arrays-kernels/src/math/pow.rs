//! Powers.

use super::exp::{exp_of_rest, scale};
use super::{Elementary, exp, log};
use crate::element::real;

/// `x` to the power `y`, as C's `pow` (ISO C, F.10.4.4).
#[inline(always)]
pub(crate) fn pow<T: Elementary>(x: T, y: T) -> T {
    let (zero, one, infinity) = (T::zero(), T::one(), T::infinity());
    let a = x.abs();
    let half = y * real(0.5);
    let integer = y.trunc() == y;
    let odd = integer & (half.trunc() != half);
    let end = |grows: bool| if grows { infinity } else { zero };
    let z = x.power_of_magnitude(y);
    let z = if (a == zero) | (a == infinity) { end((a == infinity) == (y > zero)) } else { z };
    let at_infinity = if a == one { one } else { end((a > one) == (y > zero)) };
    let z = if y.abs() == infinity { at_infinity } else { z };
    let z = if odd & x.is_sign_negative() { -z } else { z };
    let z = if (x < zero) & (a < infinity) & !integer { T::nan() } else { z };
    let z = if x.is_nan() | y.is_nan() { T::nan() } else { z };
    if (y == zero) | (x == one) { one } else { z }
}

/// [`pow`], and whether it is wrong: only those of positive normal numbers that are normal are right, and of these not
/// all.
#[inline(always)]
pub(crate) fn quick_pow<T: Elementary>(x: T, y: T) -> (T, bool) {
    let (z, near) = x.quick_power(y);
    let easy = (x >= T::min_positive_value()) & (x < T::infinity()) & near;
    (z, !easy)
}

/// [`quick_pow`] of positive normal numbers, and whether it is right.
#[inline(always)]
pub(super) fn quick_power_f64(a: f64, y: f64) -> (f64, bool) {
    let (k, m) = a.split();
    let (high, low) = log_of_parts(k, m);
    let product = high * y;
    let lost = low.mul_add(y, high.mul_add(y, -product));
    let shifted = (product + lost).mul_add(f64::LOG2_E, f64::ROUND);
    let n = shifted - f64::ROUND;
    let rest = n.mul_add(-f64::LN2_LO, n.mul_add(-f64::LN2_HI, product)) + lost;
    let z = exp_of_rest(rest).times_two_to(shifted);
    (z, product.abs() < f64::EXP_WITHIN)
}

/// [`quick_pow`] of positive normal numbers, and whether it is right.
#[inline(always)]
pub(super) fn quick_power_f32(a: f32, y: f32) -> (f32, bool) {
    let (k, m) = f64::from(a).split();
    let product = f64::from(y) * log::log_of_parts(k, m - 1.0);
    // Also subnormal results are right, for they are not subnormal before they are rounded.
    (exp::exp_within(product) as f32, product.abs() < f64::EXP_WITHIN)
}

/// `a` to the power `y`, for positive finite `a` and finite `y`.
#[inline(always)]
pub(super) fn power_f64(a: f64, y: f64) -> f64 {
    let (high, low) = log_in_two_parts(a);
    let product = high * y;
    let lost = low.mul_add(y, high.mul_add(y, -product));
    // Where the product is infinite, what was lost is not a number.
    let within = product.abs() < 800.0;
    let clamped = if product > 0.0 { 800.0 } else { -800.0 };
    let (product, lost) = if within { (product, lost) } else { (clamped, 0.0) };
    let n = (product + lost).mul_add(f64::LOG2_E, f64::ROUND) - f64::ROUND;
    let rest = n.mul_add(-f64::LN2_LO, n.mul_add(-f64::LN2_HI, product)) + lost;
    scale(exp_of_rest(rest), n)
}

/// `a` to the power `y`, for positive finite `a` and finite `y`; accurate since it is computed in `f64`.
#[inline(always)]
pub(super) fn power_f32(a: f32, y: f32) -> f32 {
    exp::exp(f64::from(y) * log::log(f64::from(a))) as f32
}

/// The natural logarithm of `a` as the sum of two numbers, to some 62 bits, for positive finite `a`. The second one is
/// small beside the first, but not as small as what rounding leaves.
///
/// As in SLEEF, `log((1 + s) / (1 - s))` where `s = (m - 1) / (m + 1)`; its first two terms are in two parts.
#[inline(always)]
fn log_in_two_parts(a: f64) -> (f64, f64) {
    let subnormal = a < f64::MIN_POSITIVE;
    let (factor, exponent) = f64::NORMALIZER;
    let (k, m) = (if subnormal { a * factor } else { a }).split();
    log_of_parts(if subnormal { k - exponent } else { k }, m)
}

/// [`log_in_two_parts`] of 2 to the power `k`, times `m`.
#[inline(always)]
fn log_of_parts(k: f64, m: f64) -> (f64, f64) {
    const TWO_THIRDS: (f64, f64) = (2.0 / 3.0, 3.700_743_415_417_188e-17);
    let f = m - 1.0;
    let inverse = 1.0 / (m + 1.0);
    // Without its two lowest bits, so that f - s is exact, and what s lacks is (f - s - s m) / (m + 1).
    let s = f64::from_bits((f * inverse).to_bits() & !3);
    let s_low = (-s).mul_add(m, f - s) * inverse;

    let z = s * s;
    let cube = s * z;
    // What the product lacks, and what a change of s by s_low makes in this term and in the next one.
    let cube_low = (3.0 * z)
        .mul_add(z, 3.0 * z)
        .mul_add(s_low, s.mul_add(s.mul_add(s, -z), s.mul_add(z, -cube)));
    let tail = polynomial!(
        z;
        TWO_THIRDS.1,
        0.400_000_000_000_000_24,
        0.285_714_285_713_385_1,
        0.222_222_222_711_023_4,
        0.181_818_082_475_445_43,
        0.153_855_747_964_620_32,
        0.132_859_574_351_933_52,
        0.129_136_176_721_822_5
    );
    let third = cube * TWO_THIRDS.0;
    let third_low =
        cube.mul_add(tail, cube_low.mul_add(TWO_THIRDS.0, cube.mul_add(TWO_THIRDS.0, -third)));

    let whole = k * f64::LN2_HI;
    let sum = whole + 2.0 * s;
    let sum_low = 2.0 * s - (sum - whole);
    let high = sum + third;
    let high_low = third - (high - sum);
    (high, (sum_low + s_low.mul_add(2.0, k * f64::LN2_LO)) + (high_low + third_low))
}
