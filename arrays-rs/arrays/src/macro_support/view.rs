//! Array and text arguments, as views that live as long as the call.

use std::ptr::NonNull;

use ndarray::{
    ArrayView, ArrayViewMut, Axis, CowArray, Dim, Dimension, IntoDimension, IxDyn, RawArrayView,
    RawRef, ShapeBuilder, StrideShape,
};

use super::{Call, Element, Failure, Part};

/// The array argument `name` of a rank that is known, or a part of it, to be read.
///
/// # Safety
///
/// The caller gives what `docs/abi.md` demands under Arguments: the addresses that in-range indices reach lie
/// in live memory, aligned to the element, that nobody writes during the call; the element count fits
/// `isize`. Without elements the pointer may be anything. A part lies inside its axis.
#[inline]
pub unsafe fn static_view<'call, T: Element, const N: usize>(
    _call: &'call Call,
    name: &'static str,
    pointer: *mut T,
    lengths: [i64; N],
    strides: [i64; N],
    part: Option<Part>,
) -> Result<ArrayView<'call, T, Dim<[usize; N]>>, Failure>
where
    Dim<[usize; N]>: Dimension,
    [usize; N]: IntoDimension<Dim = Dim<[usize; N]>>,
{
    let (lengths, strides) = (dim(lengths), dim(strides));
    // SAFETY: the addresses reached by in-range indices are live and aligned (docs/abi.md, Arguments).
    let raw = unsafe { checked(name, pointer, lengths, strides, part) }?;
    // SAFETY: "the addresses reached by in-range indices lie inside live memory", for the time of the call,
    // which `'call` is (docs/abi.md, Arguments); `checked` has checked the bit patterns.
    Ok(unsafe { raw.deref_into_view() })
}

/// The array argument `name` of a rank that is known, to be written.
///
/// # Safety
///
/// As for [`static_view`], and nobody else reads or writes the elements during the call, of which no two
/// share a byte.
#[inline]
pub unsafe fn static_view_mut<'call, T: Element, const N: usize>(
    _call: &'call Call,
    name: &'static str,
    pointer: *mut T,
    lengths: [i64; N],
    strides: [i64; N],
    part: Option<Part>,
) -> Result<ArrayViewMut<'call, T, Dim<[usize; N]>>, Failure>
where
    Dim<[usize; N]>: Dimension,
    [usize; N]: IntoDimension<Dim = Dim<[usize; N]>>,
{
    let (lengths, strides) = (dim(lengths), dim(strides));
    // SAFETY: the addresses reached by in-range indices are live and aligned (docs/abi.md, Arguments).
    let raw = unsafe { checked(name, pointer, lengths, strides, part) }?;
    // SAFETY: "a written array overlaps no other array of the call and not itself" (docs/abi.md, Arguments),
    // so the view is alone for the time of the call, which `'call` is; `checked` has checked the bit patterns.
    Ok(unsafe { deref_into_view_mut(raw) })
}

/// The array argument `name` of any rank, to be read. `layout` leads to `rank` lengths and `rank` strides.
///
/// # Safety
///
/// As for [`static_view`], and `layout` leads to `2 * rank` readable numbers.
pub unsafe fn dynamic_view<'call, T: Element>(
    _call: &'call Call,
    name: &'static str,
    pointer: *mut T,
    rank: i64,
    layout: *const i64,
    part: Option<Part>,
) -> Result<ArrayView<'call, T, IxDyn>, Failure> {
    // SAFETY: a dynamic rank comes with the "`const int64_t *` to the lengths followed by the strides"
    // (docs/abi.md, Arguments).
    let (lengths, strides) = unsafe { dynamic_dims(rank, layout) };
    // SAFETY: the addresses reached by in-range indices are live and aligned (docs/abi.md, Arguments).
    let raw = unsafe { checked(name, pointer, lengths, strides, part) }?;
    // SAFETY: "the addresses reached by in-range indices lie inside live memory", for the time of the call,
    // which `'call` is (docs/abi.md, Arguments); `checked` has checked the bit patterns.
    Ok(unsafe { raw.deref_into_view() })
}

/// The array argument `name` of any rank, to be written.
///
/// # Safety
///
/// As for [`static_view_mut`], and `layout` leads to `2 * rank` readable numbers.
pub unsafe fn dynamic_view_mut<'call, T: Element>(
    _call: &'call Call,
    name: &'static str,
    pointer: *mut T,
    rank: i64,
    layout: *const i64,
    part: Option<Part>,
) -> Result<ArrayViewMut<'call, T, IxDyn>, Failure> {
    // SAFETY: a dynamic rank comes with the "`const int64_t *` to the lengths followed by the strides"
    // (docs/abi.md, Arguments).
    let (lengths, strides) = unsafe { dynamic_dims(rank, layout) };
    // SAFETY: the addresses reached by in-range indices are live and aligned (docs/abi.md, Arguments).
    let raw = unsafe { checked(name, pointer, lengths, strides, part) }?;
    // SAFETY: "a written array overlaps no other array of the call and not itself" (docs/abi.md, Arguments),
    // so the view is alone for the time of the call, which `'call` is; `checked` has checked the bit patterns.
    Ok(unsafe { deref_into_view_mut(raw) })
}

/// The contiguous array argument `name`, to be read.
///
/// # Safety
///
/// As for [`static_view`] with rank 1 and stride 1.
#[inline]
pub unsafe fn slice<'call, T: Element>(
    _call: &'call Call,
    name: &'static str,
    pointer: *mut T,
    length: i64,
    part: Option<Part>,
) -> Result<&'call [T], Failure> {
    // SAFETY: the addresses reached by in-range indices are live and aligned (docs/abi.md, Arguments).
    let (start, length) = unsafe { checked_range::<T>(name, pointer, length, part) }?;
    // SAFETY: "live memory" that is "aligned to the element", and "the element count fits `isize`"
    // (docs/abi.md, Arguments), or no elements at an address that is dangling but aligned; the bit patterns
    // are checked.
    Ok(unsafe { std::slice::from_raw_parts(start, length) })
}

/// The contiguous array argument `name`, to be written.
///
/// # Safety
///
/// As for [`static_view_mut`] with rank 1 and stride 1.
#[inline]
// The call lends its lifetime, not its memory.
#[allow(clippy::mut_from_ref)]
pub unsafe fn slice_mut<'call, T: Element>(
    _call: &'call Call,
    name: &'static str,
    pointer: *mut T,
    length: i64,
    part: Option<Part>,
) -> Result<&'call mut [T], Failure> {
    // SAFETY: the addresses reached by in-range indices are live and aligned (docs/abi.md, Arguments).
    let (start, length) = unsafe { checked_range::<T>(name, pointer, length, part) }?;
    // SAFETY: as in `slice`, and "a written array overlaps no other array of the call" (docs/abi.md,
    // Arguments).
    Ok(unsafe { std::slice::from_raw_parts_mut(start, length) })
}

/// The text argument `name`.
///
/// # Safety
///
/// As for [`slice`] of `u8`.
pub unsafe fn text<'call>(
    call: &'call Call,
    name: &'static str,
    pointer: *const u8,
    length: i64,
) -> Result<&'call str, Failure> {
    // SAFETY: a text comes as a pointer and the "length in bytes" (docs/abi.md, Arguments), which are those of
    // a slice of `u8`; a slice to read is not written through.
    let bytes = unsafe { slice(call, name, pointer.cast_mut(), length, None) }?;
    std::str::from_utf8(bytes)
        .map_err(|error| Failure::argument(format!("{name}: the text is not UTF-8: {error}")))
}

#[inline]
fn dim<const N: usize>(values: [i64; N]) -> Dim<[usize; N]>
where
    [usize; N]: IntoDimension<Dim = Dim<[usize; N]>>,
{
    // ndarray keeps a stride as the usize with the bits of the isize.
    values.map(|value| value as usize).into_dimension()
}

/// # Safety
///
/// `layout` leads to `2 * rank` readable numbers.
pub(super) unsafe fn dynamic_dims(rank: i64, layout: *const i64) -> (IxDyn, IxDyn) {
    let rank = rank as usize;
    let values: Vec<usize> = match rank {
        // NULL is no address a slice may have, even without elements.
        0 => Vec::new(),
        _ => {
            // SAFETY: the pointer is one "to the lengths followed by the strides" (docs/abi.md, Arguments), as
            // many of each as the rank.
            let layout = unsafe { std::slice::from_raw_parts(layout, 2 * rank) };
            layout.iter().map(|&value| value as usize).collect()
        }
    };
    let (lengths, strides) = values.split_at(rank);
    (IxDyn(lengths), IxDyn(strides))
}

/// # Safety
///
/// As for [`slice`].
#[inline]
unsafe fn checked_range<T: Element>(
    name: &'static str,
    pointer: *mut T,
    length: i64,
    part: Option<Part>,
) -> Result<(*mut T, usize), Failure> {
    // SAFETY: the addresses reached by in-range indices are live and aligned (docs/abi.md, Arguments).
    let raw = unsafe { checked(name, pointer, dim([length]), dim([1]), part) }?;
    Ok((first(&raw).cast_mut(), raw.len()))
}

/// The array as a raw view of which every element holds a value of `T`.
///
/// # Safety
///
/// As for [`static_view`].
#[inline]
unsafe fn checked<T: Element, D: Dimension>(
    name: &'static str,
    pointer: *mut T,
    lengths: D,
    strides: D,
    part: Option<Part>,
) -> Result<RawArrayView<T, D>, Failure> {
    let (pointer, lengths) = Part::cut(part, pointer, lengths, &strides);
    let (shape, lowest) = forward(pointer.cast::<T::Bits>(), lengths, &strides);
    // SAFETY: from the lowest element the strides, none negative now, reach exactly "the addresses reached by
    // in-range indices" (docs/abi.md, Arguments), or those of them that are in the part; without elements
    // the pointer is not moved. `Bits` has the layout of `T` (`Element`, 1).
    let mut raw = unsafe { RawArrayView::from_shape_ptr(shape, lowest.cast_const()) };
    turn_back(&mut raw, &strides);
    // SAFETY: the addresses reached by in-range indices are live and aligned (docs/abi.md, Arguments).
    unsafe { check_elements::<T, D>(name, &raw, part) }?;
    Ok(raw.cast())
}

/// The array as a view to be written.
///
/// ndarray has a constructor of such views, which, where ndarray itself is compiled with debug assertions,
/// refuses strides that interlock, such as `[6, 4, 3]` over the lengths `[3, 2, 2]`, though no two
/// elements meet. A view to be read has no such condition. A copy-on-write array over it lends its layout
/// unchanged as a [`RawRef`], and copies nothing before it is written itself.
///
/// # Safety
///
/// The elements hold values of `T`, no two of them share a byte, and nobody else reads or writes them
/// while the view lives.
#[inline]
unsafe fn deref_into_view_mut<'call, T: Element, D: Dimension>(
    raw: RawArrayView<T, D>,
) -> ArrayViewMut<'call, T, D> {
    let first = first(&raw);
    // SAFETY: the elements may be read while the view lives.
    let view = unsafe { raw.deref_into_view() };
    let mut lender = CowArray::from(view);
    let lent: &mut RawRef<T, D> = lender.as_mut();
    assert_eq!(lent.as_ptr(), first, "ndarray has copied an array that was lent");
    let raw = lent.raw_view_mut();
    // SAFETY: the view is alone with its elements. They may be written through its pointer, which is the one
    // Java gave, through casts and moves alone.
    unsafe { raw.deref_into_view_mut() }
}

#[inline]
fn first<T, D: Dimension>(raw: &RawArrayView<T, D>) -> *const T {
    let raw: &RawRef<T, D> = raw.as_ref();
    raw.as_ptr()
}

/// ndarray makes views with strides that are not negative. This is the shape with the strides turned
/// forward, and the lowest element, where they start; `turn_back` does the rest.
///
/// A negative stride that leads from nowhere to nowhere becomes 0, for it may be one that has no opposite.
#[inline]
fn forward<B, D: Dimension>(pointer: *mut B, lengths: D, strides: &D) -> (StrideShape<D>, *mut B) {
    if lengths.slice().contains(&0) {
        return (lengths.into(), NonNull::dangling().as_ptr());
    }
    let mut lowest = pointer;
    let mut forward = strides.clone();
    for axis in backward_axes(strides) {
        let stride = strides[axis] as isize;
        forward[axis] = match lengths[axis] {
            1 => 0,
            length => {
                lowest = lowest.wrapping_offset((length - 1) as isize * stride);
                stride.unsigned_abs()
            }
        };
    }
    (lengths.into_shape_with_order().strides(forward), lowest)
}

#[inline]
fn turn_back<B, D: Dimension>(view: &mut RawArrayView<B, D>, strides: &D) {
    for axis in backward_axes(strides) {
        view.invert_axis(Axis(axis));
    }
}

#[inline]
fn backward_axes<D: Dimension>(strides: &D) -> impl Iterator<Item = usize> {
    (0..strides.ndim()).filter(|&axis| (strides[axis] as isize) < 0)
}

/// # Safety
///
/// As for [`static_view`].
#[inline]
unsafe fn check_elements<T: Element, D: Dimension>(
    name: &'static str,
    raw: &RawArrayView<T::Bits, D>,
    part: Option<Part>,
) -> Result<(), Failure> {
    if !T::CHECKED {
        return Ok(());
    }
    // SAFETY: "the addresses reached by in-range indices lie inside live memory" (docs/abi.md, Arguments), any
    // of which is a value of `Bits` (`Element`, 1).
    let bits = unsafe { raw.clone().deref_into_view() };
    match bits.iter().position(|&bits| !T::is_valid(bits)) {
        Some(position) => Err(invalid_element(name, bits, position, part)),
        None => Ok(()),
    }
}

#[cold]
fn invalid_element<B: Copy + Into<u64>, D: Dimension>(
    name: &str,
    bits: ArrayView<'_, B, D>,
    position: usize,
    part: Option<Part>,
) -> Failure {
    let byte: u64 = bits.iter().nth(position).map_or(0, |&bits| bits.into());
    let mut rest = position;
    let mut index: Vec<usize> = Vec::with_capacity(bits.ndim());
    for &length in bits.shape().iter().rev() {
        index.insert(0, rest % length);
        rest /= length;
    }
    if let Some(part) = part {
        index[part.axis] += part.start as usize;
    }
    let element = match index.as_slice() {
        [] => "the element".to_owned(),
        [index] => format!("element {index}"),
        index => format!("element {index:?}"),
    };
    Failure::argument(format!("{name}: {element} has the byte {byte}, expected 0 or 1"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::macro_support::scalar_call;
    use ndarray::{Array1, array, s};

    /// Runs `body` with a call and returns what it returns.
    fn in_call<R>(body: impl FnOnce(&Call) -> R) -> R {
        let mut result = None;
        scalar_call(|call| {
            result = Some(body(call));
            Ok(0_i64)
        });
        result.expect("the body does not panic")
    }

    #[test]
    fn strides_of_either_sign() {
        let mut data: Vec<f64> = (0..12).map(f64::from).collect();
        in_call(|call| {
            let last = data.as_mut_ptr().wrapping_add(11);
            // SAFETY: 3 by 4 elements from the last one backwards are the whole vector.
            let view =
                unsafe { static_view(call, "x", last, [3, 4], [-4, -1], None) }.expect("a view");
            assert_eq!(view.row(0), array![11.0, 10.0, 9.0, 8.0]);
            assert_eq!(view.strides(), [-4, -1]);
            let start = data.as_mut_ptr().wrapping_add(2);
            // SAFETY: element [0, 0] is data[2]; the indices reach data[0] to data[10].
            let view =
                unsafe { static_view(call, "x", start, [3, 3], [4, -1], None) }.expect("a view");
            assert_eq!(view.column(0), array![2.0, 6.0, 10.0]);
            assert_eq!(view[[2, 2]], 8.0);
        });
    }

    #[test]
    fn the_stride_of_a_lone_element_may_be_any() {
        let mut data = [1.0_f64, 2.0];
        in_call(|call| {
            for stride in [i64::MIN, i64::MIN + 1, -1, 0, 7, i64::MAX] {
                // SAFETY: two elements, in either order.
                let view = unsafe {
                    static_view(call, "x", data.as_mut_ptr(), [1, 2, 1], [stride, 1, stride], None)
                };
                assert_eq!(
                    view.expect("a view").into_shape_with_order(2).expect("2"),
                    array![1.0, 2.0]
                );
                // SAFETY: no elements.
                let view = unsafe {
                    static_view_mut(call, "x", data.as_mut_ptr(), [0, 2], [stride, 1], None)
                };
                assert!(view.expect("a view").is_empty());
            }
        });
    }

    /// What the axis of a lone element is asked for must not overflow, which debug builds would notice.
    #[test]
    fn the_stride_of_a_lone_element_may_be_any_where_it_is_written() {
        let mut data = [1.0_f64, 2.0];
        in_call(|call| {
            for stride in [i64::MIN, i64::MIN + 1, -1, 0, 7, i64::MAX] {
                // SAFETY: two elements, in either order.
                let view = unsafe {
                    static_view_mut(
                        call,
                        "x",
                        data.as_mut_ptr(),
                        [1, 2, 1],
                        [stride, 1, stride],
                        None,
                    )
                };
                let mut view = view.expect("a view");
                view.invert_axis(Axis(0));
                view.slice_mut(s![..;-3, ..;-1, ..;2]).mapv_inplace(|x| x + 1.0);
                for mut chunk in view.exact_chunks_mut([1, 1, 1]) {
                    chunk[[0, 0, 0]] -= 1.0;
                }
                assert_eq!(view.to_owned().into_flat(), array![1.0, 2.0]);
            }
        });
    }

    #[test]
    fn a_broadcast_axis_has_stride_zero() {
        let mut value = 5.0_f64;
        in_call(|call| {
            // SAFETY: every index reaches the one value.
            let view =
                unsafe { static_view(call, "x", &raw mut value, [4], [0], None) }.expect("a view");
            assert_eq!(view.sum(), 20.0);
        });
    }

    #[test]
    fn without_elements_the_pointer_may_be_null() {
        in_call(|call| {
            let null = std::ptr::null_mut::<f32>();
            // SAFETY: no elements.
            let view = unsafe { static_view_mut(call, "x", null, [0, 3], [-3, 1], None) };
            assert_eq!(view.expect("a view").shape(), [0, 3]);
            // SAFETY: no elements.
            let slice = unsafe { slice(call, "x", null, 0, None) };
            assert!(slice.expect("a slice").is_empty());
            // SAFETY: no elements.
            let text = unsafe { text(call, "x", std::ptr::null(), 0) };
            assert_eq!(text.expect("a text"), "");
        });
    }

    #[test]
    fn a_dynamic_rank_of_zero_is_one_element() {
        let mut value = 3_i32;
        in_call(|call| {
            // SAFETY: one element, no lengths and strides.
            let view =
                unsafe { dynamic_view(call, "x", &raw mut value, 0, std::ptr::null(), None) };
            let view = view.expect("a view");
            assert_eq!((view.ndim(), view.sum()), (0, 3));
        });
    }

    #[test]
    fn a_written_view_reaches_the_caller() {
        let mut data = Array1::<f64>::zeros(6);
        in_call(|call| {
            let pointer = data.as_mut_ptr();
            let layout = [3_i64, 2];
            // SAFETY: every other one of six elements.
            let view = unsafe { dynamic_view_mut(call, "x", pointer, 1, layout.as_ptr(), None) };
            view.expect("a view").fill(1.0);
        });
        assert_eq!(data, array![1.0, 0.0, 1.0, 0.0, 1.0, 0.0]);
    }

    /// No two elements meet, though the strides interlock: 0, 3, 4, 7 and 6 and 12 more.
    #[test]
    fn strides_that_interlock_are_written_in_every_build() {
        let mut data = [0_u16; 20];
        let expected: Vec<u16> = vec![1, 0, 0, 1, 1, 0, 1, 1, 0, 1, 1, 0, 1, 1, 0, 1, 1, 0, 0, 1];
        in_call(|call| {
            let pointer = data.as_mut_ptr();
            // SAFETY: twelve elements apart from each other, the last at 19.
            let view = unsafe { static_view_mut(call, "x", pointer, [3, 2, 2], [6, 4, 3], None) };
            let mut view = view.expect("a view");
            view.slice_mut(s![.., 0, ..]).fill(1);
            for mut row in view.axis_iter_mut(Axis(1)).skip(1) {
                row.assign(&ndarray::arr0(1));
            }
        });
        assert_eq!(data.to_vec(), expected);
        let layout = [3_i64, 2, 2, 6, -4, 3];
        in_call(|call| {
            let start = data.as_mut_ptr().wrapping_add(4);
            // SAFETY: the same elements, one axis backwards.
            let view = unsafe { dynamic_view_mut(call, "x", start, 3, layout.as_ptr(), None) };
            view.expect("a view").mapv_inplace(|x| x - 1);
        });
        assert_eq!(data, [0; 20]);
    }

    #[test]
    fn a_bool_that_is_neither_is_refused_before_it_is_one() {
        let mut bytes = [0_u8, 1, 1, 0, 2, 1];
        let pointer: *mut bool = bytes.as_mut_ptr().cast();
        let refusal = |failure: Failure| failure.0.message().to_owned();
        in_call(|call| {
            // SAFETY: six bytes.
            let vector = unsafe { static_view(call, "mask", pointer, [6], [1], None) };
            assert_eq!(
                vector.map_err(refusal),
                Err("mask: element 4 has the byte 2, expected 0 or 1".to_owned())
            );
            // SAFETY: six bytes.
            let matrix = unsafe { static_view_mut(call, "mask", pointer, [2, 3], [3, 1], None) };
            assert_eq!(
                matrix.map_err(refusal),
                Err("mask: element [1, 1] has the byte 2, expected 0 or 1".to_owned())
            );
            // SAFETY: the first four bytes.
            let slice = unsafe { slice(call, "mask", pointer, 4, None) };
            assert_eq!(slice.map_err(refusal), Ok(&[false, true, true, false][..]));
        });
    }

    #[test]
    fn a_text_that_is_not_utf8_is_refused() {
        let bytes = [b'a', 0xFF];
        in_call(|call| {
            // SAFETY: two bytes.
            let text = unsafe { text(call, "label", bytes.as_ptr(), 2) };
            assert_eq!(
                text.map_err(|failure| failure.0.message().to_owned()),
                Err("label: the text is not UTF-8: invalid utf-8 sequence of 1 bytes from index 1"
                    .to_owned())
            );
        });
    }
}
