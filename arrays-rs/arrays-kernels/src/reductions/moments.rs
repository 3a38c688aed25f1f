//! Variances.

use crate::Real;
use crate::exact::add_exactly;
use crate::pairwise::sum_slice_by;
use crate::ranged::{Squares, power_of_two};
use crate::reductions::fold::fold_flat;
use crate::reductions::sums::{NEAR, count_as, one_or_zero};
use arrays::ndarray::Dimension;
use arrays::prelude::*;

/// What the variance of a part is made of: of a few elements by two passes, and of several such as in T. F. Chan,
/// G. H. Golub, R. J. LeVeque, "Updating formulae and a pairwise algorithm for computing sample variances", Stanford
/// STAN-CS-79-773 (1979).
///
/// The rounding of a mean far from 0 is large beside the deviations, and means of parts are subtracted from each
/// other. So a mean has two parts: a number, and what that was rounded by.
#[derive(Clone, Copy)]
pub(crate) struct Moments {
    count: usize,
    center: f64,
    /// The mean less the centre.
    rest: f64,
    /// Of the deviations from the mean.
    squares: Squares,
    ddof: f64,
}

impl Moments {
    pub(crate) fn of<T: Real, D: Dimension>(x: ArrayView<T, D>, ddof: Option<f64>) -> Self {
        let ddof = ddof.unwrap_or(0.0);
        let near = |x: &[T]| {
            let first = x.first().copied().unwrap_or_else(T::nan);
            Self::of_near(
                x,
                x.len(),
                first,
                ddof,
                #[inline(always)]
                |_, deviation| deviation,
            )
        };
        fold_flat(&x, &|unit: &[T]| Self::of_unit(unit, near), &Self::merge)
    }

    /// Of the numbers only.
    pub(crate) fn of_numbers<T: Real, D: Dimension>(x: ArrayView<T, D>, ddof: Option<f64>) -> Self {
        let ddof = ddof.unwrap_or(0.0);
        let near = |x: &[T]| {
            let count = sum_slice_by(x, one_or_zero::<T>).to_usize().unwrap_or(0);
            let first = x.iter().copied().find(|value| !value.is_nan());
            Self::of_near(
                x,
                count,
                first.unwrap_or_else(T::nan),
                ddof,
                #[inline(always)]
                |value, deviation| if value.is_nan() { T::zero() } else { deviation },
            )
        };
        fold_flat(&x, &|unit: &[T]| Self::of_unit(unit, near), &Self::merge)
    }

    fn of_unit<T: Real>(x: &[T], near: impl Fn(&[T]) -> Self) -> Self {
        x.chunks(NEAR).map(&near).reduce(Self::merge).unwrap_or_else(|| near(&[]))
    }

    /// Of `count` of the elements, of which `first` is one: `choose` makes of each element and its deviation that
    /// deviation, or 0 where the element is to be left out. Deviations from one of several equal elements are exactly
    /// 0, which those from the sum by the count may not be.
    #[inline(always)]
    fn of_near<T: Real>(
        x: &[T],
        count: usize,
        first: T,
        ddof: f64,
        choose: impl Fn(T, T) -> T + Copy,
    ) -> Self {
        let number = count_as::<T>(count);
        let apart = sum_slice_by(
            x,
            #[inline(always)]
            |value| choose(value, value - first),
        );
        let (mut center, mut rest) = add_exactly(first, apart / number);
        if !center.is_finite() && first.is_finite() {
            // Finite numbers may differ by more than the largest number, or the differences add up to more.
            let scale = T::narrow(power_of_two(-16));
            let scaled = first * scale;
            let apart = sum_slice_by(x, |value| choose(value, value * scale - scaled));
            (center, rest) = add_exactly(scaled, apart / number);
            (center, rest) = (center / scale, rest / scale);
        }
        let plain = sum_slice_by(
            x,
            #[inline(always)]
            |value| {
                let deviation = choose(value, value - center);
                deviation * deviation
            },
        );
        let squares = Squares::of(plain, |scale| {
            let chosen = x.iter().filter(move |&&value| choose(value, T::one()) == T::one());
            chosen.map(move |value| value.wide() * scale - center.wide() * scale)
        });
        let (center, rest) = (center.wide(), rest.wide());
        Self { count, center, rest, squares: squares.less(rest, count as f64), ddof }
    }

    /// Of one number, which has no deviation unless it is infinite or NaN.
    pub(crate) fn of_one(value: f64, ddof: f64) -> Self {
        let squares = Squares::of_one((value * 0.0).abs(), 1.0, 0);
        Self { count: 1, center: value, rest: 0.0, squares, ddof }
    }

    #[inline(always)]
    pub(crate) fn merge(self, other: Self) -> Self {
        // The mean of nothing is NaN, and to stay out of this.
        if self.count == 0 {
            return other;
        }
        if other.count == 0 {
            return self;
        }
        let count = self.count + other.count;
        let share = other.count as f64 / count as f64;
        // Numbers of both signs may be farther apart than the largest number is from 0.
        let down = if (other.center - self.center).is_finite() { 0 } else { 2 };
        let scale = power_of_two(-down);
        let apart = (other.center * scale - self.center * scale) + (other.rest - self.rest) * scale;
        let (center, rest) = add_exactly(self.center * scale, self.rest * scale + apart * share);
        let between = Squares::of_one(apart, self.count as f64 * share, down);
        Self {
            count,
            center: center / scale,
            rest: rest / scale,
            squares: self.squares.plus(other.squares).plus(between),
            ddof: self.ddof,
        }
    }

    /// The sum of the squares by the count less `ddof`.
    fn mean_square(&self) -> Squares {
        self.squares.over((self.count as f64 - self.ddof).max(0.0))
    }

    pub(crate) fn var<T: Real>(self) -> T {
        if self.count == 0 { T::nan() } else { T::narrow(self.mean_square().value()) }
    }

    pub(crate) fn std<T: Real>(self) -> T {
        if self.count == 0 { T::nan() } else { T::narrow(self.mean_square().root()) }
    }

    /// NaN without degrees of freedom, where [`var`](Self::var) divides by zero.
    pub(crate) fn nanvar<T: Real>(self) -> T {
        if self.count as f64 <= self.ddof { T::nan() } else { self.var() }
    }

    pub(crate) fn nanstd<T: Real>(self) -> T {
        if self.count as f64 <= self.ddof { T::nan() } else { self.std() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The accumulators of parts of 7 elements, merged from the left.
    fn std_by_parts(x: &[f64], ddof: Option<f64>) -> f64 {
        let moments = x.chunks(7).map(|part| Moments::of(ArrayView1::from(part), ddof));
        moments.reduce(Moments::merge).expect("a part").std()
    }

    fn std(x: &[f64], ddof: Option<f64>) -> f64 {
        Moments::of(ArrayView1::from(x), ddof).std()
    }

    #[test]
    fn parts_have_the_std_of_the_whole() {
        for offset in [0.0, -3.5, 1e9] {
            let x: Vec<f64> = (0..100).map(|i| offset + f64::from(i * 37 % 101)).collect();
            for ddof in [None, Some(1.0)] {
                let whole = std(&x, ddof);
                let merged = std_by_parts(&x, ddof);
                // The means of parts are rounded in proportion to their size.
                let ulp = f64::EPSILON * (whole + offset.abs());
                assert!((merged - whole).abs() < 4.0 * ulp, "{merged} {whole}");
            }
        }
        let constant = [2.0; 20];
        assert_eq!(std_by_parts(&constant, None), 0.0);
        assert!(
            std_by_parts(&constant, Some(20.0)).is_nan() && std(&constant, Some(20.0)).is_nan()
        );
        for odd in [f64::NAN, f64::INFINITY] {
            let mut x = vec![1.0; 20];
            x[10] = odd;
            assert!(std(&x, None).is_nan());
            assert!(std_by_parts(&x, None).is_nan());
        }
    }

    #[test]
    fn parts_without_numbers_count_for_nothing() {
        let x: Vec<f64> =
            (0..21).map(|i| if i < 7 { f64::NAN } else { f64::from(i % 2) }).collect();
        let parts = x.chunks(7).map(|part| Moments::of_numbers(ArrayView1::from(part), None));
        let merged: f64 = parts.reduce(Moments::merge).expect("a part").nanvar();
        assert!((merged - 0.25).abs() < 1e-15, "{merged}");
        let none = Moments::of_numbers(ArrayView1::from(&x[..7]), None);
        assert!(none.nanvar::<f64>().is_nan());
        let one = Moments::of_numbers(ArrayView1::from(&x[..8]), Some(1.0));
        assert!(one.nanvar::<f64>().is_nan());
    }

    fn all_of<T: Real>(x: &[T]) -> [f64; 4] {
        let view = ArrayView1::from(x);
        let moments = [
            Moments::of(view, None),
            Moments::of_numbers(view, None),
            x.chunks(7).map(|x| Moments::of(x.into(), None)).reduce(Moments::merge).expect("some"),
            x.chunks(3000)
                .map(|x| Moments::of(x.into(), None))
                .reduce(Moments::merge)
                .expect("some"),
        ];
        moments.map(|moments| moments.std::<T>().wide())
    }

    #[test]
    fn numbers_far_from_0_lose_no_digits() {
        let waves = |center: f64, height: f64| {
            let angle = |k: i32| std::f64::consts::TAU * f64::from(k) / 1e4;
            (0..10_000).map(move |k| center + height * angle(k).sin())
        };
        let floats: Vec<f32> = waves(1e6, 10.0).map(|x| x as f32).collect();
        let doubles: Vec<f64> = waves(1e9, 1.0).collect();
        // By longer numbers, of the rounded waves.
        for std in all_of(&floats) {
            assert!((std * std / 50.004_970_312_5 - 1.0).abs() < 4e-7, "{}", std * std);
        }
        for std in all_of(&doubles) {
            assert!((std * std / 0.499_999_999_796_511_6 - 1.0).abs() < 1e-14, "{}", std * std);
        }
    }

    #[test]
    fn equal_numbers_have_no_variance() {
        for value in [0.1_f32, 1.81, 0.576, 1e-40, 3e38] {
            for length in [1, 2, 7, 1448, 2049, 50_000] {
                assert_eq!(all_of(&vec![value; length]), [0.0; 4]);
            }
        }
    }

    #[test]
    fn deviations_may_leave_the_range_on_the_way() {
        for unit in [1e300, 1e200, 1e-200, 1e-319] {
            let x: Vec<f64> = (0..9000).map(|i| f64::from(i % 3) * unit).collect();
            let expected = (2.0_f64 / 3.0).sqrt();
            for std in all_of(&x) {
                // A few units are all the digits that the smallest numbers have.
                let bound = if unit < 1e-300 { 1e-3 } else { 1e-13 };
                assert!((std / unit / expected - 1.0).abs() < bound, "{std} of {unit}");
            }
        }
        let x: Vec<f64> = (0..9000).map(|i| if i % 2 == 0 { 1.7e308 } else { -1.7e308 }).collect();
        let halves = [vec![1.7e308; 8192], vec![-1.7e308; 8192]].concat();
        for std in [all_of(&x), all_of(&halves)].concat() {
            assert!((std / 1.7e308 - 1.0).abs() < 1e-12, "{std}");
        }
    }
}
