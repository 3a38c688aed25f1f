//! Quicksort by vector instructions.
//!
//! After J. Wassenberg et al., "Vectorized and performance-portable Quicksort", Software: Practice and Experience 52
//! (2022): keys are compared with a pivot, and those of each side moved together, by the vector, and few keys are
//! sorted by a network.

use super::network::{self, ROWS};
use super::vectors::{MOST, Vectors};
use crate::memory::try_with_capacity;
use pulp::x86::V4;
use std::arch::x86_64::__m512i;

/// Keys for which there is room on the stack.
const NEAR: usize = 1024;

/// Sorts `keys`. Where there is no memory for a copy of them, it takes longer.
pub(super) fn sort<K: Vectors>(simd: V4, keys: &mut [K]) {
    let len = keys.len();
    if len <= ROWS * K::LANES {
        return network::sort(simd, keys);
    }
    if keys.is_sorted() {
        return;
    }
    if keys.is_sorted_by(|a, b| a > b) {
        return keys.reverse();
    }
    // Twice what it takes where each pivot is a median.
    let depth = 2 * len.ilog2();
    if len <= NEAR {
        return sort_parts(simd, keys, &mut [K::default(); NEAR + MOST], depth);
    }
    match try_with_capacity(len + MOST) {
        Ok(mut room) => {
            room.resize(len + MOST, K::default());
            sort_parts(simd, keys, &mut room, depth);
        }
        Err(_) => keys.sort_unstable(),
    }
}

/// Sorts `keys`, in so many rounds of partitions at most; what is left then, the standard library sorts, which takes
/// linearithmic time whatever the keys are. `room` has room for the keys and one vector more.
fn sort_parts<K: Vectors>(simd: V4, mut keys: &mut [K], room: &mut [K], mut depth: u32) {
    while keys.len() > ROWS * K::LANES {
        if depth == 0 {
            return keys.sort_unstable();
        }
        depth -= 1;
        let pivot = pivot_of(simd, keys);
        let less = partition(simd, keys, pivot, room);
        if less == 0 {
            // The pivot is the least key: all that are equal to it are in their places.
            let Some(next) = pivot.next() else { return };
            let equal = partition(simd, keys, next, room);
            keys = &mut keys[equal..];
            continue;
        }
        let (low, high) = keys.split_at_mut(less);
        let (short, long) = if low.len() < high.len() { (low, high) } else { (high, low) };
        sort_parts(simd, short, room, depth);
        keys = long;
    }
    network::sort(simd, keys);
}

/// Moves the keys that are less than `pivot` before the others, and counts them.
fn partition<K: Vectors>(simd: V4, keys: &mut [K], pivot: K, room: &mut [K]) -> usize {
    simd.vectorize(
        #[inline(always)]
        || {
            let pivots = K::splat(pivot);
            let (mut less, mut others, mut i) = (0, 0, 0);
            while i + K::LANES <= keys.len() {
                let vector = K::load(&keys[i..]);
                let mask = K::less(simd, vector, pivots);
                let count = mask.count_ones() as usize;
                // What is written behind the keys of each side, the next ones replace.
                K::store(K::compress(simd, mask, vector), &mut keys[less..]);
                K::store(K::compress(simd, !mask, vector), &mut room[others..]);
                less += count;
                others += K::LANES - count;
                i += K::LANES;
            }
            for i in i..keys.len() {
                let key = keys[i];
                (keys[less], room[others]) = (key, key);
                less += usize::from(key < pivot);
                others += usize::from(key >= pivot);
            }
            keys[less..].copy_from_slice(&room[..others]);
            less
        },
    )
}

/// One of the keys, which is likely to be close to their median: the median of medians of some of them.
fn pivot_of<K: Vectors>(simd: V4, keys: &[K]) -> K {
    let step = (keys.len() - K::LANES) / 8;
    let mut medians = [K::MAX; MOST];
    simd.vectorize(
        #[inline(always)]
        || {
            let three = |k: usize| {
                let [a, b, c] = [k, k + 1, k + 2].map(|i| K::load(&keys[i * step..]));
                middle_of::<K>(simd, a, b, c)
            };
            K::store(middle_of::<K>(simd, three(0), three(3), three(6)), &mut medians);
        },
    );
    let three = |a: K, b: K, c: K| a.min(b).max(a.max(b).min(c));
    let [a, b, c, d, e, f, g, h, ..] = medians;
    three(three(a, b, c), three(d, e, f), three(g, h, keys[keys.len() / 2]))
}

/// The median of three keys in each lane.
#[inline(always)]
fn middle_of<K: Vectors>(simd: V4, a: __m512i, b: __m512i, c: __m512i) -> __m512i {
    let (low, high) = (K::lesser(simd, a, b), K::greater(simd, a, b));
    K::greater(simd, low, K::lesser(simd, high, c))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::simd::avx512;

    /// Calls `check` with keys in every kind of order.
    fn each_order(check: impl Fn(Vec<i64>)) {
        for len in (0..600).chain([1000, 1024, 1025, 5000, 20_000]) {
            for modulus in [1, 3, 1000, 1 << 40, u64::MAX] {
                let mix = |i: u64| (i + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(29);
                let keys: Vec<i64> = (0..len).map(|i| (mix(mix(i)) % modulus) as i64).collect();
                let mut backward = keys.clone();
                backward.sort_unstable_by(|a, b| b.cmp(a));
                check(keys);
                check(backward);
            }
            let pipe = (0..len as i64).map(|i| i.min(len as i64 - i));
            check(pipe.collect());
            check((0..len).map(|i| if i % 2 == 0 { i64::MAX } else { i64::MIN }).collect());
        }
    }

    fn sorts<K: Vectors + std::fmt::Debug>(sort: impl Fn(&mut [K]), mut keys: Vec<K>) {
        let mut expected = keys.clone();
        expected.sort_unstable();
        sort(&mut keys);
        assert_eq!(keys, expected);
    }

    #[test]
    fn keys_of_every_order_are_sorted() {
        let Some(simd) = avx512() else { return };
        each_order(|keys| {
            sorts(|keys| sort(simd, keys), keys.iter().map(|&key| key as i32).collect());
            sorts(|keys| sort(simd, keys), keys);
        });
    }

    #[test]
    fn keys_are_sorted_after_bad_pivots_too() {
        let Some(simd) = avx512() else { return };
        for depth in 0..4 {
            let sort = |keys: &mut [i64]| {
                let mut room = vec![0; keys.len() + MOST];
                sort_parts(simd, keys, &mut room, depth);
            };
            each_order(|keys| sorts(sort, keys));
        }
    }
}
