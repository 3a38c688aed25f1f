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
use crate::memory;
use crate::simd::vectorize;

use super::sums::number;

/// Longer windows are made of two stretches.
const SHORT: usize = 1024;
/// The least number of windows in a block.
const BLOCK: usize = 1024;

/// The sums of the windows of `window` elements, into `sums`; those of windows that are not full are NaN.
pub(super) fn sums<T: Real>(x: &[T], window: usize, sums: &mut [T]) -> Result<(), KernelError> {
    let full = from_first_full(window, sums)?;
    if window <= SHORT {
        return short(
            x,
            window,
            full,
            #[inline(always)]
            |a, b| a + b,
        );
    }
    // Each number with what its rounding lost.
    long(
        x,
        window,
        full,
        #[inline(always)]
        |x| (x, T::zero()),
        add_exactly,
        #[inline(always)]
        |(sum, lost)| {
            // Of an infinite sum nothing is known to be lost.
            if sum.is_finite() { sum + lost } else { sum }
        },
    )
}

/// The means of the windows, as [`sums`].
pub(super) fn means<T: Real>(x: &[T], window: usize, means: &mut [T]) -> Result<(), KernelError> {
    sums(x, window, means)?;
    let count = ratio::<T>(window, 1);
    vectorize(
        #[inline(always)]
        move || means.iter_mut().for_each(|mean| *mean /= count),
    );
    Ok(())
}

/// The sum of two numbers and the sum of what roundings lost (D. E. Knuth, "The Art of Computer Programming" 2, 4.2.2).
#[inline(always)]
fn add_exactly<T: Real>((a, a_lost): (T, T), (b, b_lost): (T, T)) -> (T, T) {
    let sum = a + b;
    let b_part = sum - a;
    let lost = (a - (sum - b_part)) + (b - b_part);
    (sum, lost + (a_lost + b_lost))
}

/// The least elements of the windows, as [`sums`]; NaN where there is one.
pub(super) fn minima<T: Real>(x: &[T], window: usize, least: &mut [T]) -> Result<(), KernelError> {
    extremes(
        x,
        window,
        least,
        #[inline(always)]
        |a, b| if (a < b) | a.is_nan() { a } else { b },
    )
}

/// The greatest elements of the windows, as [`sums`]; NaN where there is one.
pub(super) fn maxima<T: Real>(
    x: &[T],
    window: usize,
    greatest: &mut [T],
) -> Result<(), KernelError> {
    extremes(
        x,
        window,
        greatest,
        #[inline(always)]
        |a, b| if (a > b) | a.is_nan() { a } else { b },
    )
}

fn extremes<T: Real>(
    x: &[T],
    window: usize,
    out: &mut [T],
    choose: impl Fn(T, T) -> T + Copy,
) -> Result<(), KernelError> {
    let full = from_first_full(window, out)?;
    if window <= SHORT {
        short(x, window, full, choose)
    } else {
        long(x, window, full, |x| x, choose, |x| x)
    }
}

/// The standard deviations of the windows, as [`sums`], with the squares divided by `window - ddof`.
///
/// Means and squared deviations are joined as in T. F. Chan, G. H. Golub, R. J. LeVeque, "Updating formulae
/// and a pairwise algorithm for computing sample variances", Stanford STAN-CS-79-773 (1979).
pub(super) fn deviations<T: Real>(
    x: &[T],
    window: usize,
    ddof: i64,
    out: &mut [T],
) -> Result<(), KernelError> {
    let full = from_first_full(window, out)?;
    let freedom = window as i128 - i128::from(ddof);
    if freedom <= 0 {
        full.fill(T::nan());
        return Ok(());
    }
    let freedom = num_traits::cast::<_, T>(freedom).expect("a count is a real number");
    if window <= SHORT {
        short_deviations(x, window, freedom, full)
    } else {
        let start = |x: T| Moments { count: T::one(), mean: x, squares: (x * T::zero()).abs() };
        long(x, window, full, start, Moments::join, |moments| (moments.squares / freedom).sqrt())
    }
}

#[derive(Clone, Copy)]
struct Moments<T> {
    count: T,
    mean: T,
    squares: T,
}

impl<T: Real> Moments<T> {
    #[inline(always)]
    fn join(self, other: Self) -> Self {
        let count = self.count + other.count;
        let share = other.count / count;
        let apart = other.mean - self.mean;
        Self {
            count,
            mean: self.mean + apart * share,
            squares: self.squares + other.squares + apart * apart * (self.count * share),
        }
    }
}

/// Checks `window`, and gives the part of `out` for windows that are full, after NaNs for the others.
pub(super) fn from_first_full<T: Real>(
    window: usize,
    out: &mut [T],
) -> Result<&mut [T], KernelError> {
    if window == 0 {
        return Err(KernelError::value("window must be at least 1, but is 0"));
    }
    let (partial, full) = out.split_at_mut((window - 1).min(out.len()));
    partial.fill(T::nan());
    Ok(full)
}

/// Folds the windows that start at each element of `x`, one for each of `out`.
fn short<T: Real>(
    x: &[T],
    window: usize,
    out: &mut [T],
    join: impl Fn(T, T) -> T + Copy,
) -> Result<(), KernelError> {
    let block = BLOCK.max(2 * window);
    let room = (block + window).min(x.len());
    let mut folds = arrays::try_zeros(room)?.into_raw_vec_and_offset().0;
    let mut longer = arrays::try_zeros(room)?.into_raw_vec_and_offset().0;
    for (out, start) in out.chunks_mut(block).zip((0..).step_by(block)) {
        let elements = &x[start..start + out.len() + window - 1];
        let (mut folds, mut longer) = (&mut folds[..], &mut longer[..]);
        vectorize(
            #[inline(always)]
            move || {
                // The folds of as many elements as `span` from each element on; `out` those of `done` elements.
                folds[..elements.len()].copy_from_slice(elements);
                let (mut span, mut done, mut count) = (1, 0, elements.len());
                loop {
                    if window & span != 0 {
                        if done == 0 {
                            out.copy_from_slice(&folds[..out.len()]);
                        } else {
                            for (out, &fold) in out.iter_mut().zip(&folds[done..]) {
                                *out = join(*out, fold);
                            }
                        }
                        done += span;
                    }
                    if 2 * span > window {
                        break;
                    }
                    count -= span;
                    let pairs = folds.iter().zip(&folds[span..]);
                    for (fold, (&a, &b)) in longer[..count].iter_mut().zip(pairs) {
                        *fold = join(a, b);
                    }
                    (folds, longer) = (longer, folds);
                    span *= 2;
                }
            },
        );
    }
    Ok(())
}

/// As [`short`], for standard deviations.
fn short_deviations<T: Real>(
    x: &[T],
    window: usize,
    freedom: T,
    out: &mut [T],
) -> Result<(), KernelError> {
    let block = BLOCK.max(2 * window);
    let room = (block + window).min(x.len());
    let mut buffers = Vec::with_capacity(6);
    for _ in 0..6 {
        buffers.push(arrays::try_zeros(room)?.into_raw_vec_and_offset().0);
    }
    let [means, squares, longer_means, longer_squares, out_means, out_squares] = &mut buffers[..]
    else {
        unreachable!("there are six");
    };
    for (out, start) in out.chunks_mut(block).zip((0..).step_by(block)) {
        let elements = &x[start..start + out.len() + window - 1];
        let (mut means, mut squares) = (&mut means[..], &mut squares[..]);
        let (mut longer_means, mut longer_squares) =
            (&mut longer_means[..], &mut longer_squares[..]);
        let (out_means, out_squares) = (&mut out_means[..out.len()], &mut out_squares[..out.len()]);
        vectorize(
            #[inline(always)]
            move || {
                for ((mean, square), &x) in means.iter_mut().zip(squares.iter_mut()).zip(elements) {
                    *mean = x;
                    // 0, but not of what has no deviation.
                    *square = (x * T::zero()).abs();
                }
                let (mut span, mut done, mut count) = (1, 0, elements.len());
                loop {
                    if window & span != 0 {
                        if done == 0 {
                            out_means.copy_from_slice(&means[..out.len()]);
                            out_squares.copy_from_slice(&squares[..out.len()]);
                        } else {
                            let share = ratio::<T>(span, done + span);
                            let weight = share * ratio(done, 1);
                            let more = means[done..].iter().zip(&squares[done..]);
                            let outs = out_means.iter_mut().zip(out_squares.iter_mut());
                            for ((out_mean, out_square), (&mean, &square)) in outs.zip(more) {
                                let apart = mean - *out_mean;
                                *out_mean += apart * share;
                                *out_square += square + apart * apart * weight;
                            }
                        }
                        done += span;
                    }
                    if 2 * span > window {
                        break;
                    }
                    count -= span;
                    let (share, weight) = (ratio::<T>(1, 2), ratio::<T>(span, 2));
                    let outs = longer_means[..count].iter_mut().zip(&mut longer_squares[..count]);
                    let pairs = means.iter().zip(&means[span..]);
                    let more = squares.iter().zip(&squares[span..]);
                    for (((mean, square), (&a, &b)), (&a_square, &b_square)) in
                        outs.zip(pairs).zip(more)
                    {
                        let apart = b - a;
                        *mean = a + apart * share;
                        *square = a_square + b_square + apart * apart * weight;
                    }
                    (means, longer_means) = (longer_means, means);
                    (squares, longer_squares) = (longer_squares, squares);
                    span *= 2;
                }
                for (out, &square) in out.iter_mut().zip(out_squares.iter()) {
                    *out = (square / freedom).sqrt();
                }
            },
        );
    }
    Ok(())
}

#[inline(always)]
fn ratio<T: Real>(a: usize, b: usize) -> T {
    number::<T>(a) / number(b)
}

/// As [`short`], by stretches of the length of a window.
fn long<T: Real, S: Copy>(
    x: &[T],
    window: usize,
    out: &mut [T],
    start: impl Fn(T) -> S + Copy,
    join: impl Fn(S, S) -> S + Copy,
    finish: impl Fn(S) -> T + Copy,
) -> Result<(), KernelError> {
    if out.is_empty() {
        return Ok(());
    }
    let mut tails: Vec<S> = memory::try_with_capacity(window)?;
    tails.resize(window, start(x[0]));
    for (out, first) in out.chunks_mut(window).zip((0..).step_by(window)) {
        let (stretch, next) = x[first..].split_at(window);
        let tails = &mut tails[..];
        vectorize(
            #[inline(always)]
            move || join_stretches(stretch, next, tails, out, start, join, finish),
        );
    }
    Ok(())
}

/// The windows that start in `stretch`, one for each of `out`, and end there or in what is `next`.
#[inline(always)]
fn join_stretches<T: Real, S: Copy>(
    stretch: &[T],
    next: &[T],
    tails: &mut [S],
    out: &mut [T],
    start: impl Fn(T) -> S,
    join: impl Fn(S, S) -> S,
    finish: impl Fn(S) -> T,
) {
    // The folds of the elements to the end of the stretch, from its last element on.
    let mut elements = stretch.iter().zip(tails.iter_mut()).rev();
    if let Some((&x, place)) = elements.next() {
        let mut tail = start(x);
        *place = tail;
        for (&x, place) in elements {
            tail = join(start(x), tail);
            *place = tail;
        }
    }
    let mut windows = out.iter_mut().zip(&*tails);
    if let Some((out, &tail)) = windows.next() {
        *out = finish(tail);
    }
    let mut elements = windows.zip(next);
    if let Some(((out, &tail), &x)) = elements.next() {
        let mut head = start(x);
        *out = finish(join(tail, head));
        for ((out, &tail), &x) in elements {
            head = join(head, start(x));
            *out = finish(join(tail, head));
        }
    }
}
