//! Sorting few keys in registers, without a branch that depends on them.
//!
//! Vectors are rows, whose columns are sorted by K. E. Batcher's network, "Sorting networks and their applications",
//! AFIPS Spring Joint Computer Conference (1968); then neighbouring columns are merged by his bitonic one, and
//! neighbouring pairs of columns, until one run is left, as J. Wassenberg et al. do it, "Vectorized and
//! performance-portable Quicksort", Software: Practice and Experience 52 (2022).

use super::vectors::{MOST, Vectors};
use pulp::x86::V4;
use std::arch::x86_64::__m512i;

/// Vectors that are sorted together at most.
pub(super) const ROWS: usize = 16;
/// Keys below which the network takes longer than the standard library, which inserts one after the other.
const FEW: usize = 32;

/// Sorts at most [`ROWS`] vectors of keys.
pub(super) fn sort<K: Vectors>(simd: V4, keys: &mut [K]) {
    if keys.len() < FEW {
        keys.sort_unstable();
    } else if keys.len() <= ROWS / 2 * K::LANES {
        simd.vectorize(Rows::<K, { ROWS / 2 }> { simd, keys });
    } else {
        simd.vectorize(Rows::<K, ROWS> { simd, keys });
    }
}

/// Keys in `R` rows. A closure as long as this would be inlined into what calls closures, and that nowhere.
struct Rows<'a, K, const R: usize> {
    simd: V4,
    keys: &'a mut [K],
}

impl<K: Vectors, const R: usize> pulp::NullaryFnOnce for Rows<'_, K, R> {
    type Output = ();

    #[inline(always)]
    fn call(self) {
        let Self { simd, keys } = self;
        let mut rows = loaded::<K, R>(keys);
        sort_columns::<K, R>(simd, &mut rows);
        merge_columns::<K, R>(simd, &mut rows, 2);
        merge_columns::<K, R>(simd, &mut rows, 4);
        merge_columns::<K, R>(simd, &mut rows, 8);
        if K::LANES > 8 {
            merge_columns::<K, R>(simd, &mut rows, 16);
        }
        let mut stored = [K::MAX; ROWS * MOST];
        for (r, &row) in rows.iter().enumerate() {
            K::store(row, &mut stored[r * K::LANES..]);
        }
        for (lane, column) in keys.chunks_mut(R).enumerate() {
            for (row, key) in column.iter_mut().enumerate() {
                *key = stored[row * K::LANES + lane];
            }
        }
    }
}

/// The keys, and the greatest ones in the places that are left.
#[inline(always)]
fn loaded<K: Vectors, const R: usize>(keys: &[K]) -> [__m512i; R] {
    let (whole, rest) = keys.split_at(keys.len() / K::LANES * K::LANES);
    let mut last = [K::MAX; MOST];
    last[..rest.len()].copy_from_slice(rest);
    let mut rows = [K::splat(K::MAX); R];
    for r in 0..R {
        if (r + 1) * K::LANES <= whole.len() {
            rows[r] = K::load(&whole[r * K::LANES..]);
        } else if r * K::LANES == whole.len() {
            rows[r] = K::load(&last);
        }
    }
    rows
}

/// Leaves the lesser ones in the row `i`, the greater ones in the row `j`.
#[inline(always)]
fn exchange<K: Vectors, const R: usize>(simd: V4, rows: &mut [__m512i; R], i: usize, j: usize) {
    let (a, b) = (rows[i], rows[j]);
    rows[i] = K::lesser(simd, a, b);
    rows[j] = K::greater(simd, a, b);
}

/// Sorts each column.
#[inline(always)]
fn sort_columns<K: Vectors, const R: usize>(simd: V4, rows: &mut [__m512i; R]) {
    macro_rules! network {
        ($($i:literal $j:literal,)+) => {
            $(if $j < R {
                exchange::<K, R>(simd, rows, $i, $j);
            })+
        };
    }
    // The network of fewer rows is what there is of them in that of all.
    network!(
        0 1, 2 3, 4 5, 6 7, 8 9, 10 11, 12 13, 14 15,
        0 2, 1 3, 4 6, 5 7, 8 10, 9 11, 12 14, 13 15,
        1 2, 5 6, 9 10, 13 14,
        0 4, 1 5, 2 6, 3 7, 8 12, 9 13, 10 14, 11 15,
        2 4, 3 5, 10 12, 11 13,
        1 2, 3 4, 5 6, 9 10, 11 12, 13 14,
        0 8, 1 9, 2 10, 3 11, 4 12, 5 13, 6 14, 7 15,
        4 8, 5 9, 6 10, 7 11,
        2 4, 3 5, 6 8, 7 9, 10 12, 11 13,
        1 2, 3 4, 5 6, 7 8, 9 10, 11 12, 13 14,
    );
}

/// Merges the sorted runs in the first and the second half of each group of so many columns. A run goes down its first
/// column, then down the next one.
#[inline(always)]
fn merge_columns<K: Vectors, const R: usize>(simd: V4, rows: &mut [__m512i; R], group: usize) {
    // The first key with the last one, the second with the last but one, and so on.
    let (across, greater) = (K::CROSSED[group - 1], lanes_with(group / 2));
    for i in 0..R / 2 {
        let j = R - 1 - i;
        let (a, b) = (rows[i], K::permute(simd, across, rows[j]));
        let (low, high) = (K::lesser(simd, a, b), K::greater(simd, a, b));
        rows[i] = K::select(simd, greater, low, high);
        rows[j] = K::permute(simd, across, K::select(simd, greater, high, low));
    }
    let mut distance = group / 4;
    while distance > 0 {
        let (across, greater) = (K::CROSSED[distance], lanes_with(distance));
        #[allow(clippy::needless_range_loop, reason = "an iterator would keep the rows in memory")]
        for i in 0..R {
            let (row, other) = (rows[i], K::permute(simd, across, rows[i]));
            let (low, high) = (K::lesser(simd, row, other), K::greater(simd, row, other));
            rows[i] = K::select(simd, greater, low, high);
        }
        distance /= 2;
    }
    // Written out, for a loop over the distances would keep the rows in memory.
    exchange_apart::<K, R>(simd, rows, R / 2);
    exchange_apart::<K, R>(simd, rows, R / 4);
    exchange_apart::<K, R>(simd, rows, R / 8);
    if R > 8 {
        exchange_apart::<K, R>(simd, rows, R / 16);
    }
}

/// Exchanges each row with the one at that distance.
#[inline(always)]
fn exchange_apart<K: Vectors, const R: usize>(simd: V4, rows: &mut [__m512i; R], distance: usize) {
    for pair in 0..R / 2 {
        let i = pair / distance * 2 * distance + pair % distance;
        exchange::<K, R>(simd, rows, i, i + distance);
    }
}

/// The lanes in whose index the bit is set.
const fn lanes_with(bit: usize) -> u16 {
    let mut lanes = 0;
    let mut lane = 0;
    while lane < MOST {
        if lane & bit != 0 {
            lanes |= 1 << lane;
        }
        lane += 1;
    }
    lanes
}
