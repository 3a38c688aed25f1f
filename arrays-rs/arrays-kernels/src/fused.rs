//! Products that are added up, by one instruction where there is one.

use crate::element::Real;

/// `a b + c`. `FMA` is what [`has_fma`](crate::simd::has_fma) says, asked outside the loop.
#[inline(always)]
pub(crate) fn mul_add<T: Real, const FMA: bool>(a: T, b: T, c: T) -> T {
    if FMA { a.mul_add(b, c) } else { a * b + c }
}

/// The sum of the lanes, in pairs. There are a power of two of them.
#[inline(always)]
pub(crate) fn sum_lanes<T: Real, const LANES: usize>(mut lanes: [T; LANES]) -> T {
    let mut half = LANES / 2;
    while half > 0 {
        for i in 0..half {
            lanes[i] += lanes[i + half];
        }
        half /= 2;
    }
    lanes[0]
}
