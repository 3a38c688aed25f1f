//! Every scalar type, there and back, and its optional form.

use arrays::abi::{ARRAYS_SENTINEL_F32_BITS, ARRAYS_SENTINEL_F64_BITS, ARRAYS_SENTINEL_I64};

macro_rules! scalar {
    ($type:ident, $echo:ident, $or_default:ident) => {
        /// Gives `value` back.
        #[arrays::export]
        pub fn $echo(value: $type) -> $type {
            value
        }

        /// Gives `value` back, or the type's default when it is absent.
        #[arrays::export]
        pub fn $or_default(value: Option<$type>) -> $type {
            value.unwrap_or_default()
        }
    };
}

scalar!(bool, echo_bool, bool_or_default);
scalar!(i8, echo_i8, i8_or_default);
scalar!(i16, echo_i16, i16_or_default);
scalar!(i32, echo_i32, i32_or_default);
scalar!(i64, echo_i64, i64_or_default);
scalar!(u8, echo_u8, u8_or_default);
scalar!(u16, echo_u16, u16_or_default);
scalar!(u32, echo_u32, u32_or_default);
scalar!(usize, echo_usize, usize_or_default);
scalar!(f32, echo_f32, f32_or_default);
scalar!(f64, echo_f64, f64_or_default);

/// The number of characters of `text`.
#[arrays::export]
pub fn count_chars(text: &str) -> usize {
    text.chars().count()
}

/// Many scalars at once, each at its own decimal place.
#[arrays::export]
#[allow(clippy::too_many_arguments)]
pub fn mix(a: i8, b: bool, c: f32, d: u16, e: f64, f: i64, g: Option<u8>, h: &str) -> f64 {
    f64::from(a)
        + 10.0 * f64::from(u8::from(b))
        + 100.0 * f64::from(c)
        + 1e3 * f64::from(d)
        + 1e4 * e
        + 1e5 * f as f64
        + 1e6 * f64::from(g.unwrap_or(0))
        + 1e7 * h.len() as f64
}

/// An `i64` with the bits that also signal an error.
#[arrays::export]
pub fn sentinel_i64() -> i64 {
    ARRAYS_SENTINEL_I64
}

/// A NaN with the bits that also signal an error.
#[arrays::export]
pub fn sentinel_f64() -> f64 {
    f64::from_bits(ARRAYS_SENTINEL_F64_BITS)
}

/// A NaN with the bits that also signal an error.
#[arrays::export]
pub fn sentinel_f32() -> f32 {
    f32::from_bits(ARRAYS_SENTINEL_F32_BITS)
}

/// A parameter whose name is a keyword of Java.
#[arrays::export]
pub fn keyword(class: i32) -> i32 {
    class
}
