//! Pairwise summation: error O(log n) instead of O(n), at the speed of a plain loop.
//!
//! N. J. Higham, "The accuracy of floating point summation", SIAM J. Sci. Comput. 14 (1993), in the
//! form NumPy uses: blocks of 128 elements in eight independent accumulators, halves above that.

use arrays::ndarray::Axis;
use arrays::prelude::*;

const BLOCK: usize = 128;
const LANES: usize = 8;
/// Numbers that a tile has at least.
pub(crate) const TILE: usize = 64;

/// The sum of `f` over the elements of `x`.
pub(crate) fn sum_by(x: ArrayView1<f64>, f: impl Fn(f64) -> f64 + Copy) -> f64 {
    if let Some(slice) = x.as_slice() {
        return sum_slice_by(slice, f);
    }
    if x.len() <= BLOCK {
        return x.iter().map(|&value| f(value)).sum();
    }
    let (left, right) = x.split_at(Axis(0), half(x.len()));
    sum_by(left, f) + sum_by(right, f)
}

/// The sums of `f(value, parameter)` down the columns of a matrix whose rows follow each other in `rows`, which
/// has as many columns as there are `parameters`, one for each.
pub(crate) fn sum_columns_by(
    rows: &[f64],
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
pub(crate) fn tile(row: &[f64]) -> Vec<f64> {
    row.repeat((TILE / row.len()).max(1))
}

fn sum_tiles_by(rows: &[f64], parameters: &[f64], f: impl Fn(f64, f64) -> f64 + Copy) -> Vec<f64> {
    let tile = parameters.len();
    if rows.len() > BLOCK / LANES * tile {
        let (top, bottom) = rows.split_at(rows.len() / 2 / tile * tile);
        let mut totals = sum_tiles_by(top, parameters, f);
        add(&mut totals, &sum_tiles_by(bottom, parameters, f));
        return totals;
    }
    let mut totals = vec![0.0; tile];
    for rows in rows.chunks(tile) {
        for ((total, &value), &parameter) in totals.iter_mut().zip(rows).zip(parameters) {
            *total += f(value, parameter);
        }
    }
    totals
}

fn add(totals: &mut [f64], terms: &[f64]) {
    for (total, term) in totals.iter_mut().zip(terms) {
        *total += term;
    }
}

/// The sum of the products of the elements of `x` and `y`, which have one length.
pub(crate) fn dot(x: ArrayView1<f64>, y: ArrayView1<f64>) -> f64 {
    if let (Some(x), Some(y)) = (x.as_slice(), y.as_slice()) {
        return dot_slices(x, y);
    }
    if x.len() <= BLOCK {
        return x.iter().zip(y).map(|(a, b)| a * b).sum();
    }
    let middle = half(x.len());
    let (x_left, x_right) = x.split_at(Axis(0), middle);
    let (y_left, y_right) = y.split_at(Axis(0), middle);
    dot(x_left, y_left) + dot(x_right, y_right)
}

fn sum_slice_by(x: &[f64], f: impl Fn(f64) -> f64 + Copy) -> f64 {
    if x.len() > BLOCK {
        let (left, right) = x.split_at(half(x.len()));
        return sum_slice_by(left, f) + sum_slice_by(right, f);
    }
    let (chunks, rest) = x.as_chunks::<LANES>();
    let mut lanes = [0.0; LANES];
    for chunk in chunks {
        for (lane, &value) in lanes.iter_mut().zip(chunk) {
            *lane += f(value);
        }
    }
    rest.iter().fold(add_lanes(lanes), |total, &value| total + f(value))
}

fn dot_slices(x: &[f64], y: &[f64]) -> f64 {
    if x.len() > BLOCK {
        let middle = half(x.len());
        let (x_left, x_right) = x.split_at(middle);
        let (y_left, y_right) = y.split_at(middle);
        return dot_slices(x_left, y_left) + dot_slices(x_right, y_right);
    }
    let (x_chunks, x_rest) = x.as_chunks::<LANES>();
    let (y_chunks, y_rest) = y.as_chunks::<LANES>();
    let mut lanes = [0.0; LANES];
    for (a, b) in x_chunks.iter().zip(y_chunks) {
        for (lane, (a, b)) in lanes.iter_mut().zip(a.iter().zip(b)) {
            *lane += a * b;
        }
    }
    let rest = x_rest.iter().zip(y_rest);
    rest.fold(add_lanes(lanes), |total, (a, b)| total + a * b)
}

fn add_lanes(l: [f64; LANES]) -> f64 {
    ((l[0] + l[1]) + (l[2] + l[3])) + ((l[4] + l[5]) + (l[6] + l[7]))
}

/// A multiple of the lanes near the middle, so that only the last block has a remainder.
fn half(len: usize) -> usize {
    len / 2 / LANES * LANES
}

#[cfg(test)]
mod tests {
    use super::*;
    use arrays::ndarray::{Array1, Slice};

    #[test]
    fn every_length_and_layout_sums_all_elements() {
        for len in 0..600 {
            let x = Array1::from_iter((0..len).map(|i| i as f64));
            let expected = (0..len).sum::<usize>() as f64;
            assert_eq!(sum_by(x.view(), |v| v), expected);
            assert_eq!(sum_by(x.slice_axis(Axis(0), Slice::new(0, None, -1)), |v| v), expected);
            let squares = (0..len).map(|i| i * i).sum::<usize>() as f64;
            assert_eq!(dot(x.view(), x.view()), squares);
            let mirrored = (0..len).map(|i| i * (len - 1 - i)).sum::<usize>() as f64;
            assert_eq!(dot(x.view(), x.slice_axis(Axis(0), Slice::new(0, None, -1))), mirrored);
        }
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

    #[test]
    fn the_error_does_not_grow_with_the_length() {
        let x = Array1::from_elem(10_000_000, 0.1);
        assert!((sum_by(x.view(), |v| v) - 1_000_000.0).abs() < 1e-8);
    }
}
