//! The types of elements that kernels are generic over.

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
pub trait Real: Number + Float {}

macro_rules! numbers {
    ($($type:ty)*) => { $(impl Number for $type {})* };
}

numbers!(f64 f32 i64 i32 i16 i8 u64 u32 u16 u8);

impl Real for f64 {}
impl Real for f32 {}

/// The `T` that is closest to `value`, for constants.
#[inline(always)]
pub(crate) fn real<T: Real>(value: f64) -> T {
    T::from(value).expect("every real type takes an f64")
}
