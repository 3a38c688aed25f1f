//! Least squares, by the singular value decomposition of the triangle that a QR decomposition leaves.

use super::field::{Field, scale_of, zero_columns};
use super::qr::Qr;
use super::svd;
use super::tall::TallQr;
use crate::element::real;
use crate::error::KernelError;
use crate::memory;
use arrays::ndarray::{Array1, Array2, ArrayView1, ArrayView2, Axis, Slice};
use faer::Par;

/// Rows decomposed at a time: a few columns of so many rows fit the cache.
const BLOCK_ROWS: usize = 2048;

/// The solutions (one column for each right side), the sums of the squares that they leave, the rank of the matrix,
/// and its singular values.
pub(super) type Fit<T> = (Array2<T>, Array1<T>, usize, Array1<T>);

/// What a QR decomposition of `[a | b]` says of the columns of a.
pub(super) struct Triangle<T> {
    /// `[R | Q's transpose times b]`, as many rows as the rank may be.
    pub(super) rows: Array2<T>,
    /// The sums of the squares of what is left of each column of `b` below.
    pub(super) rest: Array1<T>,
    /// What the elements of a and of b have been multiplied by.
    pub(super) scales: (T, T),
}

pub(super) fn lstsq<T: Field>(
    a: ArrayView2<T>,
    b: ArrayView2<T>,
    rcond: Option<T>,
) -> Result<Fit<T>, KernelError> {
    let (m, n) = a.dim();
    let sides = b.ncols();
    let mut solutions = zero_columns::<T>(n, sides)?;
    if m == 0 || n == 0 {
        let squares = |b: ArrayView1<T>| b.iter().map(|&b| b * b).sum();
        let mut residuals: Array1<T> = arrays::try_zeros(sides)?;
        residuals.assign(&b.columns().into_iter().map(squares).collect::<Array1<T>>());
        return Ok((solutions, residuals, 0, arrays::try_zeros(0)?));
    }
    let Triangle { rows, rest: mut residuals, scales } = triangle_of(a, b)?;
    let (r, rotated) = rows.view().split_at(Axis(1), n);
    let (u, mut singular_values, vh) =
        svd::svd(r, false, Par::Seq).map_err(|error| match error {
            KernelError::LinAlg(_) => KernelError::lin_alg(
                "SVD did not converge in linear least squares; does a hold NaN or infinity?",
            ),
            other => other,
        })?;
    let cutoff = rcond
        .unwrap_or_else(|| <T as num_traits::Float>::epsilon() * real::<T>(m.max(n) as f64))
        * singular_values[0];
    let rank = singular_values.iter().filter(|&&s| s > cutoff).count();
    for (side, rotated) in rotated.columns().into_iter().enumerate() {
        let mut solution = solutions.column_mut(side);
        for (k, (u, &singular_value)) in u.columns().into_iter().zip(&singular_values).enumerate() {
            let projection: T = u.iter().zip(rotated).map(|(&u, &b)| u * b).sum();
            if k < rank {
                solution.scaled_add(projection / singular_value, &vh.row(k));
            } else {
                residuals[side] += projection * projection;
            }
        }
    }
    if scales != (T::one(), T::one()) {
        let (a, b) = scales;
        solutions.mapv_inplace(|x| x * (a / b));
        residuals.mapv_inplace(|residual| residual / b / b);
        singular_values.mapv_inplace(|value| value / a);
    }
    Ok((solutions, residuals, rank, singular_values))
}

fn triangle_of<T: Field>(a: ArrayView2<T>, b: ArrayView2<T>) -> Result<Triangle<T>, KernelError> {
    if TallQr::<T>::suits(a.nrows(), a.ncols(), b.ncols())
        && let Some(triangle) = TallQr::of(a, b)?
    {
        return Ok(triangle);
    }
    let n = a.ncols();
    let columns = n.saturating_add(b.ncols());
    let block = BLOCK_ROWS.max(columns.saturating_mul(4));
    memory::probe::<T>(a.nrows().min(block) as u128 * columns as u128)?;
    let scales = (scale_of(a), scale_of(b));
    let mut triangle = zero_columns::<T>(0, columns)?;
    for (a, b) in a.axis_chunks_iter(Axis(0), block).zip(b.axis_chunks_iter(Axis(0), block)) {
        let above = triangle.nrows();
        let mut stacked = zero_columns::<T>(above + a.nrows(), columns)?;
        let (mut top, bottom) = stacked.view_mut().split_at(Axis(0), above);
        top.assign(&triangle);
        let (mut left, mut right) = bottom.split_at(Axis(1), n);
        left.zip_mut_with(&a, |to, &a| *to = a * scales.0);
        right.zip_mut_with(&b, |to, &b| *to = b * scales.1);
        triangle = Qr::of(stacked.view(), Par::Seq)?.r(columns.min(stacked.nrows()))?;
    }
    let rank = a.nrows().min(n);
    let rest = triangle.slice_axis(Axis(0), Slice::from(rank..));
    let mut residuals: Array1<T> = arrays::try_zeros(b.ncols())?;
    for (residual, column) in residuals.iter_mut().zip(rest.columns().into_iter().skip(n)) {
        *residual = column.iter().map(|&b| b * b).sum();
    }
    triangle.slice_axis_inplace(Axis(0), Slice::from(..rank));
    Ok(Triangle { rows: triangle, rest: residuals, scales })
}
