//! How the results of parts become that of the whole.
//!
//! A long call from Java comes in parts, whose accumulators are combined in pairs. The whole functions cut
//! and combine in the same way, and the `parallel` ones too, so that a result depends on the arrays only.

use crate::error::KernelError;
use crate::parallel;
use arrays::Element;
use arrays::ndarray::Dimension;
use arrays::prelude::*;

/// Elements that one accumulator is made of: those of a call on short arrays, and of a part of one on long ones.
pub(crate) const UNIT: usize = 8192;

/// Who works on the two halves of a whole.
pub(crate) trait Join: Copy + Sync {
    /// Does both, each on `units` or more.
    fn join<A: Send, B: Send>(
        self,
        units: usize,
        a: impl FnOnce() -> A + Send,
        b: impl FnOnce() -> B + Send,
    ) -> (A, B);
}

/// One thread works on one half after the other.
#[derive(Clone, Copy)]
pub(crate) struct Sequential;

impl Join for Sequential {
    #[inline(always)]
    fn join<A: Send, B: Send>(
        self,
        _units: usize,
        a: impl FnOnce() -> A + Send,
        b: impl FnOnce() -> B + Send,
    ) -> (A, B) {
        (a(), b())
    }
}

/// The threads of the pool work on both, where `units` or more of them are worth it.
#[derive(Clone, Copy)]
pub(crate) struct Parallel {
    pub(crate) units: usize,
}

/// For what memory is as slow as.
pub(crate) const LIGHT: Parallel = Parallel { units: 64 };
/// For what computes something like an exponential of each element.
pub(crate) const HEAVY: Parallel = Parallel { units: 8 };

impl Parallel {
    /// Runs `op`, which joins by this what it makes of `len` elements, in the pool, or at once where there is nothing
    /// to join: to wake the threads would take longer.
    pub(crate) fn run<R: Send>(
        self,
        len: usize,
        op: impl FnOnce() -> R + Send,
    ) -> Result<R, KernelError> {
        // A unit may be one of two arrays.
        if len <= self.units * UNIT / 2 { Ok(op()) } else { parallel::run(op) }
    }
}

impl Join for Parallel {
    fn join<A: Send, B: Send>(
        self,
        units: usize,
        a: impl FnOnce() -> A + Send,
        b: impl FnOnce() -> B + Send,
    ) -> (A, B) {
        if units < self.units { (a(), b()) } else { rayon::join(a, b) }
    }
}

/// How many of `units`, of which there are two or more, make the left half: all full pairs of pairs of them.
pub(crate) fn left_half(units: usize) -> usize {
    units.next_power_of_two() / 2
}

/// Combines what `of` makes of the parts of `x`, which is cut as a call from Java is: along the first of its
/// longest axes.
pub(crate) fn fold<T: Element, D: Dimension, A: Send>(
    x: ArrayView<T, D>,
    how: impl Join,
    of: &(impl Fn(ArrayView<T, D>) -> A + Sync),
    merge: &(impl Fn(A, A) -> A + Sync),
) -> A {
    let length = x.shape().iter().copied().max().unwrap_or(0);
    if x.len() <= UNIT {
        return of(x);
    }
    let axis = x.shape().iter().position(|&other| other == length).unwrap_or(0);
    let unit = (UNIT / (x.len() / length)).max(1);
    fold_axis(x, Axis(axis), unit, how, of, merge)
}

fn fold_axis<T: Element, D: Dimension, A: Send>(
    x: ArrayView<T, D>,
    axis: Axis,
    unit: usize,
    how: impl Join,
    of: &(impl Fn(ArrayView<T, D>) -> A + Sync),
    merge: &(impl Fn(A, A) -> A + Sync),
) -> A {
    let units = x.len_of(axis).div_ceil(unit);
    if units <= 1 {
        return of(x);
    }
    let left = left_half(units);
    let (a, b) = x.split_at(axis, left * unit);
    let (a, b) = how.join(
        left,
        || fold_axis(a, axis, unit, how, of, merge),
        || fold_axis(b, axis, unit, how, of, merge),
    );
    merge(a, b)
}

/// Combines what `of` makes of the parts of `x` and `y`, which have one length.
pub(crate) fn fold_both<T: Element, A: Send>(
    x: ArrayView1<T>,
    y: ArrayView1<T>,
    how: impl Join,
    of: &(impl Fn(ArrayView1<T>, ArrayView1<T>) -> A + Sync),
    merge: &(impl Fn(A, A) -> A + Sync),
) -> A {
    // A unit is made of the elements of both.
    let units = x.len().div_ceil(UNIT / 2);
    if units <= 1 {
        return of(x, y);
    }
    let left = left_half(units);
    let (x_left, x_right) = x.split_at(Axis(0), left * (UNIT / 2));
    let (y_left, y_right) = y.split_at(Axis(0), left * (UNIT / 2));
    let (a, b) = how.join(
        left,
        || fold_both(x_left, y_left, how, of, merge),
        || fold_both(x_right, y_right, how, of, merge),
    );
    merge(a, b)
}

/// Combines what `of` makes of the elements of `x`, a unit of them at a time. They come in the order of memory, or
/// where they lie apart in some order.
#[inline]
pub(crate) fn fold_flat<T: Element, D: Dimension, A>(
    x: &ArrayView<T, D>,
    of: &impl Fn(&[T]) -> A,
    merge: &impl Fn(A, A) -> A,
) -> A {
    match x.as_slice_memory_order() {
        Some(elements) => fold_slice(elements, of, merge),
        None => fold_gathered(by_memory(x), of, merge),
    }
}

/// Combines what `of` makes of the elements of `x` in row-major order, a unit of them at a time.
#[inline]
pub(crate) fn fold_logical<T: Element, D: Dimension, A>(
    x: &ArrayView<T, D>,
    of: &impl Fn(&[T]) -> A,
    merge: &impl Fn(A, A) -> A,
) -> A {
    match x.as_slice() {
        Some(elements) => fold_slice(elements, of, merge),
        None => fold_gathered(x.view().into_dyn(), of, merge),
    }
}

/// Combines what `of` makes of the elements, a unit of them at a time.
#[inline]
pub(crate) fn fold_slice<T: Element, A>(
    elements: &[T],
    of: &impl Fn(&[T]) -> A,
    merge: &impl Fn(A, A) -> A,
) -> A {
    if elements.len() <= UNIT {
        return of(elements);
    }
    let mut units = elements.chunks(UNIT);
    fold_next(units.len(), &mut || of(units.next().unwrap_or(&[])), merge)
}

/// Combines what `of` makes of the elements in row-major order; `x` has an axis, as all that lie apart have.
fn fold_gathered<T: Element, A>(
    x: ArrayViewD<T>,
    of: &impl Fn(&[T]) -> A,
    merge: &impl Fn(A, A) -> A,
) -> A {
    let lanes = x.lanes(Axis(x.ndim() - 1));
    let mut gather = Gather::new(lanes.into_iter(), x.len());
    fold_next(x.len().div_ceil(UNIT), &mut || of(gather.next()), merge)
}

/// Combines what `of` makes of the elements of `x` and `y`, which have one length, a unit of them at a time.
#[inline]
pub(crate) fn fold_pair<T: Element, A>(
    x: &ArrayView1<T>,
    y: &ArrayView1<T>,
    of: &impl Fn(&[T], &[T]) -> A,
    merge: &impl Fn(A, A) -> A,
) -> A {
    let units = x.len().div_ceil(UNIT).max(1);
    if let (Some(x), Some(y)) = (x.as_slice(), y.as_slice()) {
        let (mut xs, mut ys) = (x.chunks(UNIT), y.chunks(UNIT));
        let mut next = || of(xs.next().unwrap_or(&[]), ys.next().unwrap_or(&[]));
        return fold_next(units, &mut next, merge);
    }
    let mut xs = Gather::new(std::iter::once(x.view()), x.len());
    let mut ys = Gather::new(std::iter::once(y.view()), y.len());
    fold_next(units, &mut || of(xs.next(), ys.next()), merge)
}

/// Combines so many of what `next` gives, in its order.
pub(crate) fn fold_next<A>(
    units: usize,
    next: &mut impl FnMut() -> A,
    merge: &impl Fn(A, A) -> A,
) -> A {
    if units <= 1 {
        return next();
    }
    let left = left_half(units);
    let a = fold_next(left, next, merge);
    let b = fold_next(units - left, next, merge);
    merge(a, b)
}

/// The view with its axes in the order of memory, those whose elements lie close to each other last.
fn by_memory<'a, T: Element, D: Dimension>(x: &'a ArrayView<T, D>) -> ArrayViewD<'a, T> {
    let view = x.view().into_dyn();
    if view.ndim() < 2 {
        return view;
    }
    let mut axes: Vec<usize> = (0..view.ndim()).collect();
    axes.sort_by_key(|&axis| std::cmp::Reverse(view.strides()[axis].unsigned_abs()));
    view.permuted_axes(axes)
}

/// Copies the elements of lanes together, a unit at a time.
struct Gather<'a, T, I> {
    lanes: I,
    /// What is left of a lane.
    lane: ArrayView1<'a, T>,
    buffer: Vec<T>,
}

impl<'a, T: Element, I: Iterator<Item = ArrayView1<'a, T>>> Gather<'a, T, I> {
    fn new(lanes: I, elements: usize) -> Self {
        let buffer = Vec::with_capacity(elements.min(UNIT));
        Self { lanes, lane: ArrayView1::from(&[]), buffer }
    }

    /// The next unit, which is shorter at the end only.
    fn next(&mut self) -> &[T] {
        self.buffer.clear();
        while self.buffer.len() < UNIT {
            if self.lane.is_empty() {
                match self.lanes.next() {
                    Some(lane) => self.lane = lane,
                    None => break,
                }
            }
            let count = self.lane.len().min(UNIT - self.buffer.len());
            let (now, later) = self.lane.split_at(Axis(0), count);
            match now.as_slice() {
                Some(slice) => self.buffer.extend_from_slice(slice),
                None => self.buffer.extend(now.iter().copied()),
            }
            self.lane = later;
        }
        &self.buffer
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use arrays::ndarray::{Array1, Array3, Slice};

    /// How the parts of an array of so many elements are combined.
    fn shape_of_fold(length: usize, how: impl Join) -> String {
        let x = Array1::<i32>::zeros(length);
        fold(x.view(), how, &|part| part.len().to_string(), &|a, b| format!("({a} {b})"))
    }

    #[test]
    fn units_are_folded_in_pairs() {
        assert_eq!(shape_of_fold(0, Sequential), "0");
        assert_eq!(shape_of_fold(UNIT, Sequential), "8192");
        assert_eq!(shape_of_fold(5 * UNIT + 1, Sequential), "(((8192 8192) (8192 8192)) (8192 1))");
        for length in [1, 7 * UNIT, 40 * UNIT + 3] {
            let expected = shape_of_fold(length, Sequential);
            assert_eq!(shape_of_fold(length, Parallel { units: 2 }), expected);
        }
    }

    #[test]
    fn the_longest_axis_is_cut() {
        let x = Array3::<i32>::zeros((10, 3000, 2));
        let shapes = fold(x.view(), Sequential, &|part| vec![part.shape().to_vec()], &|a, b| {
            [a, b].concat()
        });
        let mut expected = vec![vec![10, 409, 2]; 7];
        expected.push(vec![10, 137, 2]);
        assert_eq!(shapes, expected);
    }

    #[test]
    fn elements_that_lie_apart_come_together() {
        let x = Array3::from_shape_fn((30, 40, 50), |(i, j, k)| (2000 * i + 50 * j + k) as i32);
        let odd = x.slice_axis(Axis(2), Slice::new(1, None, 2));
        let backward = odd.slice_axis(Axis(0), Slice::new(0, None, -1));
        let turned = backward.view().permuted_axes([1, 2, 0]);
        let all = |x: ArrayView3<i32>| {
            let mut units = fold_flat(&x, &|unit| vec![unit.to_vec()], &|a, b| [a, b].concat());
            let lengths: Vec<usize> = units.iter().map(Vec::len).collect();
            assert_eq!(lengths, [UNIT, UNIT, UNIT, 30_000 - 3 * UNIT]);
            let mut elements = units.concat();
            units.clear();
            elements.sort_unstable();
            elements
        };
        let expected: Vec<i32> = (0..60_000).filter(|i| i % 2 == 1).collect();
        for view in [odd, backward.view(), turned] {
            assert_eq!(all(view), expected);
        }
    }
}
