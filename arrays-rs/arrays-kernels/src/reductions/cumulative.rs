//! Sums of all elements up to each one.

use crate::Real;
use crate::reductions::sums::Whole;

/// Elements whose sums are made together.
const LANES: usize = 8;

/// Fills `y` with the sums of the elements of `x` up to each one.
///
/// Eight at a time, in a tree that never makes a sum smaller by a term that is not negative: J. Sklansky,
/// "Conditional-sum addition logic", IRE Trans. Electron. Comput. 9 (1960).
pub(crate) fn cumsum<T: Real>(x: &[T], y: &mut [T]) {
    let (x_chunks, x_rest) = x.as_chunks::<LANES>();
    let (y_chunks, y_rest) = y.as_chunks_mut::<LANES>();
    // The sum of nothing, but the first sum is the first element, -0.0 too.
    let mut total = -T::zero();
    for (x, y) in x_chunks.iter().zip(y_chunks) {
        let [a, b, c, d, e, f, g, h] = *x;
        let (ab, cd, ef, gh) = (a + b, c + d, e + f, g + h);
        let (abc, abcd, efg, efgh) = (ab + c, ab + cd, ef + g, ef + gh);
        let start = total + abcd;
        *y = [
            total + a,
            total + ab,
            total + abc,
            start,
            total + (abcd + e),
            total + (abcd + ef),
            total + (abcd + efg),
            total + (abcd + efgh),
        ];
        total = y[LANES - 1];
    }
    for (&x, y) in x_rest.iter().zip(y_rest) {
        total += x;
        *y = total;
    }
}

/// Fills `y` with the sums of the elements of `x` up to each one, modulo 2⁶⁴.
pub(crate) fn cumsum_whole<T: Whole>(x: &[T], y: &mut [i64]) {
    let mut total = 0_i64;
    for (&x, y) in x.iter().zip(y) {
        total = total.wrapping_add(x.into());
        *y = total;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_sum_is_that_of_the_elements_before() {
        for length in 0..50_usize {
            let x: Vec<f64> = (0..length).map(|i| (i * i) as f64).collect();
            let mut y = vec![f64::NAN; length];
            cumsum(&x, &mut y);
            let whole: Vec<i32> = (0..length as i32).map(|i| i * i).collect();
            let mut whole_sums = vec![0; length];
            cumsum_whole(&whole, &mut whole_sums);
            let mut total = 0;
            for i in 0..length {
                total += i * i;
                assert_eq!(y[i], total as f64);
                assert_eq!(whole_sums[i], total as i64);
            }
        }
    }

    #[test]
    fn sums_of_positive_terms_never_fall() {
        let x: Vec<f32> = (0..10_000).map(|i| 1.0 / (1 + i * 7919 % 1009) as f32).collect();
        let mut y = vec![0.0; x.len()];
        cumsum(&x, &mut y);
        assert!(y.is_sorted());
    }

    #[test]
    fn what_is_no_number_stays() {
        let mut x = [1.0; 20];
        (x[3], x[13]) = (f64::INFINITY, f64::NEG_INFINITY);
        let mut y = [0.0; 20];
        cumsum(&x, &mut y);
        assert_eq!(y[..3], [1.0, 2.0, 3.0]);
        assert!(y[3..13].iter().all(|&sum| sum == f64::INFINITY));
        assert!(y[13..].iter().all(|sum| sum.is_nan()));
    }
}
