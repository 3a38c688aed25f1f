//! Products with vectors, which read the matrix once.

use super::field::Field;
use crate::fused::{mul_add, sum_lanes};
use crate::simd::{has_fma, vectorize};
use arrays::ndarray::Axis;
use arrays::prelude::*;
use std::ops::Range;

/// Rows, or columns, worked on together, so that what all of them need is read once.
const TOGETHER: usize = 4;
/// Elements of the result that stay in the first cache while columns are added to them.
const BLOCK: usize = 4096;

pub(super) fn matvec<T: Field>(a: ArrayView2<T>, x: ArrayView1<T>, y: ArrayViewMut1<T>) {
    // Whole products, not the rows of them, are compiled for vectors: small matrices would pay for each row.
    if has_fma() {
        vectorize(
            #[inline(always)]
            move || product::<T, true>(a, x, y),
        );
    } else {
        vectorize(
            #[inline(always)]
            move || product::<T, false>(a, x, y),
        );
    }
}

#[inline(always)]
fn product<T: Field, const FMA: bool>(a: ArrayView2<T>, x: ArrayView1<T>, mut y: ArrayViewMut1<T>) {
    let (m, n) = a.dim();
    let rows_are_slices = n < 2 || a.strides()[1] == 1;
    let columns_are_slices = m < 2 || a.strides()[0] == 1;
    match (x.as_slice(), y.as_slice_mut()) {
        (Some(x), _) if rows_are_slices => match a.to_slice() {
            Some(all) => by_rows::<T, FMA>(
                #[inline(always)]
                |i| &all[i * n..][..n],
                x,
                y,
            ),
            None => by_rows::<T, FMA>(
                #[inline(always)]
                |i| a.index_axis_move(Axis(0), i).to_slice().expect("a row in a slice"),
                x,
                y,
            ),
        },
        (_, Some(y)) if columns_are_slices => match a.reversed_axes().to_slice() {
            Some(all) => by_columns::<T, FMA>(
                #[inline(always)]
                |j, rows| &all[j * m..][..m][rows],
                x,
                y,
            ),
            None => by_columns::<T, FMA>(
                #[inline(always)]
                |j, rows| {
                    &a.index_axis_move(Axis(1), j).to_slice().expect("a column in a slice")[rows]
                },
                x,
                y,
            ),
        },
        _ => {
            for (y, row) in y.iter_mut().zip(a.rows()) {
                *y = row.iter().zip(x).map(|(&a, &x)| a * x).sum();
            }
        }
    }
}

/// Writes the products of the rows with `x` to `y`.
#[inline(always)]
fn by_rows<'a, T: Field, const FMA: bool>(
    row: impl Fn(usize) -> &'a [T],
    x: &[T],
    y: ArrayViewMut1<T>,
) {
    // Lanes in one register of AVX-512 or two of AVX2, of which there are enough for the sums of all rows.
    if size_of::<T>() == 4 {
        by_rows_in_lanes::<T, 16, FMA>(row, x, y);
    } else {
        by_rows_in_lanes::<T, 8, FMA>(row, x, y);
    }
}

#[inline(always)]
fn by_rows_in_lanes<'a, T: Field, const LANES: usize, const FMA: bool>(
    row: impl Fn(usize) -> &'a [T],
    x: &[T],
    mut y: ArrayViewMut1<T>,
) {
    let mut i = 0;
    while i + TOGETHER <= y.len() {
        let rows: [&[T]; TOGETHER] = [row(i), row(i + 1), row(i + 2), row(i + 3)];
        let products = dots::<T, TOGETHER, LANES, FMA>(rows, x);
        for (k, product) in products.into_iter().enumerate() {
            y[i + k] = product;
        }
        i += TOGETHER;
    }
    for i in i..y.len() {
        let [product] = dots::<T, 1, LANES, FMA>([row(i)], x);
        y[i] = product;
    }
}

/// The products of the rows with `x`.
#[inline(always)]
fn dots<T: Field, const K: usize, const LANES: usize, const FMA: bool>(
    rows: [&[T]; K],
    x: &[T],
) -> [T; K] {
    let mut lanes = [[T::zero(); LANES]; K];
    let (chunks, rest) = x.as_chunks::<LANES>();
    let parts = rows.map(
        #[inline(always)]
        |row| {
            let (parts, rest) = row.as_chunks::<LANES>();
            (&parts[..chunks.len()], &rest[..x.len() % LANES])
        },
    );
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

/// Adds the columns, times the elements of `x`, up in `y`.
#[inline(always)]
fn by_columns<'a, T: Field, const FMA: bool>(
    column: impl Fn(usize, Range<usize>) -> &'a [T],
    x: ArrayView1<T>,
    y: &mut [T],
) {
    for (index, y) in y.chunks_mut(BLOCK).enumerate() {
        let rows = index * BLOCK..index * BLOCK + y.len();
        y.fill(T::zero());
        let mut j = 0;
        while j + TOGETHER <= x.len() {
            let columns: [&[T]; TOGETHER] = [
                column(j, rows.clone()),
                column(j + 1, rows.clone()),
                column(j + 2, rows.clone()),
                column(j + 3, rows.clone()),
            ];
            let weights = [x[j], x[j + 1], x[j + 2], x[j + 3]];
            add_columns::<T, TOGETHER, FMA>(columns, weights, y);
            j += TOGETHER;
        }
        for j in j..x.len() {
            add_columns::<T, 1, FMA>([column(j, rows.clone())], [x[j]], y);
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
