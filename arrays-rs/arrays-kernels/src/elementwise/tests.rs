use super::*;
use arrays::ndarray::{Slice, array};

/// `x`, in several layouts.
fn layouts<T: Arithmetic>(x: &ArrayD<T>) -> Vec<ArrayD<T>> {
    let mut layouts = vec![x.clone(), x.t().as_standard_layout().into_owned().reversed_axes()];
    for step in [2_isize, -1, -3] {
        let mut wide_shape = x.shape().to_vec();
        wide_shape.iter_mut().for_each(|len| *len *= step.unsigned_abs());
        let mut wide = ArrayD::zeros(wide_shape);
        for axis in 0..x.ndim() {
            wide.slice_axis_inplace(Axis(axis), Slice::new(0, None, step));
        }
        wide.assign(x);
        layouts.push(wide);
    }
    layouts
}

fn shapes() -> Vec<Vec<usize>> {
    vec![
        vec![],
        vec![0],
        vec![1],
        vec![7],
        vec![700],
        vec![2000],
        vec![3, 0],
        vec![40, 3],
        vec![3, 40],
        vec![1, 600],
        vec![5, 4, 3],
        vec![2, 3, 90],
    ]
}

fn numbers(shape: &[usize]) -> ArrayD<f64> {
    let len: usize = shape.iter().product();
    let x = Array1::from_iter((0..len).map(|i| (i * 37 % 101) as f64 / 16.0 - 2.5));
    x.into_shape_with_order(shape).expect("as many")
}

#[test]
fn every_layout_has_the_same_result() {
    for shape in shapes() {
        let x = numbers(&shape);
        let mut expected = ArrayD::zeros(shape.clone());
        erf(x.view(), expected.view_mut());
        for (x, &y) in x.iter().zip(&expected) {
            let apart = (Elementary::plain_erf(*x) - y).abs();
            assert!(apart <= 3e-16, "{x}: {y}");
        }
        for x in layouts(&x) {
            for mut y in layouts(&x) {
                y.fill(9.0);
                erf(x.view(), y.view_mut());
                assert_eq!(y, expected);
                y.fill(9.0);
                parallel_erf(x.view(), y.view_mut()).expect("threads");
                assert_eq!(y, expected);
                y.assign(&x);
                erf_in_place(y.view_mut());
                assert_eq!(y, expected);
            }
        }
    }
}

#[test]
fn only_the_elements_of_the_output_are_written() {
    let x = array![0.0, 1.0, f64::NEG_INFINITY, 710.0, f64::NAN];
    let mut y = Array1::zeros(10);
    exp(x.view(), y.slice_axis_mut(Axis(0), Slice::new(0, None, -2)));
    let expected = [0.0, f64::INFINITY, 0.0, 0.0, 0.0, std::f64::consts::E, 0.0, 1.0];
    for (y, expected) in y.iter().skip(2).zip(expected) {
        assert!(*y == expected || (y - expected).abs() < 5e-16, "{y} instead of {expected}");
    }
    assert!(y[0] == 0.0 && y[1].is_nan());
}

#[test]
fn large_arrays_are_cut_for_threads() {
    let x = numbers(&[300, 211]);
    let mut expected = x.clone();
    sin_in_place(expected.view_mut());
    for x in layouts(&x) {
        let mut y = ArrayD::zeros(vec![300, 211]);
        parallel_sin(x.view(), y.view_mut()).expect("threads");
        assert_eq!(y, expected);
    }
    let row = numbers(&[211]);
    let mut powers = ArrayD::zeros(vec![300, 211]);
    let mut in_parts = powers.clone();
    let bases = x.mapv(f64::abs);
    pow(bases.view(), row.view(), powers.view_mut());
    parallel_pow(bases.view(), row.view(), in_parts.view_mut()).expect("threads");
    assert_eq!(in_parts, powers);
    parallel_pow_scalar(x.view(), 3.0, in_parts.view_mut()).expect("threads");
    assert!((in_parts[[7, 9]] - x[[7, 9]].powi(3)).abs() < 1e-12);
}

#[test]
fn a_few_huge_angles_are_right_among_many_small_ones() {
    let mut x = numbers(&[500]);
    x[3] = 1e300;
    x[499] = -1e22;
    let mut y = x.clone();
    sin_in_place(y.view_mut());
    for (x, y) in x.iter().zip(&y) {
        assert!((x.sin() - y).abs() < 3e-16, "sin {x} is not {y}");
    }
}

#[test]
fn arrays_are_broadcast() {
    for shape in shapes() {
        let x = numbers(&shape);
        for axis in 0..shape.len() {
            let mut short = shape.clone();
            short[axis] = short[axis].min(1);
            let y = numbers(&short).mapv(|y| y * 2.0 + 0.3);
            let expected = &x - &y;
            for x in layouts(&x) {
                for y in layouts(&y) {
                    let mut z = ArrayD::zeros(expected.raw_dim());
                    subtract(x.view(), y.view(), z.view_mut());
                    assert_eq!(z, expected);
                    let mut z = x.clone();
                    subtract_in_place(z.view_mut(), y.view()).expect("shapes that fit");
                    assert_eq!(z, expected);
                }
            }
        }
    }
    let (row, column) = (array![1, 2, 3].into_dyn(), array![[10], [20]].into_dyn());
    let mut z = ArrayD::<i32>::zeros(vec![2, 3]);
    add(column.view(), row.view(), z.view_mut());
    assert_eq!(z, array![[11, 12, 13], [21, 22, 23]].into_dyn());
}

#[test]
fn what_does_not_fit_is_refused() {
    let (mut x, y) = (array![1.0, 2.0].into_dyn(), array![[1.0, 2.0], [3.0, 4.0]].into_dyn());
    let error = add_in_place(x.view_mut(), y.view()).expect_err("a larger operand");
    assert_eq!(
        error.to_string(),
        "non-broadcastable output operand with shape (2,) doesn't match the broadcast shape (2,2)"
    );
    let three = array![1.0, 2.0, 3.0].into_dyn();
    let error = add_in_place(x.view_mut(), three.view()).expect_err("another length");
    assert_eq!(
        error.to_string(),
        "operands could not be broadcast together with shapes (2,) (3,) "
    );
    assert_eq!(x, array![1.0, 2.0].into_dyn());
}

#[test]
fn vectors_of_every_length_and_alignment() {
    let (x, y) = (numbers(&[1100]), numbers(&[1100]).mapv(|y| y + 0.7));
    for start in 0..9 {
        for len in [0, 1, 5, 16, 31, 33, 255, 256, 257, 300, 1000] {
            let part = Slice::from(start..start + len);
            let (x, y) = (x.slice_axis(Axis(0), part), y.slice_axis(Axis(0), part));
            let x = x.into_dimensionality::<Ix1>().expect("one axis");
            let y = y.into_dimensionality::<Ix1>().expect("one axis");
            let mut z = Array1::zeros(1100);
            multiply_vectors(x, y, z.slice_axis_mut(Axis(0), part));
            assert_eq!(z.slice_axis(Axis(0), part), &x * &y);
            assert_eq!(
                z.iter().filter(|&&z| z != 0.0).count(),
                (&x * &y).iter().filter(|&&z| z != 0.0).count()
            );
            divide_scalar(x, 4.0, z.slice_axis_mut(Axis(0), part));
            assert_eq!(z.slice_axis(Axis(0), part), &x / 4.0);
            clip(x, -1.0, 1.5, z.slice_axis_mut(Axis(0), part));
            assert_eq!(z.slice_axis(Axis(0), part), x.mapv(|x| x.clamp(-1.0, 1.5)));
        }
    }
}

#[test]
fn nan_stays_in_what_compares() {
    let x = array![f64::NAN, -2.0, 0.5, f64::INFINITY];
    let mut y = Array1::zeros(4);
    relu(x.view(), y.view_mut());
    assert!(y[0].is_nan());
    assert_eq!(y.to_vec()[1..], [0.0, 0.5, f64::INFINITY]);
    clip(x.view(), 1.0, 0.0, y.view_mut());
    assert!(y[0].is_nan());
    assert_eq!(y.to_vec()[1..], [0.0, 0.0, 0.0]);
    clip_in_place(y.view_mut(), f64::NAN, 0.0);
    assert!(y.iter().all(|y| y.is_nan()));
    maximum_scalar_in_place(y.view_mut(), 3.0);
    assert!(y.iter().all(|y| y.is_nan()));
}

#[test]
fn what_is_not_outside_the_bounds_keeps_its_sign() {
    for x in [[0.0, -0.0].repeat(20), vec![-0.0, 0.0]] {
        let x = Array1::from(x);
        let mut y = Array1::from_elem(x.len(), 7.0);
        for low in [0.0, -0.0, -1.0] {
            for high in [0.0, -0.0, 1.0] {
                clip(x.view(), low, high, y.view_mut());
                assert_eq!(y.mapv(f64::to_bits), x.mapv(f64::to_bits), "{low} {high}");
            }
        }
    }
}

#[test]
fn a_few_hard_numbers_are_right_among_many_easy_ones() {
    let mut x = numbers(&[1300]).mapv(f64::abs);
    let hard = [f64::NAN, f64::NEG_INFINITY, f64::INFINITY, -745.0, 709.7, 1e-310, -0.0, -3.0];
    for (i, hard) in hard.into_iter().enumerate() {
        x[i * 167 + 5] = hard;
    }
    let mut y = x.clone();
    let mut check = |function: fn(ArrayViewD<f64>, ArrayViewMutD<f64>), plain: fn(f64) -> f64| {
        function(x.view(), y.view_mut());
        for (&x, &y) in x.iter().zip(&y) {
            let expected = plain(x);
            let same = y == expected || (y.is_nan() && expected.is_nan());
            let close = (y - expected).abs() <= expected.abs() * 4e-16 + 5e-324;
            assert!(same || close, "{y:e} instead of {expected:e} of {x:e}");
        }
    };
    check(exp, f64::exp);
    check(log, f64::ln);
    check(sigmoid, |x| 1.0 / (1.0 + (-x).exp()));
    check(|x, y| pow_scalar(x, 3.0, y), |x| x.powf(3.0));
    check(|x, y| pow_scalar(x, 2.5, y), |x| x.powf(2.5));
}

#[test]
fn powers_that_are_cheap_are_those_of_pow() {
    let x = array![0.0, -0.0, 1.5, -2.5, 5e-324, f64::INFINITY, f64::NEG_INFINITY, f64::NAN];
    for exponent in [0.0, -0.0, 0.5, 1.0, -1.0, 2.0] {
        let (mut y, mut in_place) = (Array1::zeros(x.len()), x.clone());
        pow_scalar(x.view(), exponent, y.view_mut());
        pow_scalar_in_place(in_place.view_mut(), exponent);
        for ((&x, &y), &in_place) in x.iter().zip(&y).zip(&in_place) {
            let expected = x.powf(exponent);
            if expected.is_nan() {
                assert!(y.is_nan() && in_place.is_nan(), "{x:e} to the power {exponent}");
                continue;
            }
            assert_eq!(y.to_bits(), expected.to_bits(), "{x:e} to the power {exponent}");
            assert_eq!(in_place.to_bits(), expected.to_bits(), "{x:e} to the power {exponent}");
        }
    }
}
