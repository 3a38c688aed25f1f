//! Numbers of the standard normal distribution, those of NumPy.
//!
//! G. Marsaglia, W. W. Tsang, "The ziggurat method for generating random variables", J. Stat. Softw. 5 (2000), with
//! 256 layers.

use super::stream::{BLOCK, Stream};
use super::tables::{HEIGHT, REACH, WIDTH};
use crate::element::Real;
use crate::error::KernelError;
use crate::memory::try_with_capacity;
use rayon::prelude::*;

/// The layers of the ziggurat.
pub(super) const LAYERS: usize = 256;
/// Where the lowest layer, which has no end, begins to be the tail of the curve.
const TAIL: f64 = 3.654_152_885_361_009;
/// What NumPy takes for 1 / TAIL.
const TAIL_INVERSE: f64 = 0.273_661_237_329_758_3;

const fn rounded(values: &[f64; LAYERS], scale: f64) -> [f32; LAYERS] {
    let mut result = [0.0; LAYERS];
    let mut i = 0;
    while i < LAYERS {
        result[i] = (values[i] * scale) as f32;
        i += 1;
    }
    result
}

const fn reach_f32() -> [u32; LAYERS] {
    let mut result = [0; LAYERS];
    let mut i = 0;
    while i < LAYERS {
        result[i] = ((REACH[i] + (1 << 28)) >> 29) as u32;
        i += 1;
    }
    result
}

static REACH_F64: [u64; LAYERS] = REACH;
static WIDTH_F64: [f64; LAYERS] = WIDTH;
static HEIGHT_F64: [f64; LAYERS] = HEIGHT;
/// For draws of 23 bits instead of 52.
static REACH_F32: [u32; LAYERS] = reach_f32();
static WIDTH_F32: [f32; LAYERS] = rounded(&WIDTH, (1_u64 << 29) as f64);
static HEIGHT_F32: [f32; LAYERS] = rounded(&HEIGHT, 1.0);

/// A number that there are random ones of.
pub trait Variate: Real {
    /// How many halves of a number of 64 bits one draw takes.
    const HALVES: u64;

    /// The next number from 0 to 1, 1 excluded.
    fn unit(stream: &mut Stream) -> Self;

    /// The numbers from 0 to 1 of a block, as `low + range * unit`.
    fn units(block: &[u64; BLOCK], low: Self, range: Self, numbers: &mut [Self]);

    /// The next number of the standard normal distribution.
    fn normal(stream: &mut Stream) -> Self;
}

impl Variate for f64 {
    const HALVES: u64 = 2;

    #[inline(always)]
    fn unit(stream: &mut Stream) -> f64 {
        unit_f64(stream.next_u64())
    }

    #[inline(always)]
    fn units(block: &[u64; BLOCK], low: f64, range: f64, numbers: &mut [f64]) {
        for (number, &bits) in numbers.iter_mut().zip(block) {
            *number = low + range * unit_f64(bits);
        }
    }

    #[inline(always)]
    fn normal(stream: &mut Stream) -> f64 {
        loop {
            let bits = stream.next_u64();
            let layer = bits as usize % LAYERS;
            let draw = bits >> 9 & ((1 << 52) - 1);
            let negative = bits >> 8 & 1 == 1;
            let size = draw as f64 * WIDTH_F64[layer];
            let number = if negative { -size } else { size };
            if draw < REACH_F64[layer] {
                return number;
            }
            if layer == 0 {
                return tail_f64(stream, draw >> 8 & 1 == 1);
            }
            let height = (HEIGHT_F64[layer - 1] - HEIGHT_F64[layer]) * Self::unit(stream)
                + HEIGHT_F64[layer];
            if height < libm::exp(-0.5 * number * number) {
                return number;
            }
        }
    }
}

impl Variate for f32 {
    const HALVES: u64 = 1;

    #[inline(always)]
    fn unit(stream: &mut Stream) -> f32 {
        unit_f32(stream.next_u32())
    }

    #[inline(always)]
    fn units(block: &[u64; BLOCK], low: f32, range: f32, numbers: &mut [f32]) {
        for (pair, &bits) in numbers.chunks_mut(2).zip(block) {
            for (number, bits) in pair.iter_mut().zip([bits as u32, (bits >> 32) as u32]) {
                *number = low + range * unit_f32(bits);
            }
        }
    }

    #[inline(always)]
    fn normal(stream: &mut Stream) -> f32 {
        loop {
            let bits = stream.next_u32();
            let layer = bits as usize % LAYERS;
            let draw = bits >> 9;
            let negative = bits >> 8 & 1 == 1;
            let size = draw as f32 * WIDTH_F32[layer];
            let number = if negative { -size } else { size };
            if draw < REACH_F32[layer] {
                return number;
            }
            if layer == 0 {
                return tail_f32(stream, draw >> 8 & 1 == 1);
            }
            let height = (HEIGHT_F32[layer - 1] - HEIGHT_F32[layer]) * Self::unit(stream)
                + HEIGHT_F32[layer];
            // In double precision, as C's `exp` has it.
            if f64::from(height) < libm::exp(-0.5 * f64::from(number) * f64::from(number)) {
                return number;
            }
        }
    }
}

#[inline(always)]
fn unit_f64(bits: u64) -> f64 {
    (bits >> 11) as f64 * (1.0 / (1_u64 << 53) as f64)
}

#[inline(always)]
fn unit_f32(bits: u32) -> f32 {
    (bits >> 8) as f32 * (1.0 / (1_u32 << 24) as f32)
}

#[cold]
fn tail_f64(stream: &mut Stream, negative: bool) -> f64 {
    loop {
        let beyond = -TAIL_INVERSE * libm::log1p(-f64::unit(stream));
        let under = -libm::log1p(-f64::unit(stream));
        if under + under > beyond * beyond {
            let size = TAIL + beyond;
            return if negative { -size } else { size };
        }
    }
}

#[cold]
fn tail_f32(stream: &mut Stream, negative: bool) -> f32 {
    loop {
        let beyond = -(TAIL_INVERSE as f32) * libm::log1pf(-f32::unit(stream));
        let under = -libm::log1pf(-f32::unit(stream));
        if under + under > beyond * beyond {
            let size = TAIL as f32 + beyond;
            return if negative { -size } else { size };
        }
    }
}

/// Draws that one task makes.
const CHUNK: u64 = 1 << 15;
/// Tasks between which memory for their numbers is reused.
const TASKS: usize = 64;

/// Fills `numbers` with `of` numbers of the standard normal distribution, in the pool.
///
/// How many draws a number takes is known only when it is made, so nobody knows where in the sequence a number begins
/// but who made the ones before. Each task takes its draws to begin with a number. Mostly that is so, and where a
/// number of the task before reaches into its draws, it is done again.
pub(super) fn fill_parallel<T: Variate>(
    seed: i64,
    mut numbers: &mut [T],
    of: impl Fn(T) -> T + Sync,
) -> Result<(), KernelError> {
    let mut parts: Vec<(Vec<T>, u64)> = Vec::new();
    for _ in 0..TASKS.min(numbers.len() / CHUNK as usize + 1) {
        parts.push((try_with_capacity(CHUNK as usize)?, 0));
    }
    let mut start = 0;
    let mut true_start = 0;
    while !numbers.is_empty() {
        let tasks = parts.par_iter_mut().enumerate().map(|(i, (part, end))| {
            let start = start + i as u64 * CHUNK;
            *end = draw_between(seed, start, start + CHUNK, part, &of)?;
            Ok(())
        });
        tasks.collect::<Result<(), KernelError>>()?;
        for (part, end) in &mut parts {
            if true_start != start {
                *end = draw_between(seed, true_start, start + CHUNK, part, &of)?;
            }
            let count = part.len().min(numbers.len());
            let (filled, rest) = numbers.split_at_mut(count);
            filled.copy_from_slice(&part[..count]);
            numbers = rest;
            true_start = *end;
            start += CHUNK;
        }
    }
    Ok(())
}

/// The numbers that begin with the draws from `start` to `end`, and where the last of them ends.
fn draw_between<T: Variate>(
    seed: i64,
    start: u64,
    end: u64,
    numbers: &mut Vec<T>,
    of: impl Fn(T) -> T,
) -> Result<u64, KernelError> {
    let halves = start * T::HALVES;
    let mut stream = Stream::new(seed, halves / 2)?;
    if halves % 2 == 1 {
        stream.next_u32();
    }
    let skipped = halves - halves % 2;
    numbers.clear();
    while skipped + stream.taken() < end * T::HALVES {
        numbers.push(of(T::normal(&mut stream)));
    }
    Ok((skipped + stream.taken()) / T::HALVES)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn first<T: Variate>(seed: i64) -> [T; 3] {
        let mut stream = Stream::new(seed, 0).expect("a seed");
        [(); 3].map(|()| T::normal(&mut stream))
    }

    #[test]
    fn numbers_are_those_of_numpy() {
        assert_eq!(
            first::<f64>(42),
            [0.30471707975443135, -1.0399841062404955, 0.7504511958064572]
        );
        assert_eq!(first::<f32>(42), [0.141_907_17_f32, -1.668_507_9, -1.332_108]);
        assert_eq!(
            first::<f64>(i64::MAX),
            [-0.27767183975435383, -1.1454482915338269, 0.9544642056115509]
        );
        assert_eq!(first::<f32>(i64::MAX), [-0.300_084_62_f32, -0.113_473_155, -0.336_149_6]);
    }

    fn threads_make_no_difference<T: Variate + Send + Sync>() {
        for len in [0, 1, 1000, CHUNK as usize, 3 * CHUNK as usize + 7, 70 * CHUNK as usize] {
            let mut numbers = vec![T::zero(); len];
            fill_parallel(9, &mut numbers, |number| number).expect("memory");
            let mut stream = Stream::new(9, 0).expect("a seed");
            assert!(numbers.into_iter().all(|number| number == T::normal(&mut stream)), "{len}");
        }
    }

    #[test]
    fn parallel_numbers_are_the_sequential_ones() {
        threads_make_no_difference::<f64>();
        threads_make_no_difference::<f32>();
    }

    #[test]
    fn the_distribution_is_normal() {
        let mut stream = Stream::new(3, 0).expect("a seed");
        let numbers: Vec<f64> = (0..200_000).map(|_| f64::normal(&mut stream)).collect();
        let moment = |k| numbers.iter().map(|x| x.powi(k)).sum::<f64>() / 200_000.0;
        assert!(moment(1).abs() < 0.01);
        assert!((moment(2) - 1.0).abs() < 0.02);
        assert!((moment(4) - 3.0).abs() < 0.1);
        let beyond = numbers.iter().filter(|x| x.abs() > TAIL).count();
        // The expectation is 51.6.
        assert!((25..=85).contains(&beyond), "{beyond}");
    }
}
