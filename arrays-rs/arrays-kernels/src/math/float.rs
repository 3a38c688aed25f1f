//! What the elementary functions need to know of `f64` and of `f32`.

use super::{pow, trigonometry};
use crate::arithmetic::Arithmetic;
use crate::element::Real;

/// A type of floating-point numbers with elementary functions.
///
/// Constants and polynomials are what differs between the types; `exp` and its like are written once.
pub trait Elementary: Real + Arithmetic {
    /// Added to a number of small magnitude, leaves it rounded to an integer in the low bits.
    const ROUND: Self;
    /// 1 / ln 2.
    const LOG2_E: Self;
    /// ln 2, as far as every product with an exponent is exact.
    const LN2_HI: Self;
    /// What [`Self::LN2_HI`] lacks.
    const LN2_LO: Self;
    /// Below this the exponential rounds to 0.
    const EXP_MIN: Self;
    /// Above this the exponential is infinite.
    const EXP_MAX: Self;
    /// Below this magnitude the exponential is a normal number, and far from the ends of these.
    const EXP_WITHIN: Self;
    /// Below this `expm1` rounds to -1.
    const EXPM1_MIN: Self;
    /// Below this magnitude `expm1`, `log1p` and the like are the identity.
    const TINY: Self;
    /// From this on `tanh` rounds to 1.
    const TANH_ONE: Self;
    /// From this on `erf` rounds to 1.
    const ERF_ONE: Self;
    /// A power of 2 that makes normal numbers of subnormal ones, and its exponent.
    const NORMALIZER: (Self, Self);
    /// The largest magnitude whose sine and cosine are computed by [`Self::sine`].
    const SINE_MAX: Self;

    /// 2 to the power `n`, of `n + ROUND`, for exponents of normal numbers.
    fn two_to(shifted: Self) -> Self;
    /// The number times 2 to the power `n`, of `n + ROUND`, where it and the result are normal numbers.
    fn times_two_to(self, shifted: Self) -> Self;
    /// The `k` and `m` of `x = 2^k m` with `m` between √½ and √2, for positive normal `x`.
    fn split(self) -> (Self, Self);
    /// `(exp(r) - 1 - r) / r²` for `|r| <= ln 2 / 2`.
    fn exp_tail(r: Self) -> Self;
    /// `(log((1 + s) / (1 - s)) - 2 s) / s³` of `z = s²`, for `|s| <= 0.1716`.
    fn log_tail(z: Self) -> Self;
    /// `erf(x) / x - 1` of `z = x²`, for `z <= 1`.
    fn erf_ratio(z: Self) -> Self;
    /// `log(erfc(1 + t))` for `t` from 0 to `ERF_ONE - 1`.
    fn log_erfc(t: Self) -> Self;
    /// The sine of `x + quarters π/2` for `|x| <= SINE_MAX`.
    fn sine(self, quarters: u32) -> Self;
    /// `|x|` to the power `y`, for finite `x` other than 0 and finite `y`.
    fn power_of_magnitude(self, y: Self) -> Self;
    /// `x` to the power `y` for positive normal `x`, and whether it is right.
    fn quick_power(self, y: Self) -> (Self, bool);
    /// The error function of `x` on any processor.
    fn plain_erf(self) -> Self;
}

impl Elementary for f64 {
    const ROUND: f64 = 6_755_399_441_055_744.0; // 1.5 × 2^52
    const LOG2_E: f64 = std::f64::consts::LOG2_E;
    const LN2_HI: f64 = 6.931_471_803_691_238e-1;
    const LN2_LO: f64 = 1.908_214_929_270_587_7e-10;
    const EXP_MIN: f64 = -746.0;
    const EXP_MAX: f64 = 709.79;
    const EXP_WITHIN: f64 = 708.0;
    const EXPM1_MIN: f64 = -40.0;
    const TINY: f64 = 5.0e-17;
    const TANH_ONE: f64 = 20.0;
    const ERF_ONE: f64 = 5.95;
    const NORMALIZER: (f64, f64) = (18_014_398_509_481_984.0, 54.0);
    const SINE_MAX: f64 = 1.0e9;

    #[inline(always)]
    fn two_to(shifted: f64) -> f64 {
        f64::from_bits((shifted.to_bits() << 52).wrapping_add(1023 << 52))
    }

    #[inline(always)]
    fn times_two_to(self, shifted: f64) -> f64 {
        f64::from_bits(self.to_bits().wrapping_add(shifted.to_bits() << 52))
    }

    #[inline(always)]
    fn split(self) -> (f64, f64) {
        const SQRT_HALF: u64 = 0x3fe6_a09e_667f_3bcd;
        let bits = self.to_bits().wrapping_add((1023 << 52) - SQRT_HALF);
        // The exponent as the low bits of a number, since few processors convert 64-bit integers in vectors.
        let k = f64::from_bits((1075 << 52) | (bits >> 52)) - (4_503_599_627_370_496.0 + 1023.0);
        (k, f64::from_bits((bits & ((1 << 52) - 1)).wrapping_add(SQRT_HALF)))
    }

    #[inline(always)]
    fn exp_tail(r: f64) -> f64 {
        let p = preconditioned!(
            r + 4.0;
            4.437_200_640_026_631e-06, -5.273_711_918_116_187e-07, 2.511_231_651_262_535_4e-08;
            (-12.094_228_010_879_06, -0.000_143_889_435_120_122_35),
            (28.603_216_503_202_628, 0.012_499_608_799_337_413),
            (56.546_735_318_634_73, -0.309_035_741_749_306_76)
        );
        p.mul_add(r, 0.5)
    }

    #[inline(always)]
    fn log_tail(z: f64) -> f64 {
        let p = preconditioned!(
            z + 0.625;
            -0.309_237_136_587_894_87, 0.147_960_805_770_789_8;
            (0.660_109_089_055_720_7, 0.666_807_341_935_796_3),
            (1.887_569_600_583_906_4, -0.600_237_933_407_263_1)
        );
        p.mul_add(z, 0.666_666_666_666_673_4)
    }

    #[inline(always)]
    fn erf_ratio(z: f64) -> f64 {
        polynomial!(
            z;
            0.128_379_167_095_512_6,
            -0.376_126_389_031_835_2,
            0.112_837_916_709_442,
            -0.026_866_170_643_113_415,
            0.005_223_977_606_130_842,
            -0.000_854_832_592_976_624_4,
            0.000_120_552_935_869_369_5,
            -1.492_471_243_953_481_4e-5,
            1.644_713_269_978_662_1e-6,
            -1.620_631_875_296_920_8e-7,
            1.371_098_870_419_052_3e-8,
            -7.779_462_971_761_597e-10
        )
    }

    #[inline(always)]
    fn log_erfc(t: f64) -> f64 {
        polynomial!(
            t;
            -1.849_605_509_933_248_2,
            -2.638_967_514_234_788_6,
            -0.843_107_256_358_659,
            -0.041_561_098_042_179_83,
            0.010_033_825_378_412_42,
            -0.001_977_902_593_662_787,
            0.000_237_322_588_936_525_76,
            2.627_756_779_562_940_5e-5,
            -2.715_848_818_833_780_8e-5,
            9.607_978_091_385_053e-6,
            -2.058_764_654_434_423_4e-6,
            1.420_555_516_978_609_7e-7,
            9.804_489_858_655_842e-8,
            -5.226_148_649_303_919e-8,
            1.498_466_194_913_421e-8,
            -2.880_971_108_201_740_8e-9,
            3.708_633_963_999_66e-10,
            -2.905_723_740_442_579_7e-11,
            1.049_186_154_259_395_2e-12
        )
    }

    #[inline(always)]
    fn sine(self, quarters: u32) -> f64 {
        trigonometry::sine_f64(self, quarters)
    }

    #[inline(always)]
    fn power_of_magnitude(self, y: f64) -> f64 {
        pow::power_f64(self.abs(), y)
    }

    #[inline(always)]
    fn quick_power(self, y: f64) -> (f64, bool) {
        pow::quick_power_f64(self, y)
    }

    fn plain_erf(self) -> f64 {
        libm::erf(self)
    }
}

impl Elementary for f32 {
    const ROUND: f32 = 12_582_912.0; // 1.5 × 2^23
    const LOG2_E: f32 = std::f32::consts::LOG2_E;
    const LN2_HI: f32 = 6.931_381e-1;
    const LN2_LO: f32 = 9.058_001e-6;
    const EXP_MIN: f32 = -104.0;
    const EXP_MAX: f32 = 88.73;
    const EXP_WITHIN: f32 = 87.0;
    const EXPM1_MIN: f32 = -20.0;
    const TINY: f32 = 2.0e-8;
    const TANH_ONE: f32 = 10.0;
    const ERF_ONE: f32 = 4.1;
    const NORMALIZER: (f32, f32) = (33_554_432.0, 25.0);
    const SINE_MAX: f32 = 1.0e9;

    #[inline(always)]
    fn two_to(shifted: f32) -> f32 {
        f32::from_bits((shifted.to_bits() << 23).wrapping_add(127 << 23))
    }

    #[inline(always)]
    fn times_two_to(self, shifted: f32) -> f32 {
        f32::from_bits(self.to_bits().wrapping_add(shifted.to_bits() << 23))
    }

    #[inline(always)]
    fn split(self) -> (f32, f32) {
        const SQRT_HALF: u32 = 0x3f35_04f3;
        let bits = self.to_bits().wrapping_add((127 << 23) - SQRT_HALF);
        let k = f32::from_bits((150 << 23) | (bits >> 23)) - (8_388_608.0 + 127.0);
        (k, f32::from_bits((bits & ((1 << 23) - 1)).wrapping_add(SQRT_HALF)))
    }

    #[inline(always)]
    fn exp_tail(r: f32) -> f32 {
        polynomial!(
            r;
            0.5,
            0.166_666_67,
            0.041_666_465,
            0.008_333_286,
            0.001_393_365_5,
            0.000_199_075_85
        )
    }

    /// FreeBSD's `e_logf.c`.
    #[inline(always)]
    fn log_tail(z: f32) -> f32 {
        polynomial!(z; 0.666_666_6, 0.400_009_72, 0.284_987_87, 0.242_790_79)
    }

    #[inline(always)]
    fn erf_ratio(z: f32) -> f32 {
        polynomial!(
            z;
            0.128_379_17,
            -0.376_126_26,
            0.112_835_854,
            -0.026_853_815,
            0.005_188_330_5,
            -0.000_801_020_25,
            7.853_85e-5
        )
    }

    #[inline(always)]
    fn log_erfc(t: f32) -> f32 {
        polynomial!(
            t;
            -1.849_605_5,
            -2.638_967_5,
            -0.843_107_05,
            -0.041_563_544,
            0.010_046_574,
            -0.002_012_080_5,
            0.000_289_579_17,
            -2.169_550_8e-5
        )
    }

    #[inline(always)]
    fn sine(self, quarters: u32) -> f32 {
        trigonometry::sine_f32(self, quarters)
    }

    #[inline(always)]
    fn power_of_magnitude(self, y: f32) -> f32 {
        pow::power_f32(self.abs(), y)
    }

    #[inline(always)]
    fn quick_power(self, y: f32) -> (f32, bool) {
        pow::quick_power_f32(self, y)
    }

    fn plain_erf(self) -> f32 {
        libm::erff(self)
    }
}
