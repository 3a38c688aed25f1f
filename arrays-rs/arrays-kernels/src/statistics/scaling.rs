//! Columns brought to one scale.

use crate::element::Real;
use crate::error::KernelError;
use crate::memory;
use crate::simd::vectorize;
use arrays::prelude::*;

use super::sums::{self, number, sum_by};

/// Brings every column of `x`, which has elements, to mean 0 and standard deviation 1.
pub(super) fn standardize<T: Real>(mut x: ArrayViewMut2<T>) -> Result<(), KernelError> {
    let (rows, columns) = x.dim();
    let &[down, across] = x.strides() else { unreachable!("a matrix has two strides") };
    if let Some(rows) = x.as_slice_mut().filter(|_| columns > 1) {
        return standardize_rows(rows, columns);
    }
    // Along the shorter stride, or each column would take all of the matrix through the cache.
    if across.unsigned_abs() < down.unsigned_abs() && columns > 1 {
        let mut values = arrays::try_zeros((rows, columns))?;
        values.assign(&x);
        standardize_rows(values.as_slice_mut().expect("a new array is contiguous"), columns)?;
        x.assign(&values);
        return Ok(());
    }
    let mut values = Vec::new();
    for mut column in x.columns_mut() {
        if let Some(values) = column.as_slice_mut() {
            standardize_column(values);
            continue;
        }
        values.clear();
        if values.capacity() == 0 {
            values = memory::try_with_capacity(rows)?;
        }
        values.extend(column.iter());
        standardize_column(&mut values);
        column.assign(&ArrayView1::from(&values));
    }
    Ok(())
}

fn standardize_column<T: Real>(values: &mut [T]) {
    let count = number(values.len());
    let first = values[0];
    // A mean is rounded, and may differ from the one value it is the mean of.
    let is_constant = values.iter().all(|&value| value == first);
    let center = if is_constant { first } else { sum_by(values, |value| value) / count };
    let squares = sum_by(
        values,
        #[inline(always)]
        |value| (value - center) * (value - center),
    );
    let scale = scale(squares / count);
    vectorize(
        #[inline(always)]
        move || values.iter_mut().for_each(|value| *value = (*value - center) / scale),
    );
}

/// The matrix whose rows, of which there is one at least, follow each other in `rows`.
fn standardize_rows<T: Real>(rows: &mut [T], columns: usize) -> Result<(), KernelError> {
    memory::probe::<T>(numbers_needed(rows.len() / columns, columns))?;
    let count = number(rows.len() / columns);
    let mut centers = sums::sum_columns_by(
        rows,
        &vec![T::zero(); columns],
        #[inline(always)]
        |value, _| value,
    );
    for (j, center) in centers.iter_mut().enumerate() {
        let first = rows[j];
        let is_constant = rows[j..].iter().step_by(columns).all(|&value| value == first);
        *center = if is_constant { first } else { *center / count };
    }
    let squares = sums::sum_columns_by(
        rows,
        &centers,
        #[inline(always)]
        |value, center| (value - center) * (value - center),
    );
    let scales: Vec<T> = squares.into_iter().map(|squares| scale(squares / count)).collect();
    let (centers, scales) = (sums::tile(&centers), sums::tile(&scales));
    let (centers, scales) = (&centers[..], &scales[..]);
    vectorize(
        #[inline(always)]
        move || {
            for rows in rows.chunks_mut(centers.len()) {
                for ((value, &center), &scale) in rows.iter_mut().zip(centers).zip(scales) {
                    *value = (*value - center) / scale;
                }
            }
        },
    );
    Ok(())
}

/// How many numbers `standardize_rows` holds in memory at once, or more: a few rows, of which pairwise summation has two
/// at each halving.
fn numbers_needed(rows: usize, columns: usize) -> u128 {
    let halvings = u128::from(rows.ilog2()) + 1;
    (8 + 2 * halvings) * columns.max(2 * sums::TILE) as u128
}

/// What deviations of this variance are divided by: a column of one value has none.
fn scale<T: Real>(variance: T) -> T {
    let spread = variance.sqrt();
    if spread == T::zero() { T::one() } else { spread }
}
