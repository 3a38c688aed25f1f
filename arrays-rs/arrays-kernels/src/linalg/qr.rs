//! The QR decomposition.

use super::field::{Field, columns_of, identity, scratch, zero_columns};
use crate::error::KernelError;
use arrays::ndarray::{Array2, ArrayView2, Axis, Slice};
use faer::Conj;
use faer::Par;
use faer::dyn_stack::{MemStack, StackReq};
use faer::linalg::householder;
use faer::linalg::qr::no_pivoting::factor;
use faer_ext::IntoFaer;

/// Householder vectors, in blocks, and the triangle above them.
pub(super) struct Qr<T> {
    factors: Array2<T>,
    blocks: Array2<T>,
}

impl<T: Field> Qr<T> {
    pub(super) fn of(a: ArrayView2<T>, par: Par) -> Result<Self, KernelError> {
        let (m, n) = a.dim();
        let mut factors = columns_of(a)?;
        let block = factor::recommended_block_size::<T>(m, n);
        let mut blocks = zero_columns(block, m.min(n))?;
        let needed = factor::qr_in_place_scratch::<T>(m, n, block, par, Default::default());
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
    fn q(&self, columns: usize, par: Par) -> Result<Array2<T>, KernelError> {
        let m = self.factors.nrows();
        let mut q = identity(m, columns)?;
        let needed: StackReq =
            householder::apply_block_householder_sequence_on_the_left_in_place_scratch::<T>(
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
    pub(super) fn r(&self, rows: usize) -> Result<Array2<T>, KernelError> {
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
    let qr = Qr::of(a, par)?;
    Ok((qr.q(rank, par)?, qr.r(rank)?))
}
