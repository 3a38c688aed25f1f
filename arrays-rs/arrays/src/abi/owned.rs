//! An array (or a text) that the caller owns.

use std::any::Any;
use std::ffi::c_void;
use std::ptr::NonNull;

use ndarray::{Array, Dimension};

use super::ARRAYS_DTYPE_UINT8;
use crate::macro_support::Element;

/// An array whose memory the caller owns until it gives it back with `owned_release`.
///
/// Element `[i, j, …]` is at `base + byte_offset + (i * strides[0] + j * strides[1] + …) * item size`.
#[repr(C)]
#[derive(Debug)]
pub struct ArraysOwned {
    /// One of the `ARRAYS_DTYPE_…` constants.
    pub dtype: u32,
    /// Number of axes.
    pub rank: u32,
    /// The lowest byte of the elements; may be anything when there are none.
    pub base: *mut c_void,
    /// Bytes from `base` to the end of the highest element; 0 when there are no elements.
    pub byte_size: i64,
    /// Bytes from `base` to element `[0, …, 0]`.
    pub byte_offset: i64,
    /// `rank` lengths.
    pub shape: *const i64,
    /// `rank` strides, in elements; they may be negative.
    pub strides: *const i64,
}

/// An [`ArraysOwned`] together with all it points to.
///
/// # Invariants
///
/// 1. `header` is the first field, so a pointer to the record is a pointer to the header.
/// 2. `header.shape` and `header.strides` point into the heap block of `layout`, which never changes.
/// 3. `header.base` points into the heap block of `owner`, which nothing else refers to.
#[repr(C)]
pub(crate) struct OwnedRecord {
    header: ArraysOwned,
    layout: Vec<i64>,
    owner: Box<dyn Any + Send>,
}

impl OwnedRecord {
    /// Takes over the memory of `array`, whatever its strides, without a copy.
    pub(crate) fn of_array<T: Element, D: Dimension + 'static>(array: Array<T, D>) -> Box<Self> {
        let mut array = array;
        let rank = array.ndim();
        let layout: Vec<i64> = array
            .shape()
            .iter()
            .map(|&length| length as i64)
            .chain(array.strides().iter().map(|&stride| stride as i64))
            .collect();
        let (lengths, strides) = layout.split_at(rank);
        let item_size = size_of::<T>() as i64;
        let (lowest, elements) = match array.is_empty() {
            true => (0, 0),
            false => extent(lengths, strides),
        };
        // The owner keeps its heap block where it is when it moves into the box below, and ndarray
        // holds that block by a raw pointer, so the address taken here stays valid.
        let base = array.as_mut_ptr().wrapping_offset(lowest as isize);
        let header = ArraysOwned {
            dtype: T::DTYPE,
            rank: rank as u32,
            base: base.cast(),
            byte_size: elements * item_size,
            byte_offset: -lowest * item_size,
            shape: lengths.as_ptr(),
            strides: strides.as_ptr(),
        };
        Box::new(Self { header, layout, owner: Box::new(array) })
    }

    /// Takes over the bytes of `text`: rank 1, `uint8`, UTF-8.
    pub(crate) fn of_text(text: String) -> Box<Self> {
        let record = Self::of_array(ndarray::Array1::from_vec(text.into_bytes()));
        debug_assert_eq!(record.header.dtype, ARRAYS_DTYPE_UINT8);
        record
    }

    /// Gives the record away; `owned_release` takes it back.
    pub(crate) fn into_raw(self: Box<Self>) -> *const ArraysOwned {
        Box::into_raw(self).cast_const().cast()
    }
}

/// Elements from `[0, …, 0]` down to the lowest one (not positive), and the count of element places
/// from the lowest to the highest. No length is 0.
fn extent(lengths: &[i64], strides: &[i64]) -> (i64, i64) {
    let mut lowest = 0;
    let mut highest = 0;
    for (&length, &stride) in lengths.iter().zip(strides) {
        let reach = (length - 1) * stride;
        lowest += reach.min(0);
        highest += reach.max(0);
    }
    (lowest, highest - lowest + 1)
}

/// Releases an array that the caller owns; NULL is ignored. May be called from any thread.
///
/// # Safety
///
/// `owned` is NULL, or came from a call of this library and was not released before.
pub(super) unsafe extern "C" fn owned_release(owned: *const ArraysOwned) {
    if let Some(owned) = NonNull::new(owned.cast_mut()) {
        let record: NonNull<OwnedRecord> = owned.cast();
        // SAFETY: by the caller's promise the pointer is the one `into_raw` gave away for a boxed
        // record (invariant 1 of `OwnedRecord`), and it is given back once. The owner is `Send`, so
        // any thread may drop it.
        drop(unsafe { Box::from_raw(record.as_ptr()) });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::{Array2, Array3, ArrayD, IxDyn, arr0, array, s};

    fn read(record: &OwnedRecord, index: &[i64]) -> f64 {
        let strides = &record.layout[record.header.rank as usize..];
        let elements: i64 = index.iter().zip(strides).map(|(i, stride)| i * stride).sum();
        let bytes = record.header.byte_offset + elements * size_of::<f64>() as i64;
        assert!((0..record.header.byte_size).contains(&bytes));
        // SAFETY: the offset lies within the extent of the live owner, checked above.
        let address = unsafe { record.header.base.cast::<u8>().add(bytes as usize) };
        // SAFETY: the address is that of an element of a live array of f64.
        unsafe { address.cast::<f64>().read() }
    }

    #[test]
    fn a_matrix_in_standard_order() {
        let record = OwnedRecord::of_array(array![[1.0, 2.0], [3.0, 4.0]]);
        assert_eq!(record.header.rank, 2);
        assert_eq!(record.layout, [2, 2, 2, 1]);
        assert_eq!((record.header.byte_size, record.header.byte_offset), (32, 0));
        assert_eq!(read(&record, &[1, 0]), 3.0);
    }

    #[test]
    fn negative_strides_and_permuted_axes_are_kept() {
        let source = Array3::from_shape_fn((2, 3, 4), |(i, j, k)| (100 * i + 10 * j + k) as f64);
        let mut expected = source.clone();
        expected.invert_axis(ndarray::Axis(2));
        expected.swap_axes(0, 1);
        let record = OwnedRecord::of_array(expected.clone());
        for ((i, j, k), &value) in expected.indexed_iter() {
            assert_eq!(read(&record, &[i as i64, j as i64, k as i64]), value);
        }
    }

    #[test]
    fn a_sliced_array_spans_only_what_it_reaches() {
        let sliced = Array2::<f64>::zeros((4, 6)).slice_move(s![1..3, 1..6;2]);
        let record = OwnedRecord::of_array(sliced);
        assert_eq!(record.layout, [2, 3, 6, 2]);
        assert_eq!(record.header.byte_size, (6 + 4 + 1) * 8);
    }

    #[test]
    fn rank_zero_is_one_element_and_empty_is_none() {
        let scalar = OwnedRecord::of_array(arr0(7.0));
        assert_eq!((scalar.header.rank, scalar.header.byte_size), (0, 8));
        assert_eq!(read(&scalar, &[]), 7.0);
        let empty = OwnedRecord::of_array(ArrayD::<f32>::zeros(IxDyn(&[3, 0])));
        assert_eq!((empty.header.byte_size, empty.header.byte_offset), (0, 0));
        assert_eq!(&empty.layout[..2], [3, 0]);
    }

    #[test]
    fn a_text_is_its_bytes() {
        let record = OwnedRecord::of_text("naïve".to_owned());
        assert_eq!(record.header.byte_size, 6);
        assert_eq!(record.header.dtype, ARRAYS_DTYPE_UINT8);
    }

    #[test]
    fn released_from_another_thread() {
        let address = OwnedRecord::of_array(array![1.0]).into_raw() as usize;
        let released = std::thread::spawn(move || {
            // SAFETY: the record was given away above and is released here once.
            unsafe { owned_release(address as *const ArraysOwned) };
        });
        assert!(released.join().is_ok());
    }
}
