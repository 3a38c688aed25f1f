//! Axes as NumPy counts them.

use crate::error::KernelError;
use arrays::ndarray::Axis;

/// The axis `axis` of an array of `rank` axes, counted from the last where it is negative.
///
/// # Errors
///
/// There is no such axis.
pub(crate) fn axis_of(axis: i64, rank: usize) -> Result<Axis, KernelError> {
    let index = if axis < 0 { axis.saturating_add_unsigned(rank as u64) } else { axis };
    match usize::try_from(index) {
        Ok(index) if index < rank => Ok(Axis(index)),
        _ => Err(KernelError::Axis { axis, rank }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn axes_count_from_either_end() {
        assert_eq!(axis_of(0, 2), Ok(Axis(0)));
        assert_eq!(axis_of(1, 2), Ok(Axis(1)));
        assert_eq!(axis_of(-1, 2), Ok(Axis(1)));
        assert_eq!(axis_of(-2, 2), Ok(Axis(0)));
        for axis in [2, -3, i64::MAX, i64::MIN] {
            let error = axis_of(axis, 2).expect_err("no such axis");
            assert_eq!(
                error.to_string(),
                format!("axis {axis} is out of bounds for array of dimension 2")
            );
        }
        assert!(axis_of(0, 0).is_err());
    }
}
