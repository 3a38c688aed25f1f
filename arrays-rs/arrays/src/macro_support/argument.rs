//! Scalar arguments.

use super::Failure;

/// A scalar that a function can take.
pub trait ScalarArgument: Sized {
    /// What carries it across the boundary.
    type Abi;

    /// The value, or `None` where the carrier holds none of this type.
    fn from_abi(carrier: Self::Abi) -> Option<Self>;
}

macro_rules! integer_arguments {
    ($($ty:ty)*) => {$(
        impl ScalarArgument for $ty {
            type Abi = i64;

            #[inline]
            fn from_abi(carrier: i64) -> Option<Self> {
                carrier.try_into().ok()
            }
        }
    )*};
}

integer_arguments!(i8 i16 i32 i64 u8 u16 u32 usize);

impl ScalarArgument for bool {
    type Abi = i64;

    #[inline]
    fn from_abi(carrier: i64) -> Option<Self> {
        match carrier {
            0 => Some(false),
            1 => Some(true),
            _ => None,
        }
    }
}

macro_rules! float_arguments {
    ($($ty:ty)*) => {$(
        impl ScalarArgument for $ty {
            type Abi = $ty;

            #[inline]
            fn from_abi(carrier: $ty) -> Option<Self> {
                Some(carrier)
            }
        }
    )*};
}

float_arguments!(f64 f32);

/// The argument `name` of type `T`.
#[inline]
pub fn scalar<T: ScalarArgument>(name: &str, carrier: T::Abi) -> Result<T, Failure> {
    T::from_abi(carrier).ok_or_else(|| out_of_range::<T>(name))
}

/// The optional argument `name` of type `T`; absent where `present` is 0.
#[inline]
pub fn optional<T: ScalarArgument>(
    name: &str,
    present: i64,
    carrier: T::Abi,
) -> Result<Option<T>, Failure> {
    match present {
        0 => Ok(None),
        _ => scalar(name, carrier).map(Some),
    }
}

#[cold]
fn out_of_range<T>(name: &str) -> Failure {
    let ty = std::any::type_name::<T>();
    Failure::argument(format!("{name}: the value is outside the range of {ty}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_limits_of_each_integer_pass() {
        assert_eq!(scalar::<i8>("x", -128).ok(), Some(i8::MIN));
        assert_eq!(scalar::<u32>("x", 4_294_967_295).ok(), Some(u32::MAX));
        assert_eq!(scalar::<usize>("x", i64::MAX).ok(), Some(i64::MAX as usize));
        assert_eq!(scalar::<bool>("x", 1).ok(), Some(true));
        assert_eq!(scalar::<f32>("x", 0.5).ok(), Some(0.5));
    }

    #[test]
    fn what_lies_beyond_is_refused_by_name() {
        for message in [scalar::<i8>("window", 128).err(), scalar::<i8>("window", -129).err()] {
            let Failure(record) = message.expect("refused");
            assert_eq!(record.message(), "window: the value is outside the range of i8");
        }
        assert!(scalar::<usize>("n", -1).is_err());
        assert!(scalar::<bool>("flag", 2).is_err());
    }

    #[test]
    fn an_absent_value_is_not_looked_at() {
        assert_eq!(optional::<u8>("x", 0, 999).ok(), Some(None));
        assert_eq!(optional::<u8>("x", 1, 9).ok(), Some(Some(9)));
        assert!(optional::<u8>("x", 1, 999).is_err());
    }
}
