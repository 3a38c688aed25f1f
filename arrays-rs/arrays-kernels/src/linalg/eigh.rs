//! Eigenvalues and eigenvectors of symmetric matrices.

use super::field::{
    Field, Scaled, is_finite, is_near, order_of, probe_vector, rescale, scratch, times,
    zero_columns,
};
use crate::error::KernelError;
use arrays::ndarray::{Array1, Array2, ArrayView2};
use faer::diag::DiagMut;
use faer::dyn_stack::MemStack;
use faer::linalg::evd::{self, ComputeEigenvectors, SelfAdjointEvdParams};
use faer::{Auto, Par};
use faer_ext::IntoFaer;

pub(super) fn eigh<T: Field>(
    a: ArrayView2<T>,
    par: Par,
) -> Result<(Array1<T>, Array2<T>), KernelError> {
    let n = order_of(&a)?;
    let Scaled { columns: a, scale } = scaled(a)?;
    let mut vectors = zero_columns(n, n)?;
    let params = <SelfAdjointEvdParams as Auto<f64>>::auto();
    let fast = decompose(&a, Some(&mut vectors), params, par);
    let mut values = match fast {
        Ok(values) if n < params.recursion_threshold || is_right(&a, &values, &vectors)? => values,
        Err(error @ KernelError::OutOfMemory { .. }) => return Err(error),
        _ => decompose(&a, Some(&mut vectors), safe(), par)?,
    };
    rescale(&mut values, 1.0, scale);
    Ok((T::narrow_all(values)?, T::narrow_all(vectors)?))
}

pub(super) fn eigvalsh<T: Field>(a: ArrayView2<T>, par: Par) -> Result<Array1<T>, KernelError> {
    order_of(&a)?;
    let Scaled { columns: a, scale } = scaled(a)?;
    let mut values = decompose(&a, None, safe(), par)?;
    rescale(&mut values, 1.0, scale);
    T::narrow_all(values)
}

fn scaled<T: Field>(a: ArrayView2<T>) -> Result<Scaled, KernelError> {
    let mut scaled = Scaled::raised_lower(a)?;
    scaled.lower::<T>();
    if is_finite(scaled.columns.view()) { Ok(scaled) } else { Err(no_convergence()) }
}

fn no_convergence() -> KernelError {
    KernelError::lin_alg("Eigenvalues did not converge")
}

/// QR iterations, however large the matrix: slower for eigenvectors than faer's divide and conquer, whose results may
/// be wrong where many eigenvalues are the same.
fn safe() -> SelfAdjointEvdParams {
    SelfAdjointEvdParams {
        recursion_threshold: usize::MAX,
        ..<SelfAdjointEvdParams as Auto<f64>>::auto()
    }
}

/// Whether the values ascend, and a vector is what its parts along the eigenvectors, and `a` times it what those times
/// the eigenvalues add up to.
fn is_right(
    a: &Array2<f64>,
    values: &Array1<f64>,
    vectors: &Array2<f64>,
) -> Result<bool, KernelError> {
    // A NaN is not in order.
    if !values.iter().zip(values.iter().skip(1)).all(|(a, b)| a <= b) {
        return Ok(false);
    }
    let n = a.nrows();
    let x = probe_vector(n)?;
    let size = x.dot(&x).sqrt();
    let mut parts = times(vectors.t(), &x)?;
    if !is_near(&times(vectors.view(), &parts)?, &x, size) {
        return Ok(false);
    }
    parts *= values;
    // `a` has its lower triangle only.
    let mut product = times(a.view(), &x)?;
    product += &times(a.t(), &x)?;
    for (i, product) in product.iter_mut().enumerate() {
        *product -= a[[i, i]] * x[i];
    }
    let largest = f64::max(values[0].abs(), values[n - 1].abs());
    Ok(is_near(&times(vectors.view(), &parts)?, &product, size * largest))
}

fn decompose(
    a: &Array2<f64>,
    vectors: Option<&mut Array2<f64>>,
    params: SelfAdjointEvdParams,
    par: Par,
) -> Result<Array1<f64>, KernelError> {
    let n = a.nrows();
    let mut values: Array1<f64> = arrays::try_zeros(n)?;
    if n == 0 {
        return Ok(values);
    }
    let wanted = if vectors.is_some() { ComputeEigenvectors::Yes } else { ComputeEigenvectors::No };
    let needed = evd::self_adjoint_evd_scratch::<f64>(n, wanted, par, params.into());
    evd::self_adjoint_evd(
        a.view().into_faer(),
        DiagMut::from_slice_mut(values.as_slice_mut().expect("a fresh array")),
        vectors.map(|vectors| vectors.view_mut().into_faer()),
        par,
        MemStack::new(&mut scratch(needed)?),
        params.into(),
    )
    .map_err(|_| no_convergence())?;
    Ok(values)
}
