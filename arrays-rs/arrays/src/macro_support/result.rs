//! Results, as the C return value or in slots.

use ndarray::{Array, Dimension};

use super::{Element, Failure};
use crate::abi::{
    ARRAYS_SENTINEL_F32_BITS, ARRAYS_SENTINEL_F64_BITS, ARRAYS_SENTINEL_I64, OwnedRecord,
};

/// A scalar that a function can return.
pub trait ScalarResult {
    /// The C return type.
    type Abi: Copy;

    /// What is returned where an error is pending.
    fn sentinel() -> Self::Abi;

    /// Whether a returned value looks as if an error were pending.
    fn is_sentinel(value: Self::Abi) -> bool;

    /// The value to return.
    fn into_abi(self) -> Result<Self::Abi, Failure>;
}

macro_rules! integer_results {
    ($($ty:ty)*) => {$(
        impl ScalarResult for $ty {
            type Abi = i64;

            #[inline]
            fn sentinel() -> i64 {
                ARRAYS_SENTINEL_I64
            }

            #[inline]
            fn is_sentinel(value: i64) -> bool {
                value == ARRAYS_SENTINEL_I64
            }

            #[inline]
            fn into_abi(self) -> Result<i64, Failure> {
                Ok(self.into())
            }
        }

        impl IntoSlot for $ty {
            fn into_slot(self) -> Result<Slot, Failure> {
                self.into_abi().map(|value| Slot::Bits(value as u64))
            }
        }
    )*};
}

macro_rules! float_results {
    ($($ty:ty, $sentinel:ident;)*) => {$(
        impl ScalarResult for $ty {
            type Abi = $ty;

            #[inline]
            fn sentinel() -> $ty {
                <$ty>::from_bits($sentinel)
            }

            #[inline]
            fn is_sentinel(value: $ty) -> bool {
                value.to_bits() == $sentinel
            }

            #[inline]
            fn into_abi(self) -> Result<$ty, Failure> {
                Ok(self)
            }
        }

        impl IntoSlot for $ty {
            fn into_slot(self) -> Result<Slot, Failure> {
                Ok(Slot::Bits(self.to_bits().into()))
            }
        }
    )*};
}

integer_results!(bool i8 i16 i32 i64 u8 u16 u32);
float_results! {
    f64, ARRAYS_SENTINEL_F64_BITS;
    f32, ARRAYS_SENTINEL_F32_BITS;
}

impl ScalarResult for usize {
    type Abi = i64;

    #[inline]
    fn sentinel() -> i64 {
        ARRAYS_SENTINEL_I64
    }

    // No usize becomes negative on its way, so the sentinel always means an error.
    #[inline]
    fn is_sentinel(_value: i64) -> bool {
        false
    }

    #[inline]
    fn into_abi(self) -> Result<i64, Failure> {
        i64::try_from(self).map_err(|_| too_large(self))
    }
}

impl IntoSlot for usize {
    fn into_slot(self) -> Result<Slot, Failure> {
        self.into_abi().map(|value| Slot::Bits(value as u64))
    }
}

#[cold]
fn too_large(value: usize) -> Failure {
    Failure::error::<std::num::TryFromIntError>(format!(
        "the result {value} is greater than {}, the largest that can be returned",
        i64::MAX
    ))
}

/// One value of a result that is handed over in slots.
///
/// Dropping an owned value releases it, so a result of which a later part fails leaks nothing.
#[derive(Debug)]
pub enum Slot {
    /// The bits of a scalar.
    Bits(u64),
    /// An array or a text the caller will own.
    Owned(OwnedValue),
}

/// An array or a text on its way to the caller.
pub struct OwnedValue(Box<OwnedRecord>);

impl std::fmt::Debug for OwnedValue {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("OwnedValue").finish_non_exhaustive()
    }
}

impl Slot {
    /// The 8 bytes to write; an owned value is the caller's from here on.
    pub(super) fn into_bits(self) -> u64 {
        match self {
            Slot::Bits(bits) => bits,
            Slot::Owned(OwnedValue(record)) => record.into_raw() as u64,
        }
    }
}

/// A value that can be handed over in a slot.
pub trait IntoSlot {
    /// The value as a slot.
    fn into_slot(self) -> Result<Slot, Failure>;
}

impl IntoSlot for String {
    fn into_slot(self) -> Result<Slot, Failure> {
        Ok(Slot::Owned(OwnedValue(OwnedRecord::of_text(self))))
    }
}

impl<T: Element> IntoSlot for Vec<T> {
    fn into_slot(self) -> Result<Slot, Failure> {
        ndarray::Array1::from_vec(self).into_slot()
    }
}

impl<T: Element, D: Dimension + 'static> IntoSlot for Array<T, D> {
    fn into_slot(self) -> Result<Slot, Failure> {
        Ok(Slot::Owned(OwnedValue(OwnedRecord::of_array(self))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bits(value: impl IntoSlot) -> u64 {
        value.into_slot().expect("a slot").into_bits()
    }

    #[test]
    fn scalars_in_slots() {
        assert_eq!(bits(-1_i8), u64::MAX);
        assert_eq!(bits(true), 1);
        assert_eq!(bits(1.5_f64), 1.5_f64.to_bits());
        assert_eq!(bits(1.5_f32), u64::from(1.5_f32.to_bits()));
    }

    #[test]
    fn a_usize_beyond_i64_is_an_error() {
        assert_eq!((i64::MAX as usize).into_abi().ok(), Some(i64::MAX));
        let Failure(record) = usize::MAX.into_abi().expect_err("too large");
        assert_eq!(
            record.message(),
            "the result 18446744073709551615 is greater than 9223372036854775807, \
             the largest that can be returned"
        );
        assert_eq!(record.type_name(), "core::num::error::TryFromIntError");
    }
}
