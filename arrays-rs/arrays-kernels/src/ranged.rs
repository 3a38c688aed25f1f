//! Sums of squares that leave the range of their type on the way to a root that does not.
//!
//! Squares need twice the exponents of what is squared. A sum of them is made as it is, and once more of scaled
//! numbers where it shows that this went wrong: J. L. Blue, "A portable Fortran program to find the Euclidean norm of
//! a vector", ACM Trans. Math. Softw. 4 (1978).

use crate::Real;
use crate::exact::add_exactly;
use crate::simd::vectorize;

/// A sum of squares: `value` times 4 to the power `exponent`.
#[derive(Clone, Copy)]
pub(crate) struct Squares {
    value: f64,
    /// 0 unless the sum, or that of what it was made of, is near an end of the range.
    exponent: i32,
}

impl Squares {
    /// The squares of numbers: their `plain` sum, if it is to be trusted, else that of the `numbers`, which are made
    /// times a power of two.
    #[inline(always)]
    pub(crate) fn of<T: Real, I: Iterator<Item = f64>>(
        plain: T,
        numbers: impl Fn(f64) -> I,
    ) -> Self {
        if is_far_from_the_ends(plain) {
            Self { value: plain.wide(), exponent: 0 }
        } else {
            Self::of_scaled(numbers)
        }
    }

    #[cold]
    fn of_scaled<I: Iterator<Item = f64>>(numbers: impl Fn(f64) -> I) -> Self {
        let larger = |a: f64, b: f64| if b.abs() > a || b.is_nan() { b.abs() } else { a };
        let mut largest = numbers(1.0).fold(0.0, larger);
        if largest == f64::INFINITY {
            // A difference may be larger than the largest number.
            largest = numbers(0.5).fold(0.0, larger);
        }
        let exponent = exponent_of(largest);
        let square = |number: f64| number * number;
        let sums =
            numbers(power_of_two(-exponent)).map(square).fold((0.0, 0.0), |(sum, lost), square| {
                let (sum, more) = add_exactly(sum, square);
                (sum, lost + more)
            });
        let value = if largest.is_finite() { sums.0 + sums.1 } else { square(largest) };
        Self { value, exponent }
    }

    /// `weight` times the square of `value` times 2 to the power `exponent`.
    #[inline(always)]
    pub(crate) fn of_one(value: f64, weight: f64, exponent: i32) -> Self {
        let plain = value * value * weight;
        if is_far_from_the_ends(plain) {
            return Self { value: plain, exponent };
        }
        let more = exponent_of(value);
        let scaled = value * power_of_two(-more);
        Self { value: scaled * scaled * weight, exponent: exponent + more }
    }

    #[inline(always)]
    pub(crate) fn plus(self, other: Self) -> Self {
        if self.exponent == other.exponent {
            return Self { value: self.value + other.value, ..self };
        }
        let is_less = self.exponent < other.exponent;
        let (large, small) = if is_less { (other, self) } else { (self, other) };
        // A zero is as small as any.
        if large.value == 0.0 {
            return small;
        }
        let down = power_of_two(small.exponent - large.exponent);
        Self { value: large.value + small.value * down * down, ..large }
    }

    /// Less `weight` times the square of `value`, which is a part of the sum.
    #[inline(always)]
    pub(crate) fn less(self, value: f64, weight: f64) -> Self {
        let scaled = value * power_of_two(-self.exponent);
        let rest = self.value - scaled * scaled * weight;
        // Rounding may have made it negative; a NaN stays.
        Self { value: if rest < 0.0 { 0.0 } else { rest }, ..self }
    }

    /// The sum by `count`.
    pub(crate) fn over(self, count: f64) -> Self {
        Self { value: self.value / count, ..self }
    }

    /// The sum, which may be beyond the range.
    pub(crate) fn value(self) -> f64 {
        let up = power_of_two(self.exponent);
        self.value * up * up
    }

    /// The square root of the sum.
    pub(crate) fn root(self) -> f64 {
        let half = self.exponent / 2;
        self.value.sqrt() * power_of_two(half) * power_of_two(self.exponent - half)
    }
}

/// The largest magnitude, and NaN where there is one.
pub(crate) fn largest<T: Real>(x: &[T]) -> f64 {
    let bits = vectorize(
        #[inline(always)]
        || {
            // Of numbers without a sign, the bits are in the order of the numbers, and NaNs are last.
            x.iter().fold(0, |largest, value| {
                let bits = value.wide().abs().to_bits();
                if bits > largest { bits } else { largest }
            })
        },
    );
    f64::from_bits(bits)
}

/// Whether no square of a difference of two of the numbers, nor a sum of many, leaves the range where they are computed
/// in `W`. What is infinite or NaN does not count.
pub(crate) fn squares_fit<T: Real, W: Real>(x: &[T]) -> bool {
    // From the square root of the largest number, less what many of them add up to, to numbers whose last bits have
    // squares that are not lost.
    let (least, most) = if size_of::<W>() == 4 { (-36, 54) } else { (-400, 480) };
    let (least, most) = (power_of_two(least), power_of_two(most));
    if T::max_value().wide() < most {
        return true;
    }
    vectorize(
        #[inline(always)]
        || {
            x.chunks(512).all(
                #[inline(always)]
                |x| {
                    x.iter().fold(true, |fit, &value| {
                        let size = value.wide().abs();
                        fit & !((size < least) & (size > 0.0)
                            | (size > most) & (size < f64::INFINITY))
                    })
                },
            )
        },
    )
}

/// Whether no square of the sum was lost at an end of the range, and many such sums stay in it.
#[inline(always)]
pub(crate) fn is_far_from_the_ends<T: Real>(sum: T) -> bool {
    let (least, most) = (T::min_positive_value() / T::epsilon(), T::max_value() * T::epsilon());
    (sum > least) & (sum < most)
}

/// The exponent of a number, or a near one of which both the power of two and its reciprocal are normal numbers; 0 of
/// 0 and of what is not finite.
pub(crate) fn exponent_of(value: f64) -> i32 {
    if value == 0.0 || !value.is_finite() {
        return 0;
    }
    // Of a number that is not normal, any exponent that is as small.
    let biased = (value.to_bits() >> 52) as i32 & 0x7ff;
    (biased - 1023).clamp(f64::MIN_EXP - 1, 1 - f64::MIN_EXP)
}

/// Two to the power `exponent`, which is at most 1023, or 0 where that is too small.
#[inline(always)]
pub(crate) fn power_of_two(exponent: i32) -> f64 {
    if exponent < f64::MIN_EXP - 1 { 0.0 } else { f64::from_bits(((exponent + 1023) as u64) << 52) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn squares<T: Real>(x: &[T]) -> Squares {
        Squares::of(x.iter().map(|&v| v * v).sum::<T>(), |scale| {
            x.iter().map(move |x| x.wide() * scale)
        })
    }

    #[test]
    fn roots_stay_in_the_range() {
        for exponent in -1020..1021 {
            let unit = power_of_two(exponent);
            assert_eq!(squares(&[3.0 * unit, -4.0 * unit]).root(), 5.0 * unit);
            let apart = squares(&[3.0 * unit]).plus(squares(&[4.0 * unit]));
            assert_eq!(apart.root(), 5.0 * unit);
            assert_eq!(Squares::of_one(3.0 * unit / 8.0, 4.0, 2).root(), 3.0 * unit);
            assert_eq!(apart.plus(squares(&[0.0])).root(), 5.0 * unit);
            assert_eq!(squares(&[5.0 * unit]).less(3.0 * unit, 1.0).root(), 4.0 * unit);
            assert_eq!(squares(&[unit]).over(4.0).root(), unit / 2.0);
        }
    }

    #[test]
    fn squares_fit_but_near_the_ends() {
        let fine = [0.0, -0.0, 1.0, -1e100, 1e-100, f64::INFINITY, f64::NAN];
        assert!(squares_fit::<_, f64>(&fine) && squares_fit::<f64, f64>(&[]));
        for bad in [1e-150, -5e-324, 1e160, -f64::MAX] {
            let mut x = fine.repeat(200);
            x[1000] = bad;
            assert!(!squares_fit::<_, f64>(&x), "{bad}");
        }
        assert!(squares_fit::<_, f64>(&[1e-45_f32, 3e38]));
        assert!(squares_fit::<_, f32>(&[1e-10_f32, 0.0, 1e16]));
        for bad in [1e-25_f32, 1e25] {
            assert!(!squares_fit::<_, f32>(&[1.0, bad]));
        }
    }

    #[test]
    fn the_ends_of_the_range_meet() {
        let tiny = f64::from_bits(1);
        assert_eq!(squares(&[tiny * 3.0, tiny * 4.0]).root(), tiny * 5.0);
        let large = f64::MAX / 8.0;
        assert_eq!(squares(&[large]).plus(squares(&[tiny])).root(), large);
        assert_eq!(squares(&[tiny]).plus(squares(&[large])).root(), large);
        assert_eq!(squares(&[large]).value(), f64::INFINITY);
        assert!(squares(&[large, f64::NAN]).plus(squares(&[large])).root().is_nan());
        assert_eq!(squares(&[f64::INFINITY, tiny]).plus(squares(&[large])).root(), f64::INFINITY);
        assert_eq!(squares::<f64>(&[]).plus(squares(&[tiny])).root(), tiny);
    }

    #[test]
    fn squares_of_floats_have_the_range_of_doubles() {
        for unit in [1e-45_f32, 1e-25, 1.0, 1e25, 6e37] {
            let root = squares(&[3.0 * unit, 4.0 * unit]).root();
            assert!((root / f64::from(unit) / 5.0 - 1.0).abs() < 1e-6, "{root} of {unit}");
        }
    }
}
