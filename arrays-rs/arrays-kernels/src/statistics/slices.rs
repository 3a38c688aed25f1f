//! Arrays of any layout as slices.

use crate::error::KernelError;
use crate::memory;
use arrays::Element;
use arrays::ndarray::Dimension;
use arrays::prelude::*;
use std::borrow::Cow;

/// Elements that fit the first cache beside what is computed of them.
pub(super) const BLOCK: usize = 512;

/// The elements of `x` in any order: where they lie if they follow each other in memory, else a copy.
pub(super) fn unordered<'a, T: Element, D: Dimension>(
    x: &'a ArrayView<T, D>,
) -> Result<Cow<'a, [T]>, KernelError> {
    match x.as_slice_memory_order() {
        Some(values) => Ok(Cow::Borrowed(values)),
        None => Ok(Cow::Owned(memory::try_to_vec(x.view())?)),
    }
}

/// The elements of `x` in order: where they lie if they follow each other in memory, else a copy.
pub(super) fn ordered<'a, T: Element>(x: &'a ArrayView1<T>) -> Result<Cow<'a, [T]>, KernelError> {
    match x.as_slice() {
        Some(values) => Ok(Cow::Borrowed(values)),
        None => Ok(Cow::Owned(memory::try_to_vec(x.view())?)),
    }
}

/// Lets `fill` write all elements of `out`, in order, where they lie if they follow each other in memory.
pub(super) fn fill<T: Element>(
    mut out: ArrayViewMut1<T>,
    fill: impl FnOnce(&mut [T]) -> Result<(), KernelError>,
) -> Result<(), KernelError> {
    if let Some(values) = out.as_slice_mut() {
        return fill(values);
    }
    let mut values = arrays::try_zeros(out.len())?;
    fill(values.as_slice_mut().expect("a new array is contiguous"))?;
    out.assign(&values);
    Ok(())
}

/// Gives `f` all elements of `x`, in any order, some at a time.
pub(super) fn for_each_block<T: Element, D: Dimension>(
    x: ArrayView<T, D>,
    mut f: impl FnMut(&[T]),
) {
    if let Some(values) = x.as_slice_memory_order() {
        values.chunks(BLOCK).for_each(f);
        return;
    }
    let mut block = [T::default(); BLOCK];
    let mut values = x.iter();
    loop {
        let mut count = 0;
        for (place, &value) in block.iter_mut().zip(values.by_ref()) {
            *place = value;
            count += 1;
        }
        if count == 0 {
            return;
        }
        f(&block[..count]);
    }
}
