//! Results, as the C return value or in slots.

use ndarray::{Array, Dimension, ShapeError};

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

        impl Sealed for $ty {}

        impl IntoSlot for $ty {
            fn into_slot(self) -> Result<Slot, Failure> {
                self.into_abi().map(|value| Slot::of_bits(value as u64))
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

        impl Sealed for $ty {}

        impl IntoSlot for $ty {
            fn into_slot(self) -> Result<Slot, Failure> {
                Ok(Slot::of_bits(self.to_bits().into()))
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

impl Sealed for usize {}

impl IntoSlot for usize {
    fn into_slot(self) -> Result<Slot, Failure> {
        self.into_abi().map(|value| Slot::of_bits(value as u64))
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
/// Dropping an owned value releases it, so a result of which a later part fails leaks nothing. Java follows
/// the address in the slot of an owned value, so only [`IntoSlot`] makes a slot:
///
/// ```compile_fail
/// use arrays::macro_support::Slot;
///
/// let slot = Slot(0xDEAD_u64.into());
/// ```
#[derive(Debug)]
pub struct Slot(Content);

enum Content {
    /// The bits of a scalar.
    Bits(u64),
    /// An array or a text the caller will own.
    Owned(Box<OwnedRecord>),
}

impl std::fmt::Debug for Content {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Bits(bits) => f.debug_tuple("Bits").field(bits).finish(),
            Self::Owned(_) => f.debug_tuple("Owned").finish_non_exhaustive(),
        }
    }
}

impl Slot {
    fn of_bits(bits: u64) -> Self {
        Self(Content::Bits(bits))
    }

    fn of_owned(record: Box<OwnedRecord>) -> Self {
        Self(Content::Owned(record))
    }

    /// The 8 bytes to write; an owned value is the caller's from here on.
    pub(super) fn into_bits(self) -> u64 {
        match self.0 {
            Content::Bits(bits) => bits,
            Content::Owned(record) => record.into_raw() as u64,
        }
    }
}

mod sealed {
    /// Keeps [`IntoSlot`](super::IntoSlot) to the types that Java knows how to read.
    pub trait Sealed {}
}
use sealed::Sealed;

/// A value that can be handed over in a slot.
///
/// What a function returns is what the manifest claims of its return type as it is spelled; an alias that
/// says the same is welcome, another type of that name is not:
///
/// ```
/// type String = std::string::String;
/// type Result<T> = std::result::Result<T, std::fmt::Error>;
///
/// #[arrays::export]
/// fn honest() -> Result<(String, Vec<f64>)> {
///     Ok((String::new(), Vec::new()))
/// }
/// ```
///
/// ```compile_fail,E0308
/// type String = f64;
///
/// #[arrays::export]
/// fn no_text() -> String {
///     1.0
/// }
/// ```
///
/// ```compile_fail,E0308
/// use arrays::ndarray::Array1 as Array2;
///
/// #[arrays::export]
/// fn no_matrix() -> Array2<f64> {
///     Array2::zeros(3)
/// }
/// ```
///
/// ```compile_fail,E0308
/// type Vec<T> = std::vec::Vec<(T, T)>;
///
/// #[arrays::export]
/// fn no_numbers() -> (Vec<f64>, f64) {
///     (Vec::new(), 1.0)
/// }
/// ```
///
/// ```compile_fail,E0308
/// #[allow(non_camel_case_types)]
/// type f64 = i64;
///
/// #[arrays::export]
/// fn no_fraction() -> (f64, i64) {
///     (1, 2)
/// }
/// ```
///
/// ```compile_fail,E0308
/// #[allow(non_camel_case_types)]
/// type f64 = i64;
///
/// #[arrays::export]
/// fn no_fraction() -> f64 {
///     1
/// }
/// ```
///
/// ```compile_fail,E0308
/// type Result<E, T> = std::result::Result<T, E>;
///
/// #[arrays::export]
/// fn no_text() -> Result<String, i64> {
///     Ok(1)
/// }
/// ```
///
/// ```compile_fail,E0308
/// use arrays::ndarray::ArrayView1 as ArrayView2;
///
/// #[arrays::export]
/// fn no_matrix(x: ArrayView2<f64>) -> f64 {
///     x.sum()
/// }
/// ```
///
/// Nor can a type be made one of those that Java reads:
///
/// ```compile_fail,E0277
/// use arrays::macro_support::{Failure, IntoSlot, Slot};
///
/// struct Number;
///
/// impl IntoSlot for Number {
///     fn into_slot(self) -> Result<Slot, Failure> {
///         0xDEAD_u32.into_slot()
///     }
/// }
/// ```
pub trait IntoSlot: Sealed {
    /// The value as a slot.
    fn into_slot(self) -> Result<Slot, Failure>;
}

impl Sealed for String {}

impl IntoSlot for String {
    fn into_slot(self) -> Result<Slot, Failure> {
        Ok(Slot::of_owned(OwnedRecord::of_text(self)))
    }
}

impl<T: Element> Sealed for Vec<T> {}

impl<T: Element> IntoSlot for Vec<T> {
    fn into_slot(self) -> Result<Slot, Failure> {
        ndarray::Array1::from_vec(self).into_slot()
    }
}

impl<T: Element, D: Dimension + 'static> Sealed for Array<T, D> {}

impl<T: Element, D: Dimension + 'static> IntoSlot for Array<T, D> {
    fn into_slot(self) -> Result<Slot, Failure> {
        check_shape::<T>(self.shape())?;
        Ok(Slot::of_owned(OwnedRecord::of_array(self)))
    }
}

/// As many axes as an array has in Java, and in NumPy.
const MAX_RANK: usize = 64;

/// Refuses a shape that Java would refuse, while all of the result can still be released here.
///
/// ndarray bounds the product of the lengths other than 0 by `isize::MAX`; Java bounds that of the bytes,
/// which differs for an array that an axis of length 0 leaves without elements.
fn check_shape<T>(shape: &[usize]) -> Result<(), Failure> {
    if shape.len() > MAX_RANK {
        return Err(Failure::error::<ShapeError>(format!(
            "an array of {} axes is returned, and an array of Java has {MAX_RANK} at most",
            shape.len()
        )));
    }
    let bytes = shape
        .iter()
        .filter(|&&length| length > 0)
        .try_fold(size_of::<T>(), |bytes, &length| bytes.checked_mul(length));
    match bytes.map(i64::try_from) {
        Some(Ok(_)) => Ok(()),
        _ => Err(Failure::error::<ShapeError>(format!(
            "an array of shape {shape:?} is returned, and the lengths of an array of Java that are not 0 \
             multiply to {} bytes at most",
            i64::MAX
        ))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::{Array3, ArrayD};

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

    fn refusal<T: Element, D: Dimension + 'static>(array: Array<T, D>) -> Option<String> {
        let Failure(record) = array.into_slot().err()?;
        assert_eq!(record.type_name(), "ndarray::error::ShapeError");
        Some(record.message().to_owned())
    }

    #[test]
    fn a_shape_that_java_refuses_is_an_error() {
        assert_eq!(refusal(ArrayD::<f64>::zeros(vec![1; 64])), None);
        assert_eq!(
            refusal(ArrayD::<f64>::zeros(vec![1; 65])).as_deref(),
            Some("an array of 65 axes is returned, and an array of Java has 64 at most")
        );
        assert_eq!(refusal(Array3::<u8>::zeros((0, 1 << 42, 1 << 20))), None);
        assert_eq!(refusal(Array3::<u64>::zeros((0, 1 << 39, 1 << 20))), None);
        assert_eq!(
            refusal(Array3::<u64>::zeros((0, 1 << 40, 1 << 20))).as_deref(),
            Some(
                "an array of shape [0, 1099511627776, 1048576] is returned, and the lengths of an array \
                 of Java that are not 0 multiply to 9223372036854775807 bytes at most"
            )
        );
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
