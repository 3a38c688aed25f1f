//! The Cholesky decomposition.

use super::field::{Field, Scaled, order_of, rescale, scratch};
use crate::error::KernelError;
use arrays::ndarray::{Array2, ArrayView2, Axis, Slice};
use faer::Par;
use faer::dyn_stack::MemStack;
use faer::linalg::cholesky::llt::factor;
use faer_ext::IntoFaer;

pub(super) fn cholesky<T: Field>(a: ArrayView2<T>, par: Par) -> Result<Array2<T>, KernelError> {
    let n = order_of(&a)?;
    let mut scaled = Scaled::raised_lower(a)?;
    // The square root of the scale is a power of 2 as well.
    if libm::ilogb(scaled.scale) % 2 != 0 {
        scaled.multiply(0.5);
    }
    let Scaled { columns: mut triangle, scale } = scaled;
    let needed = factor::cholesky_in_place_scratch::<f64>(n, par, Default::default());
    let done = factor::cholesky_in_place(
        triangle.view_mut().into_faer(),
        Default::default(),
        par,
        MemStack::new(&mut scratch(needed)?),
        Default::default(),
    );
    // The decomposition leaves what it worked with above the diagonal.
    for (j, mut column) in triangle.columns_mut().into_iter().enumerate() {
        column.slice_axis_mut(Axis(0), Slice::from(..j)).fill(0.0);
    }
    // What is no number makes the pivots after it none.
    match done {
        Ok(_) if n == 0 || triangle[[n - 1, n - 1]] > 0.0 => {
            rescale(&mut triangle, 1.0, scale.sqrt());
            T::narrow_all(triangle)
        }
        _ => Err(KernelError::lin_alg("Matrix is not positive definite")),
    }
}
