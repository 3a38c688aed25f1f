//! Functions along one axis of an array, lane by lane.

use crate::axis::axis_of;
use crate::error::KernelError;
use crate::memory::try_with_capacity;
use crate::reductions::columns::{Columns, Reduction};
use arrays::Element;
use arrays::ndarray::{RemoveAxis, Slice};
use arrays::prelude::*;

/// Neighbouring lanes that are copied together where their elements lie apart: a cache line of eight bytes each.
const TOGETHER: usize = 8;
/// Rows of such lanes that are copied before the next lane is: no more than stay in the nearest cache.
const ROWS: usize = 256;
/// Columns that are reduced together row by row: as many as make use of all that is fetched of memory with each row.
const WIDE: usize = 32;
/// As many as fill a vector.
const NARROW: usize = 8;

/// What `of` makes of each lane of `x` along `axis`, the array without that axis. It is asked about lanes without
/// elements also where there are none of them.
pub(crate) fn reduce<T: Element, R: Element>(
    x: ArrayViewD<T>,
    axis: i64,
    of: impl Fn(&[T]) -> Result<R, KernelError>,
) -> Result<ArrayD<R>, KernelError> {
    let axis = axis_of(axis, x.ndim())?;
    let mut result = arrays::try_zeros::<R, _>(x.raw_dim().remove_axis(axis))?;
    if result.is_empty() {
        if x.len_of(axis) == 0 {
            of(&[])?;
        }
        return Ok(result);
    }
    if axis.0 + 1 == x.ndim()
        && let Some(elements) = x.as_slice().filter(|elements| !elements.is_empty())
    {
        // Views of lanes of any rank are made one by one, which takes longer than a short lane itself.
        for (lane, place) in elements.chunks_exact(x.len_of(axis)).zip(&mut result) {
            *place = of(lane)?;
        }
        return Ok(result);
    }
    if is_together(x.len_of(axis), x.stride_of(axis)) {
        for (lane, place) in x.lanes(axis).into_iter().zip(&mut result) {
            *place = of(lane.as_slice().unwrap_or(&[]))?;
        }
        return Ok(result);
    }
    let beside = beside(&x, axis);
    let places = match beside {
        Some(beside) => {
            let beside = beside.0 - usize::from(beside.0 > axis.0);
            last(result.view_mut(), &[beside])
        }
        None => result.view_mut(),
    };
    let (x, places) = match beside {
        Some(beside) => (last(x, &[axis.0, beside.0]), places),
        None => (x.insert_axis(Axis(1)), places.insert_axis(Axis(0))),
    };
    let length = x.len_of(Axis(x.ndim() - 2));
    let mut lanes = try_with_capacity(length.saturating_mul(TOGETHER.min(x.len() / length)))?;
    planes(x, places, &mut |plane, mut places| {
        for start in (0..plane.ncols()).step_by(TOGETHER) {
            let count = gather(plane.view(), start, &mut lanes);
            let places = places.iter_mut().skip(start).take(count);
            for (lane, place) in lanes.chunks_exact(plane.nrows()).zip(places) {
                *place = of(lane)?;
            }
        }
        Ok(())
    })?;
    Ok(result)
}

/// As [`reduce`], where a `reduction` does the same with lanes that lie side by side.
pub(crate) fn reduce_columns<T: Element>(
    x: ArrayViewD<T>,
    axis: i64,
    reduction: impl Reduction<T>,
    of: impl Fn(&[T]) -> Result<T, KernelError>,
) -> Result<ArrayD<T>, KernelError> {
    let along = axis_of(axis, x.ndim())?;
    let length = x.len_of(along);
    let beside: usize = x.shape()[along.0 + 1..].iter().product();
    let elements = match x.as_slice() {
        Some(elements) if length > 1 && beside >= NARROW => elements,
        _ => return reduce(x, axis, of),
    };
    let mut result = arrays::try_zeros::<T, _>(x.raw_dim().remove_axis(along))?;
    let places = result.as_slice_mut().expect("a new array is contiguous");
    let mut lanes = try_with_capacity(length.saturating_mul(beside % NARROW))?;
    let planes = elements.chunks_exact(length * beside);
    for (plane, places) in planes.zip(places.chunks_exact_mut(beside)) {
        let (wide, rest) = places.as_chunks_mut::<WIDE>();
        let mut start = 0;
        for places in wide {
            *places = reduction.of(Columns::new(plane, beside, start));
            start += WIDE;
        }
        let (narrow, rest) = rest.as_chunks_mut::<NARROW>();
        for places in narrow {
            *places = reduction.of(Columns::new(plane, beside, start));
            start += NARROW;
        }
        if !rest.is_empty() {
            let plane = ArrayView2::from_shape((length, beside), plane)
                .map_err(|error| KernelError::value(error.to_string()))?;
            gather(plane, start, &mut lanes);
            for (lane, place) in lanes.chunks_exact(length).zip(rest) {
                *place = of(lane)?;
            }
        }
    }
    Ok(result)
}

/// Fills each lane of `y` along `axis` with what `of` makes of that of `x`, as [`reduce`]; both have one shape.
pub(crate) fn map<T: Element, R: Element>(
    x: ArrayViewD<T>,
    axis: i64,
    mut y: ArrayViewMutD<R>,
    mut of: impl FnMut(&[T], &mut [R]) -> Result<(), KernelError>,
) -> Result<(), KernelError> {
    let axis = axis_of(axis, x.ndim())?;
    let length = x.len_of(axis);
    if x.is_empty() {
        return if length == 0 { of(&[], &mut []) } else { Ok(()) };
    }
    if axis.0 + 1 == x.ndim()
        && let (Some(x), Some(y)) = (x.as_slice(), y.as_slice_mut())
    {
        for (x, y) in x.chunks_exact(length).zip(y.chunks_exact_mut(length)) {
            of(x, y)?;
        }
        return Ok(());
    }
    if is_together(length, x.stride_of(axis)) && is_together(length, y.stride_of(axis)) {
        for (x, mut y) in x.lanes(axis).into_iter().zip(y.lanes_mut(axis)) {
            of(x.as_slice().unwrap_or(&[]), y.as_slice_mut().unwrap_or(&mut []))?;
        }
        return Ok(());
    }
    let (x, y) = match beside(&x, axis) {
        Some(beside) => (last(x, &[axis.0, beside.0]), last(y, &[axis.0, beside.0])),
        None => (x.insert_axis(Axis(1)), y.insert_axis(Axis(1))),
    };
    let together = length.saturating_mul(TOGETHER.min(x.len() / length));
    let mut lanes = try_with_capacity(together)?;
    let mut results = try_with_capacity(together)?;
    results.resize(together, R::default());
    planes(x, y, &mut |plane, y| {
        let mut y = y.into_dimensionality::<Ix2>().map_err(|_| KernelError::value("no plane"))?;
        for start in (0..plane.ncols()).step_by(TOGETHER) {
            gather(plane.view(), start, &mut lanes);
            for (lane, result) in lanes.chunks_exact(length).zip(results.chunks_exact_mut(length)) {
                of(lane, result)?;
            }
            scatter(&results, y.view_mut(), start);
        }
        Ok(())
    })
}

/// Whether the elements of a lane follow each other in memory.
fn is_together(length: usize, stride: isize) -> bool {
    stride == 1 || length <= 1
}

/// The axis whose lanes are worked on together: that with the closest elements, if there are enough of them.
fn beside<T>(x: &ArrayViewD<T>, axis: Axis) -> Option<Axis> {
    let others = (0..x.ndim()).map(Axis).filter(|&other| other != axis);
    let closest = others.clone().filter(|&other| x.len_of(other) >= TOGETHER);
    closest
        .min_by_key(|&other| x.stride_of(other).unsigned_abs())
        .or_else(|| others.max_by_key(|&other| x.len_of(other)))
}

/// The array with those axes last.
fn last<S: arrays::ndarray::RawData>(
    x: arrays::ndarray::ArrayBase<S, IxDyn>,
    axes: &[usize],
) -> arrays::ndarray::ArrayBase<S, IxDyn> {
    let mut order: Vec<usize> = (0..x.ndim()).filter(|axis| !axes.contains(axis)).collect();
    order.extend_from_slice(axes);
    x.permuted_axes(order)
}

/// Calls `visit` with each plane of the last two axes of `x`, and what belongs to it of `y`, whose first axes are those
/// of `x`.
fn planes<T, R>(
    x: ArrayViewD<T>,
    mut y: ArrayViewMutD<R>,
    visit: &mut impl FnMut(ArrayView2<T>, ArrayViewMutD<R>) -> Result<(), KernelError>,
) -> Result<(), KernelError> {
    if let Ok(plane) = x.view().into_dimensionality::<Ix2>() {
        return visit(plane, y);
    }
    for (x, y) in x.outer_iter().zip(y.outer_iter_mut()) {
        planes(x, y, visit)?;
    }
    Ok(())
}

/// Copies columns of the plane from `start` on together, one after the other, and counts them.
fn gather<T: Element>(plane: ArrayView2<T>, start: usize, lanes: &mut Vec<T>) -> usize {
    let (rows, count) = (plane.nrows(), TOGETHER.min(plane.ncols() - start));
    lanes.resize(rows * count, T::default());
    for first in (0..rows).step_by(ROWS) {
        let next = rows.min(first + ROWS);
        let some = plane.slice_axis(Axis(0), Slice::from(first..next));
        for (column, lane) in lanes.chunks_exact_mut(rows).enumerate() {
            for (to, &from) in lane[first..next].iter_mut().zip(some.column(start + column)) {
                *to = from;
            }
        }
    }
    count
}

/// Copies results back to columns of the plane from `start` on.
fn scatter<R: Element>(results: &[R], mut plane: ArrayViewMut2<R>, start: usize) {
    let (rows, count) = (plane.nrows(), TOGETHER.min(plane.ncols() - start));
    for first in (0..rows).step_by(ROWS) {
        let next = rows.min(first + ROWS);
        let mut some = plane.slice_axis_mut(Axis(0), Slice::from(first..next));
        for (column, result) in results.chunks_exact(rows).take(count).enumerate() {
            for (to, &from) in some.column_mut(start + column).iter_mut().zip(&result[first..next])
            {
                *to = from;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reductions::columns::{Extremes, Sums};
    use crate::reductions::extremes::{Max, extreme};
    use crate::reductions::sums::sum;
    use arrays::ndarray::{Array, ShapeBuilder};
    use std::marker::PhantomData;

    /// Calls `check` with views of three axes in many layouts.
    fn each_layout(check: impl Fn(ArrayViewD<f64>)) {
        for shape in [[3, 4, 5], [9, 1, 17], [300, 9, 2], [1, 1, 1], [2, 600, 3]] {
            let of = |(i, j, k)| (1000 * i + 10 * j + k) as f64;
            let x = Array::from_shape_fn(shape, of).into_dyn();
            let odd = x.slice_axis(Axis(2), Slice::new(1, None, 2));
            let backward = x.slice_axis(Axis(0), Slice::new(0, None, -1));
            let lane = x.index_axis(Axis(1), 0);
            let repeated = lane.broadcast(IxDyn(&[12, shape[0], shape[2]])).expect("a view");
            for view in [x.view(), odd, backward, repeated] {
                for order in [[0, 1, 2], [2, 1, 0], [1, 2, 0], [0, 2, 1]] {
                    check(view.view().permuted_axes(&order[..]));
                }
            }
        }
    }

    /// A number that depends on the order of the elements.
    fn weigh<'a>(lane: impl IntoIterator<Item = &'a f64>) -> f64 {
        lane.into_iter().enumerate().map(|(i, value)| value * (i + 1) as f64).sum()
    }

    #[test]
    fn lanes_are_reduced_in_any_layout() {
        each_layout(|x| {
            for axis in 0..3 {
                let reduced = reduce(x.view(), axis, |lane| Ok(weigh(lane))).expect("a result");
                let expected = x.map_axis(Axis(axis as usize), weigh);
                assert_eq!(reduced, expected);
            }
        });
    }

    #[test]
    fn lanes_are_mapped_in_any_layout() {
        let turn = |x: &[f64], y: &mut [f64]| {
            y.iter_mut().zip(x.iter().rev()).for_each(|(y, &x)| *y = x);
            Ok(())
        };
        each_layout(|x| {
            for axis in 0..3 {
                let mut expected = x.view();
                expected.invert_axis(Axis(axis));
                let mut fortran = arrays::try_zeros(x.raw_dim().f()).expect("an array");
                let mut plain = arrays::try_zeros(x.raw_dim()).expect("an array");
                for y in [fortran.view_mut(), plain.view_mut()] {
                    map(x.view(), axis as i64, y, turn).expect("results");
                }
                assert_eq!(fortran, expected);
                assert_eq!(plain, expected);
            }
        });
    }

    #[test]
    fn columns_have_the_sums_and_extremes_of_lanes() {
        for shape in [[1, 2, 50], [2, 8, 9], [1, 31, 75], [2, 300, 40], [1, 20_000, 9], [3, 77, 33]]
        {
            let [outer, length, beside] = shape;
            let mut x = Array::from_shape_fn(IxDyn(&shape), |at| {
                ((at[0] * 31 + at[1] * 7919 + at[2] * 101) % 1009) as f64 / 7.0 - 50.0
            });
            x[[0, length - 1, beside - 1]] = f64::NAN;
            let sum = |lane: &[f64]| Ok(sum(lane.into()));
            let sums = reduce_columns(x.view(), 1, Sums, sum).expect("sums");
            assert_eq!(sums.shape(), [outer, beside]);
            let expected = reduce(x.view(), 1, sum).expect("sums");
            let bits = |x: &ArrayD<f64>| x.mapv(f64::to_bits);
            assert_eq!(bits(&sums), bits(&expected));
            let max = |lane: &[f64]| extreme::<Max, f64, Ix1>(lane.into());
            let extremes = reduce_columns(x.view(), 1, Extremes::<Max>(PhantomData), max);
            let expected = reduce(x.view(), 1, max).expect("extremes");
            assert_eq!(bits(&extremes.expect("extremes")), bits(&expected));
            assert!(expected[[0, beside - 1]].is_nan());
        }
    }

    #[test]
    fn a_single_axis_leaves_none() {
        let x = Array::from_iter((0..20).map(f64::from)).into_dyn();
        let even = x.slice_axis(Axis(0), Slice::new(0, None, 2));
        for x in [x.view(), even] {
            let reduced = reduce(x.view(), -1, |lane| Ok(weigh(lane))).expect("a result");
            assert_eq!(reduced.ndim(), 0);
            assert_eq!(reduced.sum(), weigh(&x));
        }
    }

    #[test]
    fn lengths_of_zero_are_lanes_too() {
        let x = Array::<f64, _>::zeros((0, 3)).into_dyn();
        let lengths = |axis| reduce(x.view(), axis, |lane| Ok(lane.len() as i64));
        assert_eq!(lengths(0), Ok(Array::<i64, _>::zeros(3).into_dyn()));
        assert_eq!(lengths(1), Ok(Array::<i64, _>::zeros(0).into_dyn()));
        let error = lengths(2).expect_err("no axis");
        assert_eq!(error.to_string(), "axis 2 is out of bounds for array of dimension 2");
        let large = ArrayView1::from(&[1.0]).into_dyn();
        let large = large.broadcast(IxDyn(&[2, 1 << 58])).expect("a view");
        assert!(matches!(reduce(large, 0, |_| Ok(0.0)), Err(KernelError::NoArray(_))));
    }
}
