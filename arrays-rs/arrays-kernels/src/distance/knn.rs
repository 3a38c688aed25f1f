//! Nearest neighbours.

use super::panels::{LANES, Panels, SquaredDifference};
use super::scaled::Scaled;
use crate::element::Real;
use crate::error::KernelError;
use crate::memory;
use arrays::ndarray::Axis;
use arrays::prelude::*;
use rayon::iter::{IntoParallelIterator, ParallelIterator};
use std::cmp::Ordering;

/// Queries worked on together, so that points are read from memory once for all of them.
const QUERIES: usize = 64;

/// So many neighbours at most are kept in order, which costs less than choosing them now and then.
const FEW: usize = 64;

pub(super) fn knn<T: Real>(
    points: ArrayView2<T>,
    queries: ArrayView2<T>,
    neighbours: usize,
    threads: usize,
) -> Result<(Array2<i64>, Array2<T>), KernelError> {
    let n = points.nrows();
    if neighbours > n {
        return Err(KernelError::value(format!(
            "Expected n_neighbors <= n_samples_fit, but n_neighbors = {neighbours}, n_samples_fit = {n}"
        )));
    }
    let Some(Scaled { points: [points, queries], back }) = Scaled::of([points, queries])? else {
        return plain(points, queries, neighbours, threads);
    };
    let (indices, wide) = plain(points.view(), queries.view(), neighbours, threads)?;
    let mut distances = arrays::try_zeros(wide.dim())?;
    Zip::from(&mut distances).and(&wide).for_each(|distance, &wide: &f64| {
        *distance = T::narrow(wide * back);
    });
    Ok((indices, distances))
}

/// Of points whose squares are in the range.
fn plain<T: Real>(
    points: ArrayView2<T>,
    queries: ArrayView2<T>,
    neighbours: usize,
    threads: usize,
) -> Result<(Array2<i64>, Array2<T>), KernelError> {
    let (n, m) = (points.nrows(), queries.nrows());
    let mut indices = arrays::try_zeros((m, neighbours))?;
    let mut distances = arrays::try_zeros((m, neighbours))?;
    if m == 0 || neighbours == 0 {
        return Ok((indices, distances));
    }
    let panels = Panels::of(points)?;
    let copy;
    let rows = match queries.to_slice() {
        Some(rows) => rows,
        None => {
            copy = memory::try_to_vec(queries)?;
            &copy
        }
    };
    let k = queries.ncols();
    let together = QUERIES.min(m.div_ceil(threads));
    let work =
        |(index, (mut indices, mut distances)): (usize, (ArrayViewMut2<i64>, ArrayViewMut2<T>))| {
            let (begin, count) = (index * together, indices.nrows());
            let mut nearest = memory::try_with_capacity(count)?;
            for _ in 0..count {
                nearest.push(Nearest::new(neighbours, n)?);
            }
            panels.for_each_sum::<SquaredDifference>(
                &rows[begin * k..(begin + count) * k],
                count,
                #[inline(always)]
                |i, first, squares| {
                    let nearest: &mut Nearest<T> = &mut nearest[i];
                    let limit = nearest.limit;
                    let is_near = squares.iter().fold(limit.is_nan(), |any, &d| any | (d < limit));
                    if is_near {
                        nearest.take(first, &squares[..LANES.min(n - first)]);
                    }
                },
            );
            for (i, nearest) in nearest.into_iter().enumerate() {
                for (j, (square, point)) in nearest.into_sorted().into_iter().enumerate() {
                    indices[[i, j]] = point as i64;
                    distances[[i, j]] = square.sqrt();
                }
            }
            Ok::<(), KernelError>(())
        };
    let mut parts = indices
        .axis_chunks_iter_mut(Axis(0), together)
        .zip(distances.axis_chunks_iter_mut(Axis(0), together))
        .enumerate();
    if threads > 1 {
        parts.collect::<Vec<_>>().into_par_iter().try_for_each(work)?;
    } else {
        parts.try_for_each(work)?;
    }
    Ok((indices, distances))
}

/// The nearest of the points that came so far, which come in the order of their indices.
struct Nearest<T> {
    wanted: usize,
    /// The squared distances, and indices, of those among which the nearest are: these in their order where they are
    /// few, else as many again as are wanted, so that choosing them is rare.
    found: Vec<(T, usize)>,
    /// Only a square less than this is one of the nearest; NaN as long as every one may be.
    limit: T,
}

impl<T: Real> Nearest<T> {
    fn new(wanted: usize, points: usize) -> Result<Self, KernelError> {
        let room = points.min(wanted.saturating_mul(2).max(LANES));
        Ok(Self { wanted, found: memory::try_with_capacity(room)?, limit: T::nan() })
    }

    fn take(&mut self, first: usize, squares: &[T]) {
        for (lane, &square) in squares.iter().enumerate() {
            if square < self.limit || self.limit.is_nan() {
                if self.wanted <= FEW {
                    self.insert((square, first + lane));
                    continue;
                }
                if self.found.len() == self.found.capacity() {
                    self.choose();
                }
                self.found.push((square, first + lane));
                if self.found.len() == self.wanted {
                    self.choose();
                }
            }
        }
    }

    /// Puts a point behind those that are not farther, and takes the farthest of too many away.
    #[inline(always)]
    fn insert(&mut self, point: (T, usize)) {
        if self.found.len() == self.wanted {
            self.found.pop();
        }
        // The room has been allocated with the first.
        self.found.push(point);
        let mut place = self.found.len() - 1;
        // NaN is the farthest, and of equals the first comes first.
        let is_nan = point.0.is_nan();
        let not_farther = |found: T| found <= point.0 || is_nan;
        while place > 0 && !not_farther(self.found[place - 1].0) {
            self.found[place] = self.found[place - 1];
            place -= 1;
        }
        self.found[place] = point;
        if self.found.len() == self.wanted {
            self.limit = self.found[self.wanted - 1].0;
        }
    }

    /// Keeps as many as are wanted.
    fn choose(&mut self) {
        self.found.select_nth_unstable_by(self.wanted - 1, compare);
        self.found.truncate(self.wanted);
        self.limit = self.found[self.wanted - 1].0;
    }

    fn into_sorted(mut self) -> Vec<(T, usize)> {
        self.found.sort_unstable_by(compare);
        self.found.truncate(self.wanted);
        self.found
    }
}

/// The nearer first, of equals the one of the lower index, and NaN last.
fn compare<T: Real>((a, i): &(T, usize), (b, j): &(T, usize)) -> Ordering {
    a.partial_cmp(b).unwrap_or_else(|| a.is_nan().cmp(&b.is_nan())).then(i.cmp(j))
}
