//! Arrays for which there may be no memory.

use std::fmt;

use ndarray::{Array, Dimension, ShapeBuilder};

use crate::macro_support::Element;

/// An array of zeros (`false` for `bool`), or the error that there is no memory for it.
///
/// `Array::zeros` and its like end the process where memory cannot be had, and with it the JVM. A kernel that
/// allocates in proportion to its arguments asks in this way instead, and Java gets an exception:
///
/// ```
/// use arrays::OutOfMemory;
/// use arrays::prelude::*;
///
/// /// The products of all elements of `x` with all of `y`.
/// #[arrays::export]
/// fn outer(x: ArrayView1<f64>, y: ArrayView1<f64>) -> Result<Array2<f64>, OutOfMemory> {
///     let mut products = arrays::try_zeros((x.len(), y.len()))?;
///     for (mut row, x) in products.rows_mut().into_iter().zip(x) {
///         row.assign(&(&y * *x));
///     }
///     Ok(products)
/// }
///
/// let many = 1 << 31;
/// let error = arrays::try_zeros::<f64, _>((many, many / 8)).unwrap_err();
/// assert_eq!(
///     error.to_string(),
///     "no memory for an array of shape [2147483648, 268435456] of float64 (4611686018427387904 bytes)"
/// );
/// ```
///
/// # Errors
///
/// The system refuses the memory, or no memory can be that large. A system that overcommits its memory may grant
/// more than it has, and end the process later.
pub fn try_zeros<T: Element, Sh: ShapeBuilder>(
    shape: Sh,
) -> Result<Array<T, Sh::Dim>, OutOfMemory> {
    let shape = shape.into_shape_with_order();
    let lengths = shape.raw_dim().clone();
    let refusal = || OutOfMemory::of::<T>(lengths.slice());
    let count = lengths.size_checked().ok_or_else(refusal)?;
    let mut elements = Vec::new();
    elements.try_reserve_exact(count).map_err(|_| refusal())?;
    elements.resize(count, T::default());
    // ndarray bounds the lengths beside one of 0, too.
    Array::from_shape_vec(shape, elements).map_err(|_| refusal())
}

/// There is no memory for an array.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutOfMemory {
    shape: Vec<usize>,
    element: &'static str,
    bytes: u128,
}

impl OutOfMemory {
    fn of<T: Element>(lengths: &[usize]) -> Self {
        let lengths_that_count = lengths.iter().filter(|&&length| length > 0);
        let bytes = lengths_that_count
            .fold(size_of::<T>() as u128, |bytes, &length| bytes.saturating_mul(length as u128));
        Self { shape: lengths.to_vec(), element: T::NAME, bytes }
    }
}

impl fmt::Display for OutOfMemory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { shape, element, bytes } = self;
        write!(f, "no memory for an array of shape {shape:?} of {element} ({bytes} bytes)")
    }
}

impl std::error::Error for OutOfMemory {}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::{Array3, IxDyn, arr0};

    #[test]
    fn what_there_is_memory_for_is_zero() {
        assert_eq!(try_zeros((2, 0, 3)), Ok(Array3::<i16>::zeros((2, 0, 3))));
        let by_columns = try_zeros::<f64, _>((2, 3).f()).expect("memory");
        assert_eq!(by_columns.strides(), [1, 2]);
        assert!(by_columns.iter().all(|&value| value == 0.0));
        assert_eq!(try_zeros::<bool, _>(()), Ok(arr0(false)));
    }

    #[test]
    fn what_no_memory_holds_is_refused() {
        let message = |shape: &[usize]| {
            try_zeros::<u32, _>(IxDyn(shape)).map(|array| array.len()).unwrap_err().to_string()
        };
        assert_eq!(
            message(&[1 << 60]),
            "no memory for an array of shape [1152921504606846976] of uint32 (4611686018427387904 bytes)"
        );
        assert_eq!(
            message(&[1 << 40, 1 << 40]),
            "no memory for an array of shape [1099511627776, 1099511627776] of uint32 \
             (4835703278458516698824704 bytes)"
        );
        assert!(
            message(&[0, 1 << 40, 1 << 40])
                .starts_with("no memory for an array of shape [0, 10995")
        );
        assert!(message(&[usize::MAX; 5]).ends_with(&format!("({} bytes)", u128::MAX)));
    }
}
