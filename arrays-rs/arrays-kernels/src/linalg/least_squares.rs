//! Least squares, by the singular value decomposition of the triangle that a QR decomposition leaves.

use super::field::{Field, Scaled, is_finite, rescale, scale_of, zero_columns};
use super::qr::Qr;
use super::svd;
use super::tall::TallQr;
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
pub(super) struct Triangle {
    /// `[R | Q's transpose times b]`, as many rows as the rank may be.
    pub(super) rows: Array2<f64>,
    /// The sums of the squares of what is left of each column of `b` below.
    pub(super) rest: Array1<f64>,
    /// What the elements of a and of b have been multiplied by.
    pub(super) scales: (f64, f64),
}

pub(super) fn lstsq<T: Field>(
    a: ArrayView2<T>,
    b: ArrayView2<T>,
    rcond: Option<T>,
) -> Result<Fit<T>, KernelError> {
    let (m, n) = a.dim();
    let sides = b.ncols();
    let mut solutions = zero_columns(n, sides)?;
    if m == 0 || n == 0 {
        let mut residuals = arrays::try_zeros(sides)?;
        for (residual, column) in residuals.iter_mut().zip(b.columns()) {
            *residual = squares(column);
        }
        return Ok((
            T::narrow_all(solutions)?,
            T::narrow_all(residuals)?,
            0,
            arrays::try_zeros(0)?,
        ));
    }
    let Triangle { rows, rest: mut residuals, scales } = triangle_of(a, b)?;
    let no_convergence = || {
        KernelError::lin_alg(
            "SVD did not converge in linear least squares; does a hold NaN or infinity?",
        )
    };
    let (r, rotated) = rows.view().split_at(Axis(1), n);
    if !is_finite(r) {
        return Err(no_convergence());
    }
    let r = Scaled::of(r)?;
    let (u, mut singular_values, vh) =
        svd::parts(&r.columns, false, Par::Seq).map_err(|error| match error {
            KernelError::LinAlg(_) => no_convergence(),
            other => other,
        })?;
    rescale(&mut singular_values, 1.0, r.scale);
    let cutoff = rcond.map_or_else(
        || <T as num_traits::Float>::epsilon().widen_one() * m.max(n) as f64,
        T::widen_one,
    ) * singular_values[0];
    let rank = singular_values.iter().filter(|&&s| s > cutoff).count();
    for (side, rotated) in rotated.columns().into_iter().enumerate() {
        let mut solution = solutions.column_mut(side);
        for (k, (u, &singular_value)) in u.columns().into_iter().zip(&singular_values).enumerate() {
            let projection: f64 = u.iter().zip(rotated).map(|(&u, &b)| u * b).sum();
            if k < rank {
                solution.scaled_add(projection / singular_value, &vh.row(k));
            } else {
                residuals[side] += projection * projection;
            }
        }
    }
    let (scale, side_scale) = scales;
    rescale(&mut solutions, scale, side_scale);
    rescale(&mut residuals, 1.0, side_scale);
    rescale(&mut residuals, 1.0, side_scale);
    rescale(&mut singular_values, 1.0, scale);
    Ok((
        T::narrow_all(solutions)?,
        T::narrow_all(residuals)?,
        rank,
        T::narrow_all(singular_values)?,
    ))
}

/// The sum of the squares of the elements.
fn squares<T: Field>(b: ArrayView1<T>) -> f64 {
    b.iter().fold(0.0, |sum, &b| sum + b.widen_one() * b.widen_one())
}

fn triangle_of<T: Field>(a: ArrayView2<T>, b: ArrayView2<T>) -> Result<Triangle, KernelError> {
    if TallQr::suits(a.nrows(), a.ncols(), b.ncols())
        && let Some(triangle) = TallQr::of(a, b)?
    {
        return Ok(triangle);
    }
    let n = a.ncols();
    let columns = n.saturating_add(b.ncols());
    let block = BLOCK_ROWS.max(columns.saturating_mul(4));
    memory::probe::<f64>(a.nrows().min(block) as u128 * columns as u128)?;
    let scales = (scale_of(a), scale_of(b));
    let mut triangle = zero_columns(0, columns)?;
    for (a, b) in a.axis_chunks_iter(Axis(0), block).zip(b.axis_chunks_iter(Axis(0), block)) {
        let above = triangle.nrows();
        let mut stacked = zero_columns(above + a.nrows(), columns)?;
        let (mut top, bottom) = stacked.view_mut().split_at(Axis(0), above);
        top.assign(&triangle);
        let (mut left, mut right) = bottom.split_at(Axis(1), n);
        left.zip_mut_with(&a, |to, &a| *to = a.widen_one() * scales.0);
        right.zip_mut_with(&b, |to, &b| *to = b.widen_one() * scales.1);
        let rows = columns.min(stacked.nrows());
        triangle = Qr::of(stacked, Par::Seq)?.r(rows)?;
    }
    let rank = a.nrows().min(n);
    let rest = triangle.slice_axis(Axis(0), Slice::from(rank..));
    let mut residuals = arrays::try_zeros(b.ncols())?;
    for (residual, column) in residuals.iter_mut().zip(rest.columns().into_iter().skip(n)) {
        *residual = squares(column);
    }
    triangle.slice_axis_inplace(Axis(0), Slice::from(..rank));
    Ok(Triangle { rows: triangle, rest: residuals, scales })
}
