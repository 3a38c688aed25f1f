//! Sine and cosine.

use super::Elementary;
use std::f64::consts::{FRAC_2_PI, FRAC_PI_2};

/// What `FRAC_PI_2` lacks of π/2, and what the sum of both lacks.
const FRAC_PI_2_REST: [f64; 2] = [6.123_233_995_736_766e-17, -1.497_384_904_859_169_8e-33];

/// The sine of `x`, for `|x| <= SINE_MAX`.
#[inline(always)]
pub(crate) fn sin<T: Elementary>(x: T) -> T {
    x.sine(0)
}

/// The cosine of `x`, for `|x| <= SINE_MAX`.
#[inline(always)]
pub(crate) fn cos<T: Elementary>(x: T) -> T {
    x.sine(1)
}

/// The sine of `x + quarters π/2`.
#[inline(always)]
pub(super) fn sine_f64(x: f64, quarters: u32) -> f64 {
    let shifted = x.mul_add(FRAC_2_PI, f64::ROUND);
    let n = shifted - f64::ROUND;
    let quadrant = shifted.to_bits().wrapping_add(u64::from(quarters));
    // Cody and Waite's reduction, into the rest and what is rounded away in it: the first step is exact, since
    // the rest is a multiple of the last bits of x and π/2.
    let first = n.mul_add(-FRAC_PI_2, x);
    let step = n * FRAC_PI_2_REST[0];
    let rest = first - step;
    let lost = (first - rest) - step - n.mul_add(FRAC_PI_2_REST[0], -step);
    let low = n.mul_add(-FRAC_PI_2_REST[1], lost);
    turned(near_0(rest, low, quadrant & 1 == 0), quadrant)
}

/// The sine of `x + quarters π/2`, in `f64`, which makes the reduction simple.
#[inline(always)]
pub(super) fn sine_f32(x: f32, quarters: u32) -> f32 {
    let x = f64::from(x);
    let shifted = x.mul_add(FRAC_2_PI, f64::ROUND);
    let n = shifted - f64::ROUND;
    let quadrant = shifted.to_bits().wrapping_add(u64::from(quarters));
    let rest = n.mul_add(-FRAC_PI_2_REST[0], n.mul_add(-FRAC_PI_2, x));
    let z = rest * rest;
    // FreeBSD's k_sinf.c and k_cosf.c.
    let sine = polynomial!(
        z;
        1.0,
        -0.166_666_666_416_265_24,
        0.008_333_329_385_889_463,
        -0.000_198_393_348_360_966_32,
        2.718_311_493_989_822e-6
    ) * rest;
    let cosine = polynomial!(
        z;
        1.0,
        -0.499_999_997_251_031,
        0.041_666_623_323_739_06,
        -0.001_388_676_377_460_993,
        2.439_044_879_627_741e-5
    );
    turned(if quadrant & 1 == 0 { sine } else { cosine }, quadrant) as f32
}

/// `y`, negated in the third and the fourth quadrant.
#[inline(always)]
fn turned(y: f64, quadrant: u64) -> f64 {
    f64::from_bits(y.to_bits() ^ ((quadrant & 2) << 62))
}

/// The sine of `x + low`, or its cosine, for `|x| <= π/4`; fdlibm's `k_sin.c` and `k_cos.c`.
///
/// Both have the form `a - b p(z)`, so that one polynomial is computed, with the coefficients of either.
#[inline(always)]
fn near_0(x: f64, low: f64, sine: bool) -> f64 {
    let of = |of_sine, of_cosine| if sine { of_sine } else { of_cosine };
    let z = x * x;
    let p = polynomial!(
        z;
        of(1.666_666_666_666_663_2e-1, -4.166_666_666_666_66e-2),
        of(-8.333_333_333_322_49e-3, 1.388_888_888_887_411e-3),
        of(1.984_126_982_985_795e-4, -2.480_158_728_947_673e-5),
        of(-2.755_731_370_707_006_8e-6, 2.755_731_435_139_066_3e-7),
        of(2.505_076_025_340_686_3e-8, -2.087_572_321_298_175e-9),
        of(-1.589_690_995_211_55e-10, 1.135_964_755_778_819_5e-11)
    );
    let half = 0.5 * z;
    let w = 1.0 - half;
    // What a has too much.
    let excess = of(half.mul_add(low, -low), x.mul_add(low, half - (1.0 - w)));
    of(x, w) - (z * of(x, z)).mul_add(p, excess)
}
