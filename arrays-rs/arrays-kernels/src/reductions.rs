//! Reductions of an array to one value.

use crate::pairwise;
use arrays::prelude::*;
use std::ops::Add;

/// The sum of the elements of `x`, by pairwise summation; 0 for an empty array.
#[arrays::export(shapes(x = [n]), split = n, combine = Add::add)]
pub fn sum(x: ArrayView1<f64>) -> f64 {
    pairwise::sum_by(x, |value| value)
}

/// The arithmetic mean of the elements of `x`; NaN for an empty array.
#[arrays::export(
    shapes(x = [n]),
    split = n,
    combine = Total::merge,
    partial = Total::of,
    finish = Total::mean
)]
pub fn mean(x: ArrayView1<f64>) -> f64 {
    Total::of(x).mean()
}

/// The standard deviation of the elements of `x`: the square root of the mean squared deviation from the mean.
///
/// The squared deviations are divided by `n - ddof`; `ddof` ("delta degrees of freedom") is 0 when left out,
/// and 1 gives the sample standard deviation. The result is NaN for an empty array, and NaN or infinite
/// when `ddof` leaves no degrees of freedom. Two passes, both by pairwise summation; over the parts of a long call
/// the moments are merged as in T. F. Chan, G. H. Golub, R. J. LeVeque, "Updating formulae and a pairwise
/// algorithm for computing sample variances", Stanford STAN-CS-79-773 (1979).
#[arrays::export(
    shapes(x = [n]),
    split = n,
    combine = Moments::merge,
    partial = Moments::of,
    finish = Moments::std
)]
pub fn std(x: ArrayView1<f64>, ddof: Option<f64>) -> f64 {
    Moments::of(x, ddof).std()
}

/// The inner product of `x` and `y`: the sum of the products of their elements, by pairwise summation.
#[arrays::export(shapes(x = [n], y = [n]), split = n, combine = Add::add)]
pub fn dot(x: ArrayView1<f64>, y: ArrayView1<f64>) -> f64 {
    pairwise::dot(x, y)
}

/// What the mean of a part is made of.
struct Total {
    count: usize,
    sum: f64,
}

impl Total {
    fn of(x: ArrayView1<f64>) -> Self {
        Self { count: x.len(), sum: pairwise::sum_by(x, |value| value) }
    }

    fn merge(self, other: Self) -> Self {
        Self { count: self.count + other.count, sum: self.sum + other.sum }
    }

    fn mean(self) -> f64 {
        self.sum / self.count as f64
    }
}

/// What the standard deviation of a part is made of.
struct Moments {
    count: f64,
    mean: f64,
    /// Of the deviations from the mean.
    squares: f64,
    ddof: f64,
}

impl Moments {
    fn of(x: ArrayView1<f64>, ddof: Option<f64>) -> Self {
        let mean = Total::of(x).mean();
        Self {
            count: x.len() as f64,
            mean,
            squares: pairwise::sum_by(x, |value| (value - mean) * (value - mean)),
            ddof: ddof.unwrap_or(0.0),
        }
    }

    fn merge(self, other: Self) -> Self {
        let count = self.count + other.count;
        let share = other.count / count;
        let apart = other.mean - self.mean;
        Self {
            count,
            mean: self.mean + apart * share,
            squares: self.squares + other.squares + apart * apart * (self.count * share),
            ddof: self.ddof,
        }
    }

    fn std(self) -> f64 {
        let freedom = (self.count - self.ddof).max(0.0);
        (self.squares / freedom).sqrt()
    }
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

    /// The accumulators of parts of 7 elements, merged from the left.
    fn std_by_parts(x: &[f64], ddof: Option<f64>) -> f64 {
        let moments = x.chunks(7).map(|part| Moments::of(ArrayView1::from(part), ddof));
        moments.reduce(Moments::merge).expect("a part").std()
    }

    #[test]
    fn parts_have_the_std_of_the_whole() {
        for offset in [0.0, -3.5, 1e9] {
            let x: Vec<f64> = (0..100).map(|i| offset + f64::from(i * 37 % 101)).collect();
            for ddof in [None, Some(1.0)] {
                let whole = std(ArrayView1::from(&x), ddof);
                let merged = std_by_parts(&x, ddof);
                // The means of parts are rounded in proportion to their size.
                let ulp = f64::EPSILON * (whole + offset.abs());
                assert!((merged - whole).abs() < 4.0 * ulp, "{merged} {whole}");
            }
        }
        let constant = [2.0; 20];
        assert_eq!(std_by_parts(&constant, None), 0.0);
        assert_eq!(
            std_by_parts(&constant, Some(20.0)).to_bits(),
            std(ArrayView1::from(&constant), Some(20.0)).to_bits()
        );
        for odd in [f64::NAN, f64::INFINITY] {
            let mut x = vec![1.0; 20];
            x[10] = odd;
            assert!(std(ArrayView1::from(&x), None).is_nan());
            assert!(std_by_parts(&x, None).is_nan());
        }
    }

    #[test]
    fn parts_have_the_mean_of_the_whole() {
        let x = [1.0, 2.0, 6.0, f64::INFINITY];
        let total = |range: std::ops::Range<usize>| Total::of(ArrayView1::from(&x[range]));
        assert_eq!(total(0..1).merge(total(1..3)).mean(), 3.0);
        assert_eq!(total(0..1).merge(total(1..4)).mean(), f64::INFINITY);
    }
}
