//! Memory that may not be there: Rust ends the process, and with it the JVM, where an allocation fails.
//!
//! A broadcast view, or one without elements, may be of a shape that no memory holds. So what a kernel
//! allocates in proportion to a shape is asked for here first.

use crate::error::KernelError;
use arrays::ndarray::Dimension;
use arrays::prelude::*;

/// Asks for the memory of `count` values, and gives it back.
///
/// What is allocated right afterwards can be had too, unless another thread takes it.
pub(crate) fn probe<T>(count: u128) -> Result<(), KernelError> {
    let refusal =
        || KernelError::OutOfMemory { bytes: count.saturating_mul(size_of::<T>() as u128) };
    let count = usize::try_from(count).map_err(|_| refusal())?;
    Vec::<T>::new().try_reserve_exact(count).map_err(|_| refusal())
}

/// A vector without elements that has room for `count`.
pub(crate) fn try_with_capacity<T>(count: usize) -> Result<Vec<T>, KernelError> {
    let mut values = Vec::new();
    values.try_reserve_exact(count).map_err(|_| KernelError::OutOfMemory {
        bytes: (count as u128).saturating_mul(size_of::<T>() as u128),
    })?;
    Ok(values)
}

/// The elements of `x` in row-major order.
pub(crate) fn try_to_vec<T: Copy, D: Dimension>(x: ArrayView<T, D>) -> Result<Vec<T>, KernelError> {
    let mut values = try_with_capacity(x.len())?;
    match x.as_slice() {
        Some(slice) => values.extend_from_slice(slice),
        None => values.extend(x.iter()),
    }
    Ok(values)
}

#[cfg(test)]
mod tests {
    use super::*;
    use arrays::ndarray::array;

    #[test]
    fn what_no_memory_holds_is_refused() {
        assert_eq!(probe::<f64>(0), Ok(()));
        assert_eq!(probe::<f64>(1000), Ok(()));
        for count in [1 << 58, 1 << 61, 1 << 70] {
            assert_eq!(probe::<f64>(count), Err(KernelError::OutOfMemory { bytes: count * 8 }));
        }
        assert!(try_with_capacity::<f32>(1 << 61).is_err());
        assert!(try_to_vec(array![1.0].broadcast(1 << 58).expect("a view")).is_err());
    }

    #[test]
    fn elements_come_in_row_major_order() {
        let x = array![[1, 2, 3], [4, 5, 6]];
        assert_eq!(try_to_vec(x.view()), Ok(vec![1, 2, 3, 4, 5, 6]));
        assert_eq!(try_to_vec(x.t()), Ok(vec![1, 4, 2, 5, 3, 6]));
    }
}
