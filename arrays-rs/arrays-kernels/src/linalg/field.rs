//! What the decompositions have in common.
//!
//! All decompose matrices of `f64`: numbers of `f32` are widened on the way in and rounded on the way out.

use super::products;
use crate::element::Real;
use crate::error::KernelError;
use crate::memory;
use arrays::ndarray::{Array, Array1, Array2, ArrayView2, Axis, Dimension, ShapeBuilder, Slice};
use faer::dyn_stack::{MemBuffer, StackReq};
use faer::traits::RealField;

/// A number that matrices consist of: `f64` or `f32`.
pub trait Field: Real + RealField {
    /// The number as one of `f64`.
    fn widen_one(self) -> f64;

    /// The numbers closest to those of `values`.
    ///
    /// # Errors
    ///
    /// The memory for them cannot be allocated.
    fn narrow_all<D: Dimension>(values: Array<f64, D>) -> Result<Array<Self, D>, KernelError>;
}

impl Field for f64 {
    fn widen_one(self) -> f64 {
        self
    }

    fn narrow_all<D: Dimension>(values: Array<f64, D>) -> Result<Array<f64, D>, KernelError> {
        Ok(values)
    }
}

impl Field for f32 {
    fn widen_one(self) -> f64 {
        f64::from(self)
    }

    fn narrow_all<D: Dimension>(values: Array<f64, D>) -> Result<Array<f32, D>, KernelError> {
        memory::probe::<f32>(values.len() as u128)?;
        Ok(values.mapv(|value| value as f32))
    }
}

/// Columns copied at a time from rows, few enough for the cache to hold a line of each.
const TILE: usize = 16;

/// The memory that a decomposition works in.
pub(super) fn scratch(needed: StackReq) -> Result<MemBuffer, KernelError> {
    let bytes = needed.size_bytes() as u128;
    MemBuffer::try_new(needed).map_err(|_| KernelError::OutOfMemory { bytes })
}

/// A matrix of zeros whose columns follow each other.
pub(super) fn zero_columns(m: usize, n: usize) -> Result<Array2<f64>, KernelError> {
    Ok(arrays::try_zeros((m, n).f())?)
}

/// The identity, or its first columns.
pub(super) fn identity(m: usize, n: usize) -> Result<Array2<f64>, KernelError> {
    let mut identity = zero_columns(m, n)?;
    identity.diag_mut().fill(1.0);
    Ok(identity)
}

/// A matrix times a power of 2, which keeps what decompositions compute in range.
pub(super) struct Scaled {
    /// The elements; the columns follow each other.
    pub(super) columns: Array2<f64>,
    /// What the elements have been multiplied by.
    pub(super) scale: f64,
}

impl Scaled {
    pub(super) fn of<T: Field>(a: ArrayView2<T>) -> Result<Self, KernelError> {
        let mut scaled = Self::raised(a)?;
        scaled.lower::<T>();
        Ok(scaled)
    }

    /// The matrix, only multiplied where all elements are small: that loses nothing, but to make the large ones smaller
    /// makes the smallest 0.
    pub(super) fn raised<T: Field>(a: ArrayView2<T>) -> Result<Self, KernelError> {
        let mut columns = zero_columns(a.nrows(), a.ncols())?;
        let strips =
            columns.axis_chunks_iter_mut(Axis(1), TILE).zip(a.axis_chunks_iter(Axis(1), TILE));
        for (mut strip, a) in strips {
            strip.zip_mut_with(&a, |to, &from| *to = from.widen_one());
        }
        Ok(Self::of_columns::<T>(columns))
    }

    /// The lower triangle of `a`, and zeros above, multiplied where all elements are small.
    pub(super) fn raised_lower<T: Field>(a: ArrayView2<T>) -> Result<Self, KernelError> {
        let mut columns = zero_columns(a.nrows(), a.ncols())?;
        for (j, (mut column, a)) in columns.columns_mut().into_iter().zip(a.columns()).enumerate() {
            let lower = Slice::from(j..);
            column
                .slice_axis_mut(Axis(0), lower)
                .zip_mut_with(&a.slice_axis(Axis(0), lower), |to, &from| *to = from.widen_one());
        }
        Ok(Self::of_columns::<T>(columns))
    }

    fn of_columns<T: Field>(columns: Array2<f64>) -> Self {
        let mut scaled = Self { columns, scale: 1.0 };
        scaled.bring::<T>(|scale| scale > 1.0);
        scaled
    }

    /// Multiplies the elements where the largest is out of range.
    pub(super) fn lower<T: Field>(&mut self) {
        self.bring::<T>(|scale| scale < 1.0);
    }

    fn bring<T: Field>(&mut self, suits: impl Fn(f64) -> bool) {
        // Every `f32` is in range.
        if size_of::<T>() == size_of::<f64>() {
            let scale = scale_of(self.columns.view());
            if suits(scale) {
                self.multiply(scale);
            }
        }
    }

    /// Multiplies all elements by a power of 2.
    pub(super) fn multiply(&mut self, scale: f64) {
        if scale != 1.0 {
            self.columns.mapv_inplace(|x| x * scale);
            self.scale *= scale;
        }
    }
}

/// Multiplies by `up` and divides by `down`, both powers of 2, without leaving the range on the way.
pub(super) fn rescale<D: Dimension>(values: &mut Array<f64, D>, up: f64, down: f64) {
    let ratio = up / down;
    if ratio == 1.0 {
        return;
    }
    if ratio.is_normal() {
        values.mapv_inplace(|x| x * ratio);
    } else {
        values.mapv_inplace(|x| x * up / down);
    }
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
pub(super) fn is_finite(a: ArrayView2<f64>) -> bool {
    // A product with 0 is 0 or NaN; sums of columns need no branch for each element.
    a.columns().into_iter().all(|column| {
        let zero = match column.as_slice() {
            Some(column) => column.iter().fold(0.0, |sum, &x| sum + x * 0.0),
            None => column.iter().fold(0.0, |sum, &x| sum + x * 0.0),
        };
        zero == 0.0
    })
}

/// A power of 2 that brings the elements of `a` into a range whose squares are numbers; 1 where they are there already.
pub(super) fn scale_of<T: Field>(a: ArrayView2<T>) -> f64 {
    let largest = a.iter().fold(0.0, |largest: f64, &x| largest.max(x.widen_one().abs()));
    if largest == 0.0 || largest.is_infinite() || (LEAST..MOST).contains(&largest) {
        return 1.0;
    }
    libm::ldexp(1.0, -libm::ilogb(largest).clamp(-1000, 1000))
}

/// 2²⁵⁶, the fourth root of the largest number: a matrix whose largest element is between its inverse and it is left as
/// it is.
const MOST: f64 = (1_u128 << 127) as f64 * (1_u128 << 127) as f64 * 4.0;
const LEAST: f64 = 1.0 / MOST;

/// A vector of numbers without order, by which decompositions are checked.
pub(super) fn probe_vector(n: usize) -> Result<Array1<f64>, KernelError> {
    let mut probe = arrays::try_zeros(n)?;
    let mut state = 0x9E37_79B9_7F4A_7C15_u64;
    probe.mapv_inplace(|_: f64| {
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 11) as f64 / (1_u64 << 52) as f64 - 1.0
    });
    Ok(probe)
}

/// The product of `a` and `x`.
pub(super) fn times(a: ArrayView2<f64>, x: &Array1<f64>) -> Result<Array1<f64>, KernelError> {
    let mut y = arrays::try_zeros(a.nrows())?;
    products::matvec(a, x.view(), y.view_mut());
    Ok(y)
}

/// Whether `x` and `y` differ by no more than rounding beside `size`, the length of the longer vectors behind them.
pub(super) fn is_near(x: &Array1<f64>, y: &Array1<f64>, size: f64) -> bool {
    let apart = x.iter().zip(y).map(|(x, y)| (x - y) * (x - y)).sum::<f64>().sqrt();
    apart <= 64.0 * f64::EPSILON * x.len() as f64 * size
}
