//! The types of elements that kernels are generic over.

use crate::simd::vectorize;
use num_traits::{Float, Num, NumCast};
use std::fmt::Display;
use std::iter::Sum;
use std::ops::{AddAssign, DivAssign, MulAssign, SubAssign};

/// A number: what NumPy has a dtype for and Java a primitive type.
pub trait Number:
    arrays::Element
    + Num
    + NumCast
    + PartialOrd
    + Display
    + AddAssign
    + SubAssign
    + MulAssign
    + DivAssign
    + Sum
{
}

/// A number with NaN and infinities: `f64` or `f32`.
pub trait Real: Number + Float {
    /// The same number as an `f64`.
    fn wide(self) -> f64;

    /// The number closest to `value`.
    fn narrow(value: f64) -> Self;

    /// `values` as `f64`, where they lie or else in `room`, which has as many places at least.
    fn widen<'a>(values: &'a [Self], room: &'a mut [f64]) -> &'a [f64];
}

macro_rules! numbers {
    ($($type:ty)*) => { $(impl Number for $type {})* };
}

numbers!(f64 f32 i64 i32 i16 i8 u64 u32 u16 u8);

impl Real for f64 {
    #[inline(always)]
    fn wide(self) -> f64 {
        self
    }

    #[inline(always)]
    fn narrow(value: f64) -> Self {
        value
    }

    #[inline(always)]
    fn widen<'a>(values: &'a [Self], _room: &'a mut [f64]) -> &'a [f64] {
        values
    }
}

impl Real for f32 {
    #[inline(always)]
    fn wide(self) -> f64 {
        self.into()
    }

    #[inline(always)]
    fn narrow(value: f64) -> Self {
        value as Self
    }

    #[inline(always)]
    fn widen<'a>(values: &'a [Self], room: &'a mut [f64]) -> &'a [f64] {
        let room = &mut room[..values.len()];
        let places = &mut *room;
        vectorize(
            #[inline(always)]
            move || places.iter_mut().zip(values).for_each(|(place, &value)| *place = value.into()),
        );
        room
    }
}

/// The `T` that is closest to `value`, for constants.
#[inline(always)]
pub(crate) fn real<T: Real>(value: f64) -> T {
    T::from(value).expect("every real type takes an f64")
}
