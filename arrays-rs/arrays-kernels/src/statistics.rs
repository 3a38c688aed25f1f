//! Order statistics, rolling windows and scaling.

use crate::error::KernelError;
use crate::memory;
use crate::pairwise;
use arrays::ndarray::{Axis, Slice};
use arrays::prelude::*;

/// The quantiles `q` (each from 0 to 1) of the elements of `x`, with linear interpolation between elements.
///
/// NumPy's default method, number 7 of R. J. Hyndman and Y. Fan, "Sample quantiles in statistical
/// packages", The American Statistician 50 (1996). Every value is NaN when `x` is empty or holds a NaN.
///
/// # Errors
///
/// A `q` outside 0 to 1, or NaN; or the memory for a copy of `x` cannot be allocated.
#[arrays::export(shapes(x = [n], q = [k], values = [k]))]
pub fn quantile(
    x: ArrayView1<f64>,
    q: ArrayView1<f64>,
    #[out] mut values: ArrayViewMut1<f64>,
) -> Result<(), KernelError> {
    if let Some(&bad) = q.iter().find(|q| !(0.0..=1.0).contains(*q)) {
        return Err(KernelError::value(format!(
            "Quantiles must be in the range [0, 1], but q holds {bad}"
        )));
    }
    memory::probe::<f64>(x.len() as u128 + 2 * q.len() as u128)?;
    if x.is_empty() || x.iter().any(|value| value.is_nan()) {
        values.fill(f64::NAN);
        return Ok(());
    }
    let mut data = x.to_vec();
    let last = data.len() - 1;
    let position = |q: f64| q * last as f64;
    let mut ranks: Vec<usize> = q
        .iter()
        .flat_map(|&q| [position(q).floor() as usize, position(q).ceil() as usize])
        .collect();
    ranks.sort_unstable();
    ranks.dedup();
    select_all(&mut data, &ranks, 0);
    for (value, &q) in values.iter_mut().zip(q) {
        let low = position(q).floor();
        *value =
            interpolate(data[low as usize], data[position(q).ceil() as usize], position(q) - low);
    }
    Ok(())
}

/// Reorders `data`, whose first element has the rank `base`, so that every rank of `ranks` (ascending)
/// holds the element a full sort would put there.
fn select_all(data: &mut [f64], ranks: &[usize], base: usize) {
    let Some(&rank) = ranks.get(ranks.len() / 2) else {
        return;
    };
    let (low, _, high) = data.select_nth_unstable_by(rank - base, f64::total_cmp);
    select_all(low, &ranks[..ranks.len() / 2], base);
    select_all(high, &ranks[ranks.len() / 2 + 1..], rank + 1);
}

/// `a` at `t = 0` and `b` at `t = 1` exactly, and monotonic between.
fn interpolate(a: f64, b: f64, t: f64) -> f64 {
    if a == b {
        a
    } else if t < 0.5 {
        a + (b - a) * t
    } else {
        b - (b - a) * (1.0 - t)
    }
}

/// The mean of each window of `window` elements of `x` that ends at the element of the same index.
///
/// Elements before the first full window, and windows that hold a NaN, have the mean NaN (pandas'
/// convention); a window whose sum is beyond the largest `f64` has an infinite one. The running sum is
/// compensated (A. Neumaier, "Rundungsfehleranalyse einiger Verfahren zur Summation endlicher Summen",
/// ZAMM 54 (1974)), so that errors do not accumulate along the array.
///
/// # Errors
///
/// A `window` of 0.
#[arrays::export(shapes(x = [n], means = [n]))]
pub fn rolling_mean(
    x: ArrayView1<f64>,
    window: usize,
    #[out] mut means: ArrayViewMut1<f64>,
) -> Result<(), KernelError> {
    if window == 0 {
        return Err(KernelError::value("window must be at least 1, but is 0"));
    }
    let mut sum = RollingSum::default();
    for i in 0..x.len() {
        if i >= window {
            sum.remove(x[i - window]);
        }
        sum.add(x[i]);
        if sum.has_overflowed() {
            let first = (i + 1).saturating_sub(window);
            sum = RollingSum::of(x.slice_axis(Axis(0), Slice::from(first..=i)));
        }
        means[i] = if i + 1 >= window { sum.value() / window as f64 } else { f64::NAN };
    }
    Ok(())
}

/// A sum whose terms may be taken away again. Non-finite terms are counted, since `inf - inf` would
/// not bring the sum back.
#[derive(Default)]
struct RollingSum {
    total: f64,
    lost: f64,
    nans: usize,
    positive_infinities: usize,
    negative_infinities: usize,
}

impl RollingSum {
    fn of(x: ArrayView1<f64>) -> Self {
        let mut sum = Self::default();
        x.iter().for_each(|&value| sum.add(value));
        sum
    }

    /// Whether the finite terms have left the range of `f64`, where taking them away brings nothing back.
    fn has_overflowed(&self) -> bool {
        !self.total.is_finite()
    }

    fn add(&mut self, x: f64) {
        match self.non_finite(x) {
            Some(count) => *count += 1,
            None => self.accumulate(x),
        }
    }

    fn remove(&mut self, x: f64) {
        match self.non_finite(x) {
            Some(count) => *count -= 1,
            None => self.accumulate(-x),
        }
    }

    fn non_finite(&mut self, x: f64) -> Option<&mut usize> {
        if x.is_finite() {
            None
        } else if x.is_nan() {
            Some(&mut self.nans)
        } else if x > 0.0 {
            Some(&mut self.positive_infinities)
        } else {
            Some(&mut self.negative_infinities)
        }
    }

    fn accumulate(&mut self, x: f64) {
        let total = self.total + x;
        self.lost += if self.total.abs() >= x.abs() {
            (self.total - total) + x
        } else {
            (x - total) + self.total
        };
        self.total = total;
    }

    fn value(&self) -> f64 {
        match (self.nans, self.positive_infinities, self.negative_infinities) {
            // Of an overflow nothing is known to be lost.
            (0, 0, 0) if self.has_overflowed() => self.total,
            (0, 0, 0) => self.total + self.lost,
            (0, _, 0) => f64::INFINITY,
            (0, 0, _) => f64::NEG_INFINITY,
            _ => f64::NAN,
        }
    }
}

/// Brings every column of `x` to mean 0 and standard deviation 1, in place: z-scores.
///
/// The standard deviation is the population's (`ddof = 0`). A column of one repeated value becomes
/// zeros; a column that holds a NaN or an infinity becomes NaN.
///
/// # Errors
///
/// The memory for a few rows, or for a copy of a column, cannot be allocated.
#[arrays::export(shapes(x = [n, m]))]
pub fn standardize(mut x: ArrayViewMut2<f64>) -> Result<(), KernelError> {
    if x.is_empty() {
        return Ok(());
    }
    let (rows, columns) = x.dim();
    memory::probe::<f64>(numbers_needed(rows, columns))?;
    if let Some(rows) = x.as_slice_mut() {
        standardize_rows(rows, columns);
        return Ok(());
    }
    for mut column in x.columns_mut() {
        if let Some(values) = column.as_slice_mut() {
            standardize_rows(values, 1);
        } else {
            let mut values = column.to_vec();
            standardize_rows(&mut values, 1);
            column.assign(&ArrayView1::from(&values));
        }
    }
    Ok(())
}

/// How many numbers `standardize` holds in memory at once, or more: a copy of a column, and a few rows, of which
/// pairwise summation has two at each halving.
fn numbers_needed(rows: usize, columns: usize) -> u128 {
    let halvings = u128::from(rows.ilog2()) + 1;
    rows as u128 + (8 + 2 * halvings) * columns.max(pairwise::TILE) as u128
}

/// `standardize` of a matrix whose rows, of which there is one at least, follow each other in `rows`.
fn standardize_rows(rows: &mut [f64], columns: usize) {
    let n = (rows.len() / columns) as f64;
    let mut centers = pairwise::sum_columns_by(rows, &vec![0.0; columns], |value, _| value);
    for (j, center) in centers.iter_mut().enumerate() {
        let first = rows[j];
        // A mean is rounded, and may differ from the one value it is the mean of.
        let is_constant = rows[j..].iter().step_by(columns).all(|&value| value == first);
        *center = if is_constant { first } else { *center / n };
    }
    let squares = pairwise::sum_columns_by(rows, &centers, |value, center| {
        (value - center) * (value - center)
    });
    let scales: Vec<f64> = squares
        .into_iter()
        .map(|squares| match (squares / n).sqrt() {
            0.0 => 1.0,
            spread => spread,
        })
        .collect();
    let (centers, scales) = (pairwise::tile(&centers), pairwise::tile(&scales));
    for rows in rows.chunks_mut(centers.len()) {
        for ((value, center), scale) in rows.iter_mut().zip(&centers).zip(&scales) {
            *value = (*value - center) / scale;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reductions;
    use arrays::ndarray::{Array1, Array2, ShapeBuilder, array};

    fn quantiles(x: ArrayView1<f64>, q: &[f64]) -> Result<Vec<f64>, KernelError> {
        let mut values = Array1::zeros(q.len());
        quantile(x, ArrayView1::from(q), values.view_mut())?;
        Ok(values.to_vec())
    }

    #[test]
    fn quantiles_interpolate_between_elements() {
        let x = array![4.0, 1.0, 3.0, 2.0];
        let q = [0.0, 0.1, 0.5, 1.0, 0.5];
        assert_eq!(quantiles(x.view(), &q).unwrap(), [1.0, 1.3, 2.5, 4.0, 2.5]);
        assert_eq!(
            quantiles(x.slice_axis(Axis(0), Slice::new(0, None, -2)), &[0.5]).unwrap(),
            [1.5]
        );
    }

    #[test]
    fn quantiles_agree_with_a_full_sort() {
        let x = Array1::from_iter((0..1000).map(|i| f64::from(i * 7919 % 1009)));
        let mut sorted = x.to_vec();
        sorted.sort_by(f64::total_cmp);
        let q: Vec<f64> = (0..1000).map(|rank| f64::from(rank) / 999.0).collect();
        for (value, expected) in quantiles(x.view(), &q).unwrap().iter().zip(sorted) {
            assert!((value - expected).abs() < 1e-9);
        }
    }

    #[test]
    fn nan_and_nothing_have_nan_quantiles() {
        assert!(quantiles(array![1.0, f64::NAN].view(), &[0.5]).unwrap()[0].is_nan());
        assert!(quantiles(array![].view(), &[0.5]).unwrap()[0].is_nan());
    }

    #[test]
    fn a_quantile_outside_the_range_is_refused() {
        let x = array![1.0];
        assert_eq!(
            quantiles(x.view(), &[1.5]).unwrap_err().to_string(),
            "Quantiles must be in the range [0, 1], but q holds 1.5"
        );
        assert!(quantiles(x.view(), &[f64::NAN]).is_err());
    }

    #[test]
    fn a_copy_that_no_memory_holds_is_refused() {
        let one = array![1.0];
        assert_eq!(
            quantiles(one.broadcast(1 << 58).unwrap(), &[0.5]).unwrap_err().to_string(),
            "needs 2305843009213693968 bytes of memory, which cannot be allocated"
        );
    }

    fn rolling(x: &[f64], window: usize) -> Vec<f64> {
        let mut means = Array1::zeros(x.len());
        rolling_mean(ArrayView1::from(x), window, means.view_mut()).unwrap();
        means.to_vec()
    }

    #[test]
    fn windows_are_nan_until_full_and_forget_what_left() {
        let means = rolling(&[1.0, 2.0, 3.0, f64::INFINITY, 5.0, 6.0, 1e300, 8.0, 9.0, 10.0], 2);
        assert!(means[0].is_nan());
        assert_eq!(means[1..3], [1.5, 2.5]);
        assert_eq!(means[3..5], [f64::INFINITY; 2]);
        assert_eq!(means[5], 5.5);
        assert_eq!(means[8..], [8.5, 9.5]);
        assert!(rolling(&[1.0, 2.0], 3).iter().all(|mean| mean.is_nan()));
    }

    #[test]
    fn large_terms_that_left_do_not_stay_as_an_overflow() {
        assert_eq!(rolling(&[1.5e308, 1.5e308, 1.0, 2.0], 1), [1.5e308, 1.5e308, 1.0, 2.0]);
    }

    #[test]
    fn a_window_that_overflows_is_infinite_and_the_next_is_not() {
        let means = rolling(&[1.5e308, 1.5e308, 1.0, 2.0, -1.5e308, -1.5e308, 3.0, 4.0], 2);
        assert_eq!(means[1..3], [f64::INFINITY, 7.5e307]);
        assert_eq!(means[3..], [1.5, -7.5e307, f64::NEG_INFINITY, -7.5e307, 3.5]);
    }

    #[test]
    fn an_empty_window_is_refused() {
        let mut means = Array1::zeros(1);
        let error = rolling_mean(array![1.0].view(), 0, means.view_mut()).unwrap_err();
        assert_eq!(error.to_string(), "window must be at least 1, but is 0");
    }

    #[test]
    fn standardized_columns_have_mean_0_and_std_1() {
        let mut x = array![[1.0, 7.0], [2.0, 7.0], [6.0, 7.0]];
        standardize(x.view_mut()).unwrap();
        assert!(reductions::mean(x.column(0)).abs() < 1e-15);
        assert!((reductions::std(x.column(0), None) - 1.0).abs() < 1e-15);
        assert_eq!(x.column(1), array![0.0, 0.0, 0.0]);
    }

    #[test]
    fn a_column_of_one_value_becomes_zeros_even_where_its_mean_rounds() {
        let mut x = array![[0.1, 1e308], [0.1, 1e308], [0.1, 1e308]];
        assert_ne!(reductions::mean(x.column(0)), 0.1);
        standardize(x.view_mut()).unwrap();
        assert_eq!(x, Array2::zeros((3, 2)));
    }

    #[test]
    fn columns_with_nan_or_infinity_become_nan_and_no_others() {
        let (nan, infinity) = (f64::NAN, f64::INFINITY);
        let mut x = array![[nan, nan, 1.0, infinity], [nan, 2.0, infinity, infinity]];
        let mut other = array![[1.0], [3.0]];
        standardize(x.view_mut()).unwrap();
        standardize(other.view_mut()).unwrap();
        assert!(x.iter().all(|value| value.is_nan()), "{x}");
        assert_eq!(other, array![[-1.0], [1.0]]);
        standardize(Array2::zeros((0, 3)).view_mut()).unwrap();
    }

    #[test]
    fn every_layout_is_standardized_alike() {
        let (rows, columns) = (1000, 3);
        let value = |(i, j): (usize, usize)| 1e6 + ((i * 7919 + j * 31) % 1009) as f64;
        let mut by_rows = Array2::from_shape_fn((rows, columns), value);
        let mut by_columns = Array2::from_shape_fn((rows, columns).f(), value);
        let mut wide = Array2::zeros((rows, 2 * columns));
        let mut backwards = wide.slice_axis_mut(Axis(1), Slice::new(0, None, -2));
        backwards.assign(&by_rows);
        standardize(backwards.view_mut()).unwrap();
        standardize(by_rows.view_mut()).unwrap();
        standardize(by_columns.view_mut()).unwrap();
        // Small integers are summed exactly, so this is the mean and the deviation to the last digits.
        for (j, column) in by_rows.columns().into_iter().enumerate() {
            let small: Vec<f64> = (0..rows).map(|i| value((i, j)) - 1e6).collect();
            let mean = small.iter().sum::<f64>() / rows as f64;
            let squares = small.iter().map(|v| (v - mean) * (v - mean)).sum::<f64>();
            let spread = (squares / rows as f64).sqrt();
            for (i, small) in small.iter().enumerate() {
                let expected = (small - mean) / spread;
                for actual in [column[i], by_columns[[i, j]], backwards[[i, j]]] {
                    assert!((actual - expected).abs() < 1e-12, "[{i}, {j}] of {actual}");
                }
            }
        }
    }
}
