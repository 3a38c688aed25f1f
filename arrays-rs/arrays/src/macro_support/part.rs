//! Which part of the arrays a call works on, where a caller cuts one call into several.

use ndarray::Dimension;

use super::Failure;
use super::view::dynamic_dims;

/// The indices along one axis that a call works on.
#[derive(Clone, Copy, Debug)]
pub struct Part {
    pub(super) axis: usize,
    pub(super) start: i64,
    end: i64,
}

impl Part {
    /// The indices from `start` to `end`, without `end`, of which the caller vouches that the axis has them.
    #[inline]
    pub fn along(axis: usize, start: i64, end: i64) -> Self {
        Self { axis, start, end }
    }

    /// The part of an array that is broadcast to `rank` axes, of which the given one, so many indices long, is cut; of
    /// the whole array, `None`, where it is repeated along that axis.
    #[inline]
    pub fn of_broadcast(
        lengths: &[i64],
        rank: usize,
        (axis, length): (usize, i64),
        start: i64,
        end: i64,
    ) -> Option<Self> {
        let own = (axis + lengths.len()).checked_sub(rank)?;
        (*lengths.get(own)? == length).then(|| Self::along(own, start, end))
    }

    /// The address of the first element of a part, and its lengths; without a part those of the whole array.
    #[inline]
    pub(super) fn cut<T, D: Dimension>(
        part: Option<Self>,
        pointer: *mut T,
        mut lengths: D,
        strides: &D,
    ) -> (*mut T, D) {
        let Some(Self { axis, start, end }) = part else {
            return (pointer, lengths);
        };
        lengths[axis] = (end - start) as usize;
        // The stride of a lone element may be anything, and is multiplied by 0 or by 1, behind which nothing is read.
        let elements = (start as isize).wrapping_mul(strides[axis] as isize);
        (pointer.wrapping_offset(elements), lengths)
    }
}

/// The length of an axis of an array argument of any rank.
///
/// # Safety
///
/// `layout` leads to the lengths of more than `axis` axes.
pub unsafe fn dynamic_length(layout: *const i64, axis: usize) -> i64 {
    // SAFETY: the pointer is one "to the lengths followed by the strides" (docs/abi.md, Arguments), of which there
    // are more than `axis`.
    let length = unsafe { layout.add(axis) };
    // SAFETY: as above.
    unsafe { length.read() }
}

/// The lengths of the axes of an array argument of any rank.
///
/// # Safety
///
/// `layout` leads to `rank` lengths, for as long as the result is used.
pub unsafe fn dynamic_lengths<'a>(rank: i64, layout: *const i64) -> &'a [i64] {
    match rank {
        // NULL is no address a slice may have, even without elements.
        0 => &[],
        // SAFETY: the pointer is one "to the lengths followed by the strides" (docs/abi.md, Arguments), as many of each
        // as the rank.
        _ => unsafe { std::slice::from_raw_parts(layout, rank as usize) },
    }
}

/// The first of the longest axes, and its length; (0, 0) where there is no axis.
#[inline]
pub fn longest_axis(lengths: &[i64]) -> (usize, i64) {
    let longest = lengths.iter().copied().max().unwrap_or(0);
    let axis = lengths.iter().position(|&length| length == longest).unwrap_or(0);
    (axis, longest)
}

/// The first of the longest axes of array arguments of any rank, and its length, where all have one shape.
///
/// # Safety
///
/// Each layout leads to as many lengths, and then strides, as the rank beside it says.
pub unsafe fn common_longest_axis<const N: usize>(
    arrays: [(&'static str, i64, *const i64); N],
) -> Result<(usize, i64), Failure> {
    let mut shapes = arrays.into_iter().map(|(name, rank, layout)| {
        // SAFETY: a dynamic rank comes with the "`const int64_t *` to the lengths followed by the strides"
        // (docs/abi.md, Arguments).
        let (lengths, _) = unsafe { dynamic_dims(rank, layout) };
        (name, lengths)
    });
    let Some((first, shape)) = shapes.next() else {
        return Ok((0, 0));
    };
    if shape.ndim() == 0 {
        return Err(Failure::argument(format!("{first}: an array of rank 0 has no axis to cut")));
    }
    if let Some((name, other)) = shapes.find(|(_, other)| *other != shape) {
        return Err(Failure::argument(format!(
            "{name}: the shape is {:?}, but that of {first} is {:?}, and the function works on arrays of one \
             shape, element by element",
            other.slice(),
            shape.slice()
        )));
    }
    let lengths: Vec<i64> = shape.slice().iter().map(|&length| length as i64).collect();
    Ok(longest_axis(&lengths))
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::Ix2;

    #[test]
    fn a_part_begins_at_its_first_index() {
        let mut data = [0_u16; 12];
        let pointer = data.as_mut_ptr();
        let cut = |part, strides: [isize; 2]| {
            let strides = Ix2(strides[0] as usize, strides[1] as usize);
            let (start, lengths) = Part::cut(part, pointer, Ix2(3, 4), &strides);
            ((start as isize - pointer as isize) / 2, lengths.slice().to_vec())
        };
        assert_eq!(cut(None, [4, 1]), (0, vec![3, 4]));
        assert_eq!(cut(Some(Part::along(0, 1, 3)), [4, 1]), (4, vec![2, 4]));
        assert_eq!(cut(Some(Part::along(1, 3, 4)), [4, -1]), (-3, vec![3, 1]));
        assert_eq!(cut(Some(Part::along(1, 4, 4)), [4, 1]), (4, vec![3, 0]));
    }

    #[test]
    fn what_is_repeated_along_the_axis_that_is_cut_is_whole() {
        let axis_of = |lengths: &[i64], rank, cut| {
            Part::of_broadcast(lengths, rank, cut, 2, 3).map(|part| part.axis)
        };
        assert_eq!(axis_of(&[4, 9], 2, (1, 9)), Some(1));
        assert_eq!(axis_of(&[9], 3, (2, 9)), Some(0));
        assert_eq!(axis_of(&[9, 1], 3, (1, 9)), Some(0));
        assert_eq!(axis_of(&[4, 1], 2, (1, 9)), None);
        assert_eq!(axis_of(&[4], 2, (0, 9)), None);
        assert_eq!(axis_of(&[], 1, (0, 9)), None);
    }

    #[test]
    fn the_first_of_the_longest_axes_is_cut() {
        assert_eq!(longest_axis(&[2, 5, 5]), (1, 5));
        assert_eq!(longest_axis(&[0, 0]), (0, 0));
        assert_eq!(longest_axis(&[]), (0, 0));
    }

    fn common<const N: usize>(arrays: [(&'static str, &[i64]); N]) -> Result<(usize, i64), String> {
        let layouts =
            arrays.map(|(name, lengths)| (name, [lengths, &[7; 8][..lengths.len()]].concat()));
        let arguments = layouts
            .each_ref()
            .map(|(name, layout)| (*name, layout.len() as i64 / 2, layout.as_ptr()));
        // SAFETY: each layout holds the lengths and as many strides.
        unsafe { common_longest_axis(arguments) }.map_err(|failure| failure.0.message().to_owned())
    }

    #[test]
    fn arrays_of_any_rank_have_one_shape() {
        assert_eq!(common([("x", &[2, 9]), ("y", &[2, 9])]), Ok((1, 9)));
        assert_eq!(
            common([("x", &[2, 9]), ("y", &[2, 9]), ("z", &[9, 2])]),
            Err("z: the shape is [9, 2], but that of x is [2, 9], and the function works on arrays of one shape, \
                 element by element"
                .to_owned())
        );
        assert_eq!(
            common([("x", &[])]),
            Err("x: an array of rank 0 has no axis to cut".to_owned())
        );
    }
}
