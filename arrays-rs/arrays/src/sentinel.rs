//! The values that tell the caller to look for an error, see `docs/abi.md` under Results.
//!
//! They are ordinary values otherwise: a function may return each of them.

use crate::abi;

/// The sentinel of integer results.
pub const I64: i64 = abi::ARRAYS_SENTINEL_I64;

/// The sentinel of `f64` results, a NaN.
pub const F64: f64 = f64::from_bits(abi::ARRAYS_SENTINEL_F64_BITS);

/// The sentinel of `f32` results, a NaN.
pub const F32: f32 = f32::from_bits(abi::ARRAYS_SENTINEL_F32_BITS);
