//! Linear algebra.

use crate::pairwise;
use arrays::prelude::*;
use faer::MatRef;
use std::fmt;

/// Why a linear algebra routine gave no result.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LinalgError {
    /// The singular value decomposition did not converge, which NaN and infinity cause.
    SvdDidNotConverge,
}

impl fmt::Display for LinalgError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::SvdDidNotConverge => write!(
                f,
                "SVD did not converge in linear least squares; do a and b hold NaN or infinity?"
            ),
        }
    }
}

impl std::error::Error for LinalgError {}

/// Adds `alpha` times `x` to `y`, in place.
#[arrays::export(shapes(x = [n], y = [n]))]
pub fn axpy(alpha: f64, x: ArrayView1<f64>, mut y: ArrayViewMut1<f64>) {
    y.scaled_add(alpha, &x);
}

/// The least-squares solution of `a x = b`: the `x` for which the 2-norm of `b - a x` is smallest, and among
/// several such `x` the one of the smallest norm.
///
/// By the singular value decomposition, as NumPy's `lstsq`. Singular values up to `rcond` times the
/// largest count as 0; `rcond` is the machine epsilon times the larger of m and n when left out. Returns the
/// solution (shape `[n]`), the sum of squared residuals, the rank of `a`, and the singular values
/// (shape `[min(m, n)]`), descending.
///
/// # Errors
///
/// The decomposition does not converge, because `a` holds a NaN or an infinity.
#[arrays::export(
    shapes(a = [m, n], b = [m]),
    returns(solution, residual, rank, singular_values)
)]
pub fn lstsq(
    a: ArrayView2<f64>,
    b: ArrayView1<f64>,
    rcond: Option<f64>,
) -> Result<(Array1<f64>, f64, usize, Array1<f64>), LinalgError> {
    let (m, n) = a.dim();
    if m == 0 || n == 0 {
        return Ok((Array1::zeros(n), b.dot(&b), 0, Array1::zeros(0)));
    }
    let (copy, copy_view);
    let matrix = match as_faer(&a) {
        Some(matrix) => matrix,
        None => {
            copy = a.as_standard_layout();
            copy_view = copy.view();
            as_faer(&copy_view).expect("a standard layout has a slice")
        }
    };
    let svd = matrix.thin_svd().map_err(|_| LinalgError::SvdDidNotConverge)?;
    let (u, v) = (svd.U(), svd.V());
    let singular_values: Array1<f64> = svd.S().column_vector().iter().copied().collect();
    let cutoff = rcond.unwrap_or(f64::EPSILON * m.max(n) as f64) * singular_values[0];
    let rank = singular_values.iter().filter(|&&s| s > cutoff).count();
    let mut solution = Array1::<f64>::zeros(n);
    for k in 0..rank {
        // Pairwise: over many rows a plain sum would lose more digits than the decomposition does.
        let direction: Array1<f64> = u.col(k).iter().copied().collect();
        let weight = pairwise::dot(b, direction.view()) / singular_values[k];
        for (x, v) in solution.iter_mut().zip(v.col(k).iter()) {
            *x += weight * v;
        }
    }
    let residuals = &b - &a.dot(&solution);
    let residual = residuals.dot(&residuals);
    Ok((solution, residual, rank, singular_values))
}

/// `a` in faer's terms, where its elements lie in one block in either order.
fn as_faer<'a>(a: &'a ArrayView2<'_, f64>) -> Option<MatRef<'a, f64>> {
    let (m, n) = a.dim();
    if let Some(rows) = a.as_slice() {
        return Some(MatRef::from_row_major_slice(rows, m, n));
    }
    let columns = a.as_slice_memory_order()?;
    a.t().is_standard_layout().then(|| MatRef::from_column_major_slice(columns, m, n))
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
    fn a_deficient_matrix_gets_the_shortest_solution() {
        let a = array![[1.0, 1.0], [2.0, 2.0], [3.0, 3.0]];
        let (x, _, rank, _) = lstsq(a.view(), array![2.0, 4.0, 6.0].view(), None).unwrap();
        assert_eq!(rank, 1);
        assert!(close(&x, &[1.0, 1.0]), "{x}");
    }

    #[test]
    fn nan_is_refused() {
        let a = array![[f64::NAN, 1.0], [1.0, 2.0]];
        let error = lstsq(a.view(), array![1.0, 2.0].view(), None).unwrap_err();
        assert!(error.to_string().starts_with("SVD did not converge"));
    }
}
