//! The singular value decomposition, and what follows from it.

use super::field::{Field, is_finite, scratch, zero_columns};
use crate::element::real;
use crate::error::KernelError;
use arrays::ndarray::{Array1, Array2, ArrayView2, Axis, Slice};
use faer::diag::DiagMut;
use faer::dyn_stack::MemStack;
use faer::linalg::matmul;
use faer::linalg::svd::{self, ComputeSvdVectors};
use faer::{Accum, Par};
use faer_ext::IntoFaer;

/// What `svd` returns: U, the singular values, and V's transpose.
pub(super) type Parts<T> = (Array2<T>, Array1<T>, Array2<T>);

pub(super) fn svd<T: Field>(
    a: ArrayView2<T>,
    full_matrices: bool,
    par: Par,
) -> Result<Parts<T>, KernelError> {
    let (m, n) = a.dim();
    let rank = m.min(n);
    let (vectors, u_columns, v_columns) = if full_matrices {
        (ComputeSvdVectors::Full, m, n)
    } else {
        (ComputeSvdVectors::Thin, rank, rank)
    };
    let mut u = zero_columns(m, u_columns)?;
    let mut v = zero_columns(n, v_columns)?;
    let s = decompose(a, vectors, Some((&mut u, &mut v)), par)?;
    Ok((u, s, v.reversed_axes()))
}

pub(super) fn svdvals<T: Field>(a: ArrayView2<T>, par: Par) -> Result<Array1<T>, KernelError> {
    decompose(a, ComputeSvdVectors::No, None, par)
}

fn decompose<T: Field>(
    a: ArrayView2<T>,
    vectors: ComputeSvdVectors,
    places: Option<(&mut Array2<T>, &mut Array2<T>)>,
    par: Par,
) -> Result<Array1<T>, KernelError> {
    let no_convergence = || KernelError::lin_alg("SVD did not converge");
    let (m, n) = a.dim();
    let mut s: Array1<T> = arrays::try_zeros(m.min(n))?;
    if !is_finite(a) {
        return Err(no_convergence());
    }
    let needed = svd::svd_scratch::<T>(m, n, vectors, vectors, par, Default::default());
    let (u, v) = places.map(|(u, v)| (u.view_mut().into_faer(), v.view_mut().into_faer())).unzip();
    svd::svd(
        a.into_faer(),
        DiagMut::from_slice_mut(s.as_slice_mut().expect("a fresh array")),
        u,
        v,
        par,
        MemStack::new(&mut scratch(needed)?),
        Default::default(),
    )
    .map_err(|_| no_convergence())?;
    Ok(s)
}

pub(super) fn pinv<T: Field>(
    a: ArrayView2<T>,
    rcond: Option<T>,
    par: Par,
) -> Result<Array2<T>, KernelError> {
    let (m, n) = a.dim();
    let (u, s, vh) = svd(a, false, par)?;
    let largest = s.first().copied().unwrap_or_else(T::zero);
    let cutoff = rcond.unwrap_or_else(|| real(1e-15)) * largest;
    let rank = s.iter().filter(|&&value| value > cutoff).count();
    let mut v = vh.reversed_axes();
    for (mut column, &value) in v.columns_mut().into_iter().zip(s.iter().take(rank)) {
        column.mapv_inplace(|x| x / value);
    }
    let mut inverse = zero_columns(n, m)?;
    let kept = Slice::from(..rank);
    matmul::matmul(
        inverse.view_mut().into_faer(),
        Accum::Replace,
        v.slice_axis(Axis(1), kept).into_faer(),
        u.slice_axis(Axis(1), kept).reversed_axes().into_faer(),
        num_traits::one(),
        par,
    );
    Ok(inverse)
}

pub(super) fn matrix_rank<T: Field>(
    a: ArrayView2<T>,
    tol: Option<T>,
) -> Result<usize, KernelError> {
    let (m, n) = a.dim();
    let s = svdvals(a, Par::Seq)?;
    let largest = s.first().copied().unwrap_or_else(T::zero);
    let relative = real::<T>(m.max(n) as f64) * <T as num_traits::Float>::epsilon();
    let tol = tol.unwrap_or(largest * relative);
    Ok(s.iter().filter(|&&value| value > tol).count())
}
