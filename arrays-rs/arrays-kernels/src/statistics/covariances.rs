//! How variables vary together.

use crate::element::Real;
use crate::error::KernelError;
use crate::memory;
use crate::ranged::{exponent_of, is_far_from_the_ends, power_of_two, squares_fit};
use crate::simd::vectorize;
use arrays::ndarray::Slice;
use arrays::prelude::*;
use faer::linalg::matmul::triangular::{self, BlockStructure};
use faer::{Accum, Conj, Par};
use faer_ext::IntoFaer;
use rayon::prelude::*;

use super::{slices, sums};

/// Numbers of a block of observations, which the cache holds while it is multiplied.
const BLOCK: usize = 1 << 14;
/// Blocks whose products are summed by one thread.
const BLOCKS: usize = 8;
/// Up to so many variables, a product for each pair is faster than the product of matrices.
const FEW: usize = 6;

/// The covariances of the rows of `x`, whose columns are observations; by several threads, in their pool, if
/// `parallel`, and of the same bits.
pub(super) fn of_rows<T: Real>(
    x: ArrayView2<T>,
    ddof: i64,
    parallel: bool,
) -> Result<Array2<T>, KernelError> {
    narrow(covariances(x, &Deviations::of(x)?, ddof, parallel)?)
}

/// The correlation coefficients of the rows of `x`, as [`of_rows`].
pub(super) fn correlations<T: Real>(
    x: ArrayView2<T>,
    parallel: bool,
) -> Result<Array2<T>, KernelError> {
    let mut deviations = Deviations::of(x)?;
    let mut coefficients = covariances(x, &deviations, 0, parallel)?;
    let is_right = coefficients.diag().iter().all(|&variance| is_far_from_the_ends(variance));
    if !is_right && deviations.fit(x) {
        coefficients = covariances(x, &deviations, 0, parallel)?;
    }
    to_correlations(&mut coefficients);
    narrow(coefficients)
}

fn narrow<T: Real>(x: Array2<f64>) -> Result<Array2<T>, KernelError> {
    let mut narrow = arrays::try_zeros(x.dim())?;
    Zip::from(&mut narrow).and(&x).for_each(|narrow, &value| *narrow = T::narrow(value));
    Ok(narrow)
}

/// The covariances of the deviations of the rows of `x`.
fn covariances<T: Real>(
    x: ArrayView2<T>,
    deviations: &Deviations,
    ddof: i64,
    parallel: bool,
) -> Result<Array2<f64>, KernelError> {
    let (variables, observations) = x.dim();
    let mut covariances: Array2<f64> = arrays::try_zeros((variables, variables))?;
    if variables == 0 {
        return Ok(covariances);
    }
    let width = (BLOCK / variables).clamp(16, 1024);
    memory::probe::<f64>(4 * variables as u128 * (width as u128 + variables as u128))?;
    let part = |first: usize| {
        let last = observations.min(first + width * BLOCKS);
        sums_of_products(x.slice_axis(Axis(1), Slice::from(first..last)), deviations, width)
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
    let scale = 1.0 / freedom as f64;
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
fn to_correlations(covariances: &mut Array2<f64>) {
    let spreads: Vec<f64> = covariances.diag().iter().map(|variance| variance.sqrt()).collect();
    for ((i, j), value) in covariances.indexed_iter_mut() {
        let r = *value / spreads[i] / spreads[j];
        // A NaN stays one.
        *value = r.clamp(-1.0, 1.0);
    }
}

/// How deviations from the means of variables are made: each number is multiplied by a power of two, 1 but for
/// [`fit`](Self::fit), and what the mean is times that is taken away.
struct Deviations {
    scales: Vec<f64>,
    means: Vec<f64>,
}

impl Deviations {
    /// From the first observation of each variable, so that those of one value have no deviations.
    fn of<T: Real>(x: ArrayView2<T>) -> Result<Self, KernelError> {
        let (variables, observations) = x.dim();
        let mut means = memory::try_with_capacity(variables)?;
        let mut scales = memory::try_with_capacity(variables)?;
        scales.resize(variables, 1.0);
        if observations == 0 {
            means.resize(variables, f64::NAN);
            return Ok(Self { scales, means });
        }
        means.extend(x.column(0).iter().map(|first| first.wide()));
        let count = observations as f64;
        if let Some(rows) = x.t().as_slice().filter(|_| variables > 1) {
            let sums = sums::sum_columns_by(
                rows,
                &means,
                #[inline(always)]
                |value, first| value - first,
            );
            means.iter_mut().zip(sums).for_each(|(mean, sum)| *mean += sum / count);
            return Ok(Self { scales, means });
        }
        for (mean, row) in means.iter_mut().zip(x.rows()) {
            let copy;
            let elements = match row.to_slice() {
                Some(elements) => elements,
                None => {
                    copy = memory::try_to_vec(row)?;
                    &copy
                }
            };
            let first = *mean;
            let sum = sums::sum_by(
                elements,
                #[inline(always)]
                |value| value - first,
            );
            *mean += sum / count;
        }
        Ok(Self { scales, means })
    }

    /// Brings the largest deviation of each variable near 1 where its square, or its sum with others, leaves the range:
    /// correlations do not depend on it. Tells whether it does anything.
    fn fit<T: Real>(&mut self, x: ArrayView2<T>) -> bool {
        let mut fits = true;
        slices::for_each_block(x.view(), |block| fits &= squares_fit::<T, f64>(block));
        if fits {
            return false;
        }
        for ((scale, mean), row) in self.scales.iter_mut().zip(&mut self.means).zip(x.rows()) {
            if row.iter().all(|&value| squares_fit::<T, f64>(&[value])) {
                continue;
            }
            let largest = row.iter().map(|value| value.wide().abs()).fold(0.0, f64::max);
            let exponent = -exponent_of(largest);
            let down = power_of_two(exponent);
            let first = row[0].wide() * down;
            let sum: f64 = row.iter().map(|value| value.wide() * down - first).sum();
            let center = first + sum / row.len() as f64;
            let apart = row.iter().map(|value| (value.wide() * down - center).abs());
            // The largest power of two has an exponent of 1023.
            let more = -exponent_of(apart.fold(0.0, f64::max));
            let more = power_of_two(more.min(1023 - exponent));
            (*scale, *mean) = (down * more, center * more);
        }
        true
    }
}

/// The sums of the products of the `deviations` of the rows of `x`: the lower triangle.
fn sums_of_products<T: Real>(
    x: ArrayView2<T>,
    deviations: &Deviations,
    width: usize,
) -> Result<Array2<f64>, KernelError> {
    let variables = x.nrows();
    let mut sums: Array2<f64> = arrays::try_zeros((variables, variables))?;
    let mut block: Array2<f64> = arrays::try_zeros((variables, width))?;
    for first in (0..x.ncols()).step_by(width) {
        let x = x.slice_axis(Axis(1), Slice::from(first..x.ncols().min(first + width)));
        let mut block = block.slice_axis_mut(Axis(1), Slice::from(..x.ncols()));
        let parameters = deviations.scales.iter().zip(&deviations.means);
        let rows = block.rows_mut().into_iter().zip(x.rows());
        for ((mut row, values), (&scale, &mean)) in rows.zip(parameters) {
            let row = row.as_slice_mut().expect("the rows of a new array are contiguous");
            let of = |value: T| value.wide() * scale - mean;
            match values.as_slice() {
                Some(values) => vectorize(
                    #[inline(always)]
                    move || row.iter_mut().zip(values).for_each(|(row, &value)| *row = of(value)),
                ),
                None => row.iter_mut().zip(values).for_each(|(row, &value)| *row = of(value)),
            }
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
                1.0,
                Par::Seq,
            );
        }
    }
    Ok(sums)
}
