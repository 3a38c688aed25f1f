//! Binary search for many values at once.

use super::key::Sortable;
use std::hint::select_unpredictable;

/// Searches that go on side by side: each waits for memory, not for the others.
const LANES: usize = 16;

/// Writes where `values` would be inserted into `sorted` to keep its order, before (or, to the `right`, after) what
/// is equal.
pub(super) fn search<'a, T: Sortable>(
    sorted: &[T],
    mut values: impl Iterator<Item = T>,
    mut indices: impl Iterator<Item = &'a mut i64>,
    right: bool,
) {
    let numbers = sorted.partition_point(|value| value.is_number());
    loop {
        let mut lane = [T::zero(); LANES];
        let mut count = 0;
        for (place, value) in lane.iter_mut().zip(&mut values) {
            *place = value;
            count += 1;
        }
        if count == 0 {
            return;
        }
        let found = match right {
            true => insertion_points(sorted, lane, |element, value| element <= value),
            false => insertion_points(sorted, lane, |element, value| element < value),
        };
        for ((&value, found), index) in lane[..count].iter().zip(found).zip(&mut indices) {
            let found = match (value.is_number(), right) {
                (true, _) => found,
                (false, true) => sorted.len(),
                (false, false) => numbers,
            };
            *index = found as i64;
        }
    }
}

/// How many of the elements go before each of the values.
#[inline(always)]
fn insertion_points<T: Copy>(
    sorted: &[T],
    values: [T; LANES],
    goes_before: impl Fn(T, T) -> bool,
) -> [usize; LANES] {
    let mut starts = [0; LANES];
    let mut size = sorted.len();
    while size > 1 {
        let half = size / 2;
        let ends = &sorted[half - 1..];
        for (start, &value) in starts.iter_mut().zip(&values) {
            // A branch would be wrong every other time.
            *start = select_unpredictable(goes_before(ends[*start], value), *start + half, *start);
        }
        size -= half;
    }
    if size == 1 {
        for (start, &value) in starts.iter_mut().zip(&values) {
            *start += usize::from(goes_before(sorted[*start], value));
        }
    }
    starts
}
