//! Integers that are in the order of the elements they stand for: comparing them needs no branches.

use crate::element::Number;
use bytemuck::Pod;

/// An integer that stands for an element.
pub trait Key: Ord + Copy + Send + Sync + Pod {
    /// Sorts `keys`.
    fn sort(keys: &mut [Self]);
}

macro_rules! keys {
    ($($type:ty)*) => { $(
        impl Key for $type {
            fn sort(keys: &mut [Self]) {
                #[cfg(target_arch = "x86_64")]
                if let Some(simd) = crate::simd::avx512() {
                    return super::quicksort::sort(simd, keys);
                }
                keys.sort_unstable();
            }
        }
    )* };
}

keys!(i64 i32);

/// A number whose order is total once NaN is the greatest of all.
pub trait Sortable: Number + Pod {
    /// An integer of the same size.
    type Key: Key;

    /// What to flip in the bits of a number, read as an integer, so that they are in the order of the numbers; NaNs
    /// apart. It flips them back too.
    fn flip(bits: Self::Key) -> Self::Key;

    /// Whether it is not NaN.
    fn is_number(self) -> bool;

    /// An integer in the order of the numbers: one for all NaNs, the greatest, and one for 0.0 and -0.0.
    fn rank(self) -> u64;

    /// The number that has this rank, for ranks that some number has.
    fn of_rank(rank: u64) -> Self;
}

macro_rules! sortable_float {
    ($type:ty, $key:ty, $bits:ty) => {
        impl Sortable for $type {
            type Key = $key;

            // The magnitudes of negative numbers grow downwards.
            #[inline(always)]
            fn flip(bits: $key) -> $key {
                bits ^ ((bits >> (<$key>::BITS - 1)) as $bits >> 1) as $key
            }

            #[inline(always)]
            fn is_number(self) -> bool {
                !self.is_nan()
            }

            #[inline(always)]
            fn rank(self) -> u64 {
                // The sum makes 0.0 of -0.0.
                let key = Self::flip((self + 0.0).to_bits() as $key);
                let key = if self.is_nan() { <$key>::MAX } else { key };
                ((key as $bits) ^ (1 << (<$bits>::BITS - 1))) as u64
            }

            #[inline(always)]
            fn of_rank(rank: u64) -> Self {
                let key = (rank as $bits ^ (1 << (<$bits>::BITS - 1))) as $key;
                if key == <$key>::MAX {
                    return <$type>::NAN;
                }
                Self::from_bits(Self::flip(key) as $bits)
            }
        }
    };
}

macro_rules! sortable_integer {
    ($type:ty, $bits:ty) => {
        impl Sortable for $type {
            type Key = $type;

            #[inline(always)]
            fn flip(bits: $type) -> $type {
                bits
            }

            #[inline(always)]
            fn is_number(self) -> bool {
                true
            }

            #[inline(always)]
            fn rank(self) -> u64 {
                (self as $bits ^ (1 << (<$bits>::BITS - 1))) as u64
            }

            #[inline(always)]
            fn of_rank(rank: u64) -> Self {
                (rank as $bits ^ (1 << (<$bits>::BITS - 1))) as $type
            }
        }
    };
}

sortable_float!(f64, i64, u64);
sortable_float!(f32, i32, u32);
sortable_integer!(i64, u64);
sortable_integer!(i32, u32);

/// Moves the NaNs in `x` behind its numbers, of which it returns how many there are.
pub(super) fn nans_last<T: Sortable>(x: &mut [T]) -> usize {
    if crate::simd::vectorize(
        #[inline(always)]
        || {
            x.iter().fold(
                true,
                #[inline(always)]
                |all, &value| all & value.is_number(),
            )
        },
    ) {
        return x.len();
    }
    let mut numbers = 0;
    for i in 0..x.len() {
        if x[i].is_number() {
            x.swap(i, numbers);
            numbers += 1;
        }
    }
    numbers
}

/// Runs `op` on the keys of `x`, which has no NaNs, and makes numbers of them again.
pub(super) fn with_keys<T: Sortable, R>(x: &mut [T], op: impl FnOnce(&mut [T::Key]) -> R) -> R {
    let keys: &mut [T::Key] = bytemuck::cast_slice_mut(x);
    flip::<T>(keys);
    let result = op(keys);
    flip::<T>(keys);
    result
}

fn flip<T: Sortable>(keys: &mut [T::Key]) {
    crate::simd::vectorize(
        #[inline(always)]
        || {
            for key in keys {
                *key = T::flip(*key);
            }
        },
    );
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check<T: Sortable + std::fmt::Debug>(ascending: &[T]) {
        for pair in ascending.windows(2) {
            assert!(pair[0].rank() < pair[1].rank(), "{} {}", pair[0], pair[1]);
        }
        for &value in ascending {
            let back = T::of_rank(value.rank());
            assert!(back == value || !(back.is_number() || value.is_number()), "{value} {back}");
        }
        let mut reversed: Vec<T> = ascending.iter().rev().copied().collect();
        let numbers = nans_last(&mut reversed);
        with_keys(&mut reversed[..numbers], |keys| keys.sort_unstable());
        assert_eq!(format!("{reversed:?}"), format!("{ascending:?}"));
    }

    #[test]
    fn keys_and_ranks_are_in_the_order_of_the_numbers() {
        check(&[f64::NEG_INFINITY, f64::MIN, -1.0, -5e-324, 0.0, 5e-324, 2.0, f64::INFINITY]);
        check(&[f32::NEG_INFINITY, f32::MIN, -1.0, -1e-45, 0.0, 1e-45, 2.0, f32::INFINITY]);
        check(&[1.0, f64::INFINITY, f64::NAN]);
        check(&[1.0, f32::INFINITY, f32::NAN]);
        check(&[i64::MIN, -1, 0, 1, i64::MAX]);
        check(&[i32::MIN, -1, 0, 1, i32::MAX]);
    }

    #[test]
    fn what_is_equal_has_one_rank() {
        assert_eq!(0.0_f64.rank(), (-0.0_f64).rank());
        assert_eq!(0.0_f32.rank(), (-0.0_f32).rank());
        assert_eq!(f64::NAN.rank(), (-f64::NAN).rank());
        assert_eq!(f32::from_bits(0x7f80_0001).rank(), (-f32::NAN).rank());
    }

    #[test]
    fn nans_go_behind_the_numbers_as_they_are() {
        let mut x = [-f64::NAN, 1.0, f64::NAN, 2.0, -f64::NAN];
        assert_eq!(nans_last(&mut x), 2);
        assert_eq!(x[..2], [1.0, 2.0]);
        assert!(x[2..].iter().all(|value| value.is_nan()));
        assert_eq!(x.iter().filter(|value| value.is_sign_negative()).count(), 2);
    }
}
