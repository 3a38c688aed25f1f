//! Distances of all pairs.

use super::panels::{AbsoluteDifference, LANES, Panels, Product, SquaredDifference, Term};
use super::scaled::Scaled;
use crate::element::Real;
use crate::error::KernelError;
use crate::memory;
use arrays::ndarray::Axis;
use arrays::prelude::*;
use rayon::iter::{IntoParallelIterator, ParallelIterator};

pub(super) fn cdist<T: Real>(
    xa: ArrayView2<T>,
    xb: ArrayView2<T>,
    metric: &str,
    distances: ArrayViewMut2<T>,
    threads: usize,
) -> Result<(), KernelError> {
    let scaled = match metric {
        "euclidean" | "sqeuclidean" => Scaled::of([xa, xb])?,
        "cosine" => Scaled::of_each([xa, xb])?,
        _ => None,
    };
    let Some(Scaled { points: [xa, xb], back }) = scaled else {
        return plain(xa, xb, metric, distances, threads);
    };
    let mut wide: Array2<f64> = arrays::try_zeros(distances.dim())?;
    plain(xa.view(), xb.view(), metric, wide.view_mut(), threads)?;
    Zip::from(distances).and(&wide).for_each(|distance, &wide| {
        *distance = T::narrow(match metric {
            "euclidean" => wide * back,
            "sqeuclidean" => wide * back * back,
            _ => wide,
        });
    });
    Ok(())
}

/// Of points whose squares are in the range.
fn plain<T: Real>(
    xa: ArrayView2<T>,
    xb: ArrayView2<T>,
    metric: &str,
    distances: ArrayViewMut2<T>,
    threads: usize,
) -> Result<(), KernelError> {
    match metric {
        "euclidean" => {
            all::<T, SquaredDifference>(xa, xb, distances, threads, |sum, _, _| sum.sqrt())
        }
        "sqeuclidean" => all::<T, SquaredDifference>(xa, xb, distances, threads, |sum, _, _| sum),
        "cityblock" | "manhattan" => {
            all::<T, AbsoluteDifference>(xa, xb, distances, threads, |sum, _, _| sum)
        }
        "cosine" => {
            let (a, b) = (norms(xa)?, norms(xb)?);
            all::<T, Product>(xa, xb, distances, threads, |sum, i, j| {
                // Rounding may bring the cosine beyond 1.
                let cosine = sum / (a[i] * b[j]);
                T::one() - if cosine.abs() > T::one() { cosine.signum() } else { cosine }
            })
        }
        _ => Err(KernelError::value(format!("Unknown Distance Metric: {metric}"))),
    }
}

/// The 2-norm of each row.
fn norms<T: Real>(x: ArrayView2<T>) -> Result<Vec<T>, KernelError> {
    let mut norms = memory::try_with_capacity(x.nrows())?;
    norms.extend(x.rows().into_iter().map(|row| row.iter().map(|&x| x * x).sum::<T>().sqrt()));
    Ok(norms)
}

/// Writes what `finish` makes of the sum of `M`'s terms, and of the indices, of each pair.
fn all<T: Real, M: Term>(
    xa: ArrayView2<T>,
    xb: ArrayView2<T>,
    mut distances: ArrayViewMut2<T>,
    threads: usize,
    finish: impl Fn(T, usize, usize) -> T + Sync,
) -> Result<(), KernelError> {
    let (m, n) = distances.dim();
    if m == 0 || n == 0 {
        return Ok(());
    }
    let panels = Panels::of(xb)?;
    let copy;
    let rows = match xa.to_slice() {
        Some(rows) => rows,
        None => {
            copy = memory::try_to_vec(xa)?;
            &copy
        }
    };
    let k = xa.ncols();
    let part = if threads > 1 { m.div_ceil(4 * threads) } else { m };
    let work = |(index, mut distances): (usize, ArrayViewMut2<T>)| {
        let begin = index * part;
        let count = distances.nrows();
        panels.for_each_sum::<M>(
            &rows[begin * k..(begin + count) * k],
            count,
            #[inline(always)]
            |i, first, sums| {
                let mut finished = [T::zero(); LANES];
                let lanes = LANES.min(n - first);
                let mut row = distances.row_mut(i);
                if lanes == LANES {
                    for l in 0..LANES {
                        finished[l] = finish(sums[l], begin + i, first + l);
                    }
                } else {
                    for l in 0..lanes {
                        finished[l] = finish(sums[l], begin + i, first + l);
                    }
                }
                match row.as_slice_mut() {
                    Some(row) => row[first..first + lanes].copy_from_slice(&finished[..lanes]),
                    None => {
                        for l in 0..lanes {
                            row[first + l] = finished[l];
                        }
                    }
                }
            },
        );
    };
    let parts = distances.axis_chunks_iter_mut(Axis(0), part).enumerate();
    if threads > 1 {
        parts.collect::<Vec<_>>().into_par_iter().for_each(work);
    } else {
        parts.for_each(work);
    }
    Ok(())
}
