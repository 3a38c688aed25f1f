//! Pairwise summation: error O(log n) instead of O(n), at the speed of a plain loop.
//!
//! N. J. Higham, "The accuracy of floating point summation", SIAM J. Sci. Comput. 14 (1993), in the
//! form NumPy uses: blocks of 128 elements in eight independent accumulators, halves above that.

use arrays::ndarray::Axis;
use arrays::prelude::*;

const BLOCK: usize = 128;
const LANES: usize = 8;

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
    fn the_error_does_not_grow_with_the_length() {
        let x = Array1::from_elem(10_000_000, 0.1);
        assert!((sum_by(x.view(), |v| v) - 1_000_000.0).abs() < 1e-8);
    }
}
