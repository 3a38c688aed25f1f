//! Points whose squares leave the range of their type, as doubles near 1.

use crate::element::Real;
use crate::error::KernelError;
use crate::memory;
use crate::ranged::{exponent_of, power_of_two, squares_fit};
use arrays::prelude::*;

/// Copies of points, all times one power of two.
pub(super) struct Scaled<const N: usize> {
    pub(super) points: [Array2<f64>; N],
    /// What distances of the copies are multiplied by.
    pub(super) back: f64,
}

impl<const N: usize> Scaled<N> {
    /// None where no square of a difference leaves the range.
    pub(super) fn of<T: Real>(points: [ArrayView2<T>; N]) -> Result<Option<Self>, KernelError> {
        if all_fit(&points)? {
            return Ok(None);
        }
        let exponent = points.iter().map(|points| largest_exponent(points.iter())).max();
        let exponent = exponent.unwrap_or(0);
        let points = Self::by(points, |_| exponent)?;
        Ok(Some(Self { points, back: power_of_two(exponent) }))
    }

    /// As [`of`](Self::of), with each point by itself brought near 1.
    pub(super) fn of_each<T: Real>(
        points: [ArrayView2<T>; N],
    ) -> Result<Option<Self>, KernelError> {
        if all_fit(&points)? {
            return Ok(None);
        }
        let points = Self::by(points, |point| largest_exponent(point.iter()))?;
        Ok(Some(Self { points, back: 1.0 }))
    }

    fn by<T: Real>(
        points: [ArrayView2<T>; N],
        exponent: impl Fn(ArrayView1<T>) -> i32,
    ) -> Result<[Array2<f64>; N], KernelError> {
        let mut copies = std::array::from_fn(|_| Array2::default((0, 0)));
        for (copies, points) in copies.iter_mut().zip(points) {
            *copies = arrays::try_zeros(points.dim())?;
            for (copy, point) in copies.rows_mut().into_iter().zip(points.rows()) {
                let scale = power_of_two(-exponent(point));
                Zip::from(copy).and(point).for_each(|copy, value| *copy = value.wide() * scale);
            }
        }
        Ok(copies)
    }
}

fn all_fit<T: Real>(points: &[ArrayView2<T>]) -> Result<bool, KernelError> {
    for points in points {
        let fit = match points.as_slice_memory_order() {
            Some(values) => squares_fit::<T, T>(values),
            None => squares_fit::<T, T>(&memory::try_to_vec(points.view())?),
        };
        if !fit {
            return Ok(false);
        }
    }
    Ok(true)
}

/// The exponent of the largest finite magnitude.
fn largest_exponent<'a, T: Real>(values: impl Iterator<Item = &'a T>) -> i32 {
    let finite = values.map(|value| value.wide().abs()).filter(|value| value.is_finite());
    exponent_of(finite.fold(0.0, f64::max))
}
