//! The error function.

use super::{Elementary, exp};

/// The error function of `x`: below 1 as a polynomial, from there on as 1 less the exponential of another, for the
/// logarithm of `erfc`.
#[inline(always)]
pub(crate) fn erf<T: Elementary>(x: T) -> T {
    let a = x.abs();
    let small = T::erf_ratio(x * x).mul_add(x, x);
    let clamped = if a > T::ERF_ONE { T::ERF_ONE } else { a };
    let large = T::one() - exp::exp_within(T::log_erfc(clamped - T::one()));
    // NaN is small, since the exponential need not keep it.
    if a >= T::one() { large.copysign(x) } else { small }
}
