//! Functions of each element by itself, swept over arrays of any layout.
//!
//! Loops run over rows that lie close: all elements at once where the arrays lie alike, else lane by lane along the
//! closest axis of the array that is written, and of lanes that are strided, blocks are gathered and scattered.

use crate::arithmetic::{CheapFunction, Operation};
use crate::error::KernelError;
use crate::parallel;
use crate::simd::{has_fma, vectorize, vectorize_for_memory};
use arrays::ndarray::{Dimension, Slice};
use arrays::prelude::*;
use num_traits::{One, Zero};
use std::cmp::Reverse;
use std::ops::RangeInclusive;

/// Elements that are worked on at a time where they are not worked on in place; they stay in the first cache.
const BLOCK: usize = 512;
/// Elements that a loop over vectors takes at a time, or a multiple of it.
const LANES: usize = 32;
/// Lengths of rows for which it pays to begin with the elements before a line of the cache: longer ones do not fit
/// into it.
const ALIGNED: RangeInclusive<usize> = 256..=1 << 21;
/// Bytes of a cache line, and of the longest vector.
const LINE: usize = 64;
/// Elements that a thread takes at a time at least.
const GRAIN: usize = 4 * 1024;
/// Parts that threads take, or up to twice as many: the last ones have little left to do.
const PARTS: usize = 512;
/// Elements that are worked on before the threads of the pool have woken up.
const WAKING: usize = 4 * GRAIN;

/// A costly function of one element.
pub(crate) trait Function<T> {
    /// The function where the processor has a fused multiply-add, in code that becomes vector instructions, and
    /// whether it is wrong.
    fn quick(x: T) -> (T, bool);

    /// The function for every element and on every processor.
    fn plain(x: T) -> T;

    /// Replaces what [`Function::quick`] made of `x` where it is wrong.
    fn correct(_x: &[T], _y: &mut [T]) {}
}

/// The elements that are read and written in one row.
pub(crate) trait Element: Copy + Zero + One + Send + Sync + 'static {}
impl<T: Copy + Zero + One + Send + Sync + 'static> Element for T {}

/// What is done with one row; as a trait object, so that the code for all layouts is compiled once for each type.
type Row<'a, T, const N: usize> = dyn Fn([&[T]; N], &mut [T]) + Sync + 'a;

/// Replaces each element by its function.
pub(crate) fn transform<T: Element, F: Function<T>>([]: [&[T]; 0], values: &mut [T]) {
    let mut block = [T::zero(); BLOCK];
    for values in values.chunks_mut(BLOCK) {
        let block = &mut block[..values.len()];
        block.copy_from_slice(values);
        transform_into::<T, F>([block], values);
    }
}

/// `y[i] = f(x[i])`, of one row.
pub(crate) fn transform_into<T: Element, F: Function<T>>(x: [&[T]; 1], y: &mut [T]) {
    if has_fma() {
        compute(
            x,
            y,
            #[inline(always)]
            |[x]| F::quick(x),
            |[x], y| F::correct(x, y),
        );
    } else {
        y.iter_mut().zip(x[0]).for_each(|(y, &x)| *y = F::plain(x));
    }
}

/// `z[i] = f(inputs[0][i], …)`, by vector instructions.
pub(crate) fn map<T: Element, const N: usize>(
    inputs: [&[T]; N],
    z: &mut [T],
    f: impl Fn([T; N]) -> T + Copy,
) {
    vectorize(
        #[inline(always)]
        || {
            combine_part(
                inputs,
                z,
                #[inline(always)]
                |values, _| f(values),
            );
        },
    );
}

/// `z[i] = quick(inputs[0][i], …)`, by blocks, of which those are corrected that have a wrong one.
pub(crate) fn compute<T: Element, const N: usize>(
    inputs: [&[T]; N],
    z: &mut [T],
    quick: impl Fn([T; N]) -> (T, bool) + Copy,
    correct: impl Fn([&[T]; N], &mut [T]),
) {
    let mut start = 0;
    for z in z.chunks_mut(BLOCK) {
        let end = start + z.len();
        let inputs = inputs.map(|input| &input[start..end]);
        let wrong = vectorize(
            #[inline(always)]
            || compute_block(inputs, z, quick),
        );
        if wrong {
            correct(inputs, z);
        }
        start = end;
    }
}

#[inline(always)]
fn compute_block<T: Element, const N: usize>(
    inputs: [&[T]; N],
    z: &mut [T],
    quick: impl Fn([T; N]) -> (T, bool) + Copy,
) -> bool {
    let whole = z.len() / LANES * LANES;
    let (z, rest) = z.split_at_mut(whole);
    // The rest in a row as long as the loop takes at a time, since what is left over of a loop is as slow as ever; it
    // is filled up with what is there, of which the function is as right as of the rest.
    let (mut padded_inputs, mut padded) = ([[T::one(); LANES]; N], [T::one(); LANES]);
    for (padded, input) in padded_inputs.iter_mut().zip(inputs) {
        let rest = &input[whole..];
        if let Some(&last) = rest.last() {
            *padded = [last; LANES];
        }
        padded[..rest.len()].copy_from_slice(rest);
    }
    let used = rest.len().next_multiple_of(LANES / 2);
    let padded_inputs = padded_inputs.each_ref().map(
        #[inline(always)]
        |padded| &padded[..used],
    );
    let mut any_wrong = false;
    for (inputs, z) in [(inputs, z), (padded_inputs, &mut padded[..used])] {
        let inputs = inputs.map(
            #[inline(always)]
            |input| &input[..z.len()],
        );
        for i in 0..z.len() {
            let (value, wrong) = quick(inputs.map(
                #[inline(always)]
                |input| input[i],
            ));
            z[i] = value;
            any_wrong |= wrong;
        }
    }
    let used = rest.len();
    rest.copy_from_slice(&padded[..used]);
    any_wrong
}

/// `z[i] = op(inputs[0][i], …, z[i])` of one row, for an `op` so cheap that memory decides.
pub(crate) fn combine<T: Element, const N: usize>(
    inputs: [&[T]; N],
    z: &mut [T],
    op: impl Fn([T; N], T) -> T + Copy,
) {
    // Java's arrays start between the lines of the cache: a vector that is written to two of them costs twice.
    let len = z.len();
    let head = if ALIGNED.contains(&len) { z.as_ptr().align_offset(LINE).min(len) } else { 0 };
    vectorize_for_memory(
        #[inline(always)]
        || {
            let mut start = 0;
            for end in [head, len] {
                let part = inputs.map(
                    #[inline(always)]
                    |x| &x[start..end],
                );
                combine_part(part, &mut z[start..end], op);
                start = end;
            }
        },
    );
}

#[inline(always)]
fn combine_part<T: Element, const N: usize>(
    inputs: [&[T]; N],
    z: &mut [T],
    op: impl Fn([T; N], T) -> T + Copy,
) {
    let len = z.len();
    let inputs = inputs.map(
        #[inline(always)]
        |x| &x[..len],
    );
    for i in 0..len {
        let values = inputs.map(
            #[inline(always)]
            |x| x[i],
        );
        z[i] = op(values, z[i]);
    }
}

/// `y[i] = f(x[i])` of one row, for a cheap function.
pub(crate) fn apply<T: Element, F: CheapFunction<T>>(x: [&[T]; 1], y: &mut [T]) {
    if F::SLOW && y.len() >= *ALIGNED.start() {
        map(
            x,
            y,
            #[inline(always)]
            |[x]| F::of(x),
        );
    } else {
        combine(
            x,
            y,
            #[inline(always)]
            |[x], _| F::of(x),
        );
    }
}

/// `x[i] = f(x[i])` of one row, for a cheap function.
pub(crate) fn apply_in_place<T: Element, F: CheapFunction<T>>(none: [&[T]; 0], x: &mut [T]) {
    if F::SLOW && x.len() >= *ALIGNED.start() {
        vectorize(
            #[inline(always)]
            || {
                combine_part(
                    none,
                    x,
                    #[inline(always)]
                    |[], x| F::of(x),
                );
            },
        );
    } else {
        combine(
            none,
            x,
            #[inline(always)]
            |[], x| F::of(x),
        );
    }
}

/// `z[i] = x[i] op y[i]` of one row.
pub(crate) fn operate<T: Element, O: Operation<T>>(xy: [&[T]; 2], z: &mut [T]) {
    if !O::COSTLY {
        combine(
            xy,
            z,
            #[inline(always)]
            |[x, y], _| O::of(x, y),
        );
    } else if has_fma() {
        compute(
            xy,
            z,
            #[inline(always)]
            |[x, y]| O::quick(x, y),
            |xy, z| {
                map(
                    xy,
                    z,
                    #[inline(always)]
                    |[x, y]| O::of(x, y),
                );
            },
        );
    } else {
        combine_part(xy, z, |[x, y], _| O::plain(x, y));
    }
}

/// `x[i] = x[i] op y[i]` of one row.
pub(crate) fn operate_in_place<T: Element, O: Operation<T>>([y]: [&[T]; 1], x: &mut [T]) {
    if O::COSTLY {
        let mut block = [T::zero(); BLOCK];
        for (x, y) in x.chunks_mut(BLOCK).zip(y.chunks(BLOCK)) {
            let block = &mut block[..x.len()];
            block.copy_from_slice(x);
            operate::<T, O>([block, y], x);
        }
    } else {
        combine(
            [y],
            x,
            #[inline(always)]
            |[y], x| O::of(x, y),
        );
    }
}

/// `z[i] = x[i] op y` of one row.
pub(crate) fn operate_with<T: Element, O: Operation<T>>(
    y: T,
) -> impl Fn([&[T]; 1], &mut [T]) + Copy + Sync {
    let shortcut = O::shortcut(y);
    move |[x], z| {
        if let Some((row, _)) = shortcut {
            row([x], z);
        } else if O::COSTLY {
            // The loop of two arrays serves: one with a number in its place would be cut up by what is known of it.
            let ys = [y; BLOCK];
            for (x, z) in x.chunks(BLOCK).zip(z.chunks_mut(BLOCK)) {
                operate::<T, O>([x, &ys[..x.len()]], z);
            }
        } else {
            combine(
                [x],
                z,
                #[inline(always)]
                |[x], _| O::of(x, y),
            );
        }
    }
}

/// `x[i] = x[i] op y` of one row.
pub(crate) fn operate_in_place_with<T: Element, O: Operation<T>>(
    y: T,
) -> impl Fn([&[T]; 0], &mut [T]) + Copy + Sync {
    let shortcut = O::shortcut(y);
    move |none, x| {
        if let Some((_, row)) = shortcut {
            row(none, x);
        } else if O::COSTLY {
            let ys = [y; BLOCK];
            for x in x.chunks_mut(BLOCK) {
                operate_in_place::<T, O>([&ys[..x.len()]], x);
            }
        } else {
            combine(
                none,
                x,
                #[inline(always)]
                |[], x| O::of(x, y),
            );
        }
    }
}

/// Calls `row` with rows of `output` and the same rows of `inputs`, which are broadcast to its shape.
///
/// # Panics
///
/// An input cannot be broadcast to the shape of the output.
pub(crate) fn rows<T: Element, D: Dimension, E: Dimension, const N: usize>(
    inputs: [ArrayView<T, E>; N],
    mut output: ArrayViewMut<T, D>,
    row: impl Fn([&[T]; N], &mut [T]) + Copy + Sync,
) {
    if inputs.iter().all(|input| input.shape() == output.shape())
        && let (Some(inputs), Some(output)) = (slices_of(&inputs), output.as_slice_mut())
    {
        row(inputs, output);
        return;
    }
    let inputs = inputs.map(ArrayView::into_dyn);
    rows_of_any_layout(broadcast(&inputs, output.shape()), output.into_dyn(), &row);
}

/// Calls `row` with rows of `output` and the same rows of `input`, which may not fit.
///
/// # Errors
///
/// The input cannot be broadcast to the shape of the output.
pub(crate) fn rows_in_place<T: Element>(
    output: ArrayViewMutD<T>,
    input: ArrayViewD<T>,
    row: impl Fn([&[T]; 1], &mut [T]) + Copy + Sync,
) -> Result<(), KernelError> {
    match broadcast_shape(output.shape(), input.shape()) {
        Some(shape) if shape == output.shape() => {}
        Some(shape) => {
            return Err(KernelError::value(format!(
                "non-broadcastable output operand with shape {} doesn't match the broadcast shape {}",
                tuple(output.shape()),
                tuple(&shape)
            )));
        }
        None => {
            return Err(KernelError::value(format!(
                "operands could not be broadcast together with shapes {} {} ",
                tuple(output.shape()),
                tuple(input.shape())
            )));
        }
    }
    rows([input], output, row);
    Ok(())
}

/// As [`rows`], in the pool of the parallel variants.
///
/// # Errors
///
/// The threads of the pool cannot be started.
///
/// # Panics
///
/// An input cannot be broadcast to the shape of the output.
pub(crate) fn parallel_rows<T: Element, D: Dimension, E: Dimension, const N: usize>(
    inputs: [ArrayView<T, E>; N],
    output: ArrayViewMut<T, D>,
    row: impl Fn([&[T]; N], &mut [T]) + Copy + Sync,
) -> Result<(), KernelError> {
    if output.len() <= WAKING {
        rows(inputs, output, row);
        return Ok(());
    }
    let inputs = inputs.map(ArrayView::into_dyn);
    let inputs = broadcast(&inputs, output.shape());
    let order = by_descending_strides(&output);
    let inputs = inputs.map(|input| input.permuted_axes(order.clone()));
    let output = output.into_dyn().permuted_axes(order);
    let mut parts = Vec::new();
    let grain = output.len().div_ceil(PARTS).max(GRAIN);
    cut(inputs, output, grain, &mut parts);
    parallel::share(parts, |(inputs, output)| rows_of_any_layout(inputs, output, &row))
}

/// Cuts arrays in halves until each has `grain` elements at most.
fn cut<'a, T: Element, const N: usize>(
    inputs: [ArrayViewD<'a, T>; N],
    output: ArrayViewMutD<'a, T>,
    grain: usize,
    parts: &mut Vec<([ArrayViewD<'a, T>; N], ArrayViewMutD<'a, T>)>,
) {
    // The outermost one that can be cut, so that parts of contiguous arrays are contiguous.
    let axis = output.shape().iter().position(|&len| len > 1);
    let (true, Some(axis)) = (output.len() > grain, axis) else {
        parts.push((inputs, output));
        return;
    };
    let (axis, middle) = (Axis(axis), output.shape()[axis] / 2);
    let left = inputs.clone().map(|input| input.split_at(axis, middle).0);
    let right = inputs.map(|input| input.split_at(axis, middle).1);
    let (output_left, output_right) = output.split_at(axis, middle);
    cut(left, output_left, grain, parts);
    cut(right, output_right, grain, parts);
}

fn broadcast<'a, T, const N: usize>(
    inputs: &'a [ArrayViewD<T>; N],
    shape: &[usize],
) -> [ArrayViewD<'a, T>; N] {
    inputs.each_ref().map(|input| {
        let fitting = input.broadcast(shape);
        fitting.unwrap_or_else(|| panic!("{:?} cannot be broadcast to {shape:?}", input.shape()))
    })
}

/// The shape that arrays of the shapes `a` and `b` have when they are broadcast together.
fn broadcast_shape(a: &[usize], b: &[usize]) -> Option<Vec<usize>> {
    let (long, short) = if a.len() < b.len() { (b, a) } else { (a, b) };
    let missing = long.len() - short.len();
    let mut shape = long.to_vec();
    for (len, &other) in shape[missing..].iter_mut().zip(short) {
        match (*len, other) {
            (1, _) => *len = other,
            (_, 1) => {}
            (one, other) if one == other => {}
            _ => return None,
        }
    }
    Some(shape)
}

/// A shape as Python writes it, and NumPy in these messages: without spaces.
fn tuple(shape: &[usize]) -> String {
    match shape {
        [len] => format!("({len},)"),
        _ => format!("({})", shape.iter().map(usize::to_string).collect::<Vec<_>>().join(",")),
    }
}

fn slices_of<'a, T, D: Dimension, const N: usize>(
    inputs: &'a [ArrayView<'_, T, D>; N],
) -> Option<[&'a [T]; N]> {
    let mut slices = [[].as_slice(); N];
    for (slice, input) in slices.iter_mut().zip(inputs) {
        *slice = input.as_slice()?;
    }
    Some(slices)
}

/// The axes of `array`, those first along which its elements lie farthest apart, or do not lie at all.
fn by_descending_strides<T, D: Dimension>(array: &ArrayViewMut<T, D>) -> Vec<usize> {
    let mut axes: Vec<usize> = (0..array.ndim()).collect();
    let distance = |&axis: &usize| match array.len_of(Axis(axis)) {
        1 => usize::MAX,
        _ => array.stride_of(Axis(axis)).unsigned_abs(),
    };
    axes.sort_by_key(|axis| Reverse(distance(axis)));
    axes
}

fn rows_of_any_layout<T: Element, const N: usize>(
    inputs: [ArrayViewD<T>; N],
    output: ArrayViewMutD<T>,
    row: &Row<'_, T, N>,
) {
    let order = by_descending_strides(&output);
    let inputs = inputs.map(|input| input.permuted_axes(order.clone()));
    let mut output = output.permuted_axes(order);
    if let (Some(inputs), Some(output)) = (slices_of(&inputs), output.as_slice_mut()) {
        row(inputs, output);
        return;
    }
    if output.is_empty() {
        return;
    }
    let along = lane_axis(output.shape());
    let mut lanes = inputs.each_ref().map(|input| input.lanes(along).into_iter());
    let mut blocks = Blocks { inputs: [[T::zero(); BLOCK]; N], output: [T::zero(); BLOCK] };
    for output in output.lanes_mut(along) {
        let inputs = lanes.each_mut().map(|lanes| lanes.next().expect("as many lanes"));
        blocks.lane(inputs, output, row);
    }
}

/// The closest axis, which is the last one, unless lanes along it are too short to be worth it.
fn lane_axis(shape: &[usize]) -> Axis {
    let closest = shape.len() - 1;
    let longest = (0..shape.len()).max_by_key(|&axis| shape[axis]).unwrap_or(closest);
    Axis(if shape[closest] < LANES / 2 { longest } else { closest })
}

/// Blocks of lanes whose elements do not lie side by side.
struct Blocks<T, const N: usize> {
    inputs: [[T; BLOCK]; N],
    output: [T; BLOCK],
}

impl<T: Element, const N: usize> Blocks<T, N> {
    fn lane(
        &mut self,
        inputs: [ArrayView1<T>; N],
        mut output: ArrayViewMut1<T>,
        row: &Row<'_, T, N>,
    ) {
        if let (Some(inputs), Some(output)) = (slices_of(&inputs), output.as_slice_mut()) {
            row(inputs, output);
            return;
        }
        let mut start = 0;
        for mut output in output.axis_chunks_iter_mut(Axis(0), BLOCK) {
            let part = Slice::from(start..start + output.len());
            let parts = inputs.each_ref().map(|input| input.slice_axis(Axis(0), part));
            let mut slices = [[].as_slice(); N];
            for ((slice, part), block) in slices.iter_mut().zip(&parts).zip(&mut self.inputs) {
                *slice = match part.as_slice() {
                    Some(slice) => slice,
                    None => gathered(part, block),
                };
            }
            if let Some(output) = output.as_slice_mut() {
                row(slices, output);
            } else {
                gathered(&output.view(), &mut self.output);
                let block = &mut self.output[..output.len()];
                row(slices, block);
                output.iter_mut().zip(block).for_each(|(place, value)| *place = *value);
            }
            start += output.len();
        }
    }
}

/// The elements of `x` in `block`.
fn gathered<'a, T: Copy>(x: &ArrayView1<T>, block: &'a mut [T; BLOCK]) -> &'a [T] {
    let block = &mut block[..x.len()];
    block.iter_mut().zip(x).for_each(|(place, value)| *place = *value);
    block
}
