//! Eigenvalues and eigenvectors of symmetric matrices.

use super::field::{Field, order_of, scratch, zero_columns};
use crate::error::KernelError;
use arrays::ndarray::{Array1, Array2, ArrayView2, Axis, Slice};
use faer::Par;
use faer::diag::DiagMut;
use faer::dyn_stack::MemStack;
use faer::linalg::evd::{self, ComputeEigenvectors};
use faer_ext::IntoFaer;

pub(super) fn eigh<T: Field>(
    a: ArrayView2<T>,
    par: Par,
) -> Result<(Array1<T>, Array2<T>), KernelError> {
    let n = order_of(&a)?;
    let mut vectors = zero_columns(n, n)?;
    let values = decompose(a, Some(&mut vectors), par)?;
    Ok((values, vectors))
}

pub(super) fn eigvalsh<T: Field>(a: ArrayView2<T>, par: Par) -> Result<Array1<T>, KernelError> {
    order_of(&a)?;
    decompose(a, None, par)
}

fn decompose<T: Field>(
    a: ArrayView2<T>,
    vectors: Option<&mut Array2<T>>,
    par: Par,
) -> Result<Array1<T>, KernelError> {
    let no_convergence = || KernelError::lin_alg("Eigenvalues did not converge");
    let n = a.nrows();
    let mut values: Array1<T> = arrays::try_zeros(n)?;
    if n == 0 {
        return Ok(values);
    }
    let is_finite = a.rows().into_iter().enumerate().all(|(i, row)| {
        row.slice_axis(Axis(0), Slice::from(..=i)).iter().all(|&x| num_traits::Float::is_finite(x))
    });
    if !is_finite {
        return Err(no_convergence());
    }
    let wanted = if vectors.is_some() { ComputeEigenvectors::Yes } else { ComputeEigenvectors::No };
    let needed = evd::self_adjoint_evd_scratch::<T>(n, wanted, par, Default::default());
    evd::self_adjoint_evd(
        a.into_faer(),
        DiagMut::from_slice_mut(values.as_slice_mut().expect("a fresh array")),
        vectors.map(|vectors| vectors.view_mut().into_faer()),
        par,
        MemStack::new(&mut scratch(needed)?),
        Default::default(),
    )
    .map_err(|_| no_convergence())?;
    Ok(values)
}
