//! Convolution, by its definition and by Fourier transforms.

use super::fourier::zeros;
use super::plan::{Kind, Plan, Signal};
use crate::arithmetic::Arithmetic;
use crate::element::real;
use crate::error::KernelError;
use crate::ranged::{exponent_of, largest, power_of_two};
use crate::simd::{has_fma, vectorize};
use num_complex::Complex;

/// A number that convolutions are made of.
pub trait Term: Arithmetic {
    /// `x y + z`; with `FMA` by one instruction, where there is one for such numbers.
    #[doc(hidden)]
    fn multiply_add<const FMA: bool>(x: Self, y: Self, z: Self) -> Self;
}

macro_rules! terms {
    ($($type:ty: $fused:expr;)*) => { $(
        impl Term for $type {
            #[inline(always)]
            fn multiply_add<const FMA: bool>(x: Self, y: Self, z: Self) -> Self {
                if FMA { $fused(x, y, z) } else { Self::plus(Self::times(x, y), z) }
            }
        }
    )* };
}

terms! {
    f64: f64::mul_add;
    f32: f32::mul_add;
    i64: |x, y, z| Self::plus(Self::times(x, y), z);
    i32: |x, y, z| Self::plus(Self::times(x, y), z);
}

/// Results that are computed together: as many as fill the registers of AVX2 but for a few.
const BLOCK_OF_8_BYTES: usize = 48;
const BLOCK_OF_4_BYTES: usize = 96;
/// Taps whose products are added up by themselves, so that rounding errors do not grow with the number of all.
const STRIP: usize = 256;

/// The convolution of `long` with `short`, which is not longer and not empty, by its definition: into `results`, of
/// which the first has the index `first`.
pub(super) fn direct<T: Term>(long: &[T], short: &[T], first: usize, results: &mut [T]) {
    if has_fma() {
        vectorize(
            #[inline(always)]
            || by_size::<T, true>(long, short, first, results),
        );
    } else {
        vectorize(
            #[inline(always)]
            || by_size::<T, false>(long, short, first, results),
        );
    }
}

#[inline(always)]
fn by_size<T: Term, const FMA: bool>(long: &[T], short: &[T], first: usize, results: &mut [T]) {
    if size_of::<T>() == 4 {
        filter::<T, BLOCK_OF_4_BYTES, FMA>(long, short, first, results);
    } else {
        filter::<T, BLOCK_OF_8_BYTES, FMA>(long, short, first, results);
    }
}

#[inline(always)]
fn filter<T: Term, const BLOCK: usize, const FMA: bool>(
    long: &[T],
    taps: &[T],
    first: usize,
    results: &mut [T],
) {
    let (n, m) = (long.len(), taps.len());
    for (block, start) in results.chunks_mut(BLOCK).zip((first..).step_by(BLOCK)) {
        let mut sums = [T::zero(); BLOCK];
        // The taps that meet a number in every lane, and before and behind them those that do so in some.
        let inner = (start + BLOCK).saturating_sub(n).min(m)..(start + 1).min(m);
        let outer = (start + 1).saturating_sub(n)..(start + BLOCK).min(m);
        for part in inner.clone().step_by(STRIP) {
            let taps = &taps[part..inner.end.min(part + STRIP)];
            let mut partial = [T::zero(); BLOCK];
            // Going back, as taps go forth.
            let windows =
                long[start - (part + taps.len() - 1)..start - part + BLOCK].windows(BLOCK);
            for (&tap, window) in taps.iter().zip(windows.rev()) {
                for i in 0..BLOCK {
                    partial[i] = T::multiply_add::<FMA>(tap, window[i], partial[i]);
                }
            }
            for i in 0..BLOCK {
                sums[i] = T::plus(sums[i], partial[i]);
            }
        }
        let (before, behind) = match inner.is_empty() {
            true => (outer.clone(), 0..0),
            false => (outer.start..inner.start, inner.end..outer.end),
        };
        for tap in before.chain(behind) {
            let lanes = tap.saturating_sub(start)..BLOCK.min(n + tap - start);
            let met = &long[start + lanes.start - tap..start + lanes.end - tap];
            for (sum, &number) in sums[lanes].iter_mut().zip(met) {
                *sum = T::multiply_add::<FMA>(taps[tap], number, *sum);
            }
        }
        block.copy_from_slice(&sums[..block.len()]);
    }
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

    // Near 1, so that neither a transform nor a product of two leaves the range.
    let [long_exponent, short_exponent] = [long, short].map(|x| exponent_of(largest(x)));
    let two = |exponent| real::<T>(power_of_two(exponent));
    let (long_scale, short_scale) = (two(-long_exponent), two(-short_exponent));
    for (place, &number) in numbers.iter_mut().zip(short) {
        *place = number * short_scale;
    }
    forward.process_with_scratch(&mut numbers, &mut factors, &mut scratch).expect(LENGTHS);
    let scale = real::<T>(points as f64).recip();
    factors.iter_mut().for_each(|factor| *factor = *factor * scale);
    result.fill(T::zero());
    for (i, part) in long.chunks(part_len).enumerate() {
        let (filled, rest) = numbers.split_at_mut(part.len());
        filled.iter_mut().zip(part).for_each(|(place, &number)| *place = number * long_scale);
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
    let back = long_exponent + short_exponent;
    let (half, rest) = (two(back / 2), two(back - back / 2));
    result.iter_mut().for_each(|number| *number = *number * half * rest);
    Ok(())
}

/// How many points a transform has: all at once, or eight times the shorter one where that is less.
fn points_for(long: usize, short: usize) -> usize {
    let all = (long + short - 1).next_power_of_two();
    all.min(short.saturating_mul(8).next_power_of_two()).max(2)
}
