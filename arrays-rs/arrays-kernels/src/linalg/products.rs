//! Products with vectors, which are as fast as the matrix can be read.

use super::field::Field;
use crate::fused::{mul_add, sum_lanes};
use crate::simd::{has_fma, vectorize};
use arrays::ndarray::Axis;
use arrays::prelude::*;

const LANES: usize = 16;
/// Rows, or columns, worked on together, so that what all of them need is read once.
const TOGETHER: usize = 4;
/// Elements of the result that stay in the first cache while columns are added to them.
const BLOCK: usize = 1024;

pub(super) fn matvec<T: Field>(a: ArrayView2<T>, x: ArrayView1<T>, mut y: ArrayViewMut1<T>) {
    let rows_are_slices = a.ncols() < 2 || a.strides()[1] == 1;
    let columns_are_slices = a.nrows() < 2 || a.strides()[0] == 1;
    match (x.as_slice(), y.as_slice_mut()) {
        (Some(x), _) if rows_are_slices => by_rows(a, x, y),
        (_, Some(y)) if columns_are_slices => by_columns(a, x, y),
        _ => {
            for (y, row) in y.iter_mut().zip(a.rows()) {
                *y = row.iter().zip(x).map(|(&a, &x)| a * x).sum();
            }
        }
    }
}

fn by_rows<T: Field>(a: ArrayView2<T>, x: &[T], mut y: ArrayViewMut1<T>) {
    let fma = has_fma();
    for (mut y, a) in
        y.axis_chunks_iter_mut(Axis(0), TOGETHER).zip(a.axis_chunks_iter(Axis(0), TOGETHER))
    {
        let row = |i: usize| a.index_axis_move(Axis(0), i).to_slice().expect("a row in a slice");
        if a.nrows() == TOGETHER {
            let rows: [&[T]; TOGETHER] = std::array::from_fn(row);
            let products = if fma {
                vectorize(
                    #[inline(always)]
                    || dots::<T, TOGETHER, true>(rows, x),
                )
            } else {
                vectorize(
                    #[inline(always)]
                    || dots::<T, TOGETHER, false>(rows, x),
                )
            };
            y.iter_mut().zip(products).for_each(|(y, product)| *y = product);
            continue;
        }
        for (i, y) in y.iter_mut().enumerate() {
            let rows = [row(i)];
            let [product] = if fma {
                vectorize(
                    #[inline(always)]
                    || dots::<T, 1, true>(rows, x),
                )
            } else {
                vectorize(
                    #[inline(always)]
                    || dots::<T, 1, false>(rows, x),
                )
            };
            *y = product;
        }
    }
}

/// The products of the rows with `x`.
#[inline(always)]
fn dots<T: Field, const K: usize, const FMA: bool>(rows: [&[T]; K], x: &[T]) -> [T; K] {
    let mut lanes = [[T::zero(); LANES]; K];
    let (chunks, rest) = x.as_chunks::<LANES>();
    let parts = rows.map(|row| {
        let (parts, rest) = row.as_chunks::<LANES>();
        (&parts[..chunks.len()], &rest[..x.len() % LANES])
    });
    for (i, x) in chunks.iter().enumerate() {
        for k in 0..K {
            for l in 0..LANES {
                lanes[k][l] = mul_add::<T, FMA>(parts[k].0[i][l], x[l], lanes[k][l]);
            }
        }
    }
    let mut sums = lanes.map(sum_lanes);
    for (i, &x) in rest.iter().enumerate() {
        for k in 0..K {
            sums[k] = mul_add::<T, FMA>(parts[k].1[i], x, sums[k]);
        }
    }
    sums
}

fn by_columns<T: Field>(a: ArrayView2<T>, x: ArrayView1<T>, y: &mut [T]) {
    let fma = has_fma();
    for (y, a) in y.chunks_mut(BLOCK).zip(a.axis_chunks_iter(Axis(0), BLOCK)) {
        y.fill(T::zero());
        let column =
            |j: usize| a.index_axis_move(Axis(1), j).to_slice().expect("a column in a slice");
        let mut j = 0;
        while j + TOGETHER <= x.len() {
            let columns: [&[T]; TOGETHER] = std::array::from_fn(|k| column(j + k));
            let weights: [T; TOGETHER] = std::array::from_fn(|k| x[j + k]);
            if fma {
                vectorize(
                    #[inline(always)]
                    || add_columns::<T, TOGETHER, true>(columns, weights, y),
                );
            } else {
                vectorize(
                    #[inline(always)]
                    || add_columns::<T, TOGETHER, false>(columns, weights, y),
                );
            }
            j += TOGETHER;
        }
        for j in j..x.len() {
            if fma {
                vectorize(
                    #[inline(always)]
                    || add_columns::<T, 1, true>([column(j)], [x[j]], y),
                );
            } else {
                vectorize(
                    #[inline(always)]
                    || add_columns::<T, 1, false>([column(j)], [x[j]], y),
                );
            }
        }
    }
}

/// Adds the columns, times their weights, to `y`.
#[inline(always)]
fn add_columns<T: Field, const K: usize, const FMA: bool>(
    columns: [&[T]; K],
    weights: [T; K],
    y: &mut [T],
) {
    let columns = columns.map(|column| &column[..y.len()]);
    for (i, y) in y.iter_mut().enumerate() {
        for k in 0..K {
            *y = mul_add::<T, FMA>(columns[k][i], weights[k], *y);
        }
    }
}
