//! The medians of all windows of one length.
//!
//! J. Suomela, "Median filtering is equivalent to sorting", arXiv:1406.1717 (2014): stretches of the array as long
//! as a window are sorted, and a window is the end of one stretch, whose elements leave a linked list in order of
//! their place, and the start of the next, whose elements come back to theirs in the order in which they could
//! have left it.

use crate::element::Real;
use crate::error::KernelError;
use crate::memory;
use rayon::prelude::*;
use std::cmp::Ordering;

use super::quantiles::middle;
use super::windows;

/// Windows that one thread works on at a time, or more.
const PART: usize = 1 << 12;

/// The medians of the windows of `window` elements, into `medians`; those of windows that are not full, or hold a
/// NaN, are NaN.
pub(super) fn rolling<T: Real>(
    x: &[T],
    window: usize,
    medians: &mut [T],
) -> Result<(), KernelError> {
    windows::from_first_full(0, window, medians, |full| of_starts(x, window, full))
}

/// The same by several threads; to be used in their pool.
pub(super) fn par_rolling<T: Real>(
    x: &[T],
    window: usize,
    medians: &mut [T],
) -> Result<(), KernelError> {
    windows::from_first_full(0, window, medians, |full| {
        let threads = rayon::current_num_threads();
        let part = full.len().div_ceil(4 * threads).max(4 * window.min(full.len())).max(PART);
        full.par_chunks_mut(part).enumerate().try_for_each(|(i, out)| {
            let x = &x[i * part..i * part + out.len() + window - 1];
            of_starts(x, window, out)
        })
    })
}

/// The medians of the windows that start at each element of `x`, one for each of `out`.
fn of_starts<T: Real>(x: &[T], window: usize, out: &mut [T]) -> Result<(), KernelError> {
    if out.is_empty() {
        return Ok(());
    }
    if u32::try_from(window).is_err() {
        return Err(KernelError::value(format!("window must be below 2^32, but is {window}")));
    }
    let mut leaving = Stretch::new(window)?;
    let mut coming = Stretch::new(window)?;
    coming.sort(&x[..window]);
    let mut nans = x[..window].iter().filter(|x| x.is_nan()).count();
    for (out, first) in out.chunks_mut(window).zip((0..).step_by(window)) {
        std::mem::swap(&mut leaving, &mut coming);
        leaving.stand_at(window / 2);
        let next = &x[first + window..x.len().min(first + 2 * window)];
        coming.sort(next);
        coming.empty();
        for (i, out) in out.iter_mut().enumerate() {
            *out = if nans == 0 { median(&leaving, &coming, window) } else { T::nan() };
            let Some(new) = next.get(i) else {
                break;
            };
            nans = nans + usize::from(new.is_nan()) - usize::from(x[first + i].is_nan());
            leaving.remove(i);
            coming.restore(i);
            while leaving.passed + coming.passed < window / 2 {
                if leaving.is_before(&coming) {
                    leaving.advance();
                } else {
                    coming.advance();
                }
            }
        }
    }
    Ok(())
}

/// The median of the elements of both lists, of which half have been passed.
fn median<T: Real>(a: &Stretch<T>, b: &Stretch<T>, window: usize) -> T {
    let upper = match (a.current(), b.current()) {
        (Some(a), Some(b)) => {
            if b < a {
                b
            } else {
                a
            }
        }
        (Some(value), None) | (None, Some(value)) => value,
        (None, None) => T::nan(),
    };
    if window % 2 == 1 {
        return upper;
    }
    let lower = match (a.previous(), b.previous()) {
        (Some(a), Some(b)) => {
            if b > a {
                b
            } else {
                a
            }
        }
        (Some(value), None) | (None, Some(value)) => value,
        (None, None) => T::nan(),
    };
    if lower == upper { lower } else { middle(lower, upper) }
}

/// A stretch of the array, whose elements are in a list in ascending order, and a place in that list.
struct Stretch<T> {
    values: Vec<T>,
    /// Where each element of the sorted stretch was.
    order: Vec<u32>,
    /// For each element the one after it in the list, and for the end of the list the first.
    next: Vec<u32>,
    previous: Vec<u32>,
    /// The element that the place is before, or the end.
    place: usize,
    /// How many elements of the list are before the place.
    passed: usize,
}

impl<T: Real> Stretch<T> {
    fn new(window: usize) -> Result<Self, KernelError> {
        Ok(Self {
            values: memory::try_with_capacity(window)?,
            order: memory::try_with_capacity(window)?,
            next: memory::try_with_capacity(window + 1)?,
            previous: memory::try_with_capacity(window + 1)?,
            place: 0,
            passed: 0,
        })
    }

    /// Makes the list of all of `values`.
    fn sort(&mut self, values: &[T]) {
        self.values.clear();
        self.values.extend_from_slice(values);
        self.order.clear();
        self.order.extend(0..values.len() as u32);
        self.order.sort_unstable_by(|&a, &b| {
            compare(values[a as usize], values[b as usize]).then(a.cmp(&b))
        });
        let end = values.len() as u32;
        for links in [&mut self.next, &mut self.previous] {
            links.clear();
            links.resize(values.len() + 1, end);
        }
        let mut last = end;
        for &i in &self.order {
            self.next[last as usize] = i;
            self.previous[i as usize] = last;
            last = i;
        }
        self.next[last as usize] = end;
        self.previous[end as usize] = last;
    }

    fn end(&self) -> usize {
        self.values.len()
    }

    fn stand_at(&mut self, rank: usize) {
        self.place = self.order.get(rank).map_or(self.end(), |&i| i as usize);
        self.passed = rank;
    }

    /// Takes all elements out of the list, the last first.
    fn empty(&mut self) {
        for i in (0..self.end()).rev() {
            self.unlink(i);
        }
        self.place = self.end();
        self.passed = 0;
    }

    fn unlink(&mut self, i: usize) {
        let (previous, next) = (self.previous[i], self.next[i]);
        self.next[previous as usize] = next;
        self.previous[next as usize] = previous;
    }

    /// Whether the element is before the place.
    fn is_passed(&self, i: usize) -> bool {
        self.place == self.end()
            || compare(self.values[i], self.values[self.place]).then(i.cmp(&self.place)).is_lt()
    }

    fn remove(&mut self, i: usize) {
        self.unlink(i);
        if self.is_passed(i) {
            self.passed -= 1;
        } else {
            if self.place == i {
                self.place = self.next[i] as usize;
            }
            if self.passed > 0 {
                self.place = self.previous[self.place] as usize;
                self.passed -= 1;
            }
        }
    }

    fn restore(&mut self, i: usize) {
        let (previous, next) = (self.previous[i], self.next[i]);
        self.next[previous as usize] = i as u32;
        self.previous[next as usize] = i as u32;
        if self.is_passed(i) {
            self.place = self.previous[self.place] as usize;
        }
    }

    fn advance(&mut self) {
        self.place = self.next[self.place] as usize;
        self.passed += 1;
    }

    fn current(&self) -> Option<T> {
        self.values.get(self.place).copied()
    }

    fn previous(&self) -> Option<T> {
        self.values.get(self.previous[self.place] as usize).copied()
    }

    /// Whether the element at this place comes before that at the other's.
    fn is_before(&self, other: &Self) -> bool {
        match (self.current(), other.current()) {
            (Some(a), Some(b)) => compare(a, b).is_le(),
            (Some(_), None) => true,
            (None, _) => false,
        }
    }
}

/// A total order, with NaNs last.
fn compare<T: Real>(a: T, b: T) -> Ordering {
    a.partial_cmp(&b).unwrap_or_else(|| a.is_nan().cmp(&b.is_nan()))
}
