//! Convolution, by its definition and by Fourier transforms.

use super::fourier::zeros;
use super::plan::{Kind, Plan, Signal};
use crate::element::real;
use crate::error::KernelError;
use crate::simd::{has_fma, vectorize};
use num_complex::Complex;

/// Results that are computed together, in registers.
const BLOCK: usize = 32;
/// Sums of a dot product that do not wait for each other.
const LANES: usize = 8;

/// The full convolution of `long` with `short`, which is not longer and not empty, by its definition.
pub(super) fn direct<T: Signal>(
    long: &[T],
    short: &[T],
    result: &mut [T],
) -> Result<(), KernelError> {
    let mut taps = zeros(short.len())?;
    taps.copy_from_slice(short);
    taps.reverse();
    match has_fma() {
        true => vectorize(
            #[inline(always)]
            || filter::<T, true>(long, &taps, result),
        ),
        false => vectorize(
            #[inline(always)]
            || filter::<T, false>(long, &taps, result),
        ),
    }
    Ok(())
}

#[inline(always)]
fn filter<T: Signal, const FMA: bool>(long: &[T], taps: &[T], result: &mut [T]) {
    let (n, m) = (long.len(), taps.len());
    // At both ends only some of the taps meet a number.
    for i in 0..m - 1 {
        result[i] = dot(&taps[m - 1 - i..], &long[..=i]);
        result[n + i] = dot(&taps[..m - 1 - i], &long[n - (m - 1 - i)..]);
    }
    let (blocks, rest) = result[m - 1..n].as_chunks_mut::<BLOCK>();
    let rest_start = blocks.len() * BLOCK;
    for (block, start) in blocks.iter_mut().zip((0..).step_by(BLOCK)) {
        let mut sums = [T::zero(); BLOCK];
        let windows = long[start..start + m + BLOCK - 1].windows(BLOCK);
        for (&tap, window) in taps.iter().zip(windows) {
            for (sum, &number) in sums.iter_mut().zip(window) {
                *sum = match FMA {
                    true => tap.mul_add(number, *sum),
                    false => *sum + tap * number,
                };
            }
        }
        *block = sums;
    }
    for (place, window) in rest.iter_mut().zip(long[rest_start..].windows(m)) {
        *place = dot(taps, window);
    }
}

#[inline(always)]
fn dot<T: Signal>(x: &[T], y: &[T]) -> T {
    let (x_chunks, x_rest) = x.as_chunks::<LANES>();
    let (y_chunks, y_rest) = y.as_chunks::<LANES>();
    let mut lanes = [T::zero(); LANES];
    for (a, b) in x_chunks.iter().zip(y_chunks) {
        for (lane, (&a, &b)) in lanes.iter_mut().zip(a.iter().zip(b)) {
            *lane += a * b;
        }
    }
    let mut sum = T::zero();
    for lane in lanes {
        sum += lane;
    }
    for (&a, &b) in x_rest.iter().zip(y_rest) {
        sum += a * b;
    }
    sum
}

/// The full convolution of `long` with `short`, which is not longer and not empty, by Fourier transforms.
///
/// Parts of `long` are convolved by themselves and overlap in the sum ("overlap-add").
pub(super) fn by_fourier<T: Signal>(
    long: &[T],
    short: &[T],
    result: &mut [T],
) -> Result<(), KernelError> {
    let overlap = short.len() - 1;
    let points = points_for(long.len(), short.len());
    let part_len = points - overlap;
    let (Plan::ToComplex(forward), Plan::ToReal(inverse)) =
        (Plan::of(Kind::RealForward, points)?, Plan::of(Kind::RealInverse, points)?)
    else {
        unreachable!("a plan is of its kind")
    };
    let mut scratch = zeros(forward.get_scratch_len().max(inverse.get_scratch_len()))?;
    let mut numbers: Vec<T> = zeros(points)?;
    let mut spectrum: Vec<Complex<T>> = zeros(points / 2 + 1)?;
    let mut factors: Vec<Complex<T>> = zeros(points / 2 + 1)?;
    const LENGTHS: &str = "the lengths are those of the plan";

    numbers[..short.len()].copy_from_slice(short);
    forward.process_with_scratch(&mut numbers, &mut factors, &mut scratch).expect(LENGTHS);
    let scale = real::<T>(points as f64).recip();
    factors.iter_mut().for_each(|factor| *factor = *factor * scale);
    result.fill(T::zero());
    for (i, part) in long.chunks(part_len).enumerate() {
        let (filled, rest) = numbers.split_at_mut(part.len());
        filled.copy_from_slice(part);
        rest.fill(T::zero());
        forward.process_with_scratch(&mut numbers, &mut spectrum, &mut scratch).expect(LENGTHS);
        vectorize(
            #[inline(always)]
            || {
                for (number, factor) in spectrum.iter_mut().zip(&factors) {
                    *number = *number * *factor;
                }
            },
        );
        // Rounding leaves no imaginary parts there, but infinite numbers do.
        spectrum[0].im = T::zero();
        spectrum[points / 2].im = T::zero();
        inverse.process_with_scratch(&mut spectrum, &mut numbers, &mut scratch).expect(LENGTHS);
        for (sum, &number) in
            result[i * part_len..].iter_mut().zip(&numbers[..part.len() + overlap])
        {
            *sum += number;
        }
    }
    Ok(())
}

/// How many points a transform has: all at once, or eight times the shorter one where that is less.
fn points_for(long: usize, short: usize) -> usize {
    let all = (long + short - 1).next_power_of_two();
    all.min(short.saturating_mul(8).next_power_of_two()).max(2)
}

/// Whether transforms take less time.
pub(super) fn fourier_is_faster(long: usize, short: usize) -> bool {
    short >= FEWEST && long >= FEWEST
}

/// The taps from which on transforms take less time.
const FEWEST: usize = 100;
