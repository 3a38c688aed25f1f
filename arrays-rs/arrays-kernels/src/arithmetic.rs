//! Operations on two numbers, as NumPy defines them for its dtypes.

use crate::element::{Number, real};
use crate::math::{self, Elementary};
use crate::sweep;
use num_traits::Float;
use std::convert;

/// A number with NumPy's arithmetic: integers wrap around, and a NaN is larger and smaller than any number.
pub trait Arithmetic: Number {
    /// `x + y`.
    fn plus(x: Self, y: Self) -> Self;
    /// `x - y`.
    fn minus(x: Self, y: Self) -> Self;
    /// `x y`.
    fn times(x: Self, y: Self) -> Self;
    /// The larger one.
    fn larger(x: Self, y: Self) -> Self;
    /// The smaller one.
    fn smaller(x: Self, y: Self) -> Self;
    /// `-x`.
    fn negated(x: Self) -> Self;
    /// `|x|`, which of the smallest integer is itself.
    fn magnitude(x: Self) -> Self;

    /// `x²`.
    #[inline(always)]
    fn squared(x: Self) -> Self {
        Self::times(x, x)
    }

    /// `x`, or 0 where that is larger.
    #[inline(always)]
    fn rectified(x: Self) -> Self {
        Self::larger(x, Self::zero())
    }
}

/// An integer with NumPy's `floor_divide`.
pub trait Integer: Arithmetic {
    /// The quotient rounded down; 0 where `y` is 0, and `x` for the smallest integer by -1.
    fn floor_quotient(x: Self, y: Self) -> Self;
}

macro_rules! reals {
    ($($type:ty)*) => { $(
        impl Arithmetic for $type {
            #[inline(always)]
            fn plus(x: Self, y: Self) -> Self {
                x + y
            }

            #[inline(always)]
            fn minus(x: Self, y: Self) -> Self {
                x - y
            }

            #[inline(always)]
            fn times(x: Self, y: Self) -> Self {
                x * y
            }

            #[inline(always)]
            fn larger(x: Self, y: Self) -> Self {
                let larger = if x > y { x } else { y };
                if x.is_nan() { x } else { larger }
            }

            #[inline(always)]
            fn smaller(x: Self, y: Self) -> Self {
                let smaller = if x < y { x } else { y };
                if x.is_nan() { x } else { smaller }
            }

            #[inline(always)]
            fn negated(x: Self) -> Self {
                -x
            }

            #[inline(always)]
            fn magnitude(x: Self) -> Self {
                x.abs()
            }
        }
    )* };
}

macro_rules! integers {
    ($($type:ty)*) => { $(
        impl Arithmetic for $type {
            #[inline(always)]
            fn plus(x: Self, y: Self) -> Self {
                x.wrapping_add(y)
            }

            #[inline(always)]
            fn minus(x: Self, y: Self) -> Self {
                x.wrapping_sub(y)
            }

            #[inline(always)]
            fn times(x: Self, y: Self) -> Self {
                x.wrapping_mul(y)
            }

            #[inline(always)]
            fn larger(x: Self, y: Self) -> Self {
                x.max(y)
            }

            #[inline(always)]
            fn smaller(x: Self, y: Self) -> Self {
                x.min(y)
            }

            #[inline(always)]
            fn negated(x: Self) -> Self {
                x.wrapping_neg()
            }

            #[inline(always)]
            fn magnitude(x: Self) -> Self {
                x.wrapping_abs()
            }
        }

        impl Integer for $type {
            #[inline(always)]
            fn floor_quotient(x: Self, y: Self) -> Self {
                if y == 0 {
                    return 0;
                }
                let quotient = x.wrapping_div(y);
                let inexact = quotient.wrapping_mul(y) != x;
                if inexact && (x < 0) != (y < 0) { quotient - 1 } else { quotient }
            }
        }
    )* };
}

reals!(f64 f32);
integers!(i64 i32);

/// A cheap function of each element of a row: into another row, and in place.
pub(crate) type Rows<T> = (fn([&[T]; 1], &mut [T]), fn([&[T]; 0], &mut [T]));

/// An operation on two numbers, as a type, so that each loop is compiled for one.
pub(crate) trait Operation<T> {
    /// Whether [`Operation::of`] is costly, and needs a fused multiply-add.
    const COSTLY: bool = false;

    /// The result, in code that becomes vector instructions.
    fn of(x: T, y: T) -> T;

    /// The result of most numbers in less time, and whether it is wrong.
    #[inline(always)]
    fn quick(x: T, y: T) -> (T, bool) {
        (Self::of(x, y), false)
    }

    /// What does the operation with this `y`, where it is a cheap function of `x`.
    fn shortcut(_y: T) -> Option<Rows<T>> {
        None
    }

    /// The result on every processor.
    fn plain(x: T, y: T) -> T {
        Self::of(x, y)
    }
}

macro_rules! operations {
    ($($name:ident: $number:ident, $of:expr;)+) => { $(
        pub(crate) struct $name;

        impl<T: $number> Operation<T> for $name {
            #[inline(always)]
            fn of(x: T, y: T) -> T {
                $of(x, y)
            }
        }
    )+ };
}

operations! {
    Add: Arithmetic, T::plus;
    Subtract: Arithmetic, T::minus;
    Multiply: Arithmetic, T::times;
    Maximum: Arithmetic, T::larger;
    Minimum: Arithmetic, T::smaller;
    Divide: Elementary, <T as std::ops::Div>::div;
    FloorDivide: Integer, T::floor_quotient;
}

/// A cheap function of one number, as a type too.
pub(crate) trait CheapFunction<T> {
    /// Whether the processor takes longer for it than for memory that is near.
    const SLOW: bool;

    fn of(x: T) -> T;
}

macro_rules! cheap_functions {
    ($($name:ident: $number:ident, $of:path $(, $slow:literal)?;)+) => { $(
        pub(crate) struct $name;

        impl<T: $number> CheapFunction<T> for $name {
            const SLOW: bool = false $(|| $slow)?;

            #[inline(always)]
            fn of(x: T) -> T {
                $of(x)
            }
        }
    )+ };
}

cheap_functions! {
    Sqrt: Elementary, Float::sqrt, true;
    Reciprocal: Elementary, Float::recip;
    Relu: Arithmetic, Arithmetic::rectified;
    Abs: Arithmetic, Arithmetic::magnitude;
    Negative: Arithmetic, Arithmetic::negated;
    Square: Arithmetic, Arithmetic::squared;
    Identity: Arithmetic, convert::identity;
    Unity: Arithmetic, unity;
    RootPower: Elementary, root_power, true;
}

#[inline(always)]
fn unity<T: Arithmetic>(_x: T) -> T {
    T::one()
}

/// `x` to the power ½, which differs from the square root in the signs of two of its values.
#[inline(always)]
fn root_power<T: Elementary>(x: T) -> T {
    // Of -0 it is 0.
    let root = (x + T::zero()).sqrt();
    if x == T::neg_infinity() { T::infinity() } else { root }
}

fn rows<T: Arithmetic, F: CheapFunction<T>>() -> Option<Rows<T>> {
    Some((sweep::apply::<T, F>, sweep::apply_in_place::<T, F>))
}

pub(crate) struct Pow;

impl<T: Elementary> Operation<T> for Pow {
    const COSTLY: bool = true;

    #[inline(always)]
    fn of(x: T, y: T) -> T {
        math::pow(x, y)
    }

    #[inline(always)]
    fn quick(x: T, y: T) -> (T, bool) {
        math::quick_pow(x, y)
    }

    /// Those which NumPy has too.
    fn shortcut(y: T) -> Option<Rows<T>> {
        if y == real(2.0) {
            rows::<T, Square>()
        } else if y == T::one() {
            rows::<T, Identity>()
        } else if y == real(0.5) {
            rows::<T, RootPower>()
        } else if y == -T::one() {
            rows::<T, Reciprocal>()
        } else if y == T::zero() {
            rows::<T, Unity>()
        } else {
            None
        }
    }

    fn plain(x: T, y: T) -> T {
        Float::powf(x, y)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn integers_never_panic() {
        assert_eq!(i32::plus(i32::MAX, 1), i32::MIN);
        assert_eq!(i64::times(i64::MAX, 2), -2);
        assert_eq!(i32::magnitude(i32::MIN), i32::MIN);
        assert_eq!(i64::negated(i64::MIN), i64::MIN);
        assert_eq!(i32::floor_quotient(7, 0), 0);
        assert_eq!(i32::floor_quotient(i32::MIN, -1), i32::MIN);
        assert_eq!(i64::floor_quotient(i64::MIN, 1), i64::MIN);
        for (x, y, quotient) in [(7, 2, 3), (-7, 2, -4), (7, -2, -4), (-7, -2, 3), (-6, 2, -3)] {
            assert_eq!(i64::floor_quotient(x, y), quotient);
        }
    }

    #[test]
    fn nan_is_the_larger_and_the_smaller_one() {
        for (x, y) in [(f64::NAN, 1.0), (1.0, f64::NAN), (f64::NAN, f64::INFINITY)] {
            assert!(f64::larger(x, y).is_nan() && f64::smaller(x, y).is_nan());
        }
        assert_eq!((f64::larger(1.0, 2.0), f64::smaller(1.0, 2.0)), (2.0, 1.0));
    }
}
