//! Keys by the vector, with the instructions of AVX-512: what no compiler makes of a loop.

use pulp::x86::V4;
use std::arch::x86_64::__m512i;

/// Keys in the longest vector, of 32 bits.
pub(super) const MOST: usize = 16;

/// Vectors of a type of keys.
///
/// A mask has one bit for each key of a vector, that of the first one lowest.
pub trait Vectors: Ord + Copy + Default + Send + Sync + 'static {
    /// Keys in a vector.
    const LANES: usize;
    /// The greatest key.
    const MAX: Self;
    /// For each number the lanes, each with the bits of its index flipped that are set in the number.
    const CROSSED: [__m512i; MOST];

    /// The next greater key, if there is one.
    fn next(self) -> Option<Self>;
    /// The key in all lanes.
    fn splat(self) -> __m512i;
    /// The first keys.
    fn load(keys: &[Self]) -> __m512i;
    /// Writes the vector to the first places.
    fn store(vector: __m512i, places: &mut [Self]);
    /// The lesser ones of each lane.
    fn lesser(simd: V4, a: __m512i, b: __m512i) -> __m512i;
    /// The greater ones of each lane.
    fn greater(simd: V4, a: __m512i, b: __m512i) -> __m512i;
    /// In each lane what is in that of the given index.
    fn permute(simd: V4, indices: __m512i, vector: __m512i) -> __m512i;
    /// `a`, or `b` where the mask says so.
    fn select(simd: V4, mask: u16, a: __m512i, b: __m512i) -> __m512i;
    /// Where `a` is less than `b`.
    fn less(simd: V4, a: __m512i, b: __m512i) -> u16;
    /// The keys that the mask says, in the first lanes.
    fn compress(simd: V4, mask: u16, vector: __m512i) -> __m512i;
}

macro_rules! vectors {
    ($key:ty, $lanes:literal, $mask:ty; $lesser:ident $greater:ident $permute:ident $select:ident $less:ident $compress:ident) => {
        impl Vectors for $key {
            const LANES: usize = $lanes;
            const MAX: Self = <$key>::MAX;
            const CROSSED: [__m512i; MOST] = {
                let mut all = [pulp::cast([0 as $key; $lanes]); MOST];
                let mut number = 0;
                while number < MOST {
                    let mut lanes = [0; $lanes];
                    let mut lane = 0;
                    while lane < $lanes {
                        lanes[lane] = (lane ^ number) as $key;
                        lane += 1;
                    }
                    all[number] = pulp::cast(lanes);
                    number += 1;
                }
                all
            };

            #[inline(always)]
            fn next(self) -> Option<Self> {
                self.checked_add(1)
            }

            #[inline(always)]
            fn splat(self) -> __m512i {
                pulp::cast([self; $lanes])
            }

            #[inline(always)]
            fn load(keys: &[Self]) -> __m512i {
                let mut lanes = [0; $lanes];
                lanes.copy_from_slice(&keys[..$lanes]);
                pulp::cast(lanes)
            }

            #[inline(always)]
            fn store(vector: __m512i, places: &mut [Self]) {
                let lanes: [Self; $lanes] = pulp::cast(vector);
                places[..$lanes].copy_from_slice(&lanes);
            }

            #[inline(always)]
            fn lesser(simd: V4, a: __m512i, b: __m512i) -> __m512i {
                simd.avx512f.$lesser(a, b)
            }

            #[inline(always)]
            fn greater(simd: V4, a: __m512i, b: __m512i) -> __m512i {
                simd.avx512f.$greater(a, b)
            }

            #[inline(always)]
            fn permute(simd: V4, indices: __m512i, vector: __m512i) -> __m512i {
                simd.avx512f.$permute(indices, vector)
            }

            #[inline(always)]
            fn select(simd: V4, mask: u16, a: __m512i, b: __m512i) -> __m512i {
                simd.avx512f.$select(mask as $mask, a, b)
            }

            #[inline(always)]
            fn less(simd: V4, a: __m512i, b: __m512i) -> u16 {
                u16::from(simd.avx512f.$less(a, b))
            }

            #[inline(always)]
            fn compress(simd: V4, mask: u16, vector: __m512i) -> __m512i {
                simd.avx512f.$compress(mask as $mask, vector)
            }
        }
    };
}

vectors!(
    i64, 8, u8;
    _mm512_min_epi64 _mm512_max_epi64 _mm512_permutexvar_epi64
    _mm512_mask_blend_epi64 _mm512_cmplt_epi64_mask _mm512_maskz_compress_epi64
);
vectors!(
    i32, 16, u16;
    _mm512_min_epi32 _mm512_max_epi32 _mm512_permutexvar_epi32
    _mm512_mask_blend_epi32 _mm512_cmplt_epi32_mask _mm512_maskz_compress_epi32
);
