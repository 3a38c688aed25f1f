//! Linear algebra.
//!
//! A matrix is an array of two axes in any layout. Results that a function returns lie in memory as its algorithm
//! leaves them, most of them column after column.
//!
//! Systems, inverses, determinants and decompositions of `f32` are computed in `f64` and rounded; products and
//! `axpy` stay in `f32`. Decompositions of very large and very small numbers are those of the matrix times a power of 2.
#![expect(clippy::type_complexity, reason = "`returns` names the parts of results")]

mod cholesky;
mod eigh;
mod field;
mod least_squares;
mod lu;
mod products;
mod qr;
#[cfg(test)]
mod structured;
mod svd;
mod tall;

pub use field::Field;

use crate::element::Real;
use crate::error::KernelError;
use crate::parallel;
use crate::sweep;
use arrays::ndarray::Axis;
use arrays::prelude::*;
use faer::linalg::matmul;
use faer::{Accum, Par};
use faer_ext::IntoFaer;

/// All threads of the pool that [`parallel::run`] runs in.
fn all_threads() -> Par {
    Par::rayon(0)
}

/// Adds `alpha` times `x` to `y`, in place.
#[arrays::export(types(T = [f64, f32]), shapes(x = [n], y = [n]), split = n)]
pub fn axpy<T: Real>(alpha: T, x: ArrayView1<T>, y: ArrayViewMut1<T>) {
    sweep::rows([x], y, |x, y| {
        sweep::combine(
            x,
            y,
            #[inline(always)]
            |[x], y| y + alpha * x,
        );
    });
}

/// The matrix product of `a` and `b`.
#[arrays::export(types(T = [f64, f32]), shapes(a = [m, k], b = [k, n], c = [m, n]))]
pub fn matmul<T: Field>(a: ArrayView2<T>, b: ArrayView2<T>, #[out] c: ArrayViewMut2<T>) {
    product(a, b, c, Par::Seq);
}

/// The matrix product of `a` and `b`, by several threads.
///
/// # Errors
///
/// The threads cannot be started.
#[arrays::export(types(T = [f64, f32]), shapes(a = [m, k], b = [k, n], c = [m, n]))]
pub fn parallel_matmul<T: Field>(
    a: ArrayView2<T>,
    b: ArrayView2<T>,
    #[out] c: ArrayViewMut2<T>,
) -> Result<(), KernelError> {
    parallel::run(|| product(a, b, c, all_threads()))
}

fn product<T: Field>(a: ArrayView2<T>, b: ArrayView2<T>, c: ArrayViewMut2<T>, par: Par) {
    let one = num_traits::one();
    matmul::matmul(c.into_faer(), Accum::Replace, a.into_faer(), b.into_faer(), one, par);
}

/// The product of the matrix `a` and the vector `x`.
#[arrays::export(types(T = [f64, f32]), shapes(a = [m, n], x = [n], y = [m]), split = m)]
pub fn matvec<T: Field>(a: ArrayView2<T>, x: ArrayView1<T>, #[out] y: ArrayViewMut1<T>) {
    products::matvec(a, x, y);
}

/// The solution of `a x = b`, by the LU decomposition with partial pivoting, as LAPACK's `gesv`.
///
/// # Errors
///
/// `a` is not square, or singular: a pivot is 0. The memory for the decomposition cannot be allocated.
#[arrays::export(name = solve, types(T = [f64, f32]), shapes(a = [m, _], b = [m]))]
pub fn solve_vector<T: Field>(
    a: ArrayView2<T>,
    b: ArrayView1<T>,
) -> Result<Array1<T>, KernelError> {
    lu::solve_vector(a, b, Par::Seq)
}

/// The solution of `a x = b`, or one for each column of `b` where that is a matrix, by the LU decomposition with
/// partial pivoting, as LAPACK's `gesv`.
///
/// # Errors
///
/// `a` is not square, or singular: a pivot is 0. `b` has not one or two axes, or not as many rows as `a`. The
/// memory for the decomposition cannot be allocated.
#[arrays::export(types(T = [f64, f32]))]
pub fn solve<T: Field>(a: ArrayView2<T>, b: ArrayViewD<T>) -> Result<ArrayD<T>, KernelError> {
    solve_sides(a, b, Par::Seq)
}

/// [`solve_vector`] by several threads. The last bits of the result may depend on how many there are, and differ from those of
/// `solve`.
///
/// # Errors
///
/// Those of `solve`; or the threads cannot be started.
#[arrays::export(name = parallel_solve, types(T = [f64, f32]), shapes(a = [m, _], b = [m]))]
pub fn parallel_solve_vector<T: Field>(
    a: ArrayView2<T>,
    b: ArrayView1<T>,
) -> Result<Array1<T>, KernelError> {
    parallel::run(|| lu::solve_vector(a, b, all_threads()))?
}

/// [`solve`] by several threads. The last bits of the result may depend on how many there are, and differ from those of
/// `solve`.
///
/// # Errors
///
/// Those of `solve`; or the threads cannot be started.
#[arrays::export(types(T = [f64, f32]))]
pub fn parallel_solve<T: Field>(
    a: ArrayView2<T>,
    b: ArrayViewD<T>,
) -> Result<ArrayD<T>, KernelError> {
    parallel::run(|| solve_sides(a, b, all_threads()))?
}

fn solve_sides<T: Field>(
    a: ArrayView2<T>,
    b: ArrayViewD<T>,
    par: Par,
) -> Result<ArrayD<T>, KernelError> {
    let refusal = || {
        let (shape, rows) = (b.shape(), a.nrows());
        KernelError::value(format!(
            "b has shape {shape:?}, but a vector or matrix of {rows} rows is needed"
        ))
    };
    if b.shape().first() != Some(&a.nrows()) {
        return Err(refusal());
    }
    match b.ndim() {
        1 => {
            let b = b.into_dimensionality().expect("one axis");
            Ok(lu::solve_vector(a, b, par)?.into_dyn())
        }
        2 => {
            let b = b.into_dimensionality().expect("two axes");
            Ok(lu::solve(a, b, par)?.into_dyn())
        }
        _ => Err(refusal()),
    }
}

/// The inverse of the matrix `a`, by its LU decomposition with partial pivoting.
///
/// # Errors
///
/// `a` is not square, or singular: a pivot is 0. The memory for the decomposition cannot be allocated.
#[arrays::export(types(T = [f64, f32]))]
pub fn inv<T: Field>(a: ArrayView2<T>) -> Result<Array2<T>, KernelError> {
    lu::inv(a, Par::Seq)
}

/// [`inv`] by several threads. The last bits of the result may depend on how many there are, and differ from those of
/// `inv`.
///
/// # Errors
///
/// Those of `inv`; or the threads cannot be started.
#[arrays::export(types(T = [f64, f32]))]
pub fn parallel_inv<T: Field>(a: ArrayView2<T>) -> Result<Array2<T>, KernelError> {
    parallel::run(|| lu::inv(a, all_threads()))?
}

/// The determinant of `a`: the product of the pivots of its LU decomposition. That of a matrix without rows is 1.
///
/// # Errors
///
/// `a` is not square; or the memory for the decomposition cannot be allocated.
#[arrays::export(types(T = [f64, f32]))]
pub fn det<T: Field>(a: ArrayView2<T>) -> Result<T, KernelError> {
    lu::det(a, Par::Seq)
}

/// The `sign` of the determinant of `a` and the natural logarithm of its absolute value, `logabsdet`, for determinants
/// beyond the largest number. Those of a determinant of 0 are 0 and -infinity.
///
/// # Errors
///
/// `a` is not square; or the memory for the decomposition cannot be allocated.
#[arrays::export(types(T = [f64, f32]), returns(sign, logabsdet))]
pub fn slogdet<T: Field>(a: ArrayView2<T>) -> Result<(T, T), KernelError> {
    lu::slogdet(a, Par::Seq)
}

/// The Cholesky decomposition of a symmetric, positive definite `a`: the lower triangle L with a positive diagonal
/// of which `a` is L times its transpose. Of `a` only the lower triangle is read.
///
/// # Errors
///
/// `a` is not square, or not positive definite; or the memory for the decomposition cannot be allocated.
#[arrays::export(types(T = [f64, f32]))]
pub fn cholesky<T: Field>(a: ArrayView2<T>) -> Result<Array2<T>, KernelError> {
    cholesky::cholesky(a, Par::Seq)
}

/// [`cholesky`] by several threads. The last bits of the result may depend on how many there are, and differ from those of
/// `cholesky`.
///
/// # Errors
///
/// Those of `cholesky`; or the threads cannot be started.
#[arrays::export(types(T = [f64, f32]))]
pub fn parallel_cholesky<T: Field>(a: ArrayView2<T>) -> Result<Array2<T>, KernelError> {
    parallel::run(|| cholesky::cholesky(a, all_threads()))?
}

/// The reduced QR decomposition of `a` (shape `[m, n]`): `q` (shape `[m, min(m, n)]`), whose columns are orthonormal,
/// and the upper triangle `r` (shape `[min(m, n), n]`), of which `a` is the product.
///
/// By Householder reflections. Columns of `q` and rows of `r` may have the opposite signs of LAPACK's.
///
/// # Errors
///
/// The memory for the decomposition cannot be allocated.
#[arrays::export(types(T = [f64, f32]), returns(q, r))]
pub fn qr<T: Field>(a: ArrayView2<T>) -> Result<(Array2<T>, Array2<T>), KernelError> {
    qr::qr(a, Par::Seq)
}

/// [`qr`] by several threads. The last bits of the result may depend on how many there are, and differ from those of
/// `qr`.
///
/// # Errors
///
/// Those of `qr`; or the threads cannot be started.
#[arrays::export(types(T = [f64, f32]), returns(q, r))]
pub fn parallel_qr<T: Field>(a: ArrayView2<T>) -> Result<(Array2<T>, Array2<T>), KernelError> {
    parallel::run(|| qr::qr(a, all_threads()))?
}

/// The singular value decomposition of `a` (shape `[m, n]`): `u`, whose columns are orthonormal, the singular values
/// `s` (shape `[min(m, n)]`), descending, and `vh`, whose rows are orthonormal; `a` is `u` times the diagonal matrix
/// of `s` times `vh`.
///
/// `u` is of the shape `[m, min(m, n)]` and `vh` of `[min(m, n), n]`, or both are square, filled up with more
/// orthonormal vectors, where `full_matrices` is true; it is false when left out (NumPy's is true). Pairs of singular
/// vectors may have the opposite signs of LAPACK's.
///
/// # Errors
///
/// The decomposition does not converge, because `a` holds a NaN or an infinity; or the memory for it cannot be
/// allocated.
#[arrays::export(types(T = [f64, f32]), returns(u, s, vh))]
pub fn svd<T: Field>(
    a: ArrayView2<T>,
    full_matrices: Option<bool>,
) -> Result<(Array2<T>, Array1<T>, Array2<T>), KernelError> {
    svd::svd(a, full_matrices.unwrap_or(false), Par::Seq)
}

/// [`svd`] by several threads. The last bits of the result may depend on how many there are, and differ from those of
/// `svd`.
///
/// # Errors
///
/// Those of `svd`; or the threads cannot be started.
#[arrays::export(types(T = [f64, f32]), returns(u, s, vh))]
pub fn parallel_svd<T: Field>(
    a: ArrayView2<T>,
    full_matrices: Option<bool>,
) -> Result<(Array2<T>, Array1<T>, Array2<T>), KernelError> {
    parallel::run(|| svd::svd(a, full_matrices.unwrap_or(false), all_threads()))?
}

/// The singular values of `a`, descending.
///
/// # Errors
///
/// The decomposition does not converge, because `a` holds a NaN or an infinity; or the memory for it cannot be
/// allocated.
#[arrays::export(types(T = [f64, f32]))]
pub fn svdvals<T: Field>(a: ArrayView2<T>) -> Result<Array1<T>, KernelError> {
    svd::svdvals(a, Par::Seq)
}

/// The Moore-Penrose inverse of `a`, by the singular value decomposition.
///
/// Singular values up to `rcond` times the largest count as 0; `rcond` is 1e-15 when left out.
///
/// # Errors
///
/// The decomposition does not converge, because `a` holds a NaN or an infinity; or the memory for it cannot be
/// allocated.
#[arrays::export(types(T = [f64, f32]))]
pub fn pinv<T: Field>(a: ArrayView2<T>, rcond: Option<T>) -> Result<Array2<T>, KernelError> {
    svd::pinv(a, rcond, Par::Seq)
}

/// The number of singular values of `a` above `tol`, which is the largest of them times the longer axis times the
/// machine epsilon when left out.
///
/// # Errors
///
/// The decomposition does not converge, because `a` holds a NaN or an infinity; or the memory for it cannot be
/// allocated.
#[arrays::export(types(T = [f64, f32]))]
pub fn matrix_rank<T: Field>(a: ArrayView2<T>, tol: Option<T>) -> Result<usize, KernelError> {
    svd::matrix_rank(a, tol)
}

/// The `eigenvalues` of a symmetric `a`, ascending, and its `eigenvectors`, which are orthonormal columns in the same
/// order. Of `a` only the lower triangle is read. Eigenvectors may have the opposite signs of LAPACK's.
///
/// # Errors
///
/// `a` is not square. The decomposition does not converge, because `a` holds a NaN or an infinity. The memory for it
/// cannot be allocated.
#[arrays::export(types(T = [f64, f32]), returns(eigenvalues, eigenvectors))]
pub fn eigh<T: Field>(a: ArrayView2<T>) -> Result<(Array1<T>, Array2<T>), KernelError> {
    eigh::eigh(a, Par::Seq)
}

/// [`eigh`] by several threads. The last bits of the result may depend on how many there are, and differ from those of
/// `eigh`.
///
/// # Errors
///
/// Those of `eigh`; or the threads cannot be started.
#[arrays::export(types(T = [f64, f32]), returns(eigenvalues, eigenvectors))]
pub fn parallel_eigh<T: Field>(a: ArrayView2<T>) -> Result<(Array1<T>, Array2<T>), KernelError> {
    parallel::run(|| eigh::eigh(a, all_threads()))?
}

/// The eigenvalues of a symmetric `a`, ascending. Of `a` only the lower triangle is read.
///
/// # Errors
///
/// Those of `eigh`.
#[arrays::export(types(T = [f64, f32]))]
pub fn eigvalsh<T: Field>(a: ArrayView2<T>) -> Result<Array1<T>, KernelError> {
    eigh::eigvalsh(a, Par::Seq)
}

/// The least-squares solution of `a x = b`: the `x` for which the 2-norm of `b - a x` is smallest, and among
/// several such `x` the one of the smallest norm.
///
/// By the singular value decomposition, as NumPy's `lstsq`, of the triangle that a QR decomposition by blocks of
/// rows leaves. Singular values up to `rcond` times the largest count as 0; `rcond` is the machine epsilon times the
/// larger of m and n when left out. Returns the `solution` (shape `[n]`), the `residual`, which is the sum of the
/// squares of `b - a x`, the `rank` of `a`, and its `singular_values` (shape `[min(m, n)]`), descending.
///
/// # Errors
///
/// The decomposition does not converge, because `a` holds a NaN or an infinity; or the memory for it cannot be
/// allocated.
#[arrays::export(
    types(T = [f64, f32]),
    shapes(a = [m, n], b = [m]),
    returns(solution, residual, rank, singular_values)
)]
pub fn lstsq<T: Field>(
    a: ArrayView2<T>,
    b: ArrayView1<T>,
    rcond: Option<T>,
) -> Result<(Array1<T>, T, usize, Array1<T>), KernelError> {
    let (solution, residual, rank, singular_values) =
        least_squares::lstsq(a, b.insert_axis(Axis(1)), rcond)?;
    Ok((solution.remove_axis(Axis(1)), residual[0], rank, singular_values))
}

/// The least-squares solutions of `a x = b` for each column of `b`.
///
/// As for one right side; the `solutions` are of the shape `[n, k]` and the `residuals` of `[k]`.
///
/// # Errors
///
/// The decomposition does not converge, because `a` holds a NaN or an infinity; or the memory for it cannot be
/// allocated.
#[arrays::export(
    types(T = [f64, f32]),
    shapes(a = [m, n], b = [m, k]),
    returns(solutions, residuals, rank, singular_values)
)]
pub fn lstsq_matrix<T: Field>(
    a: ArrayView2<T>,
    b: ArrayView2<T>,
    rcond: Option<T>,
) -> Result<(Array2<T>, Array1<T>, usize, Array1<T>), KernelError> {
    least_squares::lstsq(a, b, rcond)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::element::real;
    use arrays::ndarray::{Array2, Slice, array};

    #[test]
    fn right_sides_that_do_not_fit_are_refused() {
        let a = array![[2.0, 0.0], [0.0, 4.0]];
        for b in [
            Array1::<f64>::zeros(3).into_dyn(),
            ArrayD::zeros(vec![2, 1, 1]),
            ArrayD::zeros(vec![]),
        ] {
            assert_eq!(
                solve(a.view(), b.view()).unwrap_err().to_string(),
                format!("b has shape {:?}, but a vector or matrix of 2 rows is needed", b.shape())
            );
        }
        assert_eq!(
            solve(a.view(), array![2.0, 2.0].into_dyn().view()).unwrap().as_slice(),
            Some(&[1.0, 0.5][..])
        );
    }

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
        let rows = 3 * 2048 + 5;
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
        assert!((x[0] - 1e-5f64).abs() < 1e-12, "{}", x[0]);
    }

    #[test]
    fn shapes_that_no_memory_holds_are_refused() {
        let (one, none) = (array![1.0], Array1::<f64>::zeros(0));
        let wide = ArrayView2::from_shape((0, 1 << 58), &[]).unwrap();
        let error = lstsq(wide, none.view(), None).unwrap_err();
        assert!(matches!(error, KernelError::NoArray(_)), "{error}");
        for shape in [(1 << 20, 1 << 20), (1, 1 << 58)] {
            let b = one.broadcast(shape.0).unwrap();
            let error = lstsq(one.broadcast(shape).unwrap(), b, None).unwrap_err();
            assert!(error.to_string().contains("memory"), "{error}");
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

    /// Numbers without order, and a diagonal that keeps the matrix far from singular ones.
    fn regular<T: Field>(m: usize, n: usize) -> Array2<T> {
        Array2::from_shape_fn((m, n), |(i, j)| {
            let value = ((i * 7919 + j * 104_729 + i * j * 31) % 1009) as f64 / 504.5 - 1.0;
            real::<T>(if i == j { value + 3.0 } else { value })
        })
    }

    fn product_of<T: Field>(a: ArrayView2<T>, b: ArrayView2<T>) -> Array2<T> {
        let mut c = Array2::zeros((a.nrows(), b.ncols()));
        matmul(a, b, c.view_mut());
        c
    }

    #[track_caller]
    fn assert_near<T: Field>(actual: ArrayView2<T>, expected: ArrayView2<T>) {
        assert_eq!(actual.dim(), expected.dim());
        let largest = |x: ArrayView2<T>| {
            x.iter().fold(0.0, |most: f64, x| most.max(x.to_f64().unwrap().abs()))
        };
        let apart = largest((&actual - &expected).view());
        let epsilon = <T as num_traits::Float>::epsilon().to_f64().unwrap();
        let limit = epsilon * 20.0 * (actual.nrows() + actual.ncols()) as f64;
        assert!(apart <= limit * largest(expected).max(1.0), "apart by {apart}");
    }

    fn assert_orthonormal<T: Field>(q: ArrayView2<T>) {
        assert_near(product_of(q.t(), q).view(), Array2::eye(q.ncols()).view());
    }

    /// The matrix, and the same in other layouts.
    fn in_layouts<T: Field>(a: &Array2<T>, test: impl Fn(ArrayView2<T>)) {
        test(a.view());
        test(a.t().to_owned().t());
        let mut padded = Array2::from_elem((a.nrows(), a.ncols() + 2), T::nan());
        let inner = Slice::from(1..a.ncols() + 1);
        padded.slice_axis_mut(Axis(1), inner).assign(a);
        test(padded.slice_axis(Axis(1), inner));
        let mut wide = Array2::from_elem((2 * a.nrows(), 3 * a.ncols()), T::nan());
        let (rows, columns) = (Slice::new(0, None, 2), Slice::new(0, None, -3));
        let mut sliced = wide.slice_axis_mut(Axis(0), rows);
        sliced.slice_axis_mut(Axis(1), columns).assign(a);
        test(wide.slice_axis(Axis(0), rows).slice_axis(Axis(1), columns));
    }

    fn square_systems_are_solved<T: Field>() {
        for n in [0, 1, 2, 5, 16, 17, 40, 130] {
            let (a, b) = (regular::<T>(n, n), regular::<T>(n, 3));
            in_layouts(&a, |a| {
                let x = solve(a, b.view().into_dyn()).unwrap();
                let x: Array2<T> = x.into_dimensionality().unwrap();
                assert_near(product_of(a, x.view()).view(), b.view());
                assert_eq!(parallel_solve(a, b.view().into_dyn()).unwrap().shape(), [n, 3]);
                for j in 0..3 {
                    let column = solve_vector(a, b.column(j)).unwrap();
                    assert_near(
                        column.insert_axis(Axis(1)).view(),
                        x.slice_axis(Axis(1), Slice::from(j..=j)),
                    );
                }
                let inverse = inv(a).unwrap();
                assert_near(product_of(a, inverse.view()).view(), Array2::eye(n).view());
                let (sign, logarithm) = slogdet(a).unwrap();
                let determinant = det(a).unwrap();
                assert_eq!(num_traits::Float::signum(determinant), sign);
                if num_traits::Float::is_finite(determinant) {
                    let ln = num_traits::Float::ln(num_traits::Float::abs(determinant));
                    assert!(
                        (ln - logarithm).to_f64().unwrap().abs() < 1e-3,
                        "{n}: {ln} {logarithm}"
                    );
                }
            });
        }
    }

    #[test]
    fn square_systems_of_both_types_are_solved() {
        square_systems_are_solved::<f64>();
        square_systems_are_solved::<f32>();
    }

    #[test]
    fn determinants_are_products_of_pivots() {
        assert_eq!(det(array![[1.0, 2.0], [3.0, 4.0]].view()).unwrap(), -2.0);
        assert_eq!(det(Array2::<f64>::zeros((0, 0)).view()).unwrap(), 1.0);
        assert_eq!(det(array![[1.0, 2.0], [2.0, 4.0]].view()).unwrap(), 0.0);
        let singular = array![[1.0, 2.0], [2.0, 4.0]];
        assert_eq!(slogdet(singular.view()).unwrap(), (0.0, f64::NEG_INFINITY));
        assert!(det(array![[f64::NAN, 2.0], [2.0, 4.0]].view()).unwrap().is_nan());
        // 1e200 * 1e200 * 1e-300 * 1e-100
        let scales = Array2::from_diag(&array![1e200, 1e200, 1e-300, -1e-100]);
        assert!(f64::abs(det(scales.view()).unwrap() + 1.0) < 1e-12);
        let exchange = array![[0.0, 1.0], [1.0, 0.0]];
        assert_eq!(slogdet(exchange.view()).unwrap(), (-1.0, 0.0));
    }

    #[test]
    fn what_is_not_square_or_singular_is_refused_in_numpys_words() {
        let wide = Array2::<f64>::zeros((2, 3));
        let square = "Last 2 dimensions of the array must be square";
        let errors = [
            solve(wide.view(), wide.view().into_dyn()).unwrap_err(),
            inv(wide.view()).unwrap_err(),
            det(wide.view()).unwrap_err(),
            slogdet(wide.view()).unwrap_err(),
            cholesky(wide.view()).unwrap_err(),
            eigh(wide.view()).unwrap_err(),
            eigvalsh(wide.view()).unwrap_err(),
        ];
        assert!(errors.iter().all(|error| error.to_string() == square));
        for n in [2, 40] {
            let zeros = Array2::<f64>::zeros((n, n));
            assert_eq!(inv(zeros.view()).unwrap_err().to_string(), "Singular matrix");
            assert_eq!(
                solve(zeros.view(), zeros.view().into_dyn()).unwrap_err().to_string(),
                "Singular matrix"
            );
            let error = cholesky(zeros.view()).unwrap_err();
            assert_eq!(error.to_string(), "Matrix is not positive definite");
            let mut nan = Array2::eye(n);
            nan[[n / 2, 0]] = f64::NAN;
            assert_eq!(
                cholesky(nan.view()).unwrap_err().to_string(),
                "Matrix is not positive definite"
            );
            assert_eq!(eigh(nan.view()).unwrap_err().to_string(), "Eigenvalues did not converge");
            assert_eq!(svdvals(nan.view()).unwrap_err().to_string(), "SVD did not converge");
            assert_eq!(solve(nan.view(), nan.view().into_dyn()).unwrap().shape(), [n, n]);
            assert_eq!(qr(nan.view()).unwrap().1.dim(), (n, n));
        }
    }

    fn matrices_are_decomposed<T: Field>() {
        for (m, n) in [(0, 0), (0, 3), (3, 0), (1, 1), (4, 2), (2, 5), (17, 17), (70, 9), (40, 60)]
        {
            in_layouts(&regular::<T>(m, n), |a| {
                let rank = m.min(n);
                for (q, r) in [qr(a).unwrap(), parallel_qr(a).unwrap()] {
                    assert_eq!((q.dim(), r.dim()), ((m, rank), (rank, n)));
                    assert_orthonormal(q.view());
                    assert!(r.indexed_iter().all(|((i, j), &r)| i <= j || r == T::zero()));
                    assert_near(product_of(q.view(), r.view()).view(), a);
                }
                for full in [None, Some(true)] {
                    for (u, s, vh) in [svd(a, full).unwrap(), parallel_svd(a, full).unwrap()] {
                        let whole = full.is_some();
                        let columns = if whole { (m, n) } else { (rank, rank) };
                        assert_eq!((u.dim(), vh.dim()), ((m, columns.0), (columns.1, n)));
                        assert_orthonormal(u.view());
                        assert_orthonormal(vh.t());
                        assert!(s.iter().zip(s.iter().skip(1)).all(|(a, b)| a >= b));
                        let kept = Slice::from(..rank);
                        let scaled = &u.slice_axis(Axis(1), kept) * &s;
                        let vh = vh.slice_axis(Axis(0), kept);
                        assert_near(product_of(scaled.view(), vh).view(), a);
                        let values = svdvals(a).unwrap();
                        assert_near(
                            values.insert_axis(Axis(1)).view(),
                            s.insert_axis(Axis(1)).view(),
                        );
                    }
                }
                assert_eq!(matrix_rank(a, None), Ok(rank));
                let inverse = pinv(a, None).unwrap();
                let same = product_of(product_of(a, inverse.view()).view(), a);
                assert_near(same.view(), a);
            });
        }
    }

    #[test]
    fn matrices_of_both_types_and_all_layouts_are_decomposed() {
        matrices_are_decomposed::<f64>();
        matrices_are_decomposed::<f32>();
    }

    fn symmetric_matrices_are_decomposed<T: Field>() {
        for n in [0, 1, 2, 3, 20, 140] {
            let a = regular::<T>(n, n);
            let symmetric = &a + &a.t();
            let positive = product_of(a.t(), a.view());
            // Above the diagonal nothing is read.
            let lower = |a: &Array2<T>| {
                Array2::from_shape_fn((n, n), |(i, j)| if i >= j { a[[i, j]] } else { T::nan() })
            };
            in_layouts(&lower(&symmetric), |a| {
                for (values, vectors) in [eigh(a).unwrap(), parallel_eigh(a).unwrap()] {
                    assert!(values.iter().zip(values.iter().skip(1)).all(|(a, b)| a <= b));
                    assert_orthonormal(vectors.view());
                    let scaled = &vectors * &values;
                    assert_near(product_of(scaled.view(), vectors.t()).view(), symmetric.view());
                    let alone = eigvalsh(a).unwrap();
                    assert_near(
                        alone.insert_axis(Axis(1)).view(),
                        values.insert_axis(Axis(1)).view(),
                    );
                }
            });
            in_layouts(&lower(&positive), |a| {
                for l in [cholesky(a).unwrap(), parallel_cholesky(a).unwrap()] {
                    assert!(l.indexed_iter().all(|((i, j), &l)| i >= j || l == T::zero()));
                    assert!(l.diag().iter().all(|&l| l > T::zero()));
                    assert_near(product_of(l.view(), l.t()).view(), positive.view());
                }
            });
        }
    }

    #[test]
    fn symmetric_matrices_of_both_types_are_decomposed() {
        symmetric_matrices_are_decomposed::<f64>();
        symmetric_matrices_are_decomposed::<f32>();
    }

    #[test]
    fn vectors_are_multiplied_in_every_layout() {
        for (m, n) in [(0, 3), (3, 0), (1, 1), (5, 40), (40, 5), (4100, 19), (19, 1030)] {
            let a = Array2::from_shape_fn((m, n), |(i, j)| ((i * 7 + j * 3) % 11) as f64 - 5.0);
            let x = Array1::from_shape_fn(n, |i| (i * 5 % 13) as f64 - 6.0);
            let expected = a.dot(&x);
            in_layouts(&a, |a| {
                let mut y = Array1::from_elem(m, f64::NAN);
                matvec(a, x.view(), y.view_mut());
                assert_eq!(y, expected);
                let mut wide = Array1::from_elem(2 * m, f64::NAN);
                let backwards = Slice::new(0, None, -2);
                let reversed = x.iter().rev().copied().collect::<Array1<f64>>();
                let x = reversed.slice_axis(Axis(0), Slice::new(0, None, -1));
                matvec(a, x, wide.slice_axis_mut(Axis(0), backwards));
                assert_eq!(wide.slice_axis(Axis(0), backwards), expected);
            });
        }
    }

    #[test]
    fn squares_out_of_range_are_fitted_as_well() {
        for scale in [1e-170, 1e170] {
            let (a, b) = line();
            let (x, _, rank, s) = lstsq((&a * scale).view(), (&b * scale).view(), None).unwrap();
            assert!(close(&x, &[1.0, -0.95]), "{x}");
            assert_eq!(rank, 2);
            assert!((s[0] / scale - 4.100_030_448_168_24).abs() < 1e-12);
        }
    }

    #[test]
    fn every_right_side_is_fitted() {
        for (m, n) in [(9, 3), (500, 20), (700, 60), (3, 7)] {
            let (a, b) = (regular::<f64>(m, n), regular::<f64>(m, 4));
            let (x, residuals, rank, _) = lstsq_matrix(a.view(), b.view(), None).unwrap();
            assert_eq!(rank, m.min(n));
            in_layouts(&a, |a| {
                let (found, ..) = lstsq_matrix(a, b.view(), None).unwrap();
                assert!((&found - &x).iter().all(|apart| apart.abs() < 1e-12));
            });
            let left = &b - &product_of(a.view(), x.view());
            // What is left is orthogonal to all columns.
            assert!(product_of(a.t(), left.view()).iter().all(|&product| product.abs() < 1e-11));
            for j in 0..4 {
                let (alone, residual, ..) = lstsq(a.view(), b.column(j), None).unwrap();
                assert!((&alone - &x.column(j)).iter().all(|apart| apart.abs() < 1e-12));
                assert!((residual - residuals[j]).abs() < 1e-12 * (1.0 + residual));
                assert!(
                    (left.column(j).dot(&left.column(j)) - residual).abs()
                        < 1e-10 * (1.0 + residual)
                );
            }
        }
    }
}
