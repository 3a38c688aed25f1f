//! Columns brought to one scale.

use crate::element::Real;
use crate::error::KernelError;
use crate::exact::add_exactly;
use crate::memory;
use crate::ranged::{exponent_of, is_far_from_the_ends, power_of_two, squares_fit};
use crate::simd::vectorize;
use arrays::prelude::*;

use super::sums;

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

/// By the deviations from the first element, which are exactly 0 where all are equal.
fn standardize_column<T: Real>(values: &mut [T]) {
    let count = values.len() as f64;
    // Where squares would leave the range, the largest number is brought near 1, which changes no result.
    let up =
        if squares_fit::<T, f64>(values) { 1.0 } else { power_of_two(-largest_exponent(values)) };
    let first = values[0].wide() * up;
    let apart = sums::sum_by(
        values,
        #[inline(always)]
        |value| value * up - first,
    );
    let (center, rest) = add_exactly(first, apart / count);
    let squares = sums::sum_by(
        values,
        #[inline(always)]
        |value| {
            let deviation = value * up - center;
            deviation * deviation
        },
    );
    let scale = scale(squares, rest, count);
    vectorize(
        #[inline(always)]
        move || {
            for value in values {
                *value = T::narrow(((value.wide() * up - center) - rest) / scale);
            }
        },
    );
}

/// The exponent of the largest finite magnitude.
fn largest_exponent<T: Real>(values: &[T]) -> i32 {
    let finite = values.iter().map(|value| value.wide().abs()).filter(|value| value.is_finite());
    exponent_of(finite.fold(0.0, f64::max))
}

/// The matrix whose rows, of which there is one at least, follow each other in `rows`.
fn standardize_rows<T: Real>(rows: &mut [T], columns: usize) -> Result<(), KernelError> {
    memory::probe::<f64>(numbers_needed(rows.len() / columns, columns))?;
    let count = (rows.len() / columns) as f64;
    let mut centers: Vec<f64> = rows[..columns].iter().map(|first| first.wide()).collect();
    let mut rests = sums::sum_columns_by(
        rows,
        &centers,
        #[inline(always)]
        |value, first| value - first,
    );
    for (center, rest) in centers.iter_mut().zip(&mut rests) {
        (*center, *rest) = add_exactly(*center, *rest / count);
    }
    let mut scales = sums::sum_columns_by(
        rows,
        &centers,
        #[inline(always)]
        |value, center| (value - center) * (value - center),
    );
    let is_right = scales.iter().all(|&squares| is_far_from_the_ends(squares));
    if !is_right && !squares_fit::<T, f64>(rows) {
        let mut column = memory::try_with_capacity(rows.len() / columns)?;
        for j in 0..columns {
            column.clear();
            column.extend(rows[j..].iter().step_by(columns).copied());
            standardize_column(&mut column);
            let places = rows[j..].iter_mut().step_by(columns);
            places.zip(&column).for_each(|(place, &value)| *place = value);
        }
        return Ok(());
    }
    for (squares, &rest) in scales.iter_mut().zip(&rests) {
        *squares = scale(*squares, rest, count);
    }
    let [centers, rests, scales] = [&centers, &rests, &scales].map(|row| sums::tile(row));
    let (centers, rests, scales) = (&centers[..], &rests[..], &scales[..]);
    vectorize(
        #[inline(always)]
        move || {
            for rows in rows.chunks_mut(centers.len()) {
                let parameters = centers.iter().zip(rests).zip(scales);
                for (value, ((&center, &rest), &scale)) in rows.iter_mut().zip(parameters) {
                    *value = T::narrow(((value.wide() - center) - rest) / scale);
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

/// What deviations are divided by, whose `squares` from a centre are summed up which is `rest` less than the mean: a
/// column of one value has none.
fn scale(squares: f64, rest: f64, count: f64) -> f64 {
    let variance = squares / count - rest * rest;
    // Rounding may have made it negative; a NaN stays.
    if variance <= 0.0 { 1.0 } else { variance.sqrt() }
}
