//! Reductions of columns that lie side by side, row by row: memory is read in its order, and vectors hold elements of
//! neighbouring columns.

use crate::pairwise::{COLUMN, LANES, MANY, RUN, fold_lanes, in_pairs};
use crate::reductions::extremes::{Order, is_nan};
use crate::reductions::fold::{UNIT, fold_next};
use crate::simd::vectorize;
use crate::{Number, Real};
use std::marker::PhantomData;

/// What is made of each column: the same as of an array of its elements.
pub(crate) trait Reduction<T>: Copy {
    /// The results of the first columns.
    fn of<const W: usize>(self, columns: Columns<T>) -> [T; W];
}

/// Rows that follow each other in memory, from some column on.
#[derive(Clone, Copy)]
pub(crate) struct Columns<'a, T> {
    elements: &'a [T],
    rows: usize,
    /// From one row to the next.
    stride: usize,
}

impl<'a, T> Columns<'a, T> {
    /// The columns from `start` on of the rows of `stride` elements.
    pub(crate) fn new(rows: &'a [T], stride: usize, start: usize) -> Self {
        Self { elements: &rows[start..], rows: rows.len() / stride, stride }
    }

    fn rows_from(self, row: usize, count: usize) -> Self {
        Self { elements: &self.elements[row * self.stride..], rows: count, ..self }
    }

    #[inline(always)]
    fn row<const W: usize>(self, row: usize) -> &'a [T; W] {
        self.elements[row * self.stride..].first_chunk().expect("as many columns")
    }
}

/// Sums, with the additions of [`pairwise`](crate::pairwise) in their order.
#[derive(Clone, Copy)]
pub(crate) struct Sums;

impl<T: Real> Reduction<T> for Sums {
    fn of<const W: usize>(self, columns: Columns<T>) -> [T; W] {
        let mut row = 0;
        let mut next = || {
            let count = UNIT.min(columns.rows - row);
            let unit = columns.rows_from(row, count);
            row += count;
            vectorize(
                #[inline(always)]
                move || sum_unit(unit),
            )
        };
        fold_next(columns.rows.div_ceil(UNIT), &mut next, &add)
    }
}

#[inline(always)]
fn add<T: Real, const W: usize>(mut a: [T; W], b: [T; W]) -> [T; W] {
    for j in 0..W {
        a[j] += b[j];
    }
    a
}

/// As in `gather` of [`pairwise`](crate::pairwise), with a row for each element.
#[inline(always)]
fn sum_unit<T: Real, const W: usize>(x: Columns<T>) -> [T; W] {
    let groups = x.rows / (LANES * COLUMN);
    let mut total = [T::zero(); W];
    if groups > 0 {
        let mut lanes = [[T::zero(); W]; LANES];
        for start in (0..groups).step_by(RUN) {
            for (i, lane) in lanes.iter_mut().enumerate() {
                let mut sum = [T::zero(); W];
                for group in start..groups.min(start + RUN) {
                    let mut rows = [x.row::<W>(0); COLUMN];
                    for (k, row) in rows.iter_mut().enumerate() {
                        *row = x.row((group * COLUMN + k) * LANES + i);
                    }
                    for j in 0..W {
                        sum[j] += in_pairs(
                            #[inline(always)]
                            |k| rows[k][j],
                            |a, b| a + b,
                        );
                    }
                }
                *lane = add(*lane, sum);
            }
        }
        total = fold_lanes(lanes, add);
    }
    let many = groups * LANES * COLUMN..x.rows / MANY * MANY;
    if !many.is_empty() {
        let mut lanes = [[T::zero(); W]; MANY];
        for start in many.clone().step_by(MANY) {
            for (i, lane) in lanes.iter_mut().enumerate() {
                *lane = add(*lane, *x.row(start + i));
            }
        }
        total = add(total, fold_lanes(lanes, add));
    }
    let few = many.end..x.rows / LANES * LANES;
    if !few.is_empty() {
        let mut lanes = [[T::zero(); W]; LANES];
        for start in few.step_by(LANES) {
            for (i, lane) in lanes.iter_mut().enumerate() {
                *lane = add(*lane, *x.row(start + i));
            }
        }
        total = add(total, fold_lanes(lanes, add));
    }
    let mut tail = [T::zero(); W];
    for row in x.rows / LANES * LANES..x.rows {
        tail = add(tail, *x.row(row));
    }
    add(total, tail)
}

/// The first elements by an order, and NaN before all.
pub(crate) struct Extremes<O>(pub(crate) PhantomData<O>);

impl<O> Clone for Extremes<O> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<O> Copy for Extremes<O> {}

impl<T: Number, O: Order> Reduction<T> for Extremes<O> {
    fn of<const W: usize>(self, columns: Columns<T>) -> [T; W] {
        vectorize(
            #[inline(always)]
            move || {
                let mut firsts = *columns.row::<W>(0);
                for row in 1..columns.rows {
                    let row = columns.row::<W>(row);
                    for j in 0..W {
                        let (a, b) = (firsts[j], row[j]);
                        let is_next = !is_nan(a) & (is_nan(b) | O::before(b, a));
                        firsts[j] = if is_next { b } else { a };
                    }
                }
                firsts
            },
        )
    }
}
