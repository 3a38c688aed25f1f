//! The QR decomposition.

use super::field::{Field, Scaled, identity, is_finite, rescale, scratch, zero_columns};
use crate::error::KernelError;
use arrays::ndarray::{Array2, ArrayView2, Axis, Slice};
use faer::Conj;
use faer::Par;
use faer::dyn_stack::{MemStack, StackReq};
use faer::linalg::householder;
use faer::linalg::qr::no_pivoting::factor;
use faer_ext::IntoFaer;

/// Householder vectors, in blocks, and the triangle above them.
pub(super) struct Qr {
    factors: Array2<f64>,
    blocks: Array2<f64>,
}

impl Qr {
    /// The decomposition of a matrix whose columns follow each other.
    pub(super) fn of(mut factors: Array2<f64>, par: Par) -> Result<Self, KernelError> {
        let (m, n) = factors.dim();
        let block = factor::recommended_block_size::<f64>(m, n);
        let mut blocks = zero_columns(block, m.min(n))?;
        let needed = factor::qr_in_place_scratch::<f64>(m, n, block, par, Default::default());
        factor::qr_in_place(
            factors.view_mut().into_faer(),
            blocks.view_mut().into_faer(),
            par,
            MemStack::new(&mut scratch(needed)?),
            Default::default(),
        );
        Ok(Self { factors, blocks })
    }

    /// The first `columns` columns of Q.
    fn q(&self, columns: usize, par: Par) -> Result<Array2<f64>, KernelError> {
        let m = self.factors.nrows();
        let mut q = identity(m, columns)?;
        let needed: StackReq =
            householder::apply_block_householder_sequence_on_the_left_in_place_scratch::<f64>(
                m,
                self.blocks.nrows(),
                columns,
            );
        householder::apply_block_householder_sequence_on_the_left_in_place_with_conj(
            self.factors.view().into_faer().get(.., ..self.blocks.ncols()),
            self.blocks.view().into_faer(),
            Conj::No,
            q.view_mut().into_faer(),
            par,
            MemStack::new(&mut scratch(needed)?),
        );
        Ok(q)
    }

    /// The first `rows` rows of R.
    pub(super) fn r(&self, rows: usize) -> Result<Array2<f64>, KernelError> {
        let mut r = zero_columns(rows, self.factors.ncols())?;
        r.view_mut().into_faer().copy_from_triangular_upper(
            self.factors.slice_axis(Axis(0), Slice::from(..rows)).into_faer(),
        );
        Ok(r)
    }
}

pub(super) fn qr<T: Field>(
    a: ArrayView2<T>,
    par: Par,
) -> Result<(Array2<T>, Array2<T>), KernelError> {
    let rank = a.nrows().min(a.ncols());
    let Scaled { columns, mut scale } = Scaled::raised(a)?;
    let mut qr = Qr::of(columns, par)?;
    if !(is_finite(qr.factors.view()) && is_finite(qr.blocks.view())) {
        let scaled = Scaled::of(a)?;
        scale = scaled.scale;
        qr = Qr::of(scaled.columns, par)?;
    }
    let mut r = qr.r(rank)?;
    rescale(&mut r, 1.0, scale);
    Ok((T::narrow_all(qr.q(rank, par)?)?, T::narrow_all(r)?))
}
