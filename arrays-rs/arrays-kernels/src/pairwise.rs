//! Pairwise summation: error O(log n) instead of O(n), at the speed of a plain loop.
//!
//! N. J. Higham, "The accuracy of floating point summation", SIAM J. Sci. Comput. 14 (1993). Each of 32 lanes adds 8
//! elements in pairs, 8 of those sums to one, 4 of these to that of a unit; then lanes are added in pairs, and units
//! are. An element passes no more additions than in NumPy's blocks of 128 in eight accumulators, and always the same
//! ones, whatever vectors the processor has.

use crate::reductions::fold::{fold_flat, fold_pair};
use crate::simd::vectorize;
use crate::{Number, Real};
use arrays::ndarray::Dimension;
use arrays::prelude::*;

/// Four of the widest registers of `f64`, enough additions at once to hide how long one takes.
pub(crate) const LANES: usize = 32;
/// Numbers that a lane adds in pairs, and sums of so many that it adds before it adds to the next larger sum.
pub(crate) const RUN: usize = 8;
/// Lanes of what is too short for all lanes.
pub(crate) const FEW: usize = 8;

/// The sum of `f` over the elements of `x`.
pub(crate) fn sum_by<T: Real, D: Dimension>(
    x: &ArrayView<T, D>,
    f: impl Fn(T) -> T + Copy + Sync,
) -> T {
    fold_flat(x, &|unit: &[T]| sum_slice_by(unit, f), &|a, b| a + b)
}

/// The sum of the products of the elements of `x` and `y`, which have one length.
pub(crate) fn dot<T: Real>(x: ArrayView1<T>, y: ArrayView1<T>) -> T {
    fold_pair(&x, &y, &dot_slices, &|a, b| a + b)
}

/// The sum of `f` over the elements of at most a unit. `f` does little: what does more goes to [`gather_by`].
#[inline(always)]
pub(crate) fn sum_slice_by<T: Real>(x: &[T], f: impl Fn(T) -> T + Copy) -> T {
    let add = |a, b| a + b;
    // Choosing vectors takes longer than so few additions, which are the same ones.
    if x.len() < LANES { gather(x, T::zero(), f, add) } else { gather_by(x, T::zero(), f, add) }
}

/// What `op`, which is associative but for rounding, makes of `f` of the elements of at most a unit.
#[inline(always)]
pub(crate) fn gather_by<T: Number>(
    x: &[T],
    identity: T,
    f: impl Fn(T) -> T + Copy,
    op: impl Fn(T, T) -> T + Copy,
) -> T {
    vectorize(
        #[inline(always)]
        move || gather(x, identity, f, op),
    )
}

#[inline(always)]
fn gather<T: Number>(
    x: &[T],
    identity: T,
    f: impl Fn(T) -> T + Copy,
    op: impl Fn(T, T) -> T + Copy,
) -> T {
    let (chunks, rest) = x.as_chunks::<LANES>();
    let mut total = identity;
    if !chunks.is_empty() {
        let (groups, chunks) = chunks.as_chunks::<RUN>();
        let mut lanes = [identity; LANES];
        for groups in groups.chunks(RUN) {
            let mut sums = [identity; LANES];
            for g in groups {
                for i in 0..LANES {
                    let left = op(op(f(g[0][i]), f(g[1][i])), op(f(g[2][i]), f(g[3][i])));
                    let right = op(op(f(g[4][i]), f(g[5][i])), op(f(g[6][i]), f(g[7][i])));
                    sums[i] = op(sums[i], op(left, right));
                }
            }
            for i in 0..LANES {
                lanes[i] = op(lanes[i], sums[i]);
            }
        }
        for chunk in chunks {
            for i in 0..LANES {
                lanes[i] = op(lanes[i], f(chunk[i]));
            }
        }
        total = fold_lanes(lanes, op);
    }
    let (chunks, rest) = rest.as_chunks::<FEW>();
    if !chunks.is_empty() {
        let mut lanes = [identity; FEW];
        for chunk in chunks {
            for i in 0..FEW {
                lanes[i] = op(lanes[i], f(chunk[i]));
            }
        }
        total = op(total, fold_lanes(lanes, op));
    }
    let mut tail = identity;
    for &value in rest {
        tail = op(tail, f(value));
    }
    op(total, tail)
}

/// The sum of the products of the elements of two slices of one length of at most a unit.
pub(crate) fn dot_slices<T: Real>(x: &[T], y: &[T]) -> T {
    vectorize(
        #[inline(always)]
        move || dot_lanes(x, y),
    )
}

/// Multiplies and adds apart: fused, the result would depend on the processor.
#[inline(always)]
fn dot_lanes<T: Real>(x: &[T], y: &[T]) -> T {
    let (x_chunks, x_rest) = x.as_chunks::<LANES>();
    let (y_chunks, y_rest) = y.as_chunks::<LANES>();
    let mut total = T::zero();
    if !x_chunks.is_empty() {
        let (x_groups, x_chunks) = x_chunks.as_chunks::<RUN>();
        let (y_groups, y_chunks) = y_chunks.as_chunks::<RUN>();
        let mut lanes = [T::zero(); LANES];
        for (x, y) in x_groups.chunks(RUN).zip(y_groups.chunks(RUN)) {
            let mut sums = [T::zero(); LANES];
            for (x, y) in x.iter().zip(y) {
                for i in 0..LANES {
                    let left = (x[0][i] * y[0][i] + x[1][i] * y[1][i])
                        + (x[2][i] * y[2][i] + x[3][i] * y[3][i]);
                    let right = (x[4][i] * y[4][i] + x[5][i] * y[5][i])
                        + (x[6][i] * y[6][i] + x[7][i] * y[7][i]);
                    sums[i] += left + right;
                }
            }
            for i in 0..LANES {
                lanes[i] += sums[i];
            }
        }
        for (x, y) in x_chunks.iter().zip(y_chunks) {
            for i in 0..LANES {
                lanes[i] += x[i] * y[i];
            }
        }
        total = fold_lanes(lanes, |a, b| a + b);
    }
    let (x_chunks, x_rest) = x_rest.as_chunks::<FEW>();
    let (y_chunks, y_rest) = y_rest.as_chunks::<FEW>();
    if !x_chunks.is_empty() {
        let mut lanes = [T::zero(); FEW];
        for (x, y) in x_chunks.iter().zip(y_chunks) {
            for i in 0..FEW {
                lanes[i] += x[i] * y[i];
            }
        }
        total += fold_lanes(lanes, |a, b| a + b);
    }
    let mut tail = T::zero();
    for (&x, &y) in x_rest.iter().zip(y_rest) {
        tail += x * y;
    }
    total + tail
}

/// The first half of the lanes with the second, until one is left.
#[inline(always)]
pub(crate) fn fold_lanes<T: Copy, const LANES: usize>(
    mut lanes: [T; LANES],
    op: impl Fn(T, T) -> T + Copy,
) -> T {
    let mut half = LANES / 2;
    while half > 0 {
        let (left, right) = lanes.split_at_mut(half);
        for (left, right) in left.iter_mut().zip(right) {
            *left = op(*left, *right);
        }
        half /= 2;
    }
    lanes[0]
}

#[cfg(test)]
mod tests {
    use super::*;
    use arrays::ndarray::{Array1, Slice};

    #[test]
    fn every_length_and_layout_sums_all_elements() {
        for len in (0..600).chain([8191, 8192, 8193, 20_000]) {
            let x = Array1::from_iter((0..len).map(|i| i as f64));
            let reversed = x.slice_axis(Axis(0), Slice::new(0, None, -1));
            let expected = (0..len).sum::<usize>() as f64;
            assert_eq!(sum_by(&x.view(), |v| v), expected);
            assert_eq!(sum_by(&reversed, |v| v), expected);
            let squares = (0..len).map(|i| i * i).sum::<usize>() as f64;
            assert_eq!(dot(x.view(), x.view()), squares);
            let mirrored = (0..len).map(|i| i * (len - 1 - i)).sum::<usize>() as f64;
            assert_eq!(dot(x.view(), reversed), mirrored);
        }
    }

    #[test]
    fn every_length_of_floats_sums_all_elements() {
        for len in 0..600 {
            let x = Array1::from_iter((0..len).map(|i| (i % 10) as f32));
            let expected = (0..len).map(|i| i % 10).sum::<usize>() as f32;
            assert_eq!(sum_by(&x.view(), |v| v), expected);
            let squares = (0..len).map(|i| (i % 10) * (i % 10)).sum::<usize>() as f32;
            assert_eq!(dot(x.view(), x.view()), squares);
        }
    }

    #[test]
    fn the_error_does_not_grow_with_the_length() {
        let x = Array1::from_elem(10_000_000, 0.1_f64);
        assert!((sum_by(&x.view(), |v| v) - 1_000_000.0).abs() < 1e-8);
    }
}
