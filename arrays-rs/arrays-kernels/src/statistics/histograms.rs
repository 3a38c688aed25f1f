//! Counting by intervals and by values.

use crate::element::{Number, Real, real};
use crate::error::KernelError;
use crate::memory;
use crate::simd::vectorize;
use arrays::ndarray::{Dimension, Slice};
use arrays::prelude::*;
use num_traits::AsPrimitive;
use rayon::prelude::*;

use super::slices::{self, BLOCK};
use super::sums::number;

/// Tables that elements which follow each other are counted in by turns: a count that was just written is slow to read.
const TABLES: usize = 4;
/// With more bins than this the tables do not fit the first cache together.
const FEW: usize = 4096;
/// Elements that one thread counts at a time.
const PART: usize = 1 << 16;
/// With fewer edges than this all of them are looked at for each element.
const FEW_EDGES: usize = 128;
/// Elements whose bins are certain together, or looked at one by one.
const GROUP: usize = 32;

/// The range of the bins: from `low` to `high`, where they are given, else of the elements of `x`.
pub(super) fn range_of<T: Real, D: Dimension>(
    x: &ArrayView<T, D>,
    low: Option<T>,
    high: Option<T>,
) -> Result<(T, T), KernelError> {
    let is_needed = (low.is_none() || high.is_none()) && !x.is_empty();
    range(low, high, is_needed.then(|| extremes(x.view())))
}

/// The same by several threads; to be used in their pool.
pub(super) fn par_range_of<T: Real>(
    x: &[T],
    low: Option<T>,
    high: Option<T>,
) -> Result<(T, T), KernelError> {
    let join = |a: (T, T), b: (T, T)| {
        if a.0.is_nan() || b.0.is_nan() {
            (T::nan(), T::nan())
        } else {
            (a.0.min(b.0), a.1.max(b.1))
        }
    };
    let is_needed = low.is_none() || high.is_none();
    let parts = || x.par_chunks(PART).map(|part| extremes(ArrayView1::from(part)));
    range(low, high, is_needed.then(|| parts().reduce_with(join)).flatten())
}

fn range<T: Real>(
    low: Option<T>,
    high: Option<T>,
    extremes: Option<(T, T)>,
) -> Result<(T, T), KernelError> {
    let (first, last) = extremes.unwrap_or((T::zero(), T::one()));
    let given = low.is_some() || high.is_some();
    let (first, last) = (low.unwrap_or(first), high.unwrap_or(last));
    if first > last {
        return Err(KernelError::value("max must be larger than min in range parameter."));
    }
    if !(first.is_finite() && last.is_finite()) {
        let kind = if given { "supplied" } else { "autodetected" };
        let (first, last) = (words(first), words(last));
        return Err(KernelError::value(format!("{kind} range of [{first}, {last}] is not finite")));
    }
    if first == last {
        return Ok((first - real(0.5), last + real(0.5)));
    }
    Ok((first, last))
}

/// A number as Python writes it.
fn words<T: Real>(value: T) -> String {
    let text = value.to_string();
    match text.as_str() {
        "NaN" => "nan".to_owned(),
        _ if value.is_finite() && !text.contains('.') => text + ".0",
        _ => text,
    }
}

/// The least and the greatest element, or two NaNs where there is one.
fn extremes<T: Real, D: Dimension>(x: ArrayView<T, D>) -> (T, T) {
    let mut found = Extremes::none();
    match x.as_slice_memory_order() {
        Some(values) => found = extremes_of(values, found),
        None => slices::for_each_block(x, |block| found = extremes_of(block, found)),
    }
    if found.nans.contains(&T::one()) {
        return (T::nan(), T::nan());
    }
    (
        found.least.into_iter().fold(T::infinity(), T::min),
        found.greatest.into_iter().fold(T::neg_infinity(), T::max),
    )
}

/// What each lane has found: the extremes of its numbers, and one where it had a NaN.
#[derive(Clone, Copy)]
struct Extremes<T> {
    least: [T; LANES],
    greatest: [T; LANES],
    nans: [T; LANES],
}

const LANES: usize = 16;

impl<T: Real> Extremes<T> {
    fn none() -> Self {
        Self {
            least: [T::infinity(); LANES],
            greatest: [T::neg_infinity(); LANES],
            nans: [T::zero(); LANES],
        }
    }
}

fn extremes_of<T: Real>(x: &[T], found: Extremes<T>) -> Extremes<T> {
    let Extremes { mut least, mut greatest, mut nans } = found;
    vectorize(
        #[inline(always)]
        move || {
            let (chunks, rest) = x.as_chunks::<LANES>();
            for chunk in chunks {
                for i in 0..LANES {
                    least[i] = if chunk[i] < least[i] { chunk[i] } else { least[i] };
                }
                for i in 0..LANES {
                    greatest[i] = if chunk[i] > greatest[i] { chunk[i] } else { greatest[i] };
                }
                for i in 0..LANES {
                    nans[i] = if chunk[i].is_nan() { T::one() } else { nans[i] };
                }
            }
            for (i, &value) in rest.iter().enumerate() {
                least[i] = if value < least[i] { value } else { least[i] };
                greatest[i] = if value > greatest[i] { value } else { greatest[i] };
                nans[i] = if value.is_nan() { T::one() } else { nans[i] };
            }
            Extremes { least, greatest, nans }
        },
    )
}

/// Bins of one width.
pub(super) struct Bins<T> {
    edges: Vec<T>,
    /// 1, or ¼ where the distance between the first and the last edge is beyond the largest number.
    down: T,
    /// That distance times `down`.
    width: T,
    ruler: Option<Ruler<T>>,
}

/// Tells the bins of most elements by a multiplication and an addition, and of the others that it does not.
///
/// `x * scale + shift` is so large that its last bits are a number of bins, before and behind the binary point. `shift`
/// also adds how far from an edge an element may be placed wrongly: one that is no farther from it, on either side, has
/// none of the bits of the fraction that `sure` selects.
#[derive(Clone, Copy)]
struct Ruler<T> {
    /// Bins in a unit.
    scale: T,
    shift: T,
    /// Bits of the fraction.
    fraction: u32,
    sure: u64,
    /// What stands before the fraction for the first bin.
    first: u32,
    bins: u32,
}

/// A real number whose bits vector instructions take apart; they have no conversion to integers that is defined for all
/// numbers.
pub trait Rounded: Real {
    /// How many bits follow the first one of a number.
    const MANTISSA: u32;

    /// The bits but for the last `count`, which leave no more than 32.
    fn high_bits(self, count: u32) -> u32;

    /// Whether one of the bits that `mask` selects is set.
    fn has_bits(self, mask: u64) -> bool;
}

impl Rounded for f64 {
    const MANTISSA: u32 = Self::MANTISSA_DIGITS - 1;

    #[inline(always)]
    fn high_bits(self, count: u32) -> u32 {
        (self.to_bits() >> count) as u32
    }

    #[inline(always)]
    fn has_bits(self, mask: u64) -> bool {
        self.to_bits() & mask != 0
    }
}

impl Rounded for f32 {
    const MANTISSA: u32 = Self::MANTISSA_DIGITS - 1;

    #[inline(always)]
    fn high_bits(self, count: u32) -> u32 {
        self.to_bits() >> count
    }

    #[inline(always)]
    fn has_bits(self, mask: u64) -> bool {
        self.to_bits() & mask as u32 != 0
    }
}

impl<T: Rounded> Ruler<T> {
    /// The ruler of `bins` bins in `width` from `low` to `high`; none where it would be sure of too few elements.
    fn new(low: T, high: T, width: T, bins: usize) -> Option<Self> {
        let count = number::<T>(bins);
        let scale = count / width;
        let magnitude = low.abs().max(high.abs()) * scale;
        let doubt = real::<T>(4.0) * T::epsilon() * (magnitude + count);
        // Also false where one of them is infinite, or not a number.
        if !(doubt < real(0.125) && scale.is_normal() && bins < 1 << 18) {
            return None;
        }
        let whole = (bins + 1).next_power_of_two().trailing_zeros();
        let fraction = (T::MANTISSA - 1).checked_sub(whole)?;
        let unit = number::<T>(1 << fraction);
        // Two for what the shift and the sum are rounded by.
        let doubt = ((doubt * unit).to_u64()? + 3).next_power_of_two();
        if 4 * doubt > 1 << fraction {
            return None;
        }
        let large = number::<T>(3 << (T::MANTISSA - 1 - fraction));
        Some(Self {
            scale,
            shift: large + number::<T>(doubt as usize) / unit - low * scale,
            fraction,
            sure: (1 << fraction) - 2 * doubt,
            first: large.high_bits(fraction),
            bins: bins as u32,
        })
    }

    /// The bin of `x`, the number of bins where `x` is out of range, and whether that is certain.
    #[inline(always)]
    fn bin_of(&self, x: T) -> (u32, bool) {
        let place = x * self.scale + self.shift;
        let bin = place.high_bits(self.fraction).wrapping_sub(self.first);
        (if bin < self.bins { bin } else { self.bins }, place.has_bits(self.sure))
    }
}

impl<T: Rounded> Bins<T> {
    /// `count` bins from `low` to `high`, with the edges that NumPy's `linspace` gives.
    pub(super) fn new(low: T, high: T, count: usize) -> Result<Self, KernelError> {
        if count == 0 {
            return Err(KernelError::value("`bins` must be positive, when an integer"));
        }
        let mut edges = memory::try_with_capacity(count.saturating_add(1))?;
        let down = if (high - low).is_finite() { T::one() } else { real(0.25) };
        let start = low * down;
        let width = high * down - start;
        let step = width / number(count);
        if step == T::zero() {
            edges.extend((0..count).map(|i| number::<T>(i) / number::<T>(count) * width + start));
        } else {
            edges.extend((0..count).map(|i| (number::<T>(i) * step + start) / down));
        }
        edges.push(high);
        if edges.windows(2).any(|pair| pair[0] >= pair[1]) {
            return Err(KernelError::value(format!(
                "Too many bins for data range. Cannot create {count} finite-sized bins."
            )));
        }
        let ruler = if down == T::one() { Ruler::new(low, high, width, count) } else { None };
        Ok(Self { edges, down, width, ruler })
    }

    pub(super) fn count(&self) -> usize {
        self.edges.len() - 1
    }

    pub(super) fn into_edges(self) -> Array1<T> {
        Array1::from_vec(self.edges)
    }

    /// The bin of `x` as NumPy finds it; the number of bins where `x` is out of range.
    fn bin_of(&self, x: T) -> usize {
        let bins = self.count();
        if !(x >= self.edges[0] && x <= self.edges[bins]) {
            return bins;
        }
        let from_first = x * self.down - self.edges[0] * self.down;
        let place = from_first / self.width * number::<T>(bins);
        let mut bin = place.to_usize().unwrap_or(0).min(bins - 1);
        if x < self.edges[bin] {
            bin -= 1;
        } else if x >= self.edges[bin + 1] && bin != bins - 1 {
            bin += 1;
        }
        bin
    }

    /// How many elements of `x` each bin holds.
    pub(super) fn count_in<D: Dimension>(
        &self,
        x: ArrayView<T, D>,
    ) -> Result<Array1<i64>, KernelError> {
        let mut tally = Tally::new(self.count())?;
        slices::for_each_block(x, |block| self.count_block(block, &mut tally));
        tally.into_counts()
    }

    /// The same by several threads; to be used in their pool.
    pub(super) fn par_count_in(&self, x: &[T]) -> Result<Array1<i64>, KernelError> {
        let part = x.len().div_ceil(4 * rayon::current_num_threads()).max(PART).max(self.count());
        x.par_chunks(part)
            .map(|part| self.count_in(ArrayView1::from(part)))
            .try_reduce_with(|a, b| Ok(a + b))
            .unwrap_or_else(|| Ok(arrays::try_zeros(self.count())?))
    }

    fn count_block(&self, block: &[T], tally: &mut Tally) {
        let Some(ruler) = self.ruler else {
            block.iter().for_each(|&x| tally.count(self.bin_of(x)));
            return;
        };
        let mut places = [0_u32; BLOCK];
        let mut doubts = [false; BLOCK / GROUP];
        let (groups, rest) = block.as_chunks::<GROUP>();
        let (place_groups, _) = places.as_chunks_mut::<GROUP>();
        let each_doubt = &mut doubts;
        vectorize(
            #[inline(always)]
            move || {
                for ((xs, places), doubt) in groups.iter().zip(place_groups).zip(each_doubt) {
                    let mut some = false;
                    for (place, &x) in places.iter_mut().zip(xs) {
                        let (bin, is_sure) = ruler.bin_of(x);
                        *place = bin;
                        some |= !is_sure;
                    }
                    *doubt = some;
                }
            },
        );
        let groups = groups.iter().zip(places.as_chunks_mut::<GROUP>().0);
        for ((xs, places), doubt) in groups.zip(doubts) {
            if doubt {
                for (place, &x) in places.iter_mut().zip(xs) {
                    *place = self.place_of(ruler, x);
                }
            }
            tally.count_all(places);
        }
        rest.iter().for_each(|&x| tally.count(self.place_of(ruler, x) as usize));
    }

    /// The bin of `x` by the ruler where that is certain.
    fn place_of(&self, ruler: Ruler<T>, x: T) -> u32 {
        let (bin, is_sure) = ruler.bin_of(x);
        if is_sure { bin } else { self.bin_of(x) as u32 }
    }
}

/// How many elements of `x` each of the intervals between `edges` holds, which must ascend.
pub(super) fn count_between<T: Real, D: Dimension>(
    x: ArrayView<T, D>,
    edges: &[T],
) -> Result<Array1<i64>, KernelError> {
    if !edges.windows(2).all(|pair| pair[0] <= pair[1]) {
        return Err(KernelError::value("`bins` must increase monotonically, when an array"));
    }
    let (Some(&first), Some(&last)) = (edges.first(), edges.last()) else {
        return Err(KernelError::value("`bins` must hold at least one edge, when an array"));
    };
    let bins = edges.len() - 1;
    if (1..FEW_EDGES).contains(&bins) {
        return count_between_few(x, edges);
    }
    let mut tally = Tally::new(bins)?;
    slices::for_each_block(x, |block| {
        for &x in block {
            let inside = x >= first && x <= last;
            let bin = edges.partition_point(|&edge| edge <= x).min(bins).saturating_sub(1);
            tally.count(if inside { bin } else { bins });
        }
    });
    tally.into_counts()
}

/// The same where looking at all edges is faster than a search.
fn count_between_few<T: Real, D: Dimension>(
    x: ArrayView<T, D>,
    edges: &[T],
) -> Result<Array1<i64>, KernelError> {
    let bins = edges.len() - 1;
    let last = edges[bins];
    // Of the elements below all edges, in each bin, on the last edge, and above it.
    let mut tally = Tally::new(bins + 2)?;
    slices::for_each_block(x, |block| {
        let mut places = [0_u32; BLOCK];
        let counted = &mut places[..block.len()];
        vectorize(
            #[inline(always)]
            move || {
                for &edge in edges {
                    for (place, &x) in counted.iter_mut().zip(block) {
                        *place += u32::from(x >= edge);
                    }
                }
                for (place, &x) in counted.iter_mut().zip(block) {
                    *place += u32::from(x > last);
                }
            },
        );
        let (groups, rest) = places[..block.len()].as_chunks::<GROUP>();
        groups.iter().for_each(|places| tally.count_all(places));
        rest.iter().for_each(|&place| tally.count(place as usize));
    });
    let counts = tally.into_counts()?;
    let mut inside = counts.slice_axis(Axis(0), Slice::from(1..=bins)).to_owned();
    inside[bins - 1] += counts[bins + 1];
    Ok(inside)
}

/// How often each number from 0 to the greatest of `x`, and to `length` at least, occurs.
pub(super) fn count_values<T: Number + AsPrimitive<i64>>(
    x: ArrayView1<T>,
    length: usize,
) -> Result<Array1<i64>, KernelError> {
    let mut tally = Tally::new(values_in(x)?.max(length))?;
    slices::for_each_block(x, |block| block.iter().for_each(|x| tally.count(x.as_() as usize)));
    tally.into_counts()
}

/// The sums of the `weights` of each number from 0 to the greatest of `x`, and to `length` at least.
pub(super) fn sum_weights<T: Number + AsPrimitive<i64>>(
    x: ArrayView1<T>,
    weights: ArrayView1<f64>,
    length: usize,
) -> Result<Array1<f64>, KernelError> {
    let mut sums = arrays::try_zeros(values_in(x)?.max(length))?;
    Zip::from(x).and(weights).for_each(|x, weight| sums[x.as_() as usize] += weight);
    Ok(sums)
}

/// One more than the greatest number of `x`, or 0.
fn values_in<T: Number + AsPrimitive<i64>>(x: ArrayView1<T>) -> Result<usize, KernelError> {
    let mut found = (0, -1);
    slices::for_each_block(x, |block| {
        let (mut least, mut greatest) = found;
        found = vectorize(
            #[inline(always)]
            move || {
                for x in block {
                    let x: i64 = x.as_();
                    least = if x < least { x } else { least };
                    greatest = if x > greatest { x } else { greatest };
                }
                (least, greatest)
            },
        );
    });
    let (least, greatest) = found;
    if least < 0 {
        return Err(KernelError::value("'list' argument must have no negative elements"));
    }
    Ok(usize::try_from(greatest).map_or(0, |greatest| greatest.saturating_add(1)))
}

/// Counts of bins, and of what is in none of them.
struct Tally {
    tables: Vec<i64>,
    bins: usize,
    turn: usize,
}

impl Tally {
    fn new(bins: usize) -> Result<Self, KernelError> {
        let tables = if bins < FEW { TABLES } else { 1 };
        let size = bins.saturating_add(1).saturating_mul(tables);
        let tables = match arrays::try_zeros(size) {
            Ok(tables) => tables.into_raw_vec_and_offset().0,
            // The caller knows of one table without a place for what is in no bin.
            Err(_) => match arrays::try_zeros::<i64, _>(bins) {
                Ok(_) => return Err(KernelError::OutOfMemory { bytes: 8 * bins as u128 }),
                Err(error) => return Err(error.into()),
            },
        };
        Ok(Self { tables, bins, turn: 0 })
    }

    fn count(&mut self, bin: usize) {
        self.tables[self.turn + bin] += 1;
        self.turn += self.bins + 1;
        if self.turn == self.tables.len() {
            self.turn = 0;
        }
    }

    fn count_all(&mut self, places: &[u32; GROUP]) {
        let size = self.bins + 1;
        if self.tables.len() == size {
            places.iter().for_each(|&bin| self.tables[bin as usize] += 1);
            return;
        }
        let (a, rest) = self.tables.split_at_mut(size);
        let (b, rest) = rest.split_at_mut(size);
        let (c, d) = rest.split_at_mut(size);
        for places in places.as_chunks::<TABLES>().0 {
            a[places[0] as usize] += 1;
            b[places[1] as usize] += 1;
            c[places[2] as usize] += 1;
            d[places[3] as usize] += 1;
        }
    }

    fn into_counts(self) -> Result<Array1<i64>, KernelError> {
        let Self { mut tables, bins, .. } = self;
        let (counts, more) = tables.split_at_mut(bins + 1);
        for table in more.chunks(bins + 1) {
            for (count, more) in counts.iter_mut().zip(table) {
                *count += more;
            }
        }
        tables.truncate(bins);
        Ok(Array1::from_vec(tables))
    }
}
