//! Reductions of an array to one value.

use crate::pairwise;
use arrays::prelude::*;

/// The sum of the elements of `x`, by pairwise summation; 0 for an empty array.
#[arrays::export(shapes(x = [n]))]
pub fn sum(x: ArrayView1<f64>) -> f64 {
    pairwise::sum_by(x, |value| value)
}

/// The arithmetic mean of the elements of `x`; NaN for an empty array.
#[arrays::export(shapes(x = [n]))]
pub fn mean(x: ArrayView1<f64>) -> f64 {
    pairwise::sum_by(x, |value| value) / x.len() as f64
}

/// The standard deviation of the elements of `x`: the square root of the mean squared deviation from the mean.
///
/// The squared deviations are divided by `n - ddof`; `ddof` ("delta degrees of freedom") is 0 when left out,
/// and 1 gives the sample standard deviation. The result is NaN for an empty array, and NaN or infinite
/// when `ddof` leaves no degrees of freedom. Two passes, both by pairwise summation.
#[arrays::export(shapes(x = [n]))]
pub fn std(x: ArrayView1<f64>, ddof: Option<f64>) -> f64 {
    let center = mean(x);
    let squares = pairwise::sum_by(x, |value| (value - center) * (value - center));
    let freedom = (x.len() as f64 - ddof.unwrap_or(0.0)).max(0.0);
    (squares / freedom).sqrt()
}

/// The inner product of `x` and `y`: the sum of the products of their elements, by pairwise summation.
#[arrays::export(shapes(x = [n], y = [n]))]
pub fn dot(x: ArrayView1<f64>, y: ArrayView1<f64>) -> f64 {
    pairwise::dot(x, y)
}

#[cfg(test)]
mod tests {
    use super::*;
    use arrays::ndarray::array;

    #[test]
    fn std_divides_by_the_degrees_of_freedom() {
        let x = array![1.0, 2.0, 3.0, 4.0];
        assert_eq!(std(x.view(), None), 1.25_f64.sqrt());
        assert_eq!(std(x.view(), Some(1.0)), (5.0 / 3.0_f64).sqrt());
        assert_eq!(std(x.view(), Some(4.0)), f64::INFINITY);
    }

    #[test]
    fn empty_arrays_reduce_as_in_numpy() {
        let empty = ArrayView1::from(&[]);
        assert_eq!(sum(empty), 0.0);
        assert!(mean(empty).is_nan());
        assert!(std(empty, None).is_nan());
    }
}
