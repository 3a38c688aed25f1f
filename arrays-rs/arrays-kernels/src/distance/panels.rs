//! Points in an order that vector instructions can work on.

use crate::element::Real;
use crate::error::KernelError;
use crate::fused::mul_add;
use crate::memory;
use crate::simd::{has_fma, vectorize};
use arrays::ndarray::Axis;
use arrays::prelude::*;

/// Points of a panel.
pub(super) const LANES: usize = 16;
/// Numbers of the panels that are worked on together, which stay in the second cache.
const BLOCK: usize = 16 * 1024;

/// Coordinates summed up by themselves, so that rounding errors do not grow with the number of all.
const STRIP: usize = 128;

/// Points in panels of so many that a vector register, or a few, hold one coordinate of all of them: the first coordinate
/// of each point of the panel, then the second of each, and so on. The last panel is filled up with infinities.
pub(super) struct Panels<T> {
    pub(super) points: usize,
    coordinates: usize,
    values: Vec<T>,
}

impl<T: Real> Panels<T> {
    pub(super) fn of(points: ArrayView2<T>) -> Result<Self, KernelError> {
        let (count, coordinates) = points.dim();
        let size = LANES as u128 * coordinates as u128 * count.div_ceil(LANES) as u128;
        memory::probe::<T>(size)?;
        let mut values = memory::try_with_capacity(size as usize)?;
        values.resize(size as usize, T::infinity());
        if coordinates > 0 {
            let panels = values.chunks_exact_mut(LANES * coordinates);
            for (panel, points) in panels.zip(points.axis_chunks_iter(Axis(0), LANES)) {
                for (lane, point) in points.rows().into_iter().enumerate() {
                    for (place, &value) in panel[lane..].iter_mut().step_by(LANES).zip(point) {
                        *place = value;
                    }
                }
            }
        }
        Ok(Self { points: count, coordinates, values })
    }

    /// Calls `take` with each row's index and the index of each panel's first point, and the sums over the coordinates of
    /// what `M` makes of that row and those points. Panels come in ascending order to each row.
    ///
    /// `rows` are of as many coordinates as the points, one after another.
    #[inline(always)]
    pub(super) fn for_each_sum<M: Term>(
        &self,
        rows: &[T],
        count: usize,
        mut take: impl FnMut(usize, usize, &[T; LANES]),
    ) {
        if has_fma() {
            vectorize(
                #[inline(always)]
                || self.sums::<M, true>(rows, count, &mut take),
            );
        } else {
            vectorize(
                #[inline(always)]
                || self.sums::<M, false>(rows, count, &mut take),
            );
        }
    }

    #[inline(always)]
    fn sums<M: Term, const FMA: bool>(
        &self,
        rows: &[T],
        count: usize,
        take: &mut impl FnMut(usize, usize, &[T; LANES]),
    ) {
        let k = self.coordinates;
        let panels = self.points.div_ceil(LANES);
        let together = (BLOCK / (LANES * k.max(1))).max(1);
        for first in (0..panels).step_by(together) {
            let block = first..panels.min(first + together);
            // As many sums as the registers of AVX2 have room for.
            let done = if size_of::<T>() == 4 {
                self.sums_of_rows::<M, 4, FMA>(rows, 0, count, block.clone(), take)
            } else {
                self.sums_of_rows::<M, 2, FMA>(rows, 0, count, block.clone(), take)
            };
            self.sums_of_rows::<M, 1, FMA>(rows, done, count, block, take);
        }
    }

    /// Works on rows from `begin` as long as there are `R` more, and returns where it ended.
    #[inline(always)]
    fn sums_of_rows<M: Term, const R: usize, const FMA: bool>(
        &self,
        rows: &[T],
        begin: usize,
        count: usize,
        block: std::ops::Range<usize>,
        take: &mut impl FnMut(usize, usize, &[T; LANES]),
    ) -> usize {
        let k = self.coordinates;
        let mut i = begin;
        while i + R <= count {
            let group: [&[T]; R] = std::array::from_fn(|r| &rows[(i + r) * k..][..k]);
            for panel in block.clone() {
                let values = &self.values[panel * LANES * k..][..LANES * k];
                let sums = tile::<T, M, R, FMA>(group, values);
                for (r, sums) in sums.iter().enumerate() {
                    take(i + r, panel * LANES, sums);
                }
            }
            i += R;
        }
        i
    }
}

#[inline(always)]
fn tile<T: Real, M: Term, const R: usize, const FMA: bool>(
    rows: [&[T]; R],
    panel: &[T],
) -> [[T; LANES]; R] {
    let mut sums = [[T::zero(); LANES]; R];
    let (panel, _) = panel.as_chunks::<LANES>();
    let rows = rows.map(|row| &row[..panel.len()]);
    for first in (0..panel.len()).step_by(STRIP) {
        let strip = first..panel.len().min(first + STRIP);
        let mut partial = [[T::zero(); LANES]; R];
        let rows = rows.map(|row| &row[strip.clone()]);
        for (d, points) in panel[strip].iter().enumerate() {
            for r in 0..R {
                for l in 0..LANES {
                    partial[r][l] = M::add::<T, FMA>(partial[r][l], rows[r][d], points[l]);
                }
            }
        }
        for r in 0..R {
            for l in 0..LANES {
                sums[r][l] += partial[r][l];
            }
        }
    }
    sums
}

/// What is summed up over the coordinates of two points.
pub(super) trait Term {
    fn add<T: Real, const FMA: bool>(sum: T, a: T, b: T) -> T;
}

pub(super) struct SquaredDifference;

impl Term for SquaredDifference {
    #[inline(always)]
    fn add<T: Real, const FMA: bool>(sum: T, a: T, b: T) -> T {
        mul_add::<T, FMA>(a - b, a - b, sum)
    }
}

pub(super) struct AbsoluteDifference;

impl Term for AbsoluteDifference {
    #[inline(always)]
    fn add<T: Real, const FMA: bool>(sum: T, a: T, b: T) -> T {
        sum + (a - b).abs()
    }
}

pub(super) struct Product;

impl Term for Product {
    #[inline(always)]
    fn add<T: Real, const FMA: bool>(sum: T, a: T, b: T) -> T {
        mul_add::<T, FMA>(a, b, sum)
    }
}
