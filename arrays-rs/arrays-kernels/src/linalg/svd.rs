//! The singular value decomposition, and what follows from it.

use super::field::{
    Field, Scaled, is_finite, is_near, probe_vector, rescale, scratch, times, zero_columns,
};
use crate::error::KernelError;
use arrays::ndarray::{Array1, Array2, ArrayView2, Axis, Slice};
use faer::diag::DiagMut;
use faer::dyn_stack::MemStack;
use faer::linalg::matmul;
use faer::linalg::svd::{self, ComputeSvdVectors, SvdParams};
use faer::{Accum, Auto, Par};
use faer_ext::IntoFaer;

/// What `svd` returns: U, the singular values, and V's transpose.
pub(super) type Parts<T> = (Array2<T>, Array1<T>, Array2<T>);

pub(super) fn svd<T: Field>(
    a: ArrayView2<T>,
    full_matrices: bool,
    par: Par,
) -> Result<Parts<T>, KernelError> {
    let Scaled { columns: a, scale } = scaled(a)?;
    let (u, mut s, vh) = parts(&a, full_matrices, par)?;
    rescale(&mut s, 1.0, scale);
    Ok((T::narrow_all(u)?, T::narrow_all(s)?, T::narrow_all(vh)?))
}

pub(super) fn svdvals<T: Field>(a: ArrayView2<T>, par: Par) -> Result<Array1<T>, KernelError> {
    T::narrow_all(values(a, par)?)
}

fn values<T: Field>(a: ArrayView2<T>, par: Par) -> Result<Array1<f64>, KernelError> {
    let Scaled { columns: a, scale } = scaled(a)?;
    let mut s = decompose(&a, ComputeSvdVectors::No, None, safe(), par)?;
    rescale(&mut s, 1.0, scale);
    Ok(s)
}

fn scaled<T: Field>(a: ArrayView2<T>) -> Result<Scaled, KernelError> {
    let scaled = Scaled::of(a)?;
    if is_finite(scaled.columns.view()) { Ok(scaled) } else { Err(no_convergence()) }
}

fn no_convergence() -> KernelError {
    KernelError::lin_alg("SVD did not converge")
}

/// QR iterations, however large the matrix: slower for singular vectors than faer's divide and conquer, which gives
/// wrong results of many matrices of low rank or with equal singular values.
fn safe() -> SvdParams {
    SvdParams { recursion_threshold: usize::MAX, ..<SvdParams as Auto<f64>>::auto() }
}

/// The decomposition of a matrix of finite elements that is in range.
pub(super) fn parts(
    a: &Array2<f64>,
    full_matrices: bool,
    par: Par,
) -> Result<Parts<f64>, KernelError> {
    let (m, n) = a.dim();
    let rank = m.min(n);
    let (vectors, u_columns, v_columns) = if full_matrices {
        (ComputeSvdVectors::Full, m, n)
    } else {
        (ComputeSvdVectors::Thin, rank, rank)
    };
    let mut u = zero_columns(m, u_columns)?;
    let mut v = zero_columns(n, v_columns)?;
    let params = <SvdParams as Auto<f64>>::auto();
    let fast = decompose(a, vectors, Some((&mut u, &mut v)), params, par);
    let s = match fast {
        Ok(s) if rank < params.recursion_threshold || is_right(a, &u, &s, &v)? => s,
        Err(error @ KernelError::OutOfMemory { .. }) => return Err(error),
        _ => decompose(a, vectors, Some((&mut u, &mut v)), safe(), par)?,
    };
    Ok((u, s, v.reversed_axes()))
}

/// Whether the values descend to 0 at the least, the columns of `u` and `v` keep the length of a vector, and `a` times a
/// vector is what its decomposition says.
fn is_right(
    a: &Array2<f64>,
    u: &Array2<f64>,
    s: &Array1<f64>,
    v: &Array2<f64>,
) -> Result<bool, KernelError> {
    // A NaN is not in order.
    let ends = s[s.len() - 1] >= 0.0;
    if !(ends && s.iter().zip(s.iter().skip(1)).all(|(a, b)| a >= b)) {
        return Ok(false);
    }
    for q in [u, v] {
        let x = probe_vector(q.ncols())?;
        let size = x.dot(&x).sqrt();
        if !is_near(&times(q.t(), &times(q.view(), &x)?)?, &x, size) {
            return Ok(false);
        }
    }
    let x = probe_vector(a.ncols())?;
    let size = x.dot(&x).sqrt();
    let mut parts = times(v.t(), &x)?;
    parts.slice_axis_inplace(Axis(0), Slice::from(..s.len()));
    parts *= s;
    let product = times(u.slice_axis(Axis(1), Slice::from(..s.len())), &parts)?;
    Ok(is_near(&product, &times(a.view(), &x)?, size * s[0]))
}

fn decompose(
    a: &Array2<f64>,
    vectors: ComputeSvdVectors,
    places: Option<(&mut Array2<f64>, &mut Array2<f64>)>,
    params: SvdParams,
    par: Par,
) -> Result<Array1<f64>, KernelError> {
    let (m, n) = a.dim();
    let mut s: Array1<f64> = arrays::try_zeros(m.min(n))?;
    let needed = svd::svd_scratch::<f64>(m, n, vectors, vectors, par, params.into());
    let (u, v) = places.map(|(u, v)| (u.view_mut().into_faer(), v.view_mut().into_faer())).unzip();
    svd::svd(
        a.view().into_faer(),
        DiagMut::from_slice_mut(s.as_slice_mut().expect("a fresh array")),
        u,
        v,
        par,
        MemStack::new(&mut scratch(needed)?),
        params.into(),
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
    let Scaled { columns: a, scale } = scaled(a)?;
    let (u, s, vh) = parts(&a, false, par)?;
    let largest = s.first().copied().unwrap_or(0.0);
    let cutoff = rcond.map_or(1e-15, T::widen_one) * largest;
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
        1.0,
        par,
    );
    rescale(&mut inverse, scale, 1.0);
    T::narrow_all(inverse)
}

pub(super) fn matrix_rank<T: Field>(
    a: ArrayView2<T>,
    tol: Option<T>,
) -> Result<usize, KernelError> {
    let (m, n) = a.dim();
    let s = values(a, Par::Seq)?;
    let largest = s.first().copied().unwrap_or(0.0);
    let relative = m.max(n) as f64 * <T as num_traits::Float>::epsilon().widen_one();
    let tol = tol.map_or(largest * relative, T::widen_one);
    Ok(s.iter().filter(|&&value| value > tol).count())
}
