//! Pairwise summation: error O(log n) instead of O(n), at the speed of a plain loop.
//!
//! N. J. Higham, "The accuracy of floating point summation", SIAM J. Sci. Comput. 14 (1993). Each of 8 lanes adds 32
//! elements in pairs, 8 of those sums to one, 4 of these to that of a unit; then lanes are added in pairs, and units
//! are. An element passes no more additions than in NumPy's blocks of 128 in eight accumulators, and always the same
//! ones, whatever vectors the processor has. Memory is read in its order: out of it the processor is slow to fetch
//! ahead.

use crate::reductions::fold::{fold_flat, fold_pair};
use crate::simd::{vectorize, vectorize_for_memory};
use crate::{Number, Real};
use arrays::ndarray::Dimension;
use arrays::prelude::*;

/// Lanes that each add a [`COLUMN`] in pairs.
pub(crate) const LANES: usize = 8;
/// Elements that a lane adds in pairs.
pub(crate) const COLUMN: usize = 32;
/// The sums of so many columns a lane adds before it adds to the next larger sum.
pub(crate) const RUN: usize = 8;
/// Lanes of what is less than a column for each lane: enough additions at once to hide how long one takes.
pub(crate) const MANY: usize = 32;

/// The sum of `f` over the elements of `x`.
pub(crate) fn sum_by<T: Real, D: Dimension>(
    x: &ArrayView<T, D>,
    f: impl Fn(T) -> T + Copy + Sync,
) -> T {
    fold_flat(x, &|unit: &[T]| sum_near_by(unit, f), &|a, b| a + b)
}

/// The sum of the products of the elements of `x` and `y`, which have one length.
pub(crate) fn dot<T: Real>(x: ArrayView1<T>, y: ArrayView1<T>) -> T {
    fold_pair(&x, &y, &dot_slices, &|a, b| a + b)
}

/// The sum of `f` over the elements of at most a unit, for an `f` so cheap that memory decides.
#[inline(always)]
fn sum_near_by<T: Real>(x: &[T], f: impl Fn(T) -> T + Copy) -> T {
    let add = |a, b| a + b;
    // Choosing vectors takes longer than so few additions, which are the same ones.
    if x.len() < MANY { gather(x, T::zero(), f, add) } else { gather_by(x, T::zero(), f, add) }
}

/// The sum of `f` over the elements of at most a unit.
#[inline(always)]
pub(crate) fn sum_slice_by<T: Real>(x: &[T], f: impl Fn(T) -> T + Copy) -> T {
    let add = |a, b| a + b;
    if x.len() < MANY {
        return gather(x, T::zero(), f, add);
    }
    vectorize(
        #[inline(always)]
        move || gather(x, T::zero(), f, add),
    )
}

/// What `op`, which is associative but for rounding, makes of `f` of the elements of at most a unit.
#[inline(always)]
pub(crate) fn gather_by<T: Number>(
    x: &[T],
    identity: T,
    f: impl Fn(T) -> T + Copy,
    op: impl Fn(T, T) -> T + Copy,
) -> T {
    vectorize_for_memory(
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
    let (groups, rest) = x.as_chunks::<{ LANES * COLUMN }>();
    let mut total = identity;
    if !groups.is_empty() {
        let mut lanes = [identity; LANES];
        for groups in groups.chunks(RUN) {
            let mut sums = [identity; LANES];
            for g in groups {
                for i in 0..LANES {
                    let column = in_pairs(
                        #[inline(always)]
                        |k| f(g[k * LANES + i]),
                        op,
                    );
                    sums[i] = op(sums[i], column);
                }
            }
            for i in 0..LANES {
                lanes[i] = op(lanes[i], sums[i]);
            }
        }
        total = fold_lanes(lanes, op);
    }
    let (chunks, rest) = rest.as_chunks::<MANY>();
    if !chunks.is_empty() {
        let mut lanes = [identity; MANY];
        for chunk in chunks {
            for i in 0..MANY {
                lanes[i] = op(lanes[i], f(chunk[i]));
            }
        }
        total = op(total, fold_lanes(lanes, op));
    }
    let (chunks, rest) = rest.as_chunks::<LANES>();
    if !chunks.is_empty() {
        let mut lanes = [identity; LANES];
        for chunk in chunks {
            for i in 0..LANES {
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
    let add = |a, b| a + b;
    let (x_groups, x_rest) = x.as_chunks::<{ LANES * COLUMN }>();
    let (y_groups, y_rest) = y.as_chunks::<{ LANES * COLUMN }>();
    let mut total = T::zero();
    if !x_groups.is_empty() {
        let mut lanes = [T::zero(); LANES];
        for (x, y) in x_groups.chunks(RUN).zip(y_groups.chunks(RUN)) {
            let mut sums = [T::zero(); LANES];
            for (x, y) in x.iter().zip(y) {
                for i in 0..LANES {
                    sums[i] += in_pairs(
                        #[inline(always)]
                        |k| x[k * LANES + i] * y[k * LANES + i],
                        add,
                    );
                }
            }
            for i in 0..LANES {
                lanes[i] += sums[i];
            }
        }
        total = fold_lanes(lanes, add);
    }
    let (x_chunks, x_rest) = x_rest.as_chunks::<MANY>();
    let (y_chunks, y_rest) = y_rest.as_chunks::<MANY>();
    if !x_chunks.is_empty() {
        let mut lanes = [T::zero(); MANY];
        for (x, y) in x_chunks.iter().zip(y_chunks) {
            for i in 0..MANY {
                lanes[i] += x[i] * y[i];
            }
        }
        total += fold_lanes(lanes, add);
    }
    let (x_chunks, x_rest) = x_rest.as_chunks::<LANES>();
    let (y_chunks, y_rest) = y_rest.as_chunks::<LANES>();
    if !x_chunks.is_empty() {
        let mut lanes = [T::zero(); LANES];
        for (x, y) in x_chunks.iter().zip(y_chunks) {
            for i in 0..LANES {
                lanes[i] += x[i] * y[i];
            }
        }
        total += fold_lanes(lanes, add);
    }
    let mut tail = T::zero();
    for (&x, &y) in x_rest.iter().zip(y_rest) {
        tail += x * y;
    }
    total + tail
}

/// `op` of the elements of a column, in pairs, of these in pairs, and so on.
#[inline(always)]
pub(crate) fn in_pairs<T: Copy>(
    at: impl Fn(usize) -> T + Copy,
    op: impl Fn(T, T) -> T + Copy,
) -> T {
    op(sixteen(at, op, 0), sixteen(at, op, COLUMN / 2))
}

#[inline(always)]
fn sixteen<T>(at: impl Fn(usize) -> T + Copy, op: impl Fn(T, T) -> T + Copy, k: usize) -> T {
    op(eight(at, op, k), eight(at, op, k + 8))
}

#[inline(always)]
fn eight<T>(at: impl Fn(usize) -> T + Copy, op: impl Fn(T, T) -> T + Copy, k: usize) -> T {
    op(four(at, op, k), four(at, op, k + 4))
}

#[inline(always)]
fn four<T>(at: impl Fn(usize) -> T + Copy, op: impl Fn(T, T) -> T + Copy, k: usize) -> T {
    op(op(at(k), at(k + 1)), op(at(k + 2), at(k + 3)))
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
