//! Elements in order: sorting, searching, selecting.
//!
//! NaNs come after all numbers, as in NumPy.

mod argsort;
mod key;
mod merge;
#[cfg(target_arch = "x86_64")]
mod network;
#[cfg(target_arch = "x86_64")]
mod quicksort;
mod search;
mod select;
#[cfg(target_arch = "x86_64")]
mod vectors;

use key::Key;
pub use key::Sortable;

use crate::axis::axis_of;
use crate::error::KernelError;
use crate::memory::{probe, try_to_vec, try_with_capacity};
use arrays::ndarray::{Dimension, RemoveAxis};
use arrays::prelude::*;

/// Sorts the elements of `x` in place, ascending.
///
/// NaNs come last, and 0.0 and -0.0 are equal: elements that are equal end up in any order. What is sorted are integers
/// that are in the order of the elements: by a quicksort of vectors where the processor has AVX-512 and there is memory
/// for a copy of `x`, else by the standard library's unstable sort ("ipnsort", by L. Bergdoll and O. Peters).
///
/// # Errors
///
/// The memory for a copy of `x` cannot be allocated, where its elements do not follow each other in memory.
#[arrays::export(types(T = [f64, f32, i64, i32]))]
pub fn sort<T: Sortable>(x: ArrayViewMut1<T>) -> Result<(), KernelError> {
    in_place(x, sort_slice)
}

/// Sorts the elements of `x` in place along `axis`, as [`sort()`] does.
///
/// # Errors
///
/// There is no such axis; the memory for a copy of one lane of `x` cannot be allocated, where its elements do not
/// follow each other in memory.
#[arrays::export(name = sort, types(T = [f64, f32, i64, i32]))]
pub fn sort_axis<T: Sortable>(mut x: ArrayViewMutD<T>, axis: i64) -> Result<(), KernelError> {
    let axis = axis_of(axis, x.ndim())?;
    lanes_in_place(&mut x, axis, sort_slice)
}

/// Sorts the elements of `x` in place, as [`sort()`] does and with the same result, on the threads of the pool.
///
/// Needs memory for two copies of `x`; without it, it takes longer.
///
/// # Errors
///
/// The memory for a copy of `x` cannot be allocated, where its elements do not follow each other in memory; the
/// threads cannot be started.
#[arrays::export(types(T = [f64, f32, i64, i32]))]
pub fn parallel_sort<T: Sortable>(x: ArrayViewMut1<T>) -> Result<(), KernelError> {
    merge::run(x.len(), || in_place(x, sort_slice_parallel))?
}

/// The elements of `x`, sorted as by [`sort()`].
///
/// # Errors
///
/// The memory for a copy of `x` cannot be allocated, where the elements of `sorted` do not follow each other in memory.
#[arrays::export(types(T = [f64, f32, i64, i32]), shapes(x = [n], sorted = [n]))]
pub fn sorted<T: Sortable>(
    x: ArrayView1<T>,
    #[out] mut sorted: ArrayViewMut1<T>,
) -> Result<(), KernelError> {
    if let Some(elements) = sorted.as_slice_mut() {
        ArrayViewMut1::from(&mut *elements).assign(&x);
        sort_slice(elements);
        return Ok(());
    }
    // Nothing is written before the memory is there.
    let mut elements = try_to_vec(x)?;
    sort_slice(&mut elements);
    sorted.assign(&ArrayView1::from(&elements));
    Ok(())
}

/// The indices that sort `x`: `x[indices[0]]` is the least element.
///
/// The sort is stable: the indices of equal elements, and those of NaNs, which come last, ascend.
///
/// # Errors
///
/// The memory for copies of `x` and of the indices cannot be allocated, where those do not lie in memory in one piece.
#[arrays::export(types(T = [f64, f32, i64, i32]), shapes(x = [n], indices = [n]))]
pub fn argsort<T: Sortable>(
    x: ArrayView1<T>,
    #[out] indices: ArrayViewMut1<i64>,
) -> Result<(), KernelError> {
    argsort_by(x, indices, argsort::argsort)
}

/// The indices that sort `x` along `axis`, as [`argsort()`] finds them in each lane.
///
/// # Errors
///
/// There is no such axis; memory cannot be allocated.
#[arrays::export(name = argsort, types(T = [f64, f32, i64, i32]))]
pub fn argsort_axis<T: Sortable>(x: ArrayViewD<T>, axis: i64) -> Result<ArrayD<i64>, KernelError> {
    let axis = axis_of(axis, x.ndim())?;
    let mut indices: ArrayD<i64> = arrays::try_zeros(x.raw_dim())?;
    for (lane, indices) in x.lanes(axis).into_iter().zip(indices.lanes_mut(axis)) {
        argsort_by(lane, indices, argsort::argsort)?;
    }
    Ok(indices)
}

/// The indices that sort `x`, the same as those of [`argsort()`], found on the threads of the pool.
///
/// # Errors
///
/// The memory for copies of `x` and of the indices cannot be allocated, where those do not lie in memory in one piece;
/// the threads cannot be started.
#[arrays::export(types(T = [f64, f32, i64, i32]), shapes(x = [n], indices = [n]))]
pub fn parallel_argsort<T: Sortable>(
    x: ArrayView1<T>,
    #[out] indices: ArrayViewMut1<i64>,
) -> Result<(), KernelError> {
    merge::run(x.len(), || argsort_by(x, indices, argsort::argsort_parallel))?
}

/// The indices at which `values` would be inserted into `sorted` to keep its order, before all elements that are
/// equal.
///
/// The elements of `sorted` ascend, NaNs last; else the result is arbitrary. A NaN in `values` goes before the first
/// NaN.
///
/// # Errors
///
/// The memory for a copy of `sorted` cannot be allocated, where its elements do not follow each other in memory.
#[arrays::export(types(T = [f64, f32, i64, i32], D = [Ix1, IxDyn]), shapes(indices = values))]
pub fn searchsorted<T: Sortable, D: Dimension>(
    sorted: ArrayView1<T>,
    values: ArrayView<T, D>,
    #[out] indices: ArrayViewMut<i64, D>,
) -> Result<(), KernelError> {
    search_side(sorted, values, indices, false)
}

/// The indices at which `values` would be inserted into `sorted` to keep its order: with `side` "left" before all
/// elements that are equal, with "right" after them.
///
/// The elements of `sorted` ascend, NaNs last; else the result is arbitrary. A NaN in `values` is equal to the NaNs.
///
/// # Errors
///
/// `side` is neither; the memory for a copy of `sorted` cannot be allocated, where its elements do not follow each
/// other in memory.
#[arrays::export(name = searchsorted, types(T = [f64, f32, i64, i32], D = [Ix1, IxDyn]), shapes(indices = values))]
pub fn searchsorted_side<T: Sortable, D: Dimension>(
    sorted: ArrayView1<T>,
    values: ArrayView<T, D>,
    side: &str,
    #[out] indices: ArrayViewMut<i64, D>,
) -> Result<(), KernelError> {
    let right = match side {
        "left" => false,
        "right" => true,
        _ => {
            return Err(KernelError::value(format!(
                "search side must be 'left' or 'right' (got '{side}')"
            )));
        }
    };
    search_side(sorted, values, indices, right)
}

/// The `k` largest elements of `x`, descending, and their indices; where `largest` is false the `k` least, ascending.
///
/// NaNs are larger than all numbers. Of elements that are equal the earlier ones are taken, and come first. As
/// `torch.topk`; one pass, fast where `k` is small beside the length of `x`.
///
/// # Errors
///
/// `k` is larger than the length of `x`; memory in proportion to `k`, or for a copy of `x` where its elements do not
/// follow each other in memory, cannot be allocated.
#[arrays::export(types(T = [f64, f32, i64, i32]), returns(values, indices))]
pub fn topk<T: Sortable>(
    x: ArrayView1<T>,
    k: usize,
    largest: Option<bool>,
) -> Result<(Array1<T>, Array1<i64>), KernelError> {
    if k > x.len() {
        return Err(KernelError::value(format!(
            "selected index k out of range: k is {k}, but x has {} elements",
            x.len()
        )));
    }
    let flipped = if largest.unwrap_or(true) { u64::MAX } else { 0 };
    with_slice(x, |x| {
        let first = select::first(x, k, flipped)?;
        let mut values = try_with_capacity(k)?;
        values.extend(first.iter().map(|&(_, index)| x[index]));
        let mut indices = try_with_capacity(k)?;
        indices.extend(first.iter().map(|&(_, index)| index as i64));
        Ok((Array1::from_vec(values), Array1::from_vec(indices)))
    })
}

/// Moves the elements of `x` so that the one at `kth` is where it would be if `x` were sorted, those before it are
/// less or equal, and those after it greater or equal.
///
/// `kth` counts from the end where it is negative. NaNs are the greatest. The standard library's selection, which
/// takes linear time in the worst case, too.
///
/// # Errors
///
/// `kth` is out of bounds; the memory for a copy of `x` cannot be allocated, where its elements do not follow each
/// other in memory.
#[arrays::export(types(T = [f64, f32, i64, i32]))]
pub fn partition<T: Sortable>(x: ArrayViewMut1<T>, kth: i64) -> Result<(), KernelError> {
    let kth = kth_of(kth, x.len())?;
    in_place(x, |x| partition_slice(x, kth))
}

/// [`partition()`] of each lane along `axis`, in place.
///
/// # Errors
///
/// There is no such axis; `kth` is out of bounds; the memory for a copy of one lane of `x` cannot be allocated, where
/// its elements do not follow each other in memory.
#[arrays::export(name = partition, types(T = [f64, f32, i64, i32]))]
pub fn partition_axis<T: Sortable>(
    mut x: ArrayViewMutD<T>,
    kth: i64,
    axis: i64,
) -> Result<(), KernelError> {
    let axis = axis_of(axis, x.ndim())?;
    let kth = kth_of(kth, x.len_of(axis))?;
    lanes_in_place(&mut x, axis, |lane| partition_slice(lane, kth))
}

/// The indices that [`partition()`] would move the elements by: `x[indices[kth]]` is what would be there if `x` were
/// sorted, and so on.
///
/// # Errors
///
/// `kth` is out of bounds; memory in proportion to `x` cannot be allocated.
#[arrays::export(types(T = [f64, f32, i64, i32]), shapes(x = [n], indices = [n]))]
pub fn argpartition<T: Sortable>(
    x: ArrayView1<T>,
    kth: i64,
    #[out] mut indices: ArrayViewMut1<i64>,
) -> Result<(), KernelError> {
    let kth = kth_of(kth, x.len())?;
    with_slice(x, |x| {
        let ranked = select::partitioned(x, kth)?;
        for (place, (_, index)) in indices.iter_mut().zip(ranked) {
            *place = index as i64;
        }
        Ok(())
    })
}

/// The different elements of `x`, ascending.
///
/// All NaNs are one, which comes last. Zeros are one, 0.0.
///
/// # Errors
///
/// The memory for a copy of `x` cannot be allocated.
#[arrays::export(types(T = [f64, f32, i64, i32], D = [Ix1, IxDyn]))]
pub fn unique<T: Sortable, D: Dimension>(x: ArrayView<T, D>) -> Result<Array1<T>, KernelError> {
    let mut values = try_to_vec(x)?;
    sort_slice(&mut values);
    Ok(without_repetitions(values))
}

/// [`unique()`], with the same result, on the threads of the pool.
///
/// # Errors
///
/// The memory for a copy of `x` cannot be allocated; the threads cannot be started.
#[arrays::export(types(T = [f64, f32, i64, i32], D = [Ix1, IxDyn]))]
pub fn parallel_unique<T: Sortable, D: Dimension>(
    x: ArrayView<T, D>,
) -> Result<Array1<T>, KernelError> {
    let mut values = try_to_vec(x)?;
    merge::run(values.len(), || sort_slice_parallel(&mut values))?;
    Ok(without_repetitions(values))
}

/// The different elements of `x`, ascending, and how often each occurs.
///
/// All NaNs are one, which comes last. Zeros are one, 0.0.
///
/// # Errors
///
/// The memory for a copy of `x`, or for the results, cannot be allocated.
#[arrays::export(types(T = [f64, f32, i64, i32], D = [Ix1, IxDyn]), returns(values, counts))]
pub fn unique_counts<T: Sortable, D: Dimension>(
    x: ArrayView<T, D>,
) -> Result<(Array1<T>, Array1<i64>), KernelError> {
    let mut values = try_to_vec(x)?;
    sort_slice(&mut values);
    let runs = || values.chunk_by(|a, b| a.rank() == b.rank());
    let mut counts = try_with_capacity(runs().count())?;
    counts.extend(runs().map(|run| run.len() as i64));
    Ok((without_repetitions(values), Array1::from_vec(counts)))
}

/// The different elements of `x`, ascending, and for each element of `x` the index of its value among them.
///
/// All NaNs are one, which comes last. Zeros are one, 0.0. `inverse` has the shape of `x`.
///
/// # Errors
///
/// The memory for copies of `x`, or for the results, cannot be allocated.
#[arrays::export(types(T = [f64, f32, i64, i32], D = [Ix1, IxDyn]), returns(values, inverse))]
pub fn unique_inverse<T: Sortable, D: Dimension>(
    x: ArrayView<T, D>,
) -> Result<(Array1<T>, Array<i64, D>), KernelError> {
    let mut inverse: Array<i64, D> = arrays::try_zeros(x.raw_dim())?;
    let values = try_to_vec(x)?;
    probe::<i64>(values.len() as u128)?;
    let mut order = vec![0; values.len()];
    argsort::argsort(&values, &mut order);
    let mut different = try_with_capacity(values.len())?;
    let places = inverse.as_slice_mut().expect("a new array in row-major order");
    let runs = order.chunk_by(|&a, &b| values[a as usize].rank() == values[b as usize].rank());
    for (i, run) in runs.enumerate() {
        different.push(T::of_rank(values[run[0] as usize].rank()));
        for &index in run {
            places[index as usize] = i as i64;
        }
    }
    different.shrink_to_fit();
    Ok((Array1::from_vec(different), inverse))
}

fn sort_slice<T: Sortable>(x: &mut [T]) {
    let numbers = key::nans_last(x);
    key::with_keys(&mut x[..numbers], T::Key::sort);
}

fn sort_slice_parallel<T: Sortable>(x: &mut [T]) {
    let numbers = key::nans_last(x);
    key::with_keys(&mut x[..numbers], merge::sort_parallel);
}

fn partition_slice<T: Sortable>(x: &mut [T], kth: usize) {
    let numbers = key::nans_last(x);
    if kth < numbers {
        key::with_keys(&mut x[..numbers], |keys| {
            keys.select_nth_unstable(kth);
        });
    }
}

fn without_repetitions<T: Sortable>(mut sorted: Vec<T>) -> Array1<T> {
    sorted.dedup_by_key(|value| value.rank());
    for value in &mut sorted {
        *value = T::of_rank(value.rank());
    }
    sorted.shrink_to_fit();
    Array1::from_vec(sorted)
}

fn search_side<T: Sortable, D: Dimension>(
    sorted: ArrayView1<T>,
    values: ArrayView<T, D>,
    mut indices: ArrayViewMut<i64, D>,
    right: bool,
) -> Result<(), KernelError> {
    with_slice(sorted, |sorted| {
        search::search(sorted, values.iter().copied(), indices.iter_mut(), right);
        Ok(())
    })
}

fn argsort_by<T: Sortable>(
    x: ArrayView1<T>,
    mut indices: ArrayViewMut1<i64>,
    argsort: impl Fn(&[T], &mut [i64]),
) -> Result<(), KernelError> {
    with_slice(x, |x| match indices.as_slice_mut() {
        Some(indices) => {
            argsort(x, indices);
            Ok(())
        }
        None => {
            let mut copy: Array1<i64> = arrays::try_zeros(x.len())?;
            argsort(x, copy.as_slice_mut().expect("a new array lies in one piece"));
            indices.assign(&copy);
            Ok(())
        }
    })
}

/// Runs `op` on the elements of `x`, on a copy where they do not follow each other in memory.
fn with_slice<T: Copy, R>(
    x: ArrayView1<T>,
    op: impl FnOnce(&[T]) -> Result<R, KernelError>,
) -> Result<R, KernelError> {
    match x.as_slice() {
        Some(slice) => op(slice),
        None => op(&try_to_vec(x)?),
    }
}

/// Runs `op` on the elements of `x`, on a copy where they do not follow each other in memory.
fn in_place<T: Copy>(
    mut x: ArrayViewMut1<T>,
    op: impl FnOnce(&mut [T]),
) -> Result<(), KernelError> {
    if let Some(slice) = x.as_slice_mut() {
        op(slice);
        return Ok(());
    }
    let mut values = try_to_vec(x.view())?;
    op(&mut values);
    x.assign(&ArrayView1::from(&values));
    Ok(())
}

/// Runs `op` on each lane of `x` along `axis`.
fn lanes_in_place<T: Copy, D: RemoveAxis>(
    x: &mut ArrayViewMut<T, D>,
    axis: Axis,
    op: impl Fn(&mut [T]),
) -> Result<(), KernelError> {
    let mut copy = Vec::new();
    for mut lane in x.lanes_mut(axis) {
        if let Some(slice) = lane.as_slice_mut() {
            op(slice);
            continue;
        }
        if copy.is_empty() {
            copy = try_with_capacity(lane.len())?;
        }
        copy.clear();
        copy.extend(lane.iter().copied());
        op(&mut copy);
        lane.assign(&ArrayView1::from(&copy));
    }
    Ok(())
}

/// The index `kth`, counted from the end where it is negative.
fn kth_of(kth: i64, len: usize) -> Result<usize, KernelError> {
    let index = if kth < 0 { kth.saturating_add_unsigned(len as u64) } else { kth };
    match usize::try_from(index) {
        Ok(index) if index < len => Ok(index),
        _ => Err(KernelError::value(format!("kth(={index}) out of bounds ({len})"))),
    }
}

#[cfg(test)]
mod tests;
