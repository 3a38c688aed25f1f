//! The first elements of an order, without sorting the rest.

use super::key::Sortable;
use crate::error::KernelError;
use crate::memory::try_with_capacity;
use crate::simd::vectorize;

/// Elements that are looked at together, most often to find that none is among the first.
const BLOCK: usize = 64;

/// The ranks and indices of the `k` least (or `largest`) elements of `x`, in their order; of those that are equal the
/// earlier ones.
///
/// Ranks of the largest elements come with all bits flipped.
pub(super) fn first<T: Sortable>(
    x: &[T],
    k: usize,
    flipped: u64,
) -> Result<Vec<(u64, usize)>, KernelError> {
    if k == 0 {
        return Ok(Vec::new());
    }
    let room = k.saturating_mul(2).max(BLOCK).min(x.len());
    let mut candidates: Vec<(u64, usize)> = try_with_capacity(room)?;
    let mut bound = u64::MAX;
    let mut all_go = true;
    for (block, values) in x.chunks(BLOCK).enumerate() {
        let any = all_go
            || vectorize(
                #[inline(always)]
                || {
                    values.iter().fold(
                        false,
                        #[inline(always)]
                        |any, v| any | ((v.rank() ^ flipped) < bound),
                    )
                },
            );
        if !any {
            continue;
        }
        for (i, value) in values.iter().enumerate() {
            let rank = value.rank() ^ flipped;
            if all_go || rank < bound {
                if candidates.len() == room {
                    // All that come later have to be less, as of equal ones the earlier go first.
                    bound = candidates.select_nth_unstable(k - 1).1.0;
                    candidates.truncate(k);
                    all_go = false;
                    if rank >= bound {
                        continue;
                    }
                }
                candidates.push((rank, block * BLOCK + i));
            }
        }
    }
    if candidates.len() > k {
        candidates.select_nth_unstable(k - 1);
        candidates.truncate(k);
    }
    candidates.sort_unstable();
    Ok(candidates)
}

/// Ranks and indices of the elements of `x`, the one that comes at `kth` in the order in its place, those before it
/// less or equal, and those after it greater or equal.
pub(super) fn partitioned<T: Sortable>(
    x: &[T],
    kth: usize,
) -> Result<Vec<(u64, usize)>, KernelError> {
    let mut ranked = try_with_capacity(x.len())?;
    ranked.extend(x.iter().enumerate().map(|(i, value)| (value.rank(), i)));
    ranked.select_nth_unstable(kth);
    Ok(ranked)
}
