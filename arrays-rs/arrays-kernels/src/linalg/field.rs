//! What the decompositions have in common.

use crate::element::{Real, real};
use crate::error::KernelError;
use arrays::ndarray::{Array2, ArrayView2, Axis, ShapeBuilder};
use faer::dyn_stack::{MemBuffer, StackReq};
use faer::traits::RealField;

/// A number that matrices are decomposed of: `f64` or `f32`.
pub trait Field: Real + RealField {}

impl Field for f64 {}
impl Field for f32 {}

/// Columns copied at a time from rows, few enough for the cache to hold a line of each.
const TILE: usize = 16;

/// The memory that a decomposition works in.
pub(super) fn scratch(needed: StackReq) -> Result<MemBuffer, KernelError> {
    let bytes = needed.size_bytes() as u128;
    MemBuffer::try_new(needed).map_err(|_| KernelError::OutOfMemory { bytes })
}

/// A matrix of zeros whose columns follow each other.
pub(super) fn zero_columns<T: Field>(m: usize, n: usize) -> Result<Array2<T>, KernelError> {
    Ok(arrays::try_zeros((m, n).f())?)
}

/// The identity, or its first columns.
pub(super) fn identity<T: Field>(m: usize, n: usize) -> Result<Array2<T>, KernelError> {
    let mut identity = zero_columns(m, n)?;
    identity.diag_mut().fill(num_traits::one());
    Ok(identity)
}

/// A copy of `a` whose columns follow each other.
pub(super) fn columns_of<T: Field>(a: ArrayView2<T>) -> Result<Array2<T>, KernelError> {
    let mut copy = zero_columns(a.nrows(), a.ncols())?;
    let strips = copy.axis_chunks_iter_mut(Axis(1), TILE).zip(a.axis_chunks_iter(Axis(1), TILE));
    for (mut copy, a) in strips {
        copy.assign(&a);
    }
    Ok(copy)
}

/// The number of rows, and of columns, of `a`.
///
/// # Errors
///
/// `a` has not as many rows as columns.
pub(super) fn order_of<T>(a: &ArrayView2<T>) -> Result<usize, KernelError> {
    if a.nrows() != a.ncols() {
        return Err(KernelError::lin_alg("Last 2 dimensions of the array must be square"));
    }
    Ok(a.nrows())
}

/// Whether all elements are numbers, neither NaN nor infinite.
pub(super) fn is_finite<T: Field>(a: ArrayView2<T>) -> bool {
    // A product with 0 is 0 or NaN; sums of rows need no branch for each element.
    a.rows().into_iter().all(|row| {
        let zero = match row.as_slice() {
            Some(row) => row.iter().fold(T::zero(), |sum, &x| sum + x * T::zero()),
            None => row.iter().fold(T::zero(), |sum, &x| sum + x * T::zero()),
        };
        zero == T::zero()
    })
}

/// A power of 2 that brings the elements of `a` into a range whose squares are numbers; 1 where they are there already.
pub(super) fn scale_of<T: Field>(a: ArrayView2<T>) -> T {
    use num_traits::Float;
    let largest = a.iter().fold(T::zero(), |largest, &x| Float::max(largest, Float::abs(x)));
    let most = Float::log2(<T as Float>::max_value());
    let exponent = Float::log2(largest);
    let is_in_range = Float::abs(exponent) < most / real::<T>(4.0);
    if is_in_range || !Float::is_finite(exponent) {
        return T::one();
    }
    let bound = most - real::<T>(4.0);
    Float::exp2(Float::max(Float::min(-Float::round(exponent), bound), -bound))
}
