//! Folds of all windows of one length.
//!
//! A window of a power of two is folded from two of half the length, and any other from those its binary digits
//! name: in as many steps as it has digits, each a loop over a block of windows, and with the small error of pairwise
//! summation. Long windows consist of the end of one stretch of the array and the start of the next
//! (M. van Herk, "A fast algorithm for local minimum and maximum filters on rectangular and octagonal kernels",
//! Pattern Recognition Letters 13 (1992)). Nothing is ever taken away from a fold, so that no window knows of elements
//! outside it.

use crate::element::Real;
use crate::error::KernelError;
use crate::exact::add_exactly;
use crate::memory;
use crate::ranged::{is_far_from_the_ends, squares_fit};
use crate::reductions::{Moments, Total};
use crate::simd::vectorize;
use arrays::prelude::*;
use std::ops::Range;

use super::slices;

/// Longer windows are made of two stretches.
const SHORT: usize = 1024;
/// The least number of windows in a block.
const BLOCK: usize = 512;

/// The sums of windows, into those places `out` of all sums that `range` says; those of windows that are not full are
/// NaN.
#[inline(never)] // One loop for whole calls and for parts.
pub(super) fn sums<T: Real>(
    stretches: &mut Stretches<(f64, f64)>,
    range: Range<usize>,
    x: ArrayView1<T>,
    window: usize,
    out: ArrayViewMut1<T>,
) -> Result<(), KernelError> {
    by_sums(stretches, range, x, window, out, T::narrow, |x| Total::of(x).sum())
}

/// The means of windows, as [`sums`].
#[inline(never)] // One loop for whole calls and for parts.
pub(super) fn means<T: Real>(
    stretches: &mut Stretches<(f64, f64)>,
    range: Range<usize>,
    x: ArrayView1<T>,
    window: usize,
    out: ArrayViewMut1<T>,
) -> Result<(), KernelError> {
    let count = window as f64;
    by_sums(
        stretches,
        range,
        x,
        window,
        out,
        #[inline(always)]
        |sum| T::narrow(sum / count),
        |x| Total::of(x).mean(),
    )
}

fn by_sums<T: Real>(
    stretches: &mut Stretches<(f64, f64)>,
    range: Range<usize>,
    x: ArrayView1<T>,
    window: usize,
    out: ArrayViewMut1<T>,
    finish: impl Fn(f64) -> T + Copy,
    careful: impl Fn(ArrayView1<T>) -> T,
) -> Result<(), KernelError> {
    slices::fill(out, |out| {
        if window <= SHORT {
            return short(range.start, x, window, out, |x, out| {
                fold(x, window, out, T::widen, add, finish)?;
                mend(x, window, out, T::is_finite, careful);
                Ok(())
            });
        }
        // Each number with what its rounding lost.
        let start = |x: T| (x.wide(), 0.0);
        let finish = |(sum, lost): (f64, f64)| {
            // Of an infinite sum nothing is known to be lost.
            finish(if sum.is_finite() { sum + lost } else { sum })
        };
        stretches.go_on(range.start, x, window, out, start, add_pairs, finish)
    })
}

/// Computes windows anew where one may be wrong and numbers are so large, or so small, that those on the way may have
/// left the range.
fn mend<T: Real>(
    x: &[T],
    window: usize,
    out: &mut [T],
    is_right: impl Fn(T) -> bool,
    careful: impl Fn(ArrayView1<T>) -> T,
) {
    for (out, start) in out.chunks_mut(BLOCK).zip((0..).step_by(BLOCK)) {
        let all_right = vectorize(
            #[inline(always)]
            || {
                out.iter().fold(
                    true,
                    #[inline(always)]
                    |all, &out| all & is_right(out),
                )
            },
        );
        let elements = &x[start..start + out.len() + window - 1];
        if !all_right && !squares_fit::<T, f64>(elements) {
            let windows = elements.windows(window);
            out.iter_mut().zip(windows).for_each(|(out, window)| *out = careful(window.into()));
        }
    }
}

#[inline(always)]
fn add(a: f64, b: f64) -> f64 {
    a + b
}

/// The sum of two numbers and the sum of what roundings lost.
#[inline(always)]
fn add_pairs((a, a_lost): (f64, f64), (b, b_lost): (f64, f64)) -> (f64, f64) {
    let (sum, lost) = add_exactly(a, b);
    (sum, lost + (a_lost + b_lost))
}

/// The least elements of windows, as [`sums`]; NaN where there is one.
#[inline(never)] // One loop for whole calls and for parts.
pub(super) fn minima<T: Real>(
    stretches: &mut Stretches<T>,
    range: Range<usize>,
    x: ArrayView1<T>,
    window: usize,
    out: ArrayViewMut1<T>,
) -> Result<(), KernelError> {
    extremes(
        stretches,
        range,
        x,
        window,
        out,
        #[inline(always)]
        |a, b| if (a < b) | a.is_nan() { a } else { b },
    )
}

/// The greatest elements of windows, as [`sums`]; NaN where there is one.
#[inline(never)] // One loop for whole calls and for parts.
pub(super) fn maxima<T: Real>(
    stretches: &mut Stretches<T>,
    range: Range<usize>,
    x: ArrayView1<T>,
    window: usize,
    out: ArrayViewMut1<T>,
) -> Result<(), KernelError> {
    extremes(
        stretches,
        range,
        x,
        window,
        out,
        #[inline(always)]
        |a, b| if (a > b) | a.is_nan() { a } else { b },
    )
}

fn extremes<T: Real>(
    stretches: &mut Stretches<T>,
    range: Range<usize>,
    x: ArrayView1<T>,
    window: usize,
    out: ArrayViewMut1<T>,
    choose: impl Fn(T, T) -> T + Copy,
) -> Result<(), KernelError> {
    slices::fill(out, |out| {
        if window <= SHORT {
            short(range.start, x, window, out, |x, out| {
                fold(x, window, out, |x, _| x, choose, |x| x)
            })
        } else {
            stretches.go_on(range.start, x, window, out, |x| x, choose, |x| x)
        }
    })
}

/// The standard deviations of windows, as [`sums`], with the squares divided by `window - ddof`.
///
/// Means and squared deviations are joined as in T. F. Chan, G. H. Golub, R. J. LeVeque, "Updating formulae
/// and a pairwise algorithm for computing sample variances", Stanford STAN-CS-79-773 (1979).
#[inline(never)] // One loop for whole calls and for parts.
pub(super) fn deviations<T: Real>(
    stretches: &mut Stretches<Moments>,
    range: Range<usize>,
    x: ArrayView1<T>,
    window: usize,
    ddof: Option<i64>,
    out: ArrayViewMut1<T>,
) -> Result<(), KernelError> {
    let ddof = ddof.unwrap_or(1) as f64;
    let freedom = window as f64 - ddof;
    // The square root of what is below 0 would be a NaN with a sign.
    let freedom = if freedom > 0.0 { freedom } else { f64::NAN };
    slices::fill(out, |out| {
        if window <= SHORT {
            return short(range.start, x, window, out, |x, out| {
                fold_deviations(x, window, freedom, out)?;
                let is_right = |std: T| is_far_from_the_ends(std.wide() * std.wide());
                mend(x, window, out, is_right, |x| Moments::of(x, Some(ddof)).nanstd());
                Ok(())
            });
        }
        let start = |x: T| Moments::of_one(x.wide(), ddof);
        stretches.go_on(range.start, x, window, out, start, Moments::merge, Moments::nanstd)
    })
}

/// Checks `window`, and lets `fold` fill the part of `out` for windows that are full, and NaNs the other; the window of
/// its first place ends at the element `first`. Nothing is written where `fold` finds no memory.
pub(super) fn from_first_full<T: Real>(
    first: usize,
    window: usize,
    out: &mut [T],
    fold: impl FnOnce(&mut [T]) -> Result<(), KernelError>,
) -> Result<(), KernelError> {
    if window == 0 {
        return Err(KernelError::value("window must be at least 1, but is 0"));
    }
    let (partial, full) = out.split_at_mut((window - 1).saturating_sub(first).min(out.len()));
    if !full.is_empty() {
        fold(full)?;
    }
    partial.fill(T::nan());
    Ok(())
}

/// Lets `fold` fill `out`, the folds of windows of which the first ends at the element `first`, from the elements of
/// the full ones.
fn short<T: Real>(
    first: usize,
    x: ArrayView1<T>,
    window: usize,
    out: &mut [T],
    fold: impl FnOnce(&[T], &mut [T]) -> Result<(), KernelError>,
) -> Result<(), KernelError> {
    let end = first + out.len();
    from_first_full(first, window, out, |full| {
        let elements = x.slice_axis(Axis(0), (end - full.len() + 1 - window..end).into());
        fold(&slices::ordered(&elements)?, full)
    })
}

/// Folds the windows that start at each element of `x`, one for each of `out`, of the numbers that `widen` makes of the
/// elements, in the room it is given if it needs one.
fn fold<T: Real, W: Real>(
    x: &[T],
    window: usize,
    out: &mut [T],
    widen: for<'a> fn(&'a [T], &'a mut [W]) -> &'a [W],
    join: impl Fn(W, W) -> W + Copy,
    finish: impl Fn(W) -> T + Copy,
) -> Result<(), KernelError> {
    let block = BLOCK.max(2 * window);
    let room = (block + window).min(x.len());
    let [mut folds, mut longer, mut joined] = [zeros(room)?, zeros(room)?, zeros(room)?];
    let mut wide = zeros(if size_of::<T>() == size_of::<W>() { 0 } else { room })?;
    for (out, start) in out.chunks_mut(block).zip((0..).step_by(block)) {
        let elements = widen(&x[start..start + out.len() + window - 1], &mut wide);
        let (mut folds, mut longer) = (&mut folds[..], &mut longer[..]);
        let joined = &mut joined[..out.len()];
        vectorize(
            #[inline(always)]
            move || {
                if window == 1 {
                    out.iter_mut().zip(elements).for_each(|(out, &x)| *out = finish(x));
                    return;
                }
                // The folds of as many elements as `span` from each element on; `joined` those of `done` elements,
                // which the binary digits before have named.
                let mut done = window & 1;
                if done == 1 {
                    joined.copy_from_slice(&elements[..joined.len()]);
                }
                let mut span = 2;
                let mut count = elements.len() - 1;
                join_pairs(elements, 1, &mut folds[..count], join);
                while 2 * span <= window {
                    if window & span != 0 {
                        if done == 0 {
                            joined.copy_from_slice(&folds[..joined.len()]);
                        } else {
                            let folds = &folds[done..];
                            joined.iter_mut().zip(folds).for_each(|(a, &b)| *a = join(*a, b));
                        }
                        done += span;
                    }
                    count -= span;
                    join_pairs(&folds[..count + span], span, &mut longer[..count], join);
                    (folds, longer) = (longer, folds);
                    span *= 2;
                }
                // The first digit is always 1.
                if done == 0 {
                    out.iter_mut().zip(&*folds).for_each(|(out, &fold)| *out = finish(fold));
                } else {
                    let both = joined.iter().zip(&folds[done..]);
                    out.iter_mut().zip(both).for_each(|(out, (&a, &b))| *out = finish(join(a, b)));
                }
            },
        );
    }
    Ok(())
}

fn zeros<T: Real>(count: usize) -> Result<Vec<T>, KernelError> {
    Ok(arrays::try_zeros(count)?.into_raw_vec_and_offset().0)
}

/// Joins the folds of `span` elements to those of twice as many.
#[inline(always)]
fn join_pairs<T: Copy>(folds: &[T], span: usize, longer: &mut [T], join: impl Fn(T, T) -> T) {
    let pairs = folds.iter().zip(&folds[span..]);
    longer.iter_mut().zip(pairs).for_each(|(fold, (&a, &b))| *fold = join(a, b));
}

/// As [`fold`], for standard deviations. Each mean has a second part, what it was rounded by.
fn fold_deviations<T: Real>(
    x: &[T],
    window: usize,
    freedom: f64,
    out: &mut [T],
) -> Result<(), KernelError> {
    let block = BLOCK.max(2 * window);
    let room = (block + window).min(x.len());
    let mut wide = zeros(if size_of::<T>() == size_of::<f64>() { 0 } else { room })?;
    let [mut folds, mut longer, mut joined] =
        [Folds::of(room)?, Folds::of(room)?, Folds::of(room)?];
    for (out, start) in out.chunks_mut(block).zip((0..).step_by(block)) {
        let elements = T::widen(&x[start..start + out.len() + window - 1], &mut wide);
        let (mut folds, mut longer) = (folds.first(elements.len()), longer.first(elements.len()));
        let mut joined = joined.first(out.len());
        vectorize(
            #[inline(always)]
            move || {
                folds.means.copy_from_slice(elements);
                folds.rests.fill(0.0);
                for (square, &x) in folds.squares.iter_mut().zip(elements) {
                    // 0, but not of what has no deviation.
                    *square = (x * 0.0).abs();
                }
                let (mut span, mut done, mut count) = (1, 0, elements.len());
                loop {
                    if window & span != 0 {
                        if done == 0 {
                            joined.copy_from(&folds);
                        } else {
                            joined.add(&folds, done, span);
                        }
                        done += span;
                    }
                    if 2 * span > window {
                        break;
                    }
                    count -= span;
                    longer.join(&folds, span, count);
                    (folds, longer) = (longer, folds);
                    span *= 2;
                }
                for (out, &square) in out.iter_mut().zip(joined.squares.iter()) {
                    *out = T::narrow((square / freedom).sqrt());
                }
            },
        );
    }
    Ok(())
}

/// Means, their second parts, and the sums of the squared deviations.
struct Folds<R> {
    means: R,
    rests: R,
    squares: R,
}

impl Folds<Vec<f64>> {
    fn of(count: usize) -> Result<Self, KernelError> {
        Ok(Self { means: zeros(count)?, rests: zeros(count)?, squares: zeros(count)? })
    }

    fn first(&mut self, count: usize) -> Folds<&mut [f64]> {
        Folds {
            means: &mut self.means[..count],
            rests: &mut self.rests[..count],
            squares: &mut self.squares[..count],
        }
    }
}

impl Folds<&mut [f64]> {
    #[inline(always)]
    fn copy_from(&mut self, from: &Self) {
        let count = self.means.len();
        self.means.copy_from_slice(&from.means[..count]);
        self.rests.copy_from_slice(&from.rests[..count]);
        self.squares.copy_from_slice(&from.squares[..count]);
    }

    /// Adds to each fold, of `done` elements, that of the `span` elements behind them.
    #[inline(always)]
    fn add(&mut self, folds: &Self, done: usize, span: usize) {
        let share = span as f64 / (done + span) as f64;
        let weight = share * done as f64;
        let count = self.means.len();
        let more = Folds {
            means: &folds.means[done..done + count],
            rests: &folds.rests[done..done + count],
            squares: &folds.squares[done..done + count],
        };
        for i in 0..count {
            let apart = (more.means[i] - self.means[i]) + (more.rests[i] - self.rests[i]);
            (self.means[i], self.rests[i]) =
                add_exactly(self.means[i], self.rests[i] + apart * share);
            self.squares[i] += more.squares[i] + apart * apart * weight;
        }
    }

    /// The first `count` folds of twice `span` elements, of those of `span`.
    #[inline(always)]
    fn join(&mut self, folds: &Self, span: usize, count: usize) {
        let weight = span as f64 / 2.0;
        let parts = |part| {
            let part: &[f64] = part;
            (&part[..count], &part[span..span + count])
        };
        let (a, b) = parts(&*folds.means);
        let (a_rests, b_rests) = parts(&*folds.rests);
        let (a_squares, b_squares) = parts(&*folds.squares);
        let (means, rests) = (&mut self.means[..count], &mut self.rests[..count]);
        let squares = &mut self.squares[..count];
        for i in 0..count {
            let apart = (b[i] - a[i]) + (b_rests[i] - a_rests[i]);
            (means[i], rests[i]) = add_exactly(a[i], a_rests[i] + apart * 0.5);
            squares[i] = a_squares[i] + b_squares[i] + apart * apart * weight;
        }
    }
}

/// What is known of the array before a place, to fold the long windows that end there: stretches of the length of a
/// window, of which a window has the end of one and the start of the next.
pub(super) struct Stretches<S> {
    /// The folds of the elements of the stretch before, from each one to its end, the last one first.
    tails: Vec<S>,
    /// Those of the present one, as far as they are made: one for each element of it that was gone past, so that it
    /// takes as long to get to its end as any other step.
    next_tails: Vec<S>,
    /// The fold of the elements of the present stretch.
    head: Option<S>,
}

impl<S> Default for Stretches<S> {
    fn default() -> Self {
        Self { tails: Vec::new(), next_tails: Vec::new(), head: None }
    }
}

impl<S: Copy> Stretches<S> {
    /// The folds of windows of which the first ends at the element `first`, into `out`; NaN of those that are not full.
    #[allow(clippy::too_many_arguments)] // Three of them are one fold.
    fn go_on<T: Real>(
        &mut self,
        first: usize,
        x: ArrayView1<T>,
        window: usize,
        out: &mut [T],
        start: impl Fn(T) -> S + Copy,
        join: impl Fn(S, S) -> S + Copy,
        finish: impl Fn(S) -> T + Copy,
    ) -> Result<(), KernelError> {
        from_first_full(first, window, out, |_| Ok(()))?;
        let (mut place, mut out) = (first, out);
        while !out.is_empty() {
            let gone = place % window;
            let (now, later) = out.split_at_mut((window - gone).min(out.len()));
            let stretch = place - gone;
            let from_here = x.slice_axis(Axis(0), (place..place + now.len()).into());
            if gone == 0 {
                std::mem::swap(&mut self.tails, &mut self.next_tails);
                self.next_tails.clear();
                self.head = None;
            }
            // Windows that begin in this stretch and end behind it.
            let has_more = x.len() - stretch > window;
            if has_more && self.next_tails.capacity() == 0 {
                self.next_tails = memory::try_with_capacity(window)?;
            }
            let end = stretch + window - gone;
            let to_end = if has_more { end - now.len()..end } else { 0..0 };
            vectorize(
                #[inline(always)]
                || {
                    self.add_tails(x.slice_axis(Axis(0), to_end.into()), start, join);
                    self.add_windows(from_here, gone, now, window, (start, join, finish));
                },
            );
            place += now.len();
            out = later;
        }
        Ok(())
    }

    /// Folds the elements that come next from the end of the stretch on.
    #[inline(always)]
    fn add_tails<T: Real>(
        &mut self,
        to_end: ArrayView1<T>,
        start: impl Fn(T) -> S,
        join: impl Fn(S, S) -> S,
    ) {
        let mut elements = to_end.iter().rev().map(|&x| start(x));
        let mut tail = match self.next_tails.last() {
            Some(&tail) => tail,
            None => {
                let Some(tail) = elements.next() else { return };
                self.next_tails.push(tail);
                tail
            }
        };
        self.next_tails.extend(elements.map(|x| {
            tail = join(x, tail);
            tail
        }));
    }

    /// Folds the windows that end at elements of the stretch, of which it has `gone` before them.
    #[inline(always)]
    fn add_windows<T: Real>(
        &mut self,
        from_here: ArrayView1<T>,
        gone: usize,
        out: &mut [T],
        window: usize,
        (start, join, finish): (impl Fn(T) -> S, impl Fn(S, S) -> S, impl Fn(S) -> T),
    ) {
        let (bridges, whole) = out.split_at_mut(out.len().min(window - 1 - gone));
        let mut elements = from_here.iter();
        let mut head = self.head;
        let mut next_head = || {
            head = match (head, elements.next()) {
                (Some(head), Some(&x)) => Some(join(head, start(x))),
                (None, Some(&x)) => Some(start(x)),
                (head, None) => head,
            };
            head
        };
        match self.tails.get(..window - 1 - gone) {
            // Before the first stretch there is none.
            None => bridges.iter().for_each(|_| {
                next_head();
            }),
            Some(tails) => {
                for (out, &tail) in bridges.iter_mut().zip(tails.iter().rev()) {
                    if let Some(head) = next_head() {
                        *out = finish(join(tail, head));
                    }
                }
            }
        }
        for out in whole {
            if let Some(head) = next_head() {
                *out = finish(head);
            }
        }
        self.head = head;
    }
}
