//! How variables vary together.

use crate::element::Real;
use crate::error::KernelError;
use crate::memory;
use crate::simd::vectorize;
use arrays::ndarray::Slice;
use arrays::prelude::*;
use faer::linalg::matmul::triangular::{self, BlockStructure};
use faer::traits::ComplexField;
use faer::{Accum, Conj, Par};
use faer_ext::IntoFaer;
use rayon::prelude::*;

use super::sums;

/// Numbers of a block of observations, which the cache holds while it is multiplied.
const BLOCK: usize = 1 << 14;
/// Blocks whose products are summed by one thread.
const BLOCKS: usize = 8;
/// Up to so many variables, a product for each pair is faster than the product of matrices.
const FEW: usize = 6;

/// The covariances of the rows of `x`, whose columns are observations; by several threads, in their pool, if
/// `parallel`, and of the same bits.
pub(super) fn of_rows<T: Real + ComplexField>(
    x: ArrayView2<T>,
    ddof: i64,
    parallel: bool,
) -> Result<Array2<T>, KernelError> {
    let (variables, observations) = x.dim();
    let mut covariances: Array2<T> = arrays::try_zeros((variables, variables))?;
    if variables == 0 {
        return Ok(covariances);
    }
    let width = (BLOCK / variables).clamp(16, 1024);
    memory::probe::<T>(4 * variables as u128 * (width as u128 + variables as u128))?;
    let means = means(x)?;
    let part = |first: usize| {
        let last = observations.min(first + width * BLOCKS);
        sums_of_products(x.slice_axis(Axis(1), Slice::from(first..last)), &means, width)
    };
    let firsts =
        |start: usize, count: usize| (start..observations).step_by(width * BLOCKS).take(count);
    let at_once = if parallel { 2 * rayon::current_num_threads() } else { 1 };
    for start in (0..observations).step_by(width * BLOCKS * at_once) {
        if parallel {
            let firsts: Vec<usize> = firsts(start, at_once).collect();
            let parts: Vec<_> = firsts.into_par_iter().map(part).collect::<Result<_, _>>()?;
            parts.iter().for_each(|part| covariances += part);
        } else {
            covariances += &part(start)?;
        }
    }
    // Infinite or NaN where there are no degrees of freedom, as NumPy's.
    let freedom = (observations as i128 - i128::from(ddof)).max(0);
    let scale = T::one() / num_traits::cast::<_, T>(freedom).expect("a count is a real number");
    for i in 0..variables {
        for j in 0..=i {
            let covariance = covariances[[i, j]] * scale;
            covariances[[i, j]] = covariance;
            covariances[[j, i]] = covariance;
        }
    }
    Ok(covariances)
}

/// Makes correlation coefficients of `covariances`.
pub(super) fn to_correlations<T: Real>(covariances: &mut Array2<T>) {
    let one = T::one();
    let spreads: Vec<T> = covariances.diag().iter().map(|variance| variance.sqrt()).collect();
    for ((i, j), value) in covariances.indexed_iter_mut() {
        let r = *value / spreads[i] / spreads[j];
        // A NaN stays one.
        *value = if r > one {
            one
        } else if r < -one {
            -one
        } else {
            r
        };
    }
}

/// The means of the rows.
fn means<T: Real>(x: ArrayView2<T>) -> Result<Vec<T>, KernelError> {
    let count: T = sums::number(x.ncols());
    let mut means = memory::try_with_capacity(x.nrows())?;
    if x.t().as_slice().is_some() && x.ncols() > 0 {
        let columns = x.t();
        let rows = columns.as_slice().expect("it is contiguous");
        let zeros = vec![T::zero(); x.nrows()];
        means = sums::sum_columns_by(
            rows,
            &zeros,
            #[inline(always)]
            |value, _| value,
        );
    } else {
        for row in x.rows() {
            means.push(match row.as_slice() {
                Some(row) => sums::sum_by(row, |value| value),
                None => row.sum(),
            });
        }
    }
    means.iter_mut().for_each(|mean| *mean /= count);
    Ok(means)
}

/// The sums of the products of the deviations of the rows of `x` from their `means`: the lower triangle.
fn sums_of_products<T: Real + ComplexField>(
    x: ArrayView2<T>,
    means: &[T],
    width: usize,
) -> Result<Array2<T>, KernelError> {
    let variables = means.len();
    let mut sums: Array2<T> = arrays::try_zeros((variables, variables))?;
    let mut block: Array2<T> = arrays::try_zeros((variables, width))?;
    for first in (0..x.ncols()).step_by(width) {
        let x = x.slice_axis(Axis(1), Slice::from(first..x.ncols().min(first + width)));
        let mut block = block.slice_axis_mut(Axis(1), Slice::from(..x.ncols()));
        block.assign(&x);
        for (mut row, &mean) in block.rows_mut().into_iter().zip(means) {
            let row = row.as_slice_mut().expect("the rows of a new array are contiguous");
            vectorize(
                #[inline(always)]
                move || row.iter_mut().for_each(|value| *value -= mean),
            );
        }
        let block = block.view();
        if variables <= FEW {
            for i in 0..variables {
                for j in 0..=i {
                    let row = |i| block.index_axis_move(Axis(0), i).to_slice();
                    let (a, b) = (row(i), row(j));
                    sums[[i, j]] += sums::dot(a.expect("contiguous"), b.expect("contiguous"));
                }
            }
        } else {
            triangular::matmul_with_conj(
                sums.view_mut().into_faer(),
                BlockStructure::TriangularLower,
                Accum::Add,
                block.into_faer(),
                BlockStructure::Rectangular,
                Conj::No,
                block.t().into_faer(),
                BlockStructure::Rectangular,
                Conj::No,
                T::one(),
                Par::Seq,
            );
        }
    }
    Ok(sums)
}
