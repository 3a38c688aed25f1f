//! Linear algebra.

use crate::error::KernelError;
use crate::memory;
use crate::pairwise;
use arrays::ndarray::Axis;
use arrays::prelude::*;
use faer::linalg::matmul;
use faer::{Accum, Mat, Par};
use faer_ext::IntoFaer;

/// Rows decomposed at a time: a few columns of so many rows fit the cache.
const BLOCK_ROWS: usize = 2048;

/// Adds `alpha` times `x` to `y`, in place.
#[arrays::export(shapes(x = [n], y = [n]), split = n)]
pub fn axpy(alpha: f64, x: ArrayView1<f64>, mut y: ArrayViewMut1<f64>) {
    y.scaled_add(alpha, &x);
}

/// The matrix product of `a` and `b`.
#[arrays::export(shapes(a = [m, k], b = [k, n], c = [m, n]))]
pub fn matmul(a: ArrayView2<f64>, b: ArrayView2<f64>, #[out] c: ArrayViewMut2<f64>) {
    matmul::matmul(c.into_faer(), Accum::Replace, a.into_faer(), b.into_faer(), 1.0, Par::Seq);
}

/// The least-squares solution of `a x = b`: the `x` for which the 2-norm of `b - a x` is smallest, and among
/// several such `x` the one of the smallest norm.
///
/// By the singular value decomposition, as NumPy's `lstsq`, of the triangle that a QR decomposition by blocks of
/// rows leaves (J. Demmel, L. Grigori, M. Hoemmen, J. Langou, "Communication-optimal parallel and sequential
/// QR and LU factorizations", SIAM J. Sci. Comput. 34 (2012)). Singular values up to `rcond` times the
/// largest count as 0; `rcond` is the machine epsilon times the larger of m and n when left out. Returns the
/// `solution` (shape `[n]`), the `residual`, which is the sum of the squares of `b - a x`, the `rank` of `a`,
/// and its `singular_values` (shape `[min(m, n)]`), descending.
///
/// # Errors
///
/// The decomposition does not converge, because `a` holds a NaN or an infinity; or the memory for it cannot be
/// allocated.
#[arrays::export(
    shapes(a = [m, n], b = [m]),
    returns(solution, residual, rank, singular_values)
)]
pub fn lstsq(
    a: ArrayView2<f64>,
    b: ArrayView1<f64>,
    rcond: Option<f64>,
) -> Result<(Array1<f64>, f64, usize, Array1<f64>), KernelError> {
    let (m, n) = a.dim();
    memory::probe::<f64>(numbers_needed(m, n))?;
    if m == 0 || n == 0 {
        return Ok((Array1::zeros(n), pairwise::dot(b, b), 0, Array1::zeros(0)));
    }
    let triangle = triangle_of(a, b);
    let (r, rotated_b) = triangle.get(..m.min(n), ..).split_at_col(n);
    let svd = r.thin_svd().map_err(|_| {
        KernelError::lin_alg(
            "SVD did not converge in linear least squares; does a hold NaN or infinity?",
        )
    })?;
    let (u, v) = (svd.U(), svd.V());
    let singular_values: Array1<f64> = svd.S().column_vector().iter().copied().collect();
    let cutoff = rcond.unwrap_or(f64::EPSILON * m.max(n) as f64) * singular_values[0];
    let rank = singular_values.iter().filter(|&&s| s > cutoff).count();
    let mut solution = Array1::<f64>::zeros(n);
    for k in 0..rank {
        let projection: f64 =
            u.col(k).iter().zip(rotated_b.col(0).iter()).map(|(u, b)| u * b).sum();
        let weight = projection / singular_values[k];
        for (x, v) in solution.iter_mut().zip(v.col(k).iter()) {
            *x += weight * v;
        }
    }
    let residuals = &b - &a.dot(&solution);
    let residual = pairwise::dot(residuals.view(), residuals.view());
    Ok((solution, residual, rank, singular_values))
}

/// How many numbers the computation holds in memory at once, or more.
fn numbers_needed(m: usize, n: usize) -> u128 {
    let stacked_rows = m.min(block_rows(n)) as u128 + m.min(n) as u128;
    let (m, n) = (m as u128, n as u128 + 1);
    // The rows that are decomposed, faer's copy of them, and Q's reflectors.
    let decomposition = 3 * stacked_rows * n;
    // Triangles, U, V and what the decomposition of those works in.
    let svd = 8 * m.min(n) * n;
    // The fitted values, the residuals, and the solution.
    decomposition + svd + 2 * m + n
}

fn block_rows(n: usize) -> usize {
    BLOCK_ROWS.max(n.saturating_add(1).saturating_mul(4))
}

/// The upper triangle R of the QR decomposition of `[a | b]`, whose last column is `b` turned by Q's transpose.
///
/// Each block of rows is decomposed under the triangle of the rows above it, so that all work is on memory
/// in the cache, whatever the layout of `a`.
fn triangle_of(a: ArrayView2<f64>, b: ArrayView1<f64>) -> Mat<f64> {
    let n = a.ncols();
    let block = block_rows(n);
    let mut triangle = Mat::<f64>::zeros(0, n + 1);
    for (a, b) in a.axis_chunks_iter(Axis(0), block).zip(b.axis_chunks_iter(Axis(0), block)) {
        let above = triangle.nrows();
        let stacked = Mat::from_fn(above + a.nrows(), n + 1, |i, j| {
            if i < above {
                triangle[(i, j)]
            } else if j < n {
                a[[i - above, j]]
            } else {
                b[i - above]
            }
        });
        let qr = stacked.qr();
        let r = qr.thin_R();
        triangle = Mat::from_fn(r.nrows(), n + 1, |i, j| if i <= j { r[(i, j)] } else { 0.0 });
    }
    triangle
}

#[cfg(test)]
mod tests {
    use super::*;
    use arrays::ndarray::{Array2, Slice, array};

    #[test]
    fn axpy_works_on_any_strides() {
        let x = array![1.0, 2.0, 3.0, 4.0];
        let mut y = array![10.0, 20.0];
        axpy(2.0, x.slice_axis(Axis(0), Slice::new(0, None, -2)), y.view_mut());
        assert_eq!(y, array![18.0, 24.0]);
    }

    #[test]
    fn matrices_of_every_layout_are_multiplied() {
        for (m, k, n) in [(1, 1, 1), (2, 3, 4), (7, 1, 5), (40, 33, 65), (3, 0, 2), (0, 4, 3)] {
            let a = Array2::from_shape_fn((m, k), |(i, j)| (i * 7 + j * 3) as f64 % 11.0 - 5.0);
            let b = Array2::from_shape_fn((k, n), |(i, j)| (i * 5 + j * 2) as f64 % 13.0 - 6.0);
            let expected = Array2::from_shape_fn((m, n), |(i, j)| {
                (0..k).map(|l| a[[i, l]] * b[[l, j]]).sum::<f64>()
            });
            let mut wide = Array2::zeros((2 * m, 3 * k));
            let (rows, columns) = (Slice::new(0, None, 2), Slice::new(0, None, -3));
            wide.slice_axis_mut(Axis(0), rows).slice_axis_mut(Axis(1), columns).assign(&a);
            let sliced = wide.slice_axis(Axis(0), rows);
            let by_columns = a.t().to_owned();
            for a in [a.view(), sliced.slice_axis(Axis(1), columns), by_columns.t()] {
                let mut c = Array2::from_elem((m, 2 * n), f64::NAN);
                let backwards = c.slice_axis_mut(Axis(1), Slice::new(0, None, -2));
                matmul(a, b.view(), backwards);
                assert_eq!(c.slice_axis(Axis(1), Slice::new(0, None, -2)), expected);
                assert!(c.slice_axis(Axis(1), Slice::new(0, None, 2)).iter().all(|c| c.is_nan()));
                let mut c = Array2::from_elem((n, m), f64::NAN);
                matmul(a, b.view(), c.view_mut().reversed_axes());
                assert_eq!(c.t(), expected);
            }
        }
        let (one, mut c) = (array![[2.0]], Array2::zeros((3, 2)));
        matmul(one.broadcast((3, 5)).unwrap(), one.broadcast((5, 2)).unwrap(), c.view_mut());
        assert_eq!(c, Array2::from_elem((3, 2), 20.0));
    }

    fn line() -> (Array2<f64>, Array1<f64>) {
        (array![[0.0, 1.0], [1.0, 1.0], [2.0, 1.0], [3.0, 1.0]], array![-1.0, 0.2, 0.9, 2.1])
    }

    fn close(a: &Array1<f64>, b: &[f64]) -> bool {
        a.iter().zip(b).all(|(a, b)| (a - b).abs() < 1e-12)
    }

    /// NumPy's own example: `np.linalg.lstsq([[0, 1], [1, 1], [2, 1], [3, 1]], [-1, .2, .9, 2.1])`.
    #[test]
    fn a_line_is_fitted_in_every_layout() {
        let (a, b) = line();
        let every_other = Slice::new(0, None, 2);
        let mut wide = Array2::zeros((4, 4));
        wide.slice_axis_mut(Axis(1), every_other).assign(&a);
        let mut columns = Array2::zeros((2, 4));
        columns.assign(&a.t());
        for a in [a.view(), wide.slice_axis(Axis(1), every_other), columns.t()] {
            let (x, residual, rank, s) = lstsq(a, b.view(), None).unwrap();
            assert!(close(&x, &[1.0, -0.95]), "{x}");
            assert!((residual - 0.05).abs() < 1e-12);
            assert_eq!(rank, 2);
            assert!(close(&s, &[4.100_030_448_168_24, 1.090_756_766_696_107]), "{s}");
        }
    }

    #[test]
    fn rows_of_many_blocks_are_fitted() {
        let rows = 3 * BLOCK_ROWS + 5;
        let a = Array2::from_shape_fn((rows, 2), |(i, j)| if j == 0 { i as f64 } else { 1.0 });
        // 2 i + 3 and noise that is orthogonal to both columns, so that the fit leaves all of it.
        let noise = [1.0, -1.0, -1.0, 1.0];
        let b = Array1::from_shape_fn(rows, |i| {
            2.0 * i as f64 + 3.0 + if i < rows / 4 * 4 { noise[i % 4] } else { 0.0 }
        });
        let (x, residual, rank, _) = lstsq(a.view(), b.view(), None).unwrap();
        assert!((x[0] - 2.0).abs() < 1e-12 && (x[1] - 3.0).abs() < 1e-9, "{x}");
        assert!((residual - (rows / 4 * 4) as f64).abs() < 1e-6, "{residual}");
        assert_eq!(rank, 2);
    }

    #[test]
    fn of_many_exact_solutions_the_shortest_is_given() {
        let a = array![[1.0, 2.0, 2.0]];
        let (x, residual, rank, s) = lstsq(a.view(), array![9.0].view(), None).unwrap();
        assert!(close(&x, &[1.0, 2.0, 2.0]), "{x}");
        assert!(residual < 1e-24);
        assert_eq!((rank, s.len()), (1, 1));
    }

    #[test]
    fn a_deficient_matrix_gets_the_shortest_solution() {
        let a = array![[1.0, 1.0], [2.0, 2.0], [3.0, 3.0]];
        let (x, _, rank, _) = lstsq(a.view(), array![2.0, 4.0, 6.0].view(), None).unwrap();
        assert_eq!(rank, 1);
        assert!(close(&x, &[1.0, 1.0]), "{x}");
    }

    #[test]
    fn few_rows_need_little_memory_however_wide() {
        let a = Array2::from_elem((2, 100_000), 1.0);
        let (x, _, rank, _) = lstsq(a.view(), array![1.0, 1.0].view(), None).unwrap();
        assert_eq!(rank, 1);
        assert!((x[0] - 1e-5).abs() < 1e-12, "{}", x[0]);
    }

    #[test]
    fn shapes_that_no_memory_holds_are_refused() {
        let (one, none) = (array![1.0], array![]);
        let wide = ArrayView2::from_shape((0, 1 << 58), &[]).unwrap();
        let error = lstsq(wide, none.view(), None).unwrap_err();
        assert_eq!(
            error.to_string(),
            "needs 2305843009213693960 bytes of memory, which cannot be allocated"
        );
        for shape in [(1 << 20, 1 << 20), (1 << 58, 1), (1, 1 << 58)] {
            let b = one.broadcast(shape.0).unwrap();
            let error = lstsq(one.broadcast(shape).unwrap(), b, None).unwrap_err();
            assert!(matches!(error, KernelError::OutOfMemory { .. }), "{error}");
        }
    }

    #[test]
    fn nan_is_refused() {
        let a = array![[f64::NAN, 1.0], [1.0, 2.0]];
        let error = lstsq(a.view(), array![1.0, 2.0].view(), None).unwrap_err();
        assert_eq!(
            error.to_string(),
            "SVD did not converge in linear least squares; does a hold NaN or infinity?"
        );
    }
}
