use super::*;
use crate::element::real;
use crate::reductions;
use arrays::ndarray::{Array1, Array2, ShapeBuilder, Slice, array};

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
    assert_eq!(quantiles(x.slice_axis(Axis(0), Slice::new(0, None, -2)), &[0.5]).unwrap(), [1.5]);
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
fn quantiles_between_infinities_and_extremes_are_between_them() {
    let inf = f64::INFINITY;
    for (x, q, expected) in [
        ([1.0, 2.0, inf, inf], 0.5, inf),
        ([-inf, -inf, 2.0, 3.0], 0.5, -inf),
        ([-1.7e308, -1.7e308, 1.7e308, 1.7e308], 0.5, 0.0),
        ([-1.6e308, -1.6e308, 1.6e308, 1.6e308], 0.4375, -6e307),
        ([5e-324, 5e-324, 1e-323, 1e-323], 0.5, 1e-323),
    ] {
        let x = ArrayView1::from(&x);
        let found = [
            quantile_at(x, q).unwrap(),
            nanquantile_at(x, q).unwrap(),
            quantile_axis(x.into_dyn(), array![q].view(), 0).unwrap()[[0]],
        ];
        for found in found {
            assert!(
                found == expected || (found / expected - 1.0).abs() < 1e-15,
                "{found} {expected}"
            );
        }
        if q == 0.5 {
            let mut medians = Array1::zeros(4);
            rolling_median(x, 4, medians.view_mut()).unwrap();
            for found in [median(x).unwrap(), nanmedian(x).unwrap(), medians[3]] {
                assert_eq!(found, expected);
            }
        }
    }
    assert!(quantile_at(array![-inf, inf].view(), 0.5).unwrap().is_nan());
    assert_eq!(quantile_at(array![-inf, inf].view(), 1.0), Ok(inf));
}

#[test]
fn histograms_may_be_wider_than_the_largest_number() {
    let x = array![-1.7e308, -1e308, 0.0, 1e307, 1.6e308, 1.7e308];
    let (counts, edges) = histogram(x.view(), 4, None, None).unwrap();
    assert_eq!(edges, array![-1.7e308, -8.5e307, 0.0, 8.499999999999998e307, 1.7e308]);
    assert_eq!(counts, array![2, 0, 2, 2]);
    assert_eq!(parallel_histogram(x.view(), 4, None, None), Ok((counts, edges)));
    let floats = x.mapv(|x| (x / 1e308 * 1e38 * 2.0) as f32);
    let (counts, _) = histogram(floats.view(), 1, Some(f32::MIN), Some(f32::MAX)).unwrap();
    assert_eq!(counts, array![6]);
}

#[test]
fn counts_that_no_memory_holds_are_refused_by_their_number() {
    let error = bincount(array![1_i64 << 58].view(), None).unwrap_err();
    assert!(error.to_string().contains(&format!("{}", (1_i64 << 58) + 1)), "{error}");
    let error = bincount_weights(array![1_i64 << 58].view(), array![1.0].view(), None).unwrap_err();
    assert!(error.to_string().contains(&format!("{}", (1_i64 << 58) + 1)), "{error}");
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
        "needs 2305843009213693952 bytes of memory, which cannot be allocated"
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
fn sums_of_windows_may_leave_the_range() {
    let means = rolling(&[1.5e308, 1.5e308, 1.0, 2.0, -1.5e308, -1.5e308, 3.0, 4.0], 2);
    assert_eq!(means[1..3], [1.5e308, 7.5e307]);
    assert_eq!(means[3..], [1.5, -7.5e307, -1.5e308, -7.5e307, 3.5]);
    let x = array![f64::INFINITY, 1.0, -1e308, -1e308, 1e308, 1.5e308, -1e308];
    let mut sums = Array1::zeros(x.len());
    rolling_sum(x.view(), 4, sums.view_mut()).unwrap();
    assert_eq!(sums.to_vec()[3..], [f64::INFINITY, -1e308, 5e307, 5e307]);
    let mut stds = Array1::zeros(4);
    let x = array![1e300, -1e300, 3e-300, 1e-300];
    rolling_std(x.view(), 2, Some(0), stds.view_mut()).unwrap();
    for (&std, expected) in stds.iter().skip(1).zip([1e300_f64, 5e299, 1e-300]) {
        assert!((std / expected - 1.0).abs() < 1e-15, "{std} in place of {expected}");
    }
}

#[test]
fn windows_far_from_0_lose_no_digits() {
    let x = Array1::from_iter((0..6000).map(|k| 1e9 + f64::from(k * 7919 % 101) / 128.0));
    let near = &x - 1e9;
    let floats = Array1::from_iter((0..6000).map(|k| 1e6_f32 + (k * 7919 % 101) as f32 / 16.0));
    for window in [3, 100, 1000, 1500] {
        let (mut stds, mut expected) = (Array1::zeros(6000), Array1::zeros(6000));
        rolling_std(x.view(), window, None, stds.view_mut()).unwrap();
        rolling_std(near.view(), window, None, expected.view_mut()).unwrap();
        let mut of_floats = Array1::zeros(6000);
        rolling_std(floats.view(), window, None, of_floats.view_mut()).unwrap();
        for i in window - 1..6000 {
            let ratio: f64 = stds[i] / expected[i];
            assert!((ratio - 1.0).abs() < 1e-14, "{window}: {ratio}");
            let ratio = f64::from(of_floats[i]) / expected[i] / 8.0;
            assert!((ratio - 1.0).abs() < 1e-7, "{window}: {ratio}");
        }
    }
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
    assert!(reductions::mean::<f64, _>(x.column(0)).abs() < 1e-15);
    assert!((reductions::std::<f64, _>(x.column(0), None) - 1.0).abs() < 1e-15);
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
fn columns_near_the_ends_of_the_range_are_standardized() {
    let scaled = |unit: f64| {
        let mut x =
            Array2::from_shape_fn((5, 2), |(i, j)| if j == 0 { i as f64 } else { i as f64 * unit });
        let mut column = x.column(1).to_owned().insert_axis(Axis(1));
        standardize(x.view_mut()).unwrap();
        standardize(column.view_mut()).unwrap();
        assert_eq!(x.column(1), column.column(0));
        x
    };
    for unit in [1e200, 4e307, 1e-200, 1e-300, 5e-324] {
        assert!(
            scaled(unit)
                .columns()
                .into_iter()
                .all(|x| (&x - &scaled(1.0).column(0)).iter().all(|v| v.abs() < 1e-15)),
            "{unit}"
        );
    }
    for unit in [1e25_f32, 1e-25, 1e-45] {
        let mut x =
            Array2::from_shape_fn((5, 2), |(i, j)| if j == 0 { i as f32 } else { i as f32 * unit });
        standardize(x.view_mut()).unwrap();
        assert!(x.rows().into_iter().all(|row| (row[0] - row[1]).abs() < 1e-6), "{x}");
    }
    let mut x = array![[-1.7e308], [1.7e308]];
    standardize(x.view_mut()).unwrap();
    assert_eq!(x, array![[-1.0], [1.0]]);
}

#[test]
fn floats_vary_together_as_doubles() {
    let x = Array2::from_shape_fn((2, 100_000), |(i, j)| 1e6 + ((j + i) % 3) as f32);
    let wide = x.mapv(f64::from);
    let (found, expected) =
        (cov(x.view(), None, None).unwrap(), cov(wide.view(), None, None).unwrap());
    assert_eq!(found, expected.mapv(|value| value as f32));
    assert!((found[[0, 0]] - 0.666_676_6).abs() < 1e-7, "{found}");
    let columns = x.t().to_owned();
    assert_eq!(corrcoef(x.view(), None), corrcoef(columns.view(), Some(false)));
}

#[test]
fn variables_of_one_value_have_no_correlations() {
    for length in [1, 2, 1448, 1449, 20_000] {
        let x = Array2::from_shape_fn((2, length), |(i, _)| [1.81_f64, 0.576][i]);
        let columns = x.t().to_owned();
        let every_other = Array2::from_shape_fn((2, 2 * length), |(i, _)| [1.81_f64, 0.576][i]);
        let every_other = every_other.slice_axis(Axis(1), Slice::new(0, None, 2));
        for x in [x.view(), columns.t(), every_other] {
            assert!(corrcoef(x, None).unwrap().iter().all(|r| r.is_nan()), "{length}");
            assert!(parallel_corrcoef(x, None).unwrap().iter().all(|r| r.is_nan()), "{length}");
            assert!(cov(x, None, Some(0)).unwrap().iter().all(|&c| c == 0.0), "{length}");
            let floats = x.mapv(|value| value as f32);
            assert!(corrcoef(floats.view(), None).unwrap().iter().all(|r| r.is_nan()), "{length}");
        }
    }
}

#[test]
fn correlations_do_not_depend_on_the_unit() {
    let x = Array2::from_shape_fn((3, 50), |(i, j)| ((i * 13 + j * 7) % 11) as f64);
    let expected = corrcoef(x.view(), None).unwrap();
    for units in [[1e200, 1.0, 1e-200], [1e307, 1e-300, 5e-324], [1e-160, 1e-170, 1e160]] {
        let scaled = &x * &Array2::from_shape_fn((3, 1), |(i, _)| units[i]);
        for x in [scaled.view(), scaled.t().to_owned().t()] {
            let apart = corrcoef(x, None).unwrap() - &expected;
            assert!(apart.iter().all(|r| r.abs() < 1e-14), "{units:?}: {apart}");
        }
    }
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
    standardize(Array2::<f64>::zeros((0, 3)).view_mut()).unwrap();
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

/// Numbers in no order, the same at every call.
fn shuffled(len: usize) -> Array1<f64> {
    let mut state = 1_u64;
    Array1::from_shape_simple_fn(len, || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        (state >> 40) as f64 / 1024.0 - 4000.0
    })
}

fn sorted(x: &[f64]) -> Vec<f64> {
    let mut sorted = x.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted
}

#[test]
fn quantiles_of_long_arrays_are_found_in_every_distribution() {
    let n = 50_001;
    let uniform = shuffled(n);
    let few_values = uniform.mapv(|x| (x / 2000.0).round());
    let one_value = Array1::from_elem(n, 2.5);
    let ascending = Array1::from_iter((0..n).map(|i| i as f64));
    let outliers = Array1::from_iter((0..n).map(|i| if i % 5000 == 7 { 1e300 } else { -1e-300 }));
    let infinite = uniform.mapv(|x| if x > 0.0 { f64::INFINITY } else { f64::NEG_INFINITY });
    let periodic = Array1::from_iter((0..n).map(|i| (i % 27) as f64));
    for x in [uniform, few_values, one_value, ascending, outliers, infinite, periodic] {
        let sorted = sorted(x.as_slice().unwrap());
        let ranks = [0, 1, n / 4, n / 2, n / 2 + 1, n - 2, n - 1];
        let q: Vec<f64> = ranks.iter().map(|&rank| rank as f64 / (n - 1) as f64).collect();
        let by_nearest = {
            let mut values = Array1::zeros(q.len());
            let q = ArrayView1::from(&q);
            quantile_by(x.view(), q, "nearest", values.view_mut()).unwrap();
            values
        };
        let mut parallel = Array1::zeros(q.len());
        parallel_quantile(x.view(), ArrayView1::from(&q), parallel.view_mut()).unwrap();
        let linear = quantiles(x.view(), &q).unwrap();
        for (i, &rank) in ranks.iter().enumerate() {
            assert_eq!(by_nearest[i], sorted[rank]);
            assert_eq!(linear[i].to_bits(), parallel[i].to_bits());
        }
        assert_eq!(median(x.view()).unwrap(), sorted[n / 2]);
        let mut with_nan = x.clone();
        with_nan[n / 3] = f64::NAN;
        assert!(median(with_nan.view()).unwrap().is_nan());
        assert_eq!(nanmedian(with_nan.view()).unwrap(), {
            let mut rest = x.to_vec();
            rest.remove(n / 3);
            let rest = self::sorted(&rest);
            let (a, b) = (rest[n / 2 - 1], rest[n / 2]);
            if a == b { a } else { 0.5 * a + 0.5 * b }
        });
    }
}

#[test]
fn quantiles_lie_between_elements_as_the_method_says() {
    let x = array![1.0, 2.0, 4.0, 8.0];
    for (method, expected) in [
        ("linear", [1.6, 3.0, 4.8]),
        ("lower", [1.0, 2.0, 4.0]),
        ("higher", [2.0, 4.0, 8.0]),
        ("midpoint", [1.5, 3.0, 6.0]),
        ("nearest", [2.0, 4.0, 4.0]),
    ] {
        let mut values = Array1::<f64>::zeros(3);
        let q = array![0.2, 0.5, 0.7 + 0.1 / 3.0];
        quantile_by(x.view(), q.view(), method, values.view_mut()).unwrap();
        for (value, expected) in values.iter().zip(expected) {
            assert!((value - expected).abs() < 1e-12, "{method}: {values}");
        }
    }
    let mut values = Array1::zeros(1);
    let error = quantile_by(x.view(), array![0.5].view(), "mean", values.view_mut()).unwrap_err();
    assert_eq!(
        error.to_string(),
        "'mean' is not a valid method. Use one of: linear, lower, higher, midpoint, nearest"
    );
}

#[test]
fn quantiles_along_an_axis_are_those_of_the_lanes() {
    let x = shuffled(3 * 40 * 5).into_shape_with_order((3, 40, 5)).unwrap();
    let x = x.into_dyn();
    let q = array![0.0, 0.3, 1.0];
    for axis in [0, 1, 2, -1] {
        let values = quantile_axis(x.view(), q.view(), axis).unwrap();
        let lanes = x.lanes(Axis(axis.rem_euclid(3) as usize));
        let found = values.lanes(Axis(0));
        assert_eq!(values.shape()[0], 3);
        for (lane, found) in lanes.into_iter().zip(found) {
            assert_eq!(found.to_vec(), quantiles(lane, q.as_slice().unwrap()).unwrap());
        }
        let medians = median_axis(x.view(), axis).unwrap();
        let expected = quantile_axis(x.view(), array![0.5].view(), axis).unwrap();
        assert_eq!(medians, expected.index_axis_move(Axis(0), 0));
        assert_eq!(nanmedian_axis(x.view(), axis).unwrap(), medians);
    }
    let error = median_axis(x.view(), 3).unwrap_err();
    assert_eq!(error.to_string(), "axis 3 is out of bounds for array of dimension 3");
    let empty = ArrayD::<f64>::zeros(IxDyn(&[0, 2]));
    assert!(median_axis(empty.view(), 0).unwrap().iter().all(|value| value.is_nan()));
    assert_eq!(median_axis(empty.view(), 1).unwrap().len(), 0);
    assert!(median(array![f64::NAN].view()).unwrap().is_nan());
    assert_eq!(quantile_at(array![1.0, 2.0].view(), 0.25), Ok(1.25));
    assert_eq!(nanquantile_at(array![1.0_f32, f32::NAN, 2.0].view(), 0.25), Ok(1.25));
}

fn counts(x: &[f64], edges: &[f64]) -> Vec<i64> {
    let last = edges.len() - 2;
    (0..=last)
        .map(|i| {
            let inside = |x: &&f64| {
                **x >= edges[i] && (**x < edges[i + 1] || i == last && **x == edges[i + 1])
            };
            x.iter().filter(inside).count() as i64
        })
        .collect()
}

#[test]
fn every_element_is_counted_in_its_bin() {
    let special = [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, -0.0, 0.0, 0.1, 0.3, 0.7, 1.0, 1.1];
    let mut x: Vec<f64> = shuffled(5000).iter().map(|x| x / 4000.0).collect();
    x.extend(special);
    x.extend((0..200).map(|i| f64::from(i) / 100.0));
    let x = Array1::from(x);
    for bins in [1, 3, 10, 100, 5000] {
        for (low, high) in [(0.0, 1.0), (-1.0, 1.0), (0.1, 0.7), (1e6, 1e6 + 1.0)] {
            let x = if low < 1e5 { x.clone() } else { &x + low };
            let (found, edges) = histogram(x.view(), bins, Some(low), Some(high)).unwrap();
            let expected = counts(x.as_slice().unwrap(), edges.as_slice().unwrap());
            assert_eq!(found.to_vec(), expected, "{bins} bins from {low} to {high}");
            let by_edges = histogram_edges(x.view(), edges.view()).unwrap();
            assert_eq!(by_edges.to_vec(), expected);
            let backwards = x.slice_axis(Axis(0), Slice::new(0, None, -1));
            let backwards = histogram(backwards, bins, Some(low), Some(high)).unwrap();
            assert_eq!(backwards, (found.clone(), edges.clone()));
            let parallel = parallel_histogram(x.view(), bins, Some(low), Some(high)).unwrap();
            assert_eq!(parallel, (found, edges));
        }
    }
}

/// Counts what lies on the edges, next to them, and out of range, which has to be where a search puts it.
fn count_by_edges<T: Rounded>(low: f64, high: f64, bins: usize) {
    let (low, high) = (real::<T>(low), real::<T>(high));
    let (_, edges) = histogram(Array1::<T>::zeros(0).view(), bins, Some(low), Some(high)).unwrap();
    let ulp = T::one() + T::epsilon();
    let mut x: Vec<T> = edges.iter().flat_map(|&edge| [edge / ulp, edge, edge * ulp]).collect();
    x.extend(edges.windows(2).into_iter().map(|pair| (pair[0] + pair[1]) / real(2.0)));
    let far = [3.0, 1e3, 12_345.678, 1e9, 1e37].map(|apart| (high - low) * real(apart));
    x.extend(far.iter().flat_map(|&apart| [low - apart, high + apart]));
    x.extend([T::nan(), T::infinity(), T::neg_infinity(), T::max_value(), T::min_value()]);
    let mut expected = vec![0; bins];
    for &x in x.iter().filter(|&&x| x >= low && x <= high) {
        let above = edges.iter().filter(|&&edge| edge <= x).count();
        expected[above.min(bins) - 1] += 1;
    }
    // In groups with others that are not certain, and in groups of such as are.
    let mut orders = vec![x.clone(), x];
    orders[1].sort_by_key(|x| x.to_f64().map(f64::to_bits).map(u64::reverse_bits));
    for x in orders {
        let (counts, _) = histogram(ArrayView1::from(&x), bins, Some(low), Some(high)).unwrap();
        assert_eq!(counts.to_vec(), expected, "{bins} bins from {low} to {high}");
    }
}

#[test]
fn elements_at_an_edge_are_counted_on_their_side_of_it() {
    for (low, high) in [(0.0, 1.0), (-3.7, 5.1), (-1e-30, 1e-30), (1000.0, 1003.0), (-7e8, 9e9)] {
        for bins in [1, 2, 7, 64, 127, 128, 1000] {
            count_by_edges::<f64>(low, high, bins);
            count_by_edges::<f32>(low, high, bins);
        }
        count_by_edges::<f64>(low, high, 5000);
    }
}

#[test]
fn histograms_find_their_range() {
    let (counts, edges) = histogram(array![1.0, 2.0, 4.0, 5.0].view(), 2, None, None).unwrap();
    assert_eq!((counts, edges), (array![2, 2], array![1.0, 3.0, 5.0]));
    let (counts, edges) = histogram(array![7.0_f32, 7.0].view(), 2, None, None).unwrap();
    assert_eq!((counts, edges), (array![0, 2], array![6.5, 7.0, 7.5]));
    let (counts, edges) = histogram(Array1::<f64>::zeros(0).view(), 2, None, None).unwrap();
    assert_eq!((counts, edges), (array![0, 0], array![0.0, 0.5, 1.0]));
    for (x, bins, low, high, message) in [
        (0.0, 0, None, None, "`bins` must be positive, when an integer"),
        (0.0, 1, Some(2.0), Some(1.0), "max must be larger than min in range parameter."),
        (f64::NAN, 1, None, None, "autodetected range of [nan, nan] is not finite"),
        (f64::INFINITY, 1, None, None, "autodetected range of [inf, inf] is not finite"),
        (0.0, 1, Some(0.0), Some(f64::INFINITY), "supplied range of [0.0, inf] is not finite"),
    ] {
        for histogram in [histogram, parallel_histogram] {
            let error = histogram(array![x].view(), bins, low, high).unwrap_err();
            assert_eq!(error.to_string(), message);
        }
    }
    let error = histogram(array![1.0, 1.0 + 1e-16].view(), 10, Some(1.0), Some(1.0 + 4e-16));
    assert_eq!(
        error.unwrap_err().to_string(),
        "Too many bins for data range. Cannot create 10 finite-sized bins."
    );
    assert!(histogram(array![1.0].view(), usize::MAX, None, None).is_err());
    let tiny = array![0.0, 4e-310, 1e-309];
    assert_eq!(histogram(tiny.view(), 10, None, None).unwrap().0.sum(), 3);
}

#[test]
fn edges_that_do_not_ascend_are_refused() {
    let x = array![1.0, 2.0, 2.0, 3.0];
    assert_eq!(histogram_edges(x.view(), array![1.0, 2.0, 2.0, 2.5].view()), Ok(array![1, 0, 2]));
    assert_eq!(histogram_edges(x.view(), array![1.0, 2.0, 2.0].view()), Ok(array![1, 2]));
    assert_eq!(histogram_edges(x.view(), array![1.0].view()), Ok(array![]));
    let error = histogram_edges(x.view(), array![1.0, 0.5].view()).unwrap_err();
    assert_eq!(error.to_string(), "`bins` must increase monotonically, when an array");
    assert!(histogram_edges(x.view(), array![].view()).is_err());
}

#[test]
fn values_are_counted() {
    let x = array![0_i64, 3, 3, 1];
    assert_eq!(bincount(x.view(), None), Ok(array![1, 1, 0, 2]));
    assert_eq!(bincount(x.mapv(|x| x as i32).view(), Some(6)), Ok(array![1, 1, 0, 2, 0, 0]));
    assert_eq!(bincount(Array1::<i64>::zeros(0).view(), None), Ok(array![]));
    let weights = array![0.5, 1.0, 2.0, -1.0];
    assert_eq!(bincount_weights(x.view(), weights.view(), None), Ok(array![0.5, -1.0, 0.0, 3.0]));
    let error = bincount(array![1, -1].view(), None).unwrap_err();
    assert_eq!(error.to_string(), "'list' argument must have no negative elements");
    for huge in [i64::MAX, i64::MAX - 1, 1 << 60] {
        assert!(bincount(array![huge].view(), None).is_err());
        assert!(bincount_weights(array![huge].view(), array![1.0].view(), None).is_err());
    }
    assert!(bincount(array![0_i64].view(), Some(usize::MAX)).is_err());
}

#[test]
fn covariances_are_those_of_the_definition() {
    for (variables, observations) in [(1, 5), (2, 3000), (3, 2), (9, 1000), (40, 9000)] {
        let x = shuffled(variables * observations) / 100.0;
        let x = x.into_shape_with_order((variables, observations)).unwrap();
        let means: Vec<f64> = x.rows().into_iter().map(|row| row.mean().unwrap()).collect();
        let expected = Array2::from_shape_fn((variables, variables), |(i, j)| {
            let pairs = x.row(i).into_iter().zip(x.row(j));
            pairs.map(|(a, b)| (a - means[i]) * (b - means[j])).sum::<f64>()
                / (observations - 1) as f64
        });
        let size = expected.diag().iter().copied().fold(0.0, f64::max);
        let close = |a: &Array2<f64>, size: f64| {
            (a - &expected).iter().all(|apart| apart.abs() < 1e-12 * size)
        };
        let found = cov(x.view(), None, None).unwrap();
        assert!(close(&found, size));
        assert_eq!(found, found.t());
        assert_eq!(parallel_cov(x.view(), None, None).unwrap(), found);
        assert!(close(&cov(x.t(), Some(false), None).unwrap(), size));
        let columns = x.t().to_owned();
        assert!(close(&cov(columns.view(), Some(false), None).unwrap(), size));
        let coefficients = corrcoef(x.view(), None).unwrap();
        for ((i, j), r) in coefficients.indexed_iter() {
            let expected = expected[[i, j]] / (expected[[i, i]] * expected[[j, j]]).sqrt();
            assert!((r - expected).abs() < 1e-10 && r.abs() <= 1.0);
        }
        assert_eq!(parallel_corrcoef(x.view(), None).unwrap(), coefficients);
    }
}

#[test]
fn covariances_without_degrees_of_freedom_are_not_finite() {
    let one = array![[1.0_f64], [2.0]];
    assert!(cov(one.view(), None, None).unwrap().iter().all(|value| value.is_nan()));
    assert_eq!(cov(array![[1.0, 3.0]].view(), None, Some(2)), Ok(array![[f64::INFINITY]]));
    assert_eq!(cov(array![[1.0, 3.0]].view(), None, Some(0)), Ok(array![[1.0]]));
    assert!(corrcoef(array![[1.0_f64, 1.0], [1.0, 2.0]].view(), None).unwrap()[[0, 1]].is_nan());
    let none = Array2::<f64>::zeros((0, 4));
    assert_eq!(cov(none.view(), None, None).unwrap().shape(), [0, 0]);
    let some = cov(none.view(), Some(false), None).unwrap();
    assert!(some.shape() == [4, 4] && some.iter().all(|value| value.is_nan()));
    let wide = array![0.0];
    assert!(cov(wide.broadcast((1 << 40, 1)).unwrap(), None, None).is_err());
}

type Rolling<'a> =
    &'a dyn Fn(ArrayView1<f64>, usize, ArrayViewMut1<f64>) -> Result<(), KernelError>;

/// What `function` gives, of every layout, for windows of `x`, and by `expected` from each window.
fn check_rolling(function: Rolling, tolerance: f64, expected: impl Fn(&[f64]) -> f64) {
    for len in [0, 1, 7, 100, 5000] {
        let x = shuffled(len);
        for window in [1, 2, 3, 4, 7, 31, 100, 1023, 1024, 1025, 2400, 4999, 5000, 5001] {
            let mut out = Array1::from_elem(len, 7.0);
            function(x.view(), window, out.view_mut()).unwrap();
            let mut wide = Array1::zeros(2 * len);
            let every_other = Slice::new(0, None, -2);
            let backwards = x.iter().rev().copied().collect::<Array1<f64>>();
            let x_again = backwards.slice_axis(Axis(0), Slice::new(0, None, -1));
            function(x_again, window, wide.slice_axis_mut(Axis(0), every_other)).unwrap();
            let again = wide.slice_axis(Axis(0), every_other);
            let x = x.as_slice().unwrap();
            for i in 0..len {
                assert_eq!(out[i].to_bits(), again[i].to_bits());
                if i + 1 < window {
                    assert!(out[i].is_nan());
                } else if i % 97 == 0 || i + 2 > len || i < window {
                    let expected = expected(&x[i + 1 - window..=i]);
                    let apart = (out[i] - expected).abs();
                    assert!(
                        apart <= tolerance * expected.abs().max(1.0),
                        "{window} {i} {expected}"
                    );
                }
            }
        }
        let mut out = Array1::zeros(len);
        assert!(function(x.view(), 0, out.view_mut()).is_err());
    }
}

#[test]
fn rolling_functions_are_those_of_each_window() {
    let mean = |window: &[f64]| window.iter().sum::<f64>() / window.len() as f64;
    let std = |ddof: usize| {
        move |window: &[f64]| {
            let squares: f64 = window.iter().map(|x| (x - mean(window)).powi(2)).sum();
            (squares / (window.len() - ddof) as f64).sqrt()
        }
    };
    let middle = |window: &[f64]| {
        let (sorted, n) = (sorted(window), window.len());
        (sorted[(n - 1) / 2] + sorted[n / 2]) / 2.0
    };
    check_rolling(&rolling_sum, 1e-9, |window| window.iter().sum());
    check_rolling(&rolling_mean, 1e-9, mean);
    check_rolling(&|x, window, out| rolling_std(x, window, Some(0), out), 1e-9, std(0));
    check_rolling(&rolling_min, 0.0, |window| sorted(window)[0]);
    check_rolling(&rolling_max, 0.0, |window| sorted(window)[window.len() - 1]);
    check_rolling(&rolling_median, 0.0, middle);
    check_rolling(&parallel_rolling_median, 0.0, middle);
}

#[test]
fn rolling_functions_forget_nan_and_infinity() {
    let functions: [Rolling; 6] = [
        &rolling_sum,
        &rolling_mean,
        &|x, window, out| rolling_std(x, window, None, out),
        &rolling_min,
        &rolling_max,
        &rolling_median,
    ];
    for (k, function) in functions.iter().enumerate() {
        for window in [3, 1500] {
            let mut x = shuffled(4000);
            let mut clean = Array1::zeros(4000);
            function(x.view(), window, clean.view_mut()).unwrap();
            x[10] = f64::NAN;
            x[2000] = f64::INFINITY;
            let mut out = Array1::zeros(4000);
            function(x.view(), window, out.view_mut()).unwrap();
            for i in window - 1..4000 {
                let holds = |place: usize| (i + 1 - window..=i).contains(&place);
                if holds(10) || (k == 2 && holds(2000)) {
                    assert!(out[i].is_nan(), "{k} {window} {i} {}", out[i]);
                } else if holds(2000) && k != 3 && k != 5 {
                    assert_eq!(out[i], f64::INFINITY, "{k} {window} {i}");
                } else if !holds(2000) {
                    assert_eq!(out[i].to_bits(), clean[i].to_bits(), "{k} {window} {i}");
                }
            }
        }
    }
    let mut out = Array1::zeros(3);
    rolling_std(array![1.0, 1.0, 3.0].view(), 1, None, out.view_mut()).unwrap();
    assert!(out.iter().all(|value: &f64| value.is_nan()));
    rolling_std(Array1::from_elem(3, 0.1).view(), 3, None, out.view_mut()).unwrap();
    assert_eq!(out[2], 0.0);
}

#[test]
fn large_numbers_that_left_a_long_window_leave_no_error() {
    let mut x = Array1::from_elem(6000, 0.1);
    x[0] = 1e16;
    let mut sums = Array1::zeros(6000);
    rolling_sum(x.view(), 2000, sums.view_mut()).unwrap();
    assert_eq!(sums[1999], 1e16 + 200.0);
    assert!(sums.iter().skip(2000).all(|&sum| (sum - 200.0_f64).abs() < 1e-12));
}

#[test]
fn weights_decay_as_in_pandas() {
    let ewm = |x: &[f64], alpha, adjust, ignore_na| {
        let mut means = Array1::zeros(x.len());
        ewm_mean(ArrayView1::from(x), alpha, adjust, ignore_na, means.view_mut()).unwrap();
        means.to_vec()
    };
    let x = [f64::NAN, 1.0, 2.0, f64::NAN, 4.0];
    let means = ewm(&x, 0.5, None, None);
    assert!(means[0].is_nan());
    assert_eq!(means[1], 1.0);
    assert!((means[2] - 5.0 / 3.0).abs() < 1e-15 && means[3] == means[2]);
    let weights = [0.0625, 0.125, 0.5];
    let expected = (weights[0] + 2.0 * weights[1] + 4.0 * weights[2]) / weights.iter().sum::<f64>();
    assert!((means[4] - expected).abs() < 1e-15);
    assert_eq!(ewm(&x, 0.5, Some(false), Some(true))[1..], [1.0, 1.5, 1.5, 2.75]);
    assert_eq!(ewm(&[0.1; 50], 0.3, None, None), [0.1; 50]);
    let infinite = ewm(&[1.0, f64::INFINITY, 2.0, f64::NEG_INFINITY], 0.5, None, None);
    assert_eq!(infinite[..3], [1.0, f64::INFINITY, f64::INFINITY]);
    assert!(infinite[3].is_nan());
    for alpha in [0.0, -1.0, 1.1, f64::NAN] {
        let mut means = Array1::zeros(1);
        let error = ewm_mean(array![1.0].view(), alpha, None, None, means.view_mut()).unwrap_err();
        assert_eq!(error.to_string(), "alpha must satisfy: 0 < alpha <= 1");
    }
}

/// Checks that a scan gives the bits of the `whole` on parts that begin at multiples of 1024.
fn check_parts<S: Default>(
    len: usize,
    whole: impl Fn(ArrayView1<f64>, ArrayViewMut1<f64>) -> Result<(), KernelError>,
    go_on: impl Fn(
        &mut S,
        std::ops::Range<usize>,
        ArrayView1<f64>,
        ArrayViewMut1<f64>,
    ) -> Result<(), KernelError>,
) {
    let mut x = shuffled(len);
    x[len / 2] = f64::NAN;
    for step in [1, -1] {
        let x = x.slice_axis(Axis(0), Slice::new(0, None, step));
        let mut expected = Array1::zeros(len);
        whole(x, expected.view_mut()).unwrap();
        for part in [1024, 3072] {
            let (mut state, mut out) = (S::default(), Array1::zeros(len));
            for start in (0..len).step_by(part) {
                let range = start..(start + part).min(len);
                let out = out.slice_axis_mut(Axis(0), range.clone().into());
                go_on(&mut state, range, x, out).unwrap();
            }
            let bits = |x: &Array1<f64>| x.iter().map(|x| x.to_bits()).collect::<Vec<_>>();
            assert_eq!(bits(&out), bits(&expected));
        }
    }
}

#[test]
fn scans_do_not_depend_on_where_parts_end() {
    for window in [1, 7, 1000, 1024, 1025, 1500, 3000, 3072, 3100, 9999, 10_000, 12_000] {
        check_parts(
            10_000,
            |x, out| rolling_mean(x, window, out),
            |state, range, x, out| windows::means(state, range, x, window, out),
        );
        check_parts(
            10_000,
            |x, out| rolling_std(x, window, Some(0), out),
            |state, range, x, out| windows::deviations(state, range, x, window, Some(0), out),
        );
        check_parts(
            10_000,
            |x, out| rolling_min(x, window, out),
            |state, range, x, out| windows::minima(state, range, x, window, out),
        );
    }
    for adjust in [None, Some(false)] {
        check_parts(
            10_000,
            |x, out| ewm_mean(x, 0.1, adjust, None, out),
            |state, range, x, out| decay::means(state, range, x, 0.1, adjust, None, out),
        );
    }
    check_parts(10_000, crate::reductions::cumsum, crate::reductions::cumulative::go_on);
}
