//! Sorting on the threads of the pool.

use super::key::Key;
use crate::error::KernelError;
use crate::memory::try_with_capacity;
use crate::parallel;
use rayon::prelude::*;

/// Elements below which another thread costs more than it brings.
const ENOUGH: usize = 1 << 14;

/// Runs `op`, which sorts `len` elements by [`sort_parallel`], in the pool, or at once where one thread sorts them.
pub(super) fn run<R: Send>(len: usize, op: impl FnOnce() -> R + Send) -> Result<R, KernelError> {
    if len < 2 * ENOUGH { Ok(op()) } else { parallel::run(op) }
}

/// Sorts `keys`, in the pool: parts of it at the same time, which are then merged.
///
/// Where there is no memory for the merge it sorts in place, which takes longer.
pub(super) fn sort_parallel<K: Key>(keys: &mut [K]) {
    if keys.len() < 2 * ENOUGH {
        return K::sort(keys);
    }
    let parts = rayon::current_num_threads().min(keys.len() / ENOUGH);
    let Ok(mut room) = try_with_capacity(keys.len()) else {
        return keys.par_sort_unstable();
    };
    room.extend_from_slice(keys);
    // An odd number of rounds begins in `room`, so that the last one ends in `keys`.
    let rounds = parts.next_power_of_two().ilog2();
    let mut run = keys.len().div_ceil(1 << rounds);
    let (mut from, mut to) = match rounds % 2 {
        0 => (keys, &mut room[..]),
        _ => (&mut room[..], keys),
    };
    from.par_chunks_mut(run).for_each(K::sort);
    for _ in 0..rounds {
        let pairs = from.par_chunks(2 * run).zip(to.par_chunks_mut(2 * run));
        pairs.for_each(|(pair, merged)| {
            let (left, right) = pair.split_at(run.min(pair.len()));
            merge_parallel(left, right, merged);
        });
        std::mem::swap(&mut from, &mut to);
        run *= 2;
    }
}

/// Merges two sorted runs, halves of the longer one at the same time.
fn merge_parallel<K: Ord + Copy + Send + Sync>(left: &[K], right: &[K], merged: &mut [K]) {
    if merged.len() <= ENOUGH {
        return merge(left, right, merged);
    }
    let (longer, other) = if left.len() >= right.len() { (left, right) } else { (right, left) };
    let middle = longer.len() / 2;
    let cut = other.partition_point(|key| *key < longer[middle]);
    let (longer_low, longer_high) = longer.split_at(middle);
    let (other_low, other_high) = other.split_at(cut);
    let (low, high) = merged.split_at_mut(middle + cut);
    rayon::join(
        || merge_parallel(longer_low, other_low, low),
        || merge_parallel(longer_high, other_high, high),
    );
}

/// Merges two sorted runs: from the front and from the back at once, two chains of work that do not wait for each
/// other.
fn merge<K: Ord + Copy>(left: &[K], right: &[K], merged: &mut [K]) {
    let (mut i, mut j) = (0, 0);
    let (mut i_end, mut j_end) = (left.len(), right.len());
    // While both ends of both runs are there, neither direction can run out of elements.
    let steps = left.len().min(right.len()) / 2;
    let (front, back) = merged.split_at_mut(steps);
    let middle_len = back.len() - steps;
    let (middle, back) = back.split_at_mut(middle_len);
    for (low, high) in front.iter_mut().zip(back.iter_mut().rev()) {
        let (a, b) = (left[i], right[j]);
        let first = a <= b;
        *low = if first { a } else { b };
        i += usize::from(first);
        j += usize::from(!first);
        let (a, b) = (left[i_end - 1], right[j_end - 1]);
        let last = a > b;
        *high = if last { a } else { b };
        i_end -= usize::from(last);
        j_end -= usize::from(!last);
    }
    let (mut left, mut right) = (&left[i..i_end], &right[j..j_end]);
    for place in middle {
        *place = match (left, right) {
            ([a, rest @ ..], []) => {
                left = rest;
                *a
            }
            ([a, rest @ ..], [b, ..]) if a <= b => {
                left = rest;
                *a
            }
            (_, [b, rest @ ..]) => {
                right = rest;
                *b
            }
            ([], []) => return,
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(len: usize, modulus: u64) -> Vec<i64> {
        let step = |x: &u64| Some(x.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1));
        let states = std::iter::successors(Some(7), step);
        states.map(|x| ((x >> 33) % modulus) as i64 - 1000).take(len).collect()
    }

    #[test]
    fn runs_of_all_lengths_are_merged() {
        for (m, n) in [(0, 0), (0, 3), (3, 0), (1, 1), (1, 9), (9, 1), (40, 33), (500, 2)] {
            for modulus in [2, 10_000] {
                let all = numbers(m + n, modulus);
                let (mut left, mut right) = (all[..m].to_vec(), all[m..].to_vec());
                left.sort_unstable();
                right.sort_unstable();
                let mut merged = vec![0; m + n];
                merge(&left, &right, &mut merged);
                let mut expected = all;
                expected.sort_unstable();
                assert_eq!(merged, expected);
            }
        }
    }

    #[test]
    fn every_number_of_threads_sorts() {
        for threads in [1, 2, 3, 4, 7] {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("pool");
            for len in [0, 1, ENOUGH, 2 * ENOUGH, 2 * ENOUGH + 1, 9 * ENOUGH + 5] {
                for modulus in [3, 1 << 40] {
                    let mut keys = numbers(len, modulus);
                    let mut expected = keys.clone();
                    expected.sort_unstable();
                    pool.install(|| sort_parallel(&mut keys));
                    assert!(keys == expected, "{len} keys, {threads} threads");
                }
            }
        }
    }
}
