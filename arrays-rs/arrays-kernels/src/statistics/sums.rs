//! Pairwise sums of doubles, by the vector instructions there are.

use crate::element::Real;
use crate::simd::vectorize;

/// Elements summed by a plain loop in each lane.
const BLOCK: usize = 1024;
const LANES: usize = 32;

/// A count as a real number.
#[inline(always)]
pub(super) fn number<T: Real>(count: usize) -> T {
    num_traits::cast(count).expect("a count is a real number")
}

/// The sum of `f` over the elements of `x`.
pub(super) fn sum_by<T: Real>(x: &[T], f: impl Fn(f64) -> f64 + Copy) -> f64 {
    if x.len() > BLOCK {
        let (left, right) = x.split_at(half(x.len()));
        return sum_by(left, f) + sum_by(right, f);
    }
    vectorize(
        #[inline(always)]
        move || {
            let (chunks, rest) = x.as_chunks::<LANES>();
            let mut lanes = [0.0; LANES];
            for chunk in chunks {
                for (lane, &value) in lanes.iter_mut().zip(chunk) {
                    *lane += f(value.wide());
                }
            }
            rest.iter().fold(total(lanes), |total, &value| total + f(value.wide()))
        },
    )
}

/// The sum of the products of the elements of `x` and `y`, which have one length.
pub(super) fn dot(x: &[f64], y: &[f64]) -> f64 {
    if x.len() > BLOCK {
        let (x_left, x_right) = x.split_at(half(x.len()));
        let (y_left, y_right) = y.split_at(x_left.len());
        return dot(x_left, y_left) + dot(x_right, y_right);
    }
    vectorize(
        #[inline(always)]
        move || {
            let (x_chunks, x_rest) = x.as_chunks::<LANES>();
            let (y_chunks, y_rest) = y.as_chunks::<LANES>();
            let mut lanes = [0.0; LANES];
            for (x, y) in x_chunks.iter().zip(y_chunks) {
                for (lane, (&x, &y)) in lanes.iter_mut().zip(x.iter().zip(y)) {
                    *lane += x * y;
                }
            }
            x_rest.iter().zip(y_rest).fold(total(lanes), |total, (&x, &y)| total + x * y)
        },
    )
}

#[inline(always)]
fn total(mut lanes: [f64; LANES]) -> f64 {
    let mut count = LANES / 2;
    while count > 0 {
        for i in 0..count {
            lanes[i] += lanes[i + count];
        }
        count /= 2;
    }
    lanes[0]
}

/// A multiple of the lanes near the middle, so that only the last block has a remainder.
fn half(len: usize) -> usize {
    (len / 2).next_multiple_of(LANES)
}

/// Numbers that a tile has at least.
pub(super) const TILE: usize = 64;
/// Tiles added by a plain loop.
const TILES: usize = 16;

/// The sums of `f(value, parameter)` down the columns of a matrix whose rows follow each other in `rows`, which
/// has as many columns as there are `parameters`, one for each.
pub(super) fn sum_columns_by<T: Real>(
    rows: &[T],
    parameters: &[f64],
    f: impl Fn(f64, f64) -> f64 + Copy,
) -> Vec<f64> {
    let lanes = sum_tiles_by(rows, &tile(parameters), f);
    let mut totals = vec![0.0; parameters.len()];
    for lane in lanes.chunks_exact(parameters.len()) {
        add(&mut totals, lane);
    }
    totals
}

/// One value per column, repeated for as many rows as a tile has: narrow rows are worked on several at a time,
/// in loops long enough for vector instructions.
pub(super) fn tile(row: &[f64]) -> Vec<f64> {
    row.repeat((TILE / row.len()).max(1))
}

fn sum_tiles_by<T: Real>(
    rows: &[T],
    parameters: &[f64],
    f: impl Fn(f64, f64) -> f64 + Copy,
) -> Vec<f64> {
    let tile = parameters.len();
    if rows.len() > TILES * tile {
        let (top, bottom) = rows.split_at(rows.len() / 2 / tile * tile);
        let mut totals = sum_tiles_by(top, parameters, f);
        add(&mut totals, &sum_tiles_by(bottom, parameters, f));
        return totals;
    }
    let mut totals = vec![0.0; tile];
    let sums = &mut totals[..];
    vectorize(
        #[inline(always)]
        move || {
            for rows in rows.chunks(tile) {
                for ((total, &value), &parameter) in sums.iter_mut().zip(rows).zip(parameters) {
                    *total += f(value.wide(), parameter);
                }
            }
        },
    );
    totals
}

fn add(totals: &mut [f64], terms: &[f64]) {
    for (total, &term) in totals.iter_mut().zip(terms) {
        *total += term;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_length_sums_all_elements() {
        for len in (0..200).chain([1023, 1024, 1025, 3000, 5001]) {
            let x: Vec<f64> = (0..len).map(|i| i as f64).collect();
            assert_eq!(sum_by(&x, |v| v), (0..len).sum::<usize>() as f64);
            assert_eq!(dot(&x, &x), (0..len).map(|i| i * i).sum::<usize>() as f64);
        }
    }

    #[test]
    fn the_error_does_not_grow_with_the_length() {
        assert!((sum_by(&vec![0.1_f64; 10_000_000], |v| v) - 1_000_000.0).abs() < 1e-8);
    }

    #[test]
    fn every_number_of_rows_and_columns_sums_all_columns() {
        for columns in [1, 2, 5, 63, 64, 65] {
            let parameters: Vec<f64> = (0..columns).map(|j| j as f64).collect();
            for rows in [0, 1, 15, 16, 17, 191, 192, 193, 1025, 3000] {
                let x: Vec<f64> = (0..rows * columns).map(|i| i as f64).collect();
                let sums = sum_columns_by(&x, &parameters, |value, j| value + 0.5 * j);
                for (j, sum) in sums.into_iter().enumerate() {
                    let expected: usize = (0..rows).map(|i| 2 * (i * columns + j) + j).sum();
                    assert_eq!(sum, expected as f64 / 2.0);
                }
            }
        }
    }
}
