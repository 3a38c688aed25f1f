//! Order statistics without sorting.
//!
//! Of a long array a sample tells between which two values an order statistic lies, but for bad luck; one pass
//! counts the elements below the two and collects those between, among which it is selected (R. W. Floyd,
//! R. L. Rivest, "Expected time bounds for selection", Communications of the ACM 18 (1975)).

use crate::element::{Real, real};
use crate::error::KernelError;
use crate::memory;
use crate::simd::vectorize;
use arrays::ndarray::Dimension;
use arrays::prelude::*;
use rayon::prelude::*;
use std::cmp::Ordering;

use super::slices::{self, BLOCK};

/// Shorter arrays are copied and selected from.
const SHORT: usize = 4096;
/// With more order statistics than this, selection among a copy is faster than looking for each.
const MANY: usize = 8;
/// Elements whose places among two values are found together.
const LANES: usize = 16;
/// Elements that one thread scans at a time.
const PART: usize = 1 << 17;

/// What a quantile that lies between two elements is.
#[derive(Clone, Copy)]
pub(super) enum Method {
    Linear,
    Lower,
    Higher,
    Midpoint,
    Nearest,
    /// The mean of the two elements: that of the median.
    Mean,
}

impl Method {
    pub(super) fn of(name: &str) -> Result<Self, KernelError> {
        Ok(match name {
            "linear" => Self::Linear,
            "lower" => Self::Lower,
            "higher" => Self::Higher,
            "midpoint" => Self::Midpoint,
            "nearest" => Self::Nearest,
            _ => {
                return Err(KernelError::value(format!(
                    "'{name}' is not a valid method. Use one of: linear, lower, higher, midpoint, nearest"
                )));
            }
        })
    }

    /// The ranks of the two elements around the quantile `q` of `count` elements, and how far from the first to the
    /// second it is.
    fn place(self, q: f64, count: usize) -> (usize, usize, f64) {
        let position = q * (count - 1) as f64;
        let (low, high) = (position.floor() as usize, position.ceil() as usize);
        match self {
            Self::Linear | Self::Mean => (low, high, position - position.floor()),
            Self::Lower => (low, low, 0.0),
            Self::Higher => (high, high, 0.0),
            Self::Midpoint => (low, high, 0.5),
            Self::Nearest => {
                let nearest = position.round_ties_even() as usize;
                (nearest, nearest, 0.0)
            }
        }
    }
}

/// What becomes of NaNs.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Nans {
    /// One makes every quantile NaN.
    Spread,
    /// They are left out.
    Skip,
}

/// Quantiles to compute, of one array or of many.
pub(super) struct Quantiles<'a> {
    levels: &'a [f64],
    method: Method,
    nans: Nans,
    parallel: bool,
}

impl<'a> Quantiles<'a> {
    pub(super) fn new(levels: &'a [f64], method: Method, nans: Nans) -> Result<Self, KernelError> {
        match levels.iter().find(|q| !(0.0..=1.0).contains(*q)) {
            Some(bad) => Err(KernelError::value(format!(
                "Quantiles must be in the range [0, 1], but q holds {bad}"
            ))),
            None => Ok(Self { levels, method, nans, parallel: false }),
        }
    }

    /// The same by several threads; to be used in their pool.
    pub(super) fn parallel(self) -> Self {
        Self { parallel: true, ..self }
    }

    /// One value for each level.
    pub(super) fn of<T: Real, D: Dimension>(
        &self,
        x: ArrayView<T, D>,
    ) -> Result<Vec<T>, KernelError> {
        self.of_slice(&slices::unordered(&x)?, &mut Vec::new())
    }

    /// One value for each level (the first axis of the result), of each lane of `x` along `axis`.
    pub(super) fn along<T: Real>(
        &self,
        x: ArrayViewD<T>,
        axis: Axis,
    ) -> Result<ArrayD<T>, KernelError> {
        let lanes = x.lanes(axis);
        let mut shape = vec![self.levels.len()];
        shape.extend(
            x.shape().iter().enumerate().filter(|(i, _)| *i != axis.index()).map(|(_, n)| n),
        );
        let mut values = arrays::try_zeros(IxDyn(&shape))?;
        let (mut lane, mut scratch) = (memory::try_with_capacity(x.len_of(axis))?, Vec::new());
        let count = values.len() / self.levels.len().max(1);
        let flat = values.as_slice_mut().expect("a new array is contiguous");
        if flat.is_empty() {
            return Ok(values);
        }
        for (i, elements) in lanes.into_iter().enumerate() {
            let quantiles = match elements.as_slice() {
                Some(elements) => self.of_slice(elements, &mut scratch)?,
                None => {
                    lane.clear();
                    lane.extend(elements);
                    self.of_slice(&lane, &mut scratch)?
                }
            };
            for (level, value) in quantiles.into_iter().enumerate() {
                flat[level * count + i] = value;
            }
        }
        Ok(values)
    }

    fn of_slice<T: Real>(&self, x: &[T], scratch: &mut Vec<T>) -> Result<Vec<T>, KernelError> {
        let mut values = memory::try_with_capacity(self.levels.len())?;
        let numbers;
        let mut x = x;
        if self.nans == Nans::Skip && has_nan(x) {
            let mut found = memory::try_with_capacity(x.len())?;
            found.extend(x.iter().filter(|value| !value.is_nan()));
            numbers = found;
            x = &numbers;
        }
        if x.is_empty() {
            values.resize(self.levels.len(), T::nan());
            return Ok(values);
        }
        let mut ranks = memory::try_with_capacity(2 * self.levels.len())?;
        for &q in self.levels {
            let (low, high, _) = self.method.place(q, x.len());
            ranks.extend([low, high]);
        }
        ranks.sort_unstable();
        ranks.dedup();
        let Some(elements) = self.elements_at(x, &ranks, scratch)? else {
            values.resize(self.levels.len(), T::nan());
            return Ok(values);
        };
        let element = |rank| {
            let place = ranks.binary_search(&rank).expect("the rank was asked for");
            elements[place].to_f64().expect("a real number is an f64")
        };
        for &q in self.levels {
            let (low, high, part) = self.method.place(q, x.len());
            let (low, high) = (element(low), element(high));
            values.push(real(match self.method {
                Method::Mean if low != high => middle(low, high),
                _ => interpolate(low, high, part),
            }));
        }
        Ok(values)
    }

    /// The elements of the given `ranks`, which ascend; none where `x` holds a NaN.
    fn elements_at<T: Real>(
        &self,
        x: &[T],
        ranks: &[usize],
        scratch: &mut Vec<T>,
    ) -> Result<Option<Vec<T>>, KernelError> {
        if x.len() >= SHORT && ranks.len() <= 2 * MANY {
            match self.look_for(x, ranks)? {
                Found::Elements(elements) => return Ok(Some(elements)),
                Found::Nan => return Ok(None),
                Found::Outside => {}
            }
        }
        if has_nan(x) {
            return Ok(None);
        }
        scratch.clear();
        scratch.try_reserve_exact(x.len()).map_err(|_| memory_for::<T>(x.len()))?;
        scratch.extend_from_slice(x);
        select_all(scratch, ranks, 0);
        Ok(Some(ranks.iter().map(|&rank| scratch[rank]).collect()))
    }

    fn look_for<T: Real>(&self, x: &[T], ranks: &[usize]) -> Result<Found<T>, KernelError> {
        let Some(ranges) = Range::around(x, ranks)? else {
            return Ok(Found::Nan);
        };
        let scan = if self.parallel {
            x.par_chunks(PART)
                .map(|part| Scan::of(part, &ranges))
                .try_reduce(|| Scan::new(ranges.len()), Scan::merge)?
        } else {
            Scan::of(x, &ranges)?
        };
        if scan.has_nan {
            return Ok(Found::Nan);
        }
        let mut elements = memory::try_with_capacity(ranks.len())?;
        for (range, Places { below, inside, mut between }) in ranges.iter().zip(scan.places) {
            let ranks = &ranks[range.ranks.clone()];
            if !ranks.iter().all(|rank| (below..below + inside).contains(rank)) {
                return Ok(Found::Outside);
            }
            if range.low == range.high {
                elements.extend(ranks.iter().map(|_| range.low));
            } else {
                select_all(&mut between, ranks, below);
                elements.extend(ranks.iter().map(|rank| between[rank - below]));
            }
        }
        Ok(Found::Elements(elements))
    }
}

/// What looking for order statistics between values of a sample came to.
enum Found<T> {
    Elements(Vec<T>),
    Nan,
    /// The sample was not like the whole.
    Outside,
}

/// Two values between which the elements of some ranks are looked for.
struct Range<T> {
    low: T,
    high: T,
    /// Where the ranks are in the list of all of them.
    ranks: std::ops::Range<usize>,
}

impl<T: Real> Range<T> {
    /// Ranges of a sample of `x` around the elements of `ranks`, those that follow each other in one; none if a NaN is
    /// in the sample.
    fn around(x: &[T], ranks: &[usize]) -> Result<Option<Vec<Self>>, KernelError> {
        let mut sample = sample_of(x)?;
        if has_nan(&sample) {
            return Ok(None);
        }
        let count = sample.len();
        let scale = count as f64 / x.len() as f64;
        // The rank in the sample has a standard deviation of half the root at most.
        let margin = 1.75 * (count as f64).sqrt();
        let mut places: Vec<(Option<usize>, Option<usize>, std::ops::Range<usize>)> = Vec::new();
        let mut start = 0;
        while start < ranks.len() {
            let mut end = start + 1;
            while end < ranks.len() && ranks[end] == ranks[end - 1] + 1 {
                end += 1;
            }
            let low = (ranks[start] as f64 * scale - margin).floor();
            let high = (ranks[end - 1] as f64 * scale + margin).ceil();
            places.push((
                (low >= 0.0).then_some(low as usize),
                (high < count as f64).then_some(high as usize),
                start..end,
            ));
            start = end;
        }
        let mut ends: Vec<usize> =
            places.iter().flat_map(|(low, high, _)| [*low, *high]).flatten().collect();
        ends.sort_unstable();
        ends.dedup();
        select_all(&mut sample, &ends, 0);
        let ranges = places.into_iter().map(|(low, high, ranks)| Self {
            low: low.map_or(T::neg_infinity(), |place| sample[place]),
            high: high.map_or(T::infinity(), |place| sample[place]),
            ranks,
        });
        Ok(Some(ranges.collect()))
    }
}

/// One element of each of many parts of `x`.
fn sample_of<T: Real>(x: &[T]) -> Result<Vec<T>, KernelError> {
    let count = (8.0 * (x.len() as f64).sqrt()) as usize;
    let mut sample = memory::try_with_capacity(count)?;
    // Any will do that is out of step with the data: a linear congruential generator of Knuth.
    let mut state = 1_u64;
    for part in x.chunks(x.len() / count) {
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let place = ((state >> 32) * part.len() as u64) >> 32;
        sample.push(part[place as usize]);
    }
    Ok(sample)
}

/// Where the elements of an array lie with respect to ranges.
struct Scan<T> {
    has_nan: bool,
    places: Vec<Places<T>>,
}

#[derive(Default, Clone)]
struct Places<T> {
    below: usize,
    inside: usize,
    /// The elements inside, unless the ends of the range are equal.
    between: Vec<T>,
}

impl<T: Real> Scan<T> {
    fn new(ranges: usize) -> Self {
        let places = Places { below: 0, inside: 0, between: Vec::new() };
        Self { has_nan: false, places: vec![places; ranges] }
    }

    fn of(x: &[T], ranges: &[Range<T>]) -> Result<Self, KernelError> {
        let mut scan = Self::new(ranges.len());
        let mut found = [T::zero(); BLOCK];
        for block in x.chunks(BLOCK) {
            scan.has_nan |= has_nan(block);
            for (range, places) in ranges.iter().zip(&mut scan.places) {
                if range.low == range.high {
                    let (below, inside) = count(block, range.low);
                    places.below += below;
                    places.inside += inside;
                    continue;
                }
                let (below, inside) = sift(block, range, &mut found);
                places.below += below;
                places.inside += inside;
                places
                    .between
                    .try_reserve(inside)
                    .map_err(|_| memory_for::<T>(places.between.len() + inside))?;
                places.between.extend_from_slice(&found[..inside]);
            }
        }
        Ok(scan)
    }

    fn merge(mut self, other: Self) -> Result<Self, KernelError> {
        self.has_nan |= other.has_nan;
        for (places, other) in self.places.iter_mut().zip(other.places) {
            places.below += other.below;
            places.inside += other.inside;
            let count = places.between.len() + other.between.len();
            places.between.try_reserve(other.between.len()).map_err(|_| memory_for::<T>(count))?;
            places.between.extend_from_slice(&other.between);
        }
        Ok(self)
    }
}

/// How many elements of `block` are below `value`, and how many equal it.
fn count<T: Real>(block: &[T], value: T) -> (usize, usize) {
    vectorize(
        #[inline(always)]
        move || {
            let mut below = 0_u32;
            let mut equal = 0_u32;
            for &x in block {
                below += u32::from(x < value);
                equal += u32::from(x == value);
            }
            (below as usize, equal as usize)
        },
    )
}

/// How many elements of `block` are below `range`, and how many in it, which go to `found`.
fn sift<T: Real>(block: &[T], range: &Range<T>, found: &mut [T; BLOCK]) -> (usize, usize) {
    let (low, high) = (range.low, range.high);
    vectorize(
        #[inline(always)]
        move || {
            let mut below = [T::zero(); LANES];
            let mut inside = 0;
            let (chunks, rest) = block.as_chunks::<LANES>();
            for chunk in chunks {
                let mut some = false;
                for (below, &value) in below.iter_mut().zip(chunk) {
                    *below += if value < low { T::one() } else { T::zero() };
                    some |= (value >= low) & (value <= high);
                }
                if some {
                    for &value in chunk {
                        found[inside % BLOCK] = value;
                        inside += usize::from((value >= low) & (value <= high));
                    }
                }
            }
            let mut total: T = below.into_iter().sum();
            for &value in rest {
                total += if value < low { T::one() } else { T::zero() };
                found[inside % BLOCK] = value;
                inside += usize::from((value >= low) & (value <= high));
            }
            (total.to_usize().expect("a count"), inside)
        },
    )
}

pub(super) fn has_nan<T: Real>(x: &[T]) -> bool {
    vectorize(
        #[inline(always)]
        move || {
            x.chunks(BLOCK).any(
                #[inline(always)]
                |block| block.iter().fold(false, |found, &value| found | value.is_nan()),
            )
        },
    )
}

/// Reorders `data`, whose first element has the rank `base`, so that every rank of `ranks` (ascending)
/// holds the element a full sort would put there.
fn select_all<T: Real>(data: &mut [T], ranks: &[usize], base: usize) {
    let Some(&rank) = ranks.get(ranks.len() / 2) else {
        return;
    };
    let (low, _, high) = data.select_nth_unstable_by(rank - base, order);
    select_all(low, &ranks[..ranks.len() / 2], base);
    select_all(high, &ranks[ranks.len() / 2 + 1..], rank + 1);
}

/// The order of numbers that are no NaNs.
pub(super) fn order<T: Real>(a: &T, b: &T) -> Ordering {
    a.partial_cmp(b).unwrap_or(Ordering::Equal)
}

/// `a` at `t = 0` and `b` at `t = 1` exactly, and monotonic between.
fn interpolate(a: f64, b: f64, t: f64) -> f64 {
    let apart = b - a;
    if a == b || t == 0.0 {
        a
    } else if !apart.is_finite() {
        // Two numbers may be farther apart than the largest number is from 0, and one may be infinite.
        a * (1.0 - t) + b * t
    } else if t < 0.5 {
        a + apart * t
    } else {
        b - apart * (1.0 - t)
    }
}

/// The mean of two numbers, also where their sum is beyond the largest one.
pub(super) fn middle<T: Real>(a: T, b: T) -> T {
    let (sum, half) = (a + b, real(0.5));
    if sum.is_finite() { sum * half } else { a * half + b * half }
}

fn memory_for<T>(count: usize) -> KernelError {
    KernelError::OutOfMemory { bytes: count as u128 * size_of::<T>() as u128 }
}
