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
    if x.len() < MANY {
        gather(
            [x],
            T::zero(),
            #[inline(always)]
            |[x]| f(x),
            add,
        )
    } else {
        gather_by(x, T::zero(), f, add)
    }
}

/// The sum of `f` over the elements of at most a unit.
#[inline(always)]
pub(crate) fn sum_slice_by<T: Real>(x: &[T], f: impl Fn(T) -> T + Copy) -> T {
    let add = |a, b| a + b;
    if x.len() < MANY {
        return gather(
            [x],
            T::zero(),
            #[inline(always)]
            |[x]| f(x),
            add,
        );
    }
    vectorize(
        #[inline(always)]
        move || {
            gather(
                [x],
                T::zero(),
                #[inline(always)]
                |[x]| f(x),
                add,
            )
        },
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
        move || {
            gather(
                [x],
                identity,
                #[inline(always)]
                |[x]| f(x),
                op,
            )
        },
    )
}

/// What `op` makes of `f` of the elements of the slices, which have one length, at each index.
#[inline(always)]
fn gather<T: Number, const N: usize>(
    x: [&[T]; N],
    identity: T,
    f: impl Fn([T; N]) -> T + Copy,
    op: impl Fn(T, T) -> T + Copy,
) -> T {
    let len = x[0].len();
    let whole = len / (LANES * COLUMN) * (LANES * COLUMN);
    let mut total = identity;
    if whole > 0 {
        let mut lanes = [identity; LANES];
        let mut start = 0;
        while start < whole {
            let mut sums = [identity; LANES];
            let end = whole.min(start + RUN * LANES * COLUMN);
            while start < end {
                let group = part(x, start, LANES * COLUMN);
                #[allow(
                    clippy::needless_range_loop,
                    reason = "as many lanes as that become long vectors of a loop with an index only"
                )]
                for i in 0..LANES {
                    let column = in_pairs(
                        #[inline(always)]
                        |k| f(at(group, k * LANES + i)),
                        op,
                    );
                    sums[i] = op(sums[i], column);
                }
                start += LANES * COLUMN;
            }
            for i in 0..LANES {
                lanes[i] = op(lanes[i], sums[i]);
            }
        }
        total = fold_lanes(lanes, op);
    }
    let (total, start) = gather_rows::<T, N, MANY>(x, whole, total, identity, f, op);
    let (total, start) = gather_rows::<T, N, LANES>(x, start, total, identity, f, op);
    let rest = part(x, start, len - start);
    let mut tail = identity;
    for i in 0..rest[0].len() {
        tail = op(tail, f(at(rest, i)));
    }
    op(total, tail)
}

/// Adds whole rows of `W` lanes from `start` on to the total, and returns where they end, too.
#[inline(always)]
fn gather_rows<T: Number, const N: usize, const W: usize>(
    x: [&[T]; N],
    mut start: usize,
    total: T,
    identity: T,
    f: impl Fn([T; N]) -> T + Copy,
    op: impl Fn(T, T) -> T + Copy,
) -> (T, usize) {
    let end = start + (x[0].len() - start) / W * W;
    if start == end {
        return (total, end);
    }
    let mut lanes = [identity; W];
    while start < end {
        let row = part(x, start, W);
        for (i, lane) in lanes.iter_mut().enumerate() {
            *lane = op(*lane, f(at(row, i)));
        }
        start += W;
    }
    (op(total, fold_lanes(lanes, op)), end)
}

#[inline(always)]
fn part<T, const N: usize>(x: [&[T]; N], start: usize, count: usize) -> [&[T]; N] {
    x.map(
        #[inline(always)]
        |x| &x[start..start + count],
    )
}

#[inline(always)]
fn at<T: Copy, const N: usize>(x: [&[T]; N], index: usize) -> [T; N] {
    x.map(
        #[inline(always)]
        |x| x[index],
    )
}

/// The sum of the products of the elements of two slices of one length of at most a unit.
///
/// Multiplies and adds apart: fused, the result would depend on the processor.
pub(crate) fn dot_slices<T: Real>(x: &[T], y: &[T]) -> T {
    vectorize(
        #[inline(always)]
        move || {
            gather(
                [x, y],
                T::zero(),
                #[inline(always)]
                |[x, y]| x * y,
                |a, b| a + b,
            )
        },
    )
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
