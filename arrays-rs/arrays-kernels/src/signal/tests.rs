use super::*;
use arrays::ndarray::{Slice, array};
use std::f64::consts::TAU;

/// Complex numbers without a pattern.
fn signal(shape: &[usize]) -> ArrayD<f64> {
    let mut state = 1_u64;
    ArrayD::from_shape_simple_fn(shape, || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        (state >> 40) as f64 / (1 << 23) as f64 - 1.0
    })
}

/// The transform of the rows of complex numbers by its definition.
fn by_definition(x: ArrayView2<f64>, sign: f64) -> Array2<f64> {
    let n = x.nrows();
    Array2::from_shape_fn((n, 2), |(k, part)| {
        (0..n)
            .map(|j| {
                let (sin, cos) = (sign * TAU * (j * k % n) as f64 / n as f64).sin_cos();
                match part {
                    0 => x[[j, 0]] * cos - x[[j, 1]] * sin,
                    _ => x[[j, 0]] * sin + x[[j, 1]] * cos,
                }
            })
            .sum()
    })
}

fn assert_near(x: &ArrayD<f64>, expected: &ArrayD<f64>, what: &str) {
    assert_eq!(x.shape(), expected.shape(), "{what}");
    let norm = expected.iter().map(|v| v * v).sum::<f64>().sqrt() + 1e-300;
    let error = (x - expected).iter().map(|v| v * v).sum::<f64>().sqrt();
    assert!(error <= 1e-14 * norm, "{what}: {error} of {norm}");
}

#[test]
fn transforms_of_every_length_are_those_of_the_definition() {
    for n in [1, 2, 3, 4, 5, 8, 12, 13, 37, 64, 101, 128] {
        let x = signal(&[n, 2]);
        let rows = x.view().into_dimensionality().expect("two axes");
        let what = format!("{n} points");
        let transform = fft(x.view(), None, None).expect("points");
        assert_near(&transform, &by_definition(rows, -1.0).into_dyn(), &what);
        let inverse = ifft(x.view(), None, None).expect("points");
        assert_near(&inverse, &(by_definition(rows, 1.0) / n as f64).into_dyn(), &what);
        assert_near(&ifft(transform.view(), None, None).expect("points"), &x, &what);

        let re = rows.column(0);
        let mut complex = Array2::zeros((n, 2));
        complex.column_mut(0).assign(&re);
        let half = rfft(re, None, None).expect("points");
        let expected = by_definition(complex.view(), -1.0);
        let expected = expected.slice_axis(Axis(0), Slice::from(..n / 2 + 1)).to_owned();
        assert_near(&half, &expected.into_dyn(), &what);
        let back = irfft(half.view(), Some(n as i64), None).expect("points");
        assert_near(&back, &re.to_owned().into_dyn(), &what);
    }
}

#[test]
fn lanes_are_cut_and_filled_along_any_axis() {
    let x = signal(&[3, 5, 4, 2]);
    for axis in [-3_i64, -2, -1, 0, 1, 2] {
        let at = Axis(axis.rem_euclid(3) as usize);
        for n in [None, Some(2), Some(7)] {
            let whole = fft(x.view(), n, Some(axis)).expect("points");
            let parallel = parallel_fft(x.view(), n, Some(axis)).expect("points");
            assert_eq!(whole, parallel);
            let swapped =
                fft(x.view().permuted_axes(vec![2, 0, 1, 3]), n, Some([1, 2, 0][at.index()]));
            assert_eq!(swapped.expect("points").permuted_axes(vec![1, 2, 0, 3]), whole);

            let points = n.map_or(x.len_of(at), |n| n as usize);
            let mut fitted = x.shape().to_vec();
            fitted[at.index()] = points;
            let fitted = ArrayD::from_shape_fn(fitted, |i| x.get(i).copied().unwrap_or(0.0));
            let again = fft(fitted.view(), None, Some(axis)).expect("points");
            assert_eq!(again, whole);
            let other_axes: Vec<Axis> = (0..3).map(Axis).filter(|&a| a != at).collect();
            let mut lane = (fitted.view(), whole.view());
            for &axis in other_axes.iter().rev() {
                let last = lane.0.len_of(axis) - 1;
                lane = (lane.0.index_axis_move(axis, last), lane.1.index_axis_move(axis, last));
            }
            let rows = lane.0.into_dimensionality().expect("two axes");
            let expected = by_definition(rows, -1.0).into_dyn();
            assert_near(&lane.1.to_owned(), &expected, &format!("axis {axis}, {n:?} points"));

            let re = x.clone().index_axis_move(Axis(3), 0);
            let half = rfft(re.view(), n, Some(axis)).expect("points");
            assert_eq!(parallel_rfft(re.view(), n, Some(axis)).expect("points"), half);
            assert_eq!(half.len_of(at), points / 2 + 1);
            let back = irfft(half.view(), Some(points as i64), Some(axis)).expect("points");
            let expected = fitted.index_axis_move(Axis(3), 0);
            assert_near(&back, &expected, &format!("axis {axis}, {n:?} points"));
        }
    }
    let none = ArrayD::<f64>::zeros(vec![2, 0, 2]);
    assert_eq!(fft(none.view(), Some(3), None), Ok(ArrayD::zeros(vec![2, 3, 2])));
    assert_eq!(fft(none.view(), None, Some(0)), Ok(ArrayD::zeros(vec![2, 0, 2])));
}

#[test]
fn single_precision_is_transformed_in_single_precision() {
    let x = signal(&[1000, 2]);
    let transform = fft(x.mapv(|v| v as f32).view(), None, None).expect("points");
    let expected = fft(x.mapv(|v| f64::from(v as f32)).view(), None, None).expect("points");
    let error = (transform.mapv(f64::from) - &expected).iter().map(|v| v * v).sum::<f64>().sqrt();
    assert!(error < 1e-6 * expected.iter().map(|v| v * v).sum::<f64>().sqrt());
}

#[test]
fn imaginary_parts_of_real_signals_are_not_looked_at() {
    let x = array![[1.0, 5.0], [2.0, 1.0], [3.0, 7.0]].into_dyn();
    let expected = array![[1.0, 0.0], [2.0, 1.0], [3.0, 0.0]].into_dyn();
    assert_eq!(irfft(x.view(), None, None), irfft(expected.view(), None, None));
}

#[test]
fn what_has_no_transform_is_refused() {
    let words = |result: Result<ArrayD<f64>, KernelError>| result.expect_err("refused").to_string();
    let x = signal(&[3, 2]);
    let none = "Invalid number of FFT data points (0) specified.";
    assert_eq!(words(fft(x.view(), Some(0), None)), none);
    assert_eq!(words(rfft(Array1::zeros(0).view(), None, None)), none);
    assert_eq!(words(irfft(signal(&[1, 2]).view(), None, None)), none);
    let negative = "Invalid number of FFT data points (-2) specified.";
    assert_eq!(words(ifft(x.view(), Some(-2), None)), negative);
    let axis = "axis 1 is out of bounds for array of dimension 1";
    assert_eq!(words(fft(x.view(), None, Some(1))), axis);
    let shape = "complex numbers have a last axis of length 2, for real and imaginary part, but the shape is [2, 3]";
    assert_eq!(words(fft(x.t(), None, None)), shape);
    assert!(fft_in_place(signal(&[2]).view_mut(), None).is_err());
    assert!(fft(signal(&[]).view(), None, None).is_err());
    assert!(fft(x.view(), Some(1 << 58), None).is_err());
    assert!(fft(x.view(), Some(i64::MAX), None).is_err());
}

#[test]
fn convolutions_are_those_of_the_definition() {
    for (n, m) in [(1, 1), (5, 1), (3, 3), (40, 7), (100, 33), (1000, 300), (4000, 201), (70, 69)] {
        let (a, v) = (signal(&[n]), signal(&[m]));
        let [a, v] = [a, v].map(|x| x.into_dimensionality().expect("one axis"));
        let full = Array1::from_shape_fn(n + m - 1, |k| {
            (k.saturating_sub(n - 1)..=k.min(m - 1)).map(|j| v[j] * a[k - j]).sum()
        });
        let part = |start, len| full.slice_axis(Axis(0), Slice::from(start..start + len));
        for (mode, expected) in [
            ("full", part(0, n + m - 1)),
            ("same", part((m - 1) / 2, n)),
            ("valid", part(m - 1, n - m + 1)),
        ] {
            let expected = expected.to_owned().into_dyn();
            for (a, v) in [(&a, &v), (&v, &a)] {
                for convolve in [convolve_mode::<f64>, fft_convolve] {
                    let result = convolve(a.view(), v.view(), mode).expect("a mode");
                    // Relative to the norms of what is convolved.
                    let bound = 1e-15 * ((n * m) as f64).sqrt();
                    let near = result
                        .iter()
                        .zip(&expected)
                        .all(|(x, y): (&f64, &f64)| (x - y).abs() < bound);
                    assert!(result.len() == expected.len() && near, "{n} {m} {mode}");
                }
            }
        }
        assert_eq!(convolve(a.view(), v.view()), convolve_mode(a.view(), v.view(), "full"));
        let backwards = a.slice_axis(Axis(0), Slice::new(0, None, -1));
        let copy = backwards.to_owned();
        assert_eq!(convolve(backwards, v.view()), convolve(copy.view(), v.view()));
    }
}

#[test]
fn integers_are_convolved_exactly() {
    let whole = |len: usize, seed: usize| {
        Array1::from_iter((0..len).map(|i| ((i * 7919 + seed * 31) % 201) as i64 - 100))
    };
    for (n, m) in [(1, 1), (2, 2), (100, 100), (48, 49), (47, 1), (700, 300), (3000, 500)] {
        let (a, v) = (whole(n, 1), whole(m, 2));
        let expected = Array1::from_shape_fn(n + m - 1, |k| {
            (k.saturating_sub(n - 1)..=k.min(m - 1)).map(|j| v[j] * a[k - j]).sum::<i64>()
        });
        for mode in ["full", "same", "valid"] {
            let found = convolve_mode(a.view(), v.view(), mode).expect("a mode");
            let (first, len) = match mode {
                "full" => (0, n + m - 1),
                "same" => ((n.min(m) - 1) / 2, n.max(m)),
                _ => (n.min(m) - 1, n.abs_diff(m) + 1),
            };
            let expected = expected.slice_axis(Axis(0), Slice::from(first..first + len));
            assert_eq!(found, expected, "{n} {m} {mode}");
            let int = |x: &Array1<i64>| x.mapv(|x| x as i32);
            let ints = convolve_mode(int(&v).view(), int(&a).view(), mode).expect("a mode");
            assert_eq!(ints.mapv(i64::from), expected);
            let float = |x: &Array1<i64>| x.mapv(|x| x as f32);
            let floats = convolve_mode(float(&a).view(), float(&v).view(), mode).expect("a mode");
            assert_eq!(floats.mapv(|x| x as i64), expected);
            let double = |x: &Array1<i64>| x.mapv(|x| x as f64);
            let doubles = convolve_mode(double(&v).view(), double(&a).view(), mode);
            assert_eq!(doubles.expect("a mode").mapv(|x| x as i64), expected);
        }
    }
    assert_eq!(convolve(array![i64::MAX, 1].view(), array![2_i64].view()), Ok(array![-2, 2]));
}

#[test]
fn convolutions_stay_in_the_range() {
    let (a, v) = (Array1::from_elem(300, 1e307), Array1::from_elem(200, 1e-10));
    for result in [convolve(a.view(), v.view()), fft_convolve(a.view(), v.view(), "full")] {
        for (k, found) in result.expect("numbers").iter().enumerate() {
            let count = (k + 1).min(200).min(499 - k) as f64;
            assert!((found / 1e297 - count).abs() < 1e-12 * 200.0, "{found} at {k}");
        }
    }
    let tiny = Array1::from_elem(300, 1e-300);
    let result = fft_convolve(tiny.view(), Array1::from_elem(200, 1e300).view(), "valid");
    assert!(result.expect("numbers").iter().all(|&x: &f64| (x - 200.0).abs() < 1e-10));
}

#[test]
fn what_is_infinite_stays_where_it_is() {
    for len in [10, 1000] {
        let mut a = Array1::from_elem(len, 1.0);
        a[3] = f64::INFINITY;
        a[5] = f64::NAN;
        let v = Array1::from_elem(len - 1, 1.0);
        let result = convolve(a.view(), v.view()).expect("numbers");
        assert_eq!(result.to_vec()[..5], [1.0, 2.0, 3.0, f64::INFINITY, f64::INFINITY]);
        assert!(result[5].is_nan() && result[len].is_nan());
        assert_eq!(result[2 * len - 3], 1.0);
    }
}

#[test]
fn what_cannot_be_convolved_is_refused() {
    let (one, none) = (array![1.0], Array1::zeros(0));
    let words = |result: Result<Array1<f64>, KernelError>| result.expect_err("refused").to_string();
    assert_eq!(words(convolve(none.view(), one.view())), "a cannot be empty");
    assert_eq!(words(convolve(one.view(), none.view())), "v cannot be empty");
    let modes = "mode must be one of 'valid', 'same', or 'full' (got 'all')";
    assert_eq!(words(convolve_mode(one.view(), one.view(), "all")), modes);
    let vast = one.broadcast(1 << 58).expect("a view");
    assert!(convolve(vast, one.view()).is_err());
}
