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
    special_cases(x, x, log_of_parts(k, m - T::one(), T::zero()))
}

/// The natural logarithm of `x`, and whether it is wrong: only that of positive normal numbers is right.
#[inline(always)]
pub(crate) fn quick_log<T: Elementary>(x: T) -> (T, bool) {
    let (k, m) = x.split();
    let easy = (x >= T::min_positive_value()) & (x < T::infinity());
    (log_of_parts(k, m - T::one(), T::zero()), !easy)
}

/// The logarithm of `1 + x`, accurate near 0.
#[inline(always)]
pub(crate) fn log1p<T: Elementary>(x: T) -> T {
    let y = special_cases(x, T::one() + x, log1p_within(x));
    // 0 keeps its sign.
    y.copysign(x)
}

/// [`log1p`] of `x`, and whether it is wrong: only that of finite numbers above -1 is right.
#[inline(always)]
pub(crate) fn quick_log1p<T: Elementary>(x: T) -> (T, bool) {
    let easy = (x > -T::one()) & (x < T::infinity());
    (log1p_within(x).copysign(x), !easy)
}

/// The logarithm of `1 + x` for finite `x` above -1; after fdlibm's `s_log1p.c`.
#[inline(always)]
fn log1p_within<T: Elementary>(x: T) -> T {
    let u = T::one() + x;
    let (k, m) = u.split();
    // What was rounded away in u.
    let of_x = u - T::one();
    let lost = (T::one() - (u - of_x)) + (x - of_x);
    let near = k == T::zero();
    let f = if near { x } else { m - T::one() };
    // What it adds to the logarithm is lost / u. That of a u which is not near 1 has a last place not much smaller than
    // that, so that a line does for 1 / m; of half of it, since 2 to the power -k may underflow.
    let inverse = m.mul_add(real(-0.470_588_235_294_117_64), real(0.998_270_107_838_418_4));
    let scale = T::two_to(T::ROUND + T::one() - k);
    let correction = if near { T::zero() } else { lost * scale * inverse };
    log_of_parts(k, f, correction)
}

/// `k ln 2 + log(1 + f) + correction`.
#[inline(always)]
pub(super) fn log_of_parts<T: Elementary>(k: T, f: T, correction: T) -> T {
    let s = f / (real::<T>(2.0) + f);
    let z = s * s;
    let low = k.mul_add(T::LN2_LO, correction);
    let rest = s.mul_add(T::log_tail(z).mul_add(z, -f), low);
    k.mul_add(T::LN2_HI, rest + f)
}

/// `y`, or where `u` has no finite logarithm, what the logarithm of `u` is then; `x` is what `u` was made of.
#[inline(always)]
fn special_cases<T: Elementary>(x: T, u: T, y: T) -> T {
    // Also x, which may be NaN.
    let y = if u < T::infinity() { y } else { x };
    let y = if u == T::zero() { T::neg_infinity() } else { y };
    if u < T::zero() { T::nan() } else { y }
}
