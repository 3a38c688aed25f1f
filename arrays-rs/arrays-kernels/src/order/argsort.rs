//! The indices that sort an array, found by sorting integers.
//!
//! Rank and index of an element are packed into one `u64`: sorting those is as fast as sorting the elements, stable
//! because of the index, and leaves the indices where they belong. Where both do not fit, the lowest bits of the
//! rank are left out, and the few elements that agree in the others are sorted again.

use super::key::{Key, Sortable};
use crate::simd::vectorize;

/// How ranks and indices share 64 bits.
struct Packing {
    lowest: u64,
    dropped: u32,
    index_bits: u32,
}

impl Packing {
    fn of<T: Sortable>(x: &[T]) -> Self {
        let (lowest, highest) = vectorize(
            #[inline(always)]
            || {
                x.iter().fold(
                    (u64::MAX, 0),
                    #[inline(always)]
                    |(low, high), &value| {
                        let rank = value.rank();
                        (if rank < low { rank } else { low }, if rank > high { rank } else { high })
                    },
                )
            },
        );
        let index_bits = u64::BITS - (x.len() as u64).saturating_sub(1).leading_zeros();
        let rank_bits = u64::BITS - highest.saturating_sub(lowest).leading_zeros();
        Self { lowest, dropped: (rank_bits + index_bits).saturating_sub(u64::BITS), index_bits }
    }

    /// Packs the elements of `x`, which begins at the index `start`.
    fn pack<T: Sortable>(&self, x: &[T], start: usize, packed: &mut [i64]) {
        vectorize(
            #[inline(always)]
            || {
                for (i, (place, &value)) in packed.iter_mut().zip(x).enumerate() {
                    let rank = (value.rank() - self.lowest) >> self.dropped;
                    // The order of unsigned numbers, as `argsort` and its caller share an array of signed ones.
                    *place = (((rank << self.index_bits) | (start + i) as u64) ^ (1 << 63)) as i64;
                }
            },
        );
    }

    /// Leaves the indices, in the order of the elements of `x`.
    fn unpack<T: Sortable>(&self, x: &[T], packed: &mut [i64]) {
        if self.dropped > 0 {
            let prefix = |packed: i64| packed >> self.index_bits;
            for run in packed.chunk_by_mut(|&a, &b| prefix(a) == prefix(b)) {
                if run.len() > 1 {
                    run.sort_unstable_by_key(|&packed| {
                        let index = packed as u64 & self.mask();
                        (x[index as usize].rank(), index)
                    });
                }
            }
        }
        vectorize(
            #[inline(always)]
            || {
                for place in packed {
                    *place &= self.mask() as i64;
                }
            },
        );
    }

    fn mask(&self) -> u64 {
        (1 << self.index_bits) - 1
    }
}

/// Writes the indices that sort `x` into `indices`, which has its length.
pub(super) fn argsort<T: Sortable>(x: &[T], indices: &mut [i64]) {
    let packing = Packing::of(x);
    packing.pack(x, 0, indices);
    i64::sort(indices);
    packing.unpack(x, indices);
}

/// [`argsort`] in the pool.
pub(super) fn argsort_parallel<T: Sortable>(x: &[T], indices: &mut [i64]) {
    let packing = Packing::of(x);
    packing.pack(x, 0, indices);
    super::merge::sort_parallel(indices);
    packing.unpack(x, indices);
}
