//! The numbers that both sides of the boundary know.

/// The version of the whole contract. A change that either side could misread raises it.
pub const ARRAYS_ABI_VERSION: u32 = 1;

/// Bits of the NaN that a `double` result returns when an error may be pending.
pub const ARRAYS_SENTINEL_F64_BITS: u64 = 0x7FFC_A55A_5EED_0001;

/// Bits of the NaN that a `float` result returns when an error may be pending.
pub const ARRAYS_SENTINEL_F32_BITS: u32 = 0x7FE5_A55A;

/// The value that an integer result returns when an error may be pending (bits `0x8A551E57BADC0DE5`).
pub const ARRAYS_SENTINEL_I64: i64 = -8_478_837_361_309_119_003;

/// `ArraysError::kind` of a panic.
pub const ARRAYS_ERROR_PANIC: u32 = 1;
/// `ArraysError::kind` of an `Err`.
pub const ARRAYS_ERROR_ERR: u32 = 2;
/// `ArraysError::kind` of an argument that was refused before the function was called.
pub const ARRAYS_ERROR_ARGUMENT: u32 = 3;

/// Elements are IEEE 754 binary64.
pub const ARRAYS_DTYPE_FLOAT64: u32 = 1;
/// Elements are IEEE 754 binary32.
pub const ARRAYS_DTYPE_FLOAT32: u32 = 2;
/// Elements are signed integers of 64 bits.
pub const ARRAYS_DTYPE_INT64: u32 = 3;
/// Elements are signed integers of 32 bits.
pub const ARRAYS_DTYPE_INT32: u32 = 4;
/// Elements are signed integers of 16 bits.
pub const ARRAYS_DTYPE_INT16: u32 = 5;
/// Elements are signed integers of 8 bits.
pub const ARRAYS_DTYPE_INT8: u32 = 6;
/// Elements are unsigned integers of 64 bits.
pub const ARRAYS_DTYPE_UINT64: u32 = 7;
/// Elements are unsigned integers of 32 bits.
pub const ARRAYS_DTYPE_UINT32: u32 = 8;
/// Elements are unsigned integers of 16 bits.
pub const ARRAYS_DTYPE_UINT16: u32 = 9;
/// Elements are unsigned integers of 8 bits.
pub const ARRAYS_DTYPE_UINT8: u32 = 10;
/// Elements are bytes that are 0 or 1.
pub const ARRAYS_DTYPE_BOOL: u32 = 11;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentinels_of_floats_are_quiet_nans() {
        assert!(f64::from_bits(ARRAYS_SENTINEL_F64_BITS).is_nan());
        assert_ne!(ARRAYS_SENTINEL_F64_BITS & (1 << 51), 0);
        assert!(f32::from_bits(ARRAYS_SENTINEL_F32_BITS).is_nan());
        assert_ne!(ARRAYS_SENTINEL_F32_BITS & (1 << 22), 0);
    }

    #[test]
    fn the_integer_sentinel_has_the_documented_bits() {
        assert_eq!(ARRAYS_SENTINEL_I64 as u64, 0x8A55_1E57_BADC_0DE5);
    }
}
