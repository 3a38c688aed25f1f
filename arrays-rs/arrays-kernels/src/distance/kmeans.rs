//! Clusters of points around centres.

use super::panels::{LANES, Panels, SquaredDifference};
use super::scaled::Scaled;
use crate::element::Real;
use crate::error::KernelError;
use crate::memory;
use arrays::ndarray::Axis;
use arrays::prelude::*;
use rayon::iter::{IntoParallelRefMutIterator, ParallelIterator};
use std::cmp::Ordering;

const MAX_ITER: usize = 300;
const TOL: f64 = 1e-4;

/// Parts that points are cut into, at most: for so many threads there is work, and their sums are added up in one order.
const PARTS: usize = 64;
/// Points of a part, at least.
const LEAST: usize = 256;

/// What `kmeans` returns: centres, labels, inertia, and the number of iterations.
type Clusters<T> = (Array2<T>, Array1<i64>, T, usize);

pub(super) fn lloyd<T: Real>(
    x: ArrayView2<T>,
    initial: ArrayView2<T>,
    max_iter: Option<usize>,
    tol: Option<T>,
    threads: usize,
) -> Result<Clusters<T>, KernelError> {
    check(x, initial.nrows())?;
    check_finite(initial, "initial")?;
    let max_iter = max_iter.unwrap_or(MAX_ITER);
    if max_iter == 0 {
        return Err(KernelError::value("max_iter must be at least 1, but is 0"));
    }
    let tol = tol.map_or(TOL, T::wide);
    if !(0.0..f64::INFINITY).contains(&tol) {
        return Err(KernelError::value(format!("tol must be at least 0 and finite, but is {tol}")));
    }
    let Some(Scaled { points: [x, initial], back }) = Scaled::of([x, initial])? else {
        return plain(x, initial, max_iter, tol, threads);
    };
    let (wide, labels, inertia, iterations) =
        plain(x.view(), initial.view(), max_iter, tol, threads)?;
    let mut centres = arrays::try_zeros(wide.dim())?;
    Zip::from(&mut centres).and(&wide).for_each(|centre, &wide| *centre = T::narrow(wide * back));
    Ok((centres, labels, T::narrow(inertia * back * back), iterations))
}

/// Of points whose squares are in the range.
fn plain<T: Real>(
    x: ArrayView2<T>,
    initial: ArrayView2<T>,
    max_iter: usize,
    tol: f64,
    threads: usize,
) -> Result<Clusters<T>, KernelError> {
    let (n, k) = x.dim();
    let copy;
    let rows = match x.to_slice() {
        Some(rows) => rows,
        None => {
            copy = memory::try_to_vec(x)?;
            &copy
        }
    };
    let tol = tol * mean_variance(x)?;
    let mut centres = memory::try_to_vec(initial)?;
    let mut next = memory::try_to_vec(initial)?;
    let size = n.div_ceil(PARTS).max(LEAST).next_multiple_of(LANES);
    let mut parts = memory::try_with_capacity(n.div_ceil(size))?;
    for (index, x) in x.axis_chunks_iter(Axis(0), size).enumerate() {
        let begin = index * size;
        parts.push(Part::of(x, &rows[begin * k..(begin + x.nrows()) * k], initial.nrows())?);
    }
    let mut iterations = 0;
    let mut have_moved = true;
    while iterations < max_iter {
        iterations += 1;
        assign(&mut parts, &centres, threads);
        average(&parts, &centres, &mut next)?;
        let squares = |(a, b): (&T, &T)| {
            let apart = (*a - *b).to_f64().unwrap_or(f64::NAN);
            apart * apart
        };
        let moves: f64 = centres.iter().zip(&next).map(squares).sum();
        std::mem::swap(&mut centres, &mut next);
        have_moved = moves != 0.0;
        let is_stable = iterations > 1 && parts.iter().all(|part| part.labels == part.before);
        if is_stable || moves <= tol {
            break;
        }
    }
    if have_moved {
        assign(&mut parts, &centres, threads);
    }
    let mut labels = arrays::try_zeros(n)?;
    let all = parts.iter().flat_map(|part| &part.labels[..part.count]);
    labels.iter_mut().zip(all).for_each(|(to, &from)| *to = from);
    let inertia: f64 = parts.iter().map(Part::inertia).sum();
    let mut result = arrays::try_zeros(initial.dim())?;
    result.iter_mut().zip(centres).for_each(|(to, from)| *to = from);
    Ok((result, labels, T::from(inertia).unwrap_or_else(T::infinity), iterations))
}

/// Refuses what has no clusters.
fn check<T: Real>(x: ArrayView2<T>, clusters: usize) -> Result<(), KernelError> {
    if clusters == 0 {
        return Err(KernelError::value("n_clusters must be at least 1, but is 0"));
    }
    if clusters > x.nrows() {
        return Err(KernelError::value(format!(
            "n_samples={} should be >= n_clusters={clusters}.",
            x.nrows()
        )));
    }
    check_finite(x, "X")
}

/// Refuses points that are no numbers.
fn check_finite<T: Real>(x: ArrayView2<T>, name: &str) -> Result<(), KernelError> {
    match x.iter().find(|x| !x.is_finite()) {
        Some(x) if x.is_nan() => Err(KernelError::value(format!("Input {name} contains NaN."))),
        Some(_) => Err(KernelError::value(format!(
            "Input {name} contains infinity or a value too large for dtype('{}').",
            T::NAME
        ))),
        None => Ok(()),
    }
}

/// The mean of the variances of the columns.
fn mean_variance<T: Real>(x: ArrayView2<T>) -> Result<f64, KernelError> {
    let (n, k) = x.dim();
    memory::probe::<f64>(2 * k as u128)?;
    let (n, mut mean) = (n as f64, vec![0.0; k]);
    for row in x.rows() {
        for (mean, &x) in mean.iter_mut().zip(row) {
            *mean += x.to_f64().unwrap_or(0.0);
        }
    }
    mean.iter_mut().for_each(|mean| *mean /= n);
    let mut squares = vec![0.0; k];
    for row in x.rows() {
        for ((squares, mean), &x) in squares.iter_mut().zip(&mean).zip(row) {
            let apart = x.to_f64().unwrap_or(0.0) - mean;
            *squares += apart * apart;
        }
    }
    Ok(squares.iter().sum::<f64>() / n / k.max(1) as f64)
}

/// A part of the points, and what belongs to each of them.
struct Part<'a, T> {
    count: usize,
    /// The coordinates, point after point.
    rows: &'a [T],
    panels: Panels<T>,
    /// The nearest centre of each point, and those before the last step. Panels are full.
    labels: Vec<i64>,
    before: Vec<i64>,
    /// The squared distance from there.
    squares: Vec<T>,
    /// The sum of the points of each centre.
    sums: Vec<f64>,
    /// The number of them.
    counts: Vec<usize>,
}

impl<'a, T: Real> Part<'a, T> {
    fn of(x: ArrayView2<T>, rows: &'a [T], clusters: usize) -> Result<Self, KernelError> {
        let (count, k) = x.dim();
        let lanes = count.next_multiple_of(LANES);
        memory::probe::<f64>(3 * lanes as u128 + clusters as u128 * (k as u128 + 1))?;
        Ok(Self {
            count,
            rows,
            panels: Panels::of(x)?,
            labels: vec![0; lanes],
            before: vec![0; lanes],
            squares: vec![T::infinity(); lanes],
            sums: vec![0.0; clusters * k],
            counts: vec![0; clusters],
        })
    }

    /// Gives each point to its nearest centre.
    fn assign(&mut self, centres: &[T]) {
        let clusters = self.counts.len();
        let k = centres.len() / clusters;
        std::mem::swap(&mut self.labels, &mut self.before);
        self.labels.fill(0);
        self.squares.fill(T::infinity());
        let (labels, _) = self.labels.as_chunks_mut::<LANES>();
        let (nearest, _) = self.squares.as_chunks_mut::<LANES>();
        self.panels.for_each_sum::<SquaredDifference>(
            centres,
            clusters,
            #[inline(always)]
            |centre, first, squares| {
                // Copies, of which the compiler knows that they do not overlap, so that the lanes need no branches.
                let mut label = labels[first / LANES];
                let mut least = nearest[first / LANES];
                for l in 0..LANES {
                    let is_nearer = squares[l] < least[l];
                    label[l] = if is_nearer { centre as i64 } else { label[l] };
                    least[l] = if is_nearer { squares[l] } else { least[l] };
                }
                labels[first / LANES] = label;
                nearest[first / LANES] = least;
            },
        );
        self.sums.fill(0.0);
        self.counts.fill(0);
        for (i, &label) in self.labels[..self.count].iter().enumerate() {
            let label = label as usize;
            self.counts[label] += 1;
            let row = &self.rows[i * k..][..k];
            for (sum, &x) in self.sums[label * k..][..k].iter_mut().zip(row) {
                *sum += x.to_f64().unwrap_or(0.0);
            }
        }
    }

    fn inertia(&self) -> f64 {
        self.squares[..self.count].iter().map(|square| square.to_f64().unwrap_or(f64::NAN)).sum()
    }
}

fn assign<T: Real>(parts: &mut [Part<T>], centres: &[T], threads: usize) {
    if threads > 1 {
        parts.par_iter_mut().for_each(|part| part.assign(centres));
    } else {
        parts.iter_mut().for_each(|part| part.assign(centres));
    }
}

/// Writes the means of the points of each centre to `next`.
fn average<T: Real>(parts: &[Part<T>], centres: &[T], next: &mut [T]) -> Result<(), KernelError> {
    let clusters = parts[0].counts.len();
    let k = centres.len() / clusters;
    memory::probe::<f64>(centres.len() as u128 + clusters as u128)?;
    let (mut sums, mut counts) = (vec![0.0; centres.len()], vec![0; clusters]);
    for part in parts {
        sums.iter_mut().zip(&part.sums).for_each(|(sum, part)| *sum += part);
        counts.iter_mut().zip(&part.counts).for_each(|(count, part)| *count += part);
    }
    relocate(parts, &mut sums, &mut counts, k)?;
    next.copy_from_slice(centres);
    for (cluster, &count) in counts.iter().enumerate().filter(|&(_, &count)| count > 0) {
        let range = cluster * k..(cluster + 1) * k;
        for (next, sum) in next[range.clone()].iter_mut().zip(&sums[range]) {
            *next = T::from(sum / count as f64).unwrap_or_else(T::nan);
        }
    }
    Ok(())
}

/// Takes the points that are farthest from their centres away from these, one for each cluster without points.
fn relocate<T: Real>(
    parts: &[Part<T>],
    sums: &mut [f64],
    counts: &mut [usize],
    k: usize,
) -> Result<(), KernelError> {
    let empty = counts.iter().filter(|&&count| count == 0).count();
    if empty == 0 {
        return Ok(());
    }
    let points = parts.iter().map(|part| part.count).sum();
    let mut farthest: Vec<(T, usize, usize)> = memory::try_with_capacity(points)?;
    for (index, part) in parts.iter().enumerate() {
        let squares = part.squares[..part.count].iter().enumerate();
        farthest.extend(squares.map(|(point, &square)| (square, index, point)));
    }
    let farther = |a: &(T, usize, usize), b: &(T, usize, usize)| {
        let order = b.0.partial_cmp(&a.0).unwrap_or(Ordering::Equal);
        order.then(a.1.cmp(&b.1)).then(a.2.cmp(&b.2))
    };
    farthest.select_nth_unstable_by(empty - 1, farther);
    farthest.truncate(empty);
    farthest.sort_unstable_by(farther);
    // Where there are fewer different points than clusters, moving centres helps none.
    if farthest[0].0 == T::zero() {
        return Ok(());
    }
    let mut clusters = memory::try_with_capacity(empty)?;
    clusters.extend((0..counts.len()).filter(|&cluster| counts[cluster] == 0));
    for (cluster, (_, index, point)) in clusters.into_iter().zip(farthest) {
        let part = &parts[index];
        let old = part.labels[point] as usize;
        for (j, &x) in part.rows[point * k..][..k].iter().enumerate() {
            let x = x.to_f64().unwrap_or(0.0);
            sums[old * k + j] -= x;
            sums[cluster * k + j] = x;
        }
        counts[old] -= 1;
        counts[cluster] = 1;
    }
    Ok(())
}

pub(super) fn plus_plus<T: Real>(
    x: ArrayView2<T>,
    clusters: usize,
    seed: i64,
) -> Result<Array2<T>, KernelError> {
    check(x, clusters)?;
    if seed < 0 {
        return Err(KernelError::value("expected non-negative integer"));
    }
    let chosen = match Scaled::of([x])? {
        Some(Scaled { points: [x], .. }) => choose(x.view(), clusters, seed)?,
        None => choose(x, clusters, seed)?,
    };
    let mut centres = arrays::try_zeros((clusters, x.ncols()))?;
    for (mut centre, point) in centres.rows_mut().into_iter().zip(chosen) {
        centre.assign(&x.row(point));
    }
    Ok(centres)
}

/// The indices of the points.
fn choose<T: Real>(
    x: ArrayView2<T>,
    clusters: usize,
    seed: i64,
) -> Result<Vec<usize>, KernelError> {
    let (n, k) = x.dim();
    let trials = 2 + (clusters as f64).ln() as usize;
    memory::probe::<T>(n as u128 * (trials as u128 + 1) + trials as u128 * k as u128)?;
    let mut chosen = memory::try_with_capacity(clusters)?;
    let panels = Panels::of(x)?;
    let mut random = SplitMix64(seed as u64);
    let mut closest = vec![T::infinity(); n];
    let mut draws = vec![((random.next_unit() * n as f64) as usize).min(n - 1)];
    let (mut rows, mut squares) = (Vec::new(), vec![T::zero(); n * trials]);
    for _ in 0..clusters {
        rows.clear();
        for &draw in &draws {
            rows.extend(x.row(draw).iter().copied());
        }
        panels.for_each_sum::<SquaredDifference>(
            &rows,
            draws.len(),
            #[inline(always)]
            |draw, first, sums| {
                let last = n.min(first + LANES);
                let squares = &mut squares[draw * n..][first..last];
                for ((square, closest), &sum) in
                    squares.iter_mut().zip(&closest[first..last]).zip(sums)
                {
                    *square = sum.min(*closest);
                }
            },
        );
        let potential = |squares: &[T]| -> f64 {
            squares.iter().map(|square| square.to_f64().unwrap_or(f64::INFINITY)).sum()
        };
        let (mut best, mut least) = (0, f64::INFINITY);
        for draw in 0..draws.len() {
            let potential = potential(&squares[draw * n..][..n]);
            if potential < least {
                (best, least) = (draw, potential);
            }
        }
        chosen.push(draws[best]);
        closest.copy_from_slice(&squares[best * n..][..n]);
        draws.clear();
        draws.extend((0..trials).map(|_| place_of(&closest, random.next_unit() * least)));
    }
    Ok(chosen)
}

/// The index at which the sum of the squares up to there exceeds `wanted`.
fn place_of<T: Real>(squares: &[T], wanted: f64) -> usize {
    let mut sum = 0.0;
    let place = squares.iter().position(|square| {
        sum += square.to_f64().unwrap_or(f64::INFINITY);
        sum > wanted
    });
    place.unwrap_or(squares.len() - 1)
}

/// G. L. Steele, D. Lea, C. H. Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014.
struct SplitMix64(u64);

impl SplitMix64 {
    /// A number from 0 to 1, which is excluded.
    fn next_unit(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) >> 11) as f64 / (1u64 << 53) as f64
    }
}
