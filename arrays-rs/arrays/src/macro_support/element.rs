//! The types that an array may have as elements.

use crate::abi;

/// A type of array elements.
///
/// # Safety
///
/// 1. `Bits` has the size and alignment of the type, and every bit pattern is a value of `Bits`.
/// 2. Where [`is_valid`](Element::is_valid) is true of some bits, they are a value of the type.
/// 3. Every value of the type is one that `DTYPE` describes.
pub unsafe trait Element: Copy + Default + Send + Sync + 'static {
    /// The `ARRAYS_DTYPE_…` constant of the type.
    const DTYPE: u32;

    /// The name of the type in the manifest and in Java's messages.
    const NAME: &'static str;

    /// Whether [`is_valid`](Element::is_valid) can be false.
    const CHECKED: bool = false;

    /// A type of the same layout that any memory is a value of.
    type Bits: Copy + Into<u64>;

    /// Whether the bits are a value of the type.
    fn is_valid(_bits: Self::Bits) -> bool {
        true
    }
}

macro_rules! numeric_elements {
    ($($ty:ty, $bits:ty => $dtype:ident, $name:literal;)*) => {$(
        // SAFETY: 1. both are plain numbers of the same size and alignment; 2. a number has no
        // invalid bit pattern; 3. the constant is the one documented for this type.
        unsafe impl Element for $ty {
            const DTYPE: u32 = abi::$dtype;
            const NAME: &'static str = $name;
            type Bits = $bits;
        }
    )*};
}

numeric_elements! {
    f64, u64 => ARRAYS_DTYPE_FLOAT64, "float64";
    f32, u32 => ARRAYS_DTYPE_FLOAT32, "float32";
    i64, u64 => ARRAYS_DTYPE_INT64, "int64";
    i32, u32 => ARRAYS_DTYPE_INT32, "int32";
    i16, u16 => ARRAYS_DTYPE_INT16, "int16";
    i8, u8 => ARRAYS_DTYPE_INT8, "int8";
    u64, u64 => ARRAYS_DTYPE_UINT64, "uint64";
    u32, u32 => ARRAYS_DTYPE_UINT32, "uint32";
    u16, u16 => ARRAYS_DTYPE_UINT16, "uint16";
    u8, u8 => ARRAYS_DTYPE_UINT8, "uint8";
}

// SAFETY: 1. "`bool` has a size and alignment of 1 each"; 2. "the value `false` has the bit pattern
// 0x00 and the value `true` has the bit pattern 0x01" (The Rust Reference, boolean type); 3. as said.
unsafe impl Element for bool {
    const DTYPE: u32 = abi::ARRAYS_DTYPE_BOOL;
    const NAME: &'static str = "bool";
    const CHECKED: bool = true;
    type Bits = u8;

    fn is_valid(bits: u8) -> bool {
        bits <= 1
    }
}
