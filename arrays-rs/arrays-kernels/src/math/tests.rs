//! Against the platform's functions, which are correct to a bit or two.

use super::*;
use num_traits::Float;
use std::fmt::LowerExp;

/// The distance in units of the last place of `expected`.
fn ulps<T: Elementary>(got: T, expected: T) -> f64 {
    if got == expected || (got.is_nan() && expected.is_nan()) {
        return 0.0;
    }
    let (_, mut exponent, _) = expected.integer_decode();
    // Of a subnormal number twice the significand is given.
    exponent += i16::from(expected.abs() < T::min_positive_value());
    let distance = got.to_f64().expect("a number") - expected.to_f64().expect("a number");
    // In two steps, since the unit may be a subnormal number.
    let half = -i32::from(exponent) / 2;
    let ulps = distance.abs() * 2.0_f64.powi(half) * 2.0_f64.powi(-i32::from(exponent) - half);
    if ulps.is_nan() { f64::INFINITY } else { ulps }
}

const SPECIAL: [f64; 26] = [
    0.0,
    -0.0,
    1.0,
    -1.0,
    -1.5,
    0.5,
    2.0,
    3.0,
    -3.0,
    f64::INFINITY,
    f64::NEG_INFINITY,
    f64::NAN,
    5e-324,
    -5e-324,
    1e-310,
    1e-40,
    -1e-40,
    1e300,
    -1e300,
    709.0,
    710.0,
    -745.2,
    -746.0,
    88.8,
    -103.5,
    1e-200,
];

fn samples<T: Elementary>() -> Vec<T> {
    let special = SPECIAL.into_iter();
    let near = (0..4000).map(|i| (f64::from(i) - 2000.0) * 0.00317);
    let far = (0..4000).map(|i| (f64::from(i) - 2000.0) * 0.371);
    let small = (0..600).map(|i| 10.0_f64.powf(f64::from(i) / -20.0));
    let large = (0..600).map(|i| 10.0_f64.powf(f64::from(i) / 70.0));
    let all = special.chain(near).chain(far).chain(small).chain(large);
    all.map(|x| T::from(x).expect("every real type takes an f64")).collect()
}

fn compare<T: Elementary + LowerExp>(most: f64, fused: impl Fn(T) -> T, plain: impl Fn(T) -> T) {
    for x in samples::<T>() {
        let (got, expected) = (fused(x), plain(x));
        let apart = ulps(got, expected);
        assert!(apart <= most, "{got:e} instead of {expected:e} of {x:e}: {apart} ulp");
        let signs = got.is_sign_negative() == expected.is_sign_negative();
        assert!(signs || got.is_nan(), "{got:e} instead of {expected:e} of {x:e}");
    }
}

fn functions_are_accurate<T: Elementary + LowerExp>() {
    compare::<T>(2.0, exp, Float::exp);
    compare::<T>(2.0, expm1, Float::exp_m1);
    compare::<T>(2.0, log, Float::ln);
    compare::<T>(2.0, log1p, Float::ln_1p);
    compare::<T>(3.0, tanh, Float::tanh);
    compare::<T>(2.0, erf, Elementary::plain_erf);
    compare::<T>(3.0, sigmoid, |x| {
        let e = (-x.abs()).exp();
        (if x < T::zero() { e } else { T::one() }) / (T::one() + e)
    });
    let within = |x: T| if x.abs() > T::SINE_MAX { T::zero() } else { x };
    compare::<T>(2.0, |x| sin(within(x)), |x| within(x).sin());
    compare::<T>(2.0, |x| cos(within(x)), |x| within(x).cos());
}

#[test]
fn functions_of_f64_are_accurate() {
    functions_are_accurate::<f64>();
}

#[test]
fn functions_of_f32_are_accurate() {
    functions_are_accurate::<f32>();
}

fn powers_are_accurate<T: Elementary + LowerExp>() {
    for y in SPECIAL.into_iter().chain([-2.0, 2.5, 1e-3, 7.0, -33.0, 100.3, 1.0e15, 9.1e15, 1e19]) {
        let y = T::from(y).expect("every real type takes an f64");
        compare::<T>(1.5, |x| pow(x, y), |x| x.powf(y));
        compare::<T>(1.5, |x| pow(y, x), |x| y.powf(x));
    }
}

#[test]
fn powers_of_f64_are_accurate() {
    powers_are_accurate::<f64>();
}

#[test]
fn powers_of_f32_are_accurate() {
    powers_are_accurate::<f32>();
}

#[test]
fn sines_near_multiples_of_pi_are_accurate() {
    for n in (0..2000).map(|i| f64::from(i * i) * 3.0) {
        let x = n * std::f64::consts::FRAC_PI_2;
        assert!(ulps(sin(x), x.sin()) <= 1.0, "sin {x}");
        assert!(ulps(cos(x), x.cos()) <= 1.0, "cos {x}");
    }
}

fn quick_ones_know_when_they_are_wrong<T: Elementary + LowerExp>() {
    let samples = samples::<T>();
    let mut right = 0;
    let mut check = |(got, wrong): (T, bool), expected: T| {
        assert!(wrong || got == expected, "{got:e} instead of {expected:e}");
        right += usize::from(!wrong);
    };
    for &x in &samples {
        check(quick_exp(x), exp(x));
        check(quick_expm1(x), expm1(x));
        check(quick_sigmoid(x), sigmoid(x));
        check(quick_log(x), log(x));
        check(quick_log1p(x), log1p(x));
        for y in [-3.0, -0.5, 0.0, 1e-3, 2.5, 40.0, 1e19, f64::INFINITY, f64::NAN] {
            let y = T::from(y).expect("every real type takes an f64");
            check(quick_pow(x, y), pow(x, y));
            check(quick_pow(y, x), pow(y, x));
        }
    }
    assert!(right > samples.len() * 5, "{right} are right at once");
    assert!(!quick_exp(T::one()).1 && !quick_expm1(T::one()).1 && !quick_sigmoid(T::one()).1);
    assert!(!quick_log(T::one()).1 && !quick_log1p(T::one()).1);
    assert!(!quick_pow(T::one(), T::one()).1);
}

#[test]
fn quick_ones_of_f64_know_when_they_are_wrong() {
    quick_ones_know_when_they_are_wrong::<f64>();
}

#[test]
fn quick_ones_of_f32_know_when_they_are_wrong() {
    quick_ones_know_when_they_are_wrong::<f32>();
}

#[test]
fn nan_of_any_bits_stays() {
    for bits in [0x7ff8_0000_0000_0001, 0x7ff8_0000_0000_0401, 0xfff8_0000_0000_07ff] {
        let nan = f64::from_bits(bits);
        for value in [
            exp(nan),
            expm1(nan),
            log(nan),
            log1p(nan),
            erf(nan),
            tanh(nan),
            sigmoid(nan),
            pow(nan, 2.0),
        ] {
            assert!(value.is_nan(), "{value} of {bits:x}");
        }
        assert!(quick_exp(nan).1 && quick_expm1(nan).1 && quick_sigmoid(nan).1 && quick_log(nan).1);
        assert!(quick_log1p(nan).1);
        assert!(quick_pow(nan, 2.0).1 && quick_pow(2.0, nan).1);
    }
}
