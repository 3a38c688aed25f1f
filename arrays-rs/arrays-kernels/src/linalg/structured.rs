//! Matrices made to break decompositions: structured, of low rank, graded, and at the ends of the range.

use super::*;
use arrays::ndarray::{Array2, array};
use std::f64::consts::PI;

/// Matrices of `n` rows and columns.
fn squares(n: usize) -> Vec<(&'static str, Array2<f64>)> {
    let of = |f: &dyn Fn(usize, usize) -> f64| Array2::from_shape_fn((n, n), |(i, j)| f(i, j));
    let is = |yes: bool| f64::from(u8::from(yes));
    vec![
        ("zeros", of(&|_, _| 0.0)),
        ("ones", of(&|_, _| 1.0)),
        ("identity", of(&|i, j| is(i == j))),
        ("checkerboard", of(&|i, j| ((i + j) % 2) as f64)),
        ("rank 1", of(&|i, j| (i + 1) as f64 * (j % 7) as f64)),
        ("pattern of 3", of(&|i, j| is((i + 2 * j) % 3 == 0))),
        ("pattern of 5", of(&|i, j| is((i * j) % 5 == 1))),
        ("blocks of ones", of(&|i, j| is(i / 8 == j / 8))),
        ("blocks of identities", of(&|i, j| is(i % 10 == j % 10))),
        ("Hilbert", of(&|i, j| 1.0 / (i + j + 1) as f64)),
        ("Toeplitz", of(&|i, j| 0.5_f64.powi(i.abs_diff(j) as i32))),
        ("Vandermonde", of(&|i, j| ((i as f64 + 1.0) / n as f64).powi(j as i32))),
        ("graded", of(&|i, j| 10_f64.powi(-(((i + j) % 40) as i32)))),
        ("cyclic permutation", of(&|i, j| is((i + 1) % n == j))),
        ("reversal", of(&|i, j| is(i + j + 1 == n))),
        ("rows of zeros", of(&|i, j| if i % 3 == 0 { 0.0 } else { (i as f64 * j as f64).sin() })),
        ("Kahan", {
            let (s, c) = (0.9_f64, 0.19_f64.sqrt());
            of(&|i, j| {
                if j < i { 0.0 } else { s.powi(i as i32) * if i == j { 1.0 } else { -c } }
            })
        }),
        ("Wilkinson", {
            let middle = (n as f64 - 1.0) / 2.0;
            of(&|i, j| match i.abs_diff(j) {
                0 => (i as f64 - middle).abs(),
                1 => 1.0,
                _ => 0.0,
            })
        }),
        ("second differences", {
            of(&|i, j| match i.abs_diff(j) {
                0 => 2.0,
                1 => -1.0,
                _ => 0.0,
            })
        }),
        ("orthogonal", {
            let factor = (2.0 / (n as f64 + 1.0)).sqrt();
            of(&|i, j| factor * (PI * ((i + 1) * (j + 1)) as f64 / (n as f64 + 1.0)).sin())
        }),
        ("lower ones", of(&|i, j| is(i >= j))),
    ]
}

fn largest(a: &Array2<f64>) -> f64 {
    a.iter().fold(0.0, |most, x| if x.is_nan() { f64::NAN } else { f64::max(most, x.abs()) })
}

#[track_caller]
fn assert_close(name: &str, actual: &Array2<f64>, expected: &Array2<f64>, size: f64) {
    let apart = largest(&(actual - expected));
    let limit = 1e-14 * actual.nrows().max(8) as f64 * size;
    assert!(apart <= limit, "{name} of {:?}: apart by {apart}", actual.dim());
}

#[track_caller]
fn assert_orthonormal(name: &str, q: &Array2<f64>) {
    assert_close(name, &q.t().dot(q), &Array2::eye(q.ncols()), 1.0);
}

/// Orders up to one that faer divides and conquers.
const ORDERS: [usize; 5] = [1, 2, 3, 17, 130];

#[test]
fn singular_values_of_structured_matrices_are_in_order_and_right() {
    for n in ORDERS {
        for (name, square) in squares(n) {
            for a in
                [square.clone(), square.slice_axis(Axis(1), (..n.div_ceil(2)).into()).to_owned()]
            {
                let (u, s, vh) = svd(a.view(), None).unwrap();
                let norm = a.iter().map(|x| x * x).sum::<f64>().sqrt();
                assert_orthonormal(name, &u);
                assert_orthonormal(name, &vh.t().to_owned());
                assert!(s.iter().zip(s.iter().skip(1)).all(|(a, b)| a >= b && *b >= 0.0), "{name}");
                assert_close(name, &(&u * &s).dot(&vh), &a, norm);
                let alone = svdvals(a.view()).unwrap().insert_axis(Axis(1));
                assert_close(name, &alone, &s.insert_axis(Axis(1)), norm);
            }
        }
    }
}

#[test]
fn singular_values_of_a_checkerboard_are_two() {
    let n = 130;
    let a = Array2::from_shape_fn((n, n), |(i, j)| ((i + j) % 2) as f64);
    for s in [svd(a.view(), None).unwrap().1, svdvals(a.view()).unwrap()] {
        assert!((s[0] - 65.0).abs() < 1e-11 && (s[1] - 65.0).abs() < 1e-11, "{s}");
        assert!(s.iter().skip(2).all(|&s| s < 1e-11), "{s}");
    }
    assert_eq!(matrix_rank(a.view(), None), Ok(2));
    // The inverse of what has the singular value 65 twice.
    let expected = a.t().mapv(|x| x / (65.0 * 65.0));
    assert_close("pinv", &pinv(a.view(), Some(1e-12)).unwrap(), &expected, 1.0);
}

#[test]
fn eigenvalues_of_structured_matrices_are_in_order_and_right() {
    for n in ORDERS {
        for (name, square) in squares(n) {
            let a = &square + &square.t();
            let norm = a.iter().map(|x| x * x).sum::<f64>().sqrt();
            let (values, vectors) = eigh(a.view()).unwrap();
            assert_orthonormal(name, &vectors);
            assert!(values.iter().zip(values.iter().skip(1)).all(|(a, b)| a <= b), "{name}");
            assert_close(name, &(&vectors * &values).dot(&vectors.t()), &a, norm);
            let alone = eigvalsh(a.view()).unwrap().insert_axis(Axis(1));
            assert_close(name, &alone, &values.insert_axis(Axis(1)), norm);
        }
    }
}

#[test]
fn triangles_of_structured_matrices_are_right() {
    for n in ORDERS {
        for (name, a) in squares(n) {
            let norm = a.iter().map(|x| x * x).sum::<f64>().sqrt();
            let (q, r) = qr(a.view()).unwrap();
            assert_orthonormal(name, &q);
            assert_close(name, &q.dot(&r), &a, norm);
            let positive = a.t().dot(&a) + Array2::<f64>::eye(n);
            let l = cholesky(positive.view()).unwrap();
            assert_close(name, &l.dot(&l.t()), &positive, norm * norm + 1.0);
            let inverse = inv(positive.view()).unwrap();
            assert_close(name, &positive.dot(&inverse), &Array2::eye(n), norm * norm + 1.0);
            let (sign, logarithm) = slogdet(positive.view()).unwrap();
            let expected = 2.0 * l.diag().iter().map(|l| l.ln()).sum::<f64>();
            assert_eq!(sign, 1.0, "{name}");
            let limit = 1e-14 * n.max(8) as f64 * (norm * norm + 1.0);
            assert!((logarithm - expected).abs() <= limit, "{name}");
            let (_, logarithm) = slogdet(a.view()).unwrap();
            assert!(!logarithm.is_nan() && !det(a.view()).unwrap().is_nan(), "{name} of {n}");
        }
    }
}

#[test]
fn determinants_of_singular_matrices_of_any_order_are_0() {
    for n in [1, 2, 16, 17, 40, 130] {
        for a in [
            Array2::<f64>::zeros((n, n)),
            Array2::from_shape_fn(
                (n, n),
                |(i, j)| if n > 1 { (i / 2) as f64 * j as f64 } else { 0.0 },
            ),
        ] {
            assert_eq!(det(a.view()), Ok(0.0));
            assert_eq!(slogdet(a.view()), Ok((0.0, f64::NEG_INFINITY)));
            let a = a.mapv(|x| x as f32);
            assert_eq!(det(a.view()), Ok(0.0));
            assert_eq!(slogdet(a.view()), Ok((0.0, f32::NEG_INFINITY)));
        }
    }
}

#[test]
fn determinants_leave_the_range_only_as_a_whole() {
    let diagonal = |values: &[f64]| det(Array2::from_diag(&Array1::from(values.to_vec())).view());
    assert_eq!(diagonal(&[1e200, 1e200, 0.0]), Ok(0.0));
    assert_eq!(
        diagonal(&[1e-200, 1e-200, 1e200, 1e200]).map(|x| (x - 1.0).abs() < 1e-14),
        Ok(true)
    );
    assert_eq!(diagonal(&[2e-308, 5e307]).map(|x| (x - 1.0).abs() < 1e-14), Ok(true));
    assert_eq!(diagonal(&[1e200, -1e200]), Ok(f64::NEG_INFINITY));
    assert_eq!(diagonal(&[1e-200, 1e-200]), Ok(0.0));
    let tiny = Array2::from_diag(&Array1::from_elem(40, 1e-320));
    let (sign, logarithm) = slogdet(tiny.view()).unwrap();
    assert_eq!(sign, 1.0);
    assert!((logarithm - 40.0 * 1e-320_f64.ln()).abs() < 1e-9);
}

#[test]
fn small_numbers_beside_large_ones_are_kept() {
    for n in [2, 40] {
        let mut diagonal = Array1::from_elem(n, 1.0_f64);
        diagonal[0] = 1e200;
        diagonal[n - 1] = 1e-300;
        let a = Array2::from_diag(&diagonal);
        assert!((inv(a.view()).unwrap()[[n - 1, n - 1]] / 1e300 - 1.0).abs() < 1e-14);
        assert!((cholesky(a.view()).unwrap()[[n - 1, n - 1]] / 1e-150 - 1.0).abs() < 1e-14);
    }
}

/// Decompositions of `a` times a power of 2 are those of `a`, times what follows from it.
#[test]
fn decompositions_do_not_depend_on_the_scale() {
    for n in [3, 40, 130] {
        let a = Array2::from_shape_fn((n, n), |(i, j)| {
            ((i * 7919 + j * 104_729 + i * j * 31) % 1009) as f64 / 504.5
                + if i == j { n as f64 } else { 0.0 }
        });
        let positive = &a + &a.t();
        let b = Array1::from_shape_fn(n, |i| i as f64 - 1.5);
        for exponent in [-1000, -700, -400, 400, 700, 1000] {
            let scale = libm::ldexp(1.0, exponent);
            let (scaled, symmetric) = (&a * scale, &positive * scale);
            let near = |name, x: Array2<f64>, y: Array2<f64>, times: f64| {
                let size = largest(&y);
                assert_close(name, &(x / times), &y, size);
            };
            let column = |x: Array1<f64>| x.insert_axis(Axis(1));
            let s = svdvals(a.view()).unwrap();
            near("svdvals", column(svdvals(scaled.view()).unwrap()), column(s.clone()), scale);
            near("svd", column(svd(scaled.view(), None).unwrap().1), column(s), scale);
            assert_eq!(matrix_rank(scaled.view(), None), Ok(n));
            near("qr", qr(scaled.view()).unwrap().1, qr(a.view()).unwrap().1, scale);
            let values = eigvalsh(positive.view()).unwrap();
            near("eigh", column(eigh(symmetric.view()).unwrap().0), column(values.clone()), scale);
            near("eigvalsh", column(eigvalsh(symmetric.view()).unwrap()), column(values), scale);
            let root = libm::ldexp(1.0, exponent / 2);
            let l = cholesky(positive.view()).unwrap();
            near("cholesky", cholesky(symmetric.view()).unwrap(), l, root);
            near("inv", inv(scaled.view()).unwrap(), inv(a.view()).unwrap(), 1.0 / scale);
            near("pinv", pinv(scaled.view(), None).unwrap(), inv(a.view()).unwrap(), 1.0 / scale);
            let x = column(solve_vector(a.view(), b.view()).unwrap());
            let sides = &b * scale;
            near(
                "solve",
                column(solve_vector(scaled.view(), sides.view()).unwrap()),
                x.clone(),
                1.0,
            );
            let fit = lstsq(scaled.view(), sides.view(), None).unwrap().0;
            near("lstsq", column(fit), x, 1.0);
        }
    }
}

#[test]
fn subnormal_numbers_are_decomposed() {
    let a = array![[4.0, 1.0, 0.0], [1.0, 3.0, 1.0], [0.0, 1.0, 2.0]];
    let tiny = &a * 1e-320;
    let (expected, actual) = (eigvalsh(a.view()).unwrap(), eigvalsh(tiny.view()).unwrap());
    let ratios = |x: &Array1<f64>| x.iter().map(|x| x / 1e-320).collect::<Vec<_>>();
    for (actual, expected) in ratios(&actual).iter().zip(&expected) {
        assert!((actual - expected).abs() < 1e-2, "{actual} {expected}");
    }
    let b = tiny.sum_axis(Axis(1));
    let x = solve_vector(tiny.view(), b.view()).unwrap();
    assert!(x.iter().all(|x| (x - 1.0).abs() < 1e-12), "{x}");
    let (x, ..) = lstsq(tiny.view(), b.view(), None).unwrap();
    assert!(x.iter().all(|x| (x - 1.0).abs() < 1e-12), "{x}");
    let (q, r) = qr(tiny.view()).unwrap();
    assert_orthonormal("subnormal", &q);
    assert!((r[[0, 0]].abs() / 1e-320 - 17_f64.sqrt()).abs() < 1e-2, "{r}");
}

#[test]
fn floats_near_the_ends_of_their_range_are_decomposed() {
    let base = array![[1.0_f32, 2.0, 3.0], [4.0, 5.0, 6.0], [7.0, 8.0, 10.0]];
    let expected = svdvals(base.view()).unwrap();
    for scale in [1e-25_f32, 1e20, 1e37] {
        let (u, s, vh) = svd((&base * scale).view(), None).unwrap();
        for (s, expected) in s.iter().zip(&expected) {
            assert!((s / scale / expected - 1.0).abs() < 1e-5, "{s} of {scale}");
        }
        let back = (&u * &s).dot(&vh);
        assert!((back - &base * scale).iter().all(|x| x.abs() < 1e-5 * scale));
    }
}

#[test]
fn floats_are_decomposed_as_doubles_and_rounded() {
    for n in [8, 17] {
        // A Hilbert matrix, as close to singular as numbers of `f32` may make it, and its exact widening.
        let a = Array2::from_shape_fn((n, n), |(i, j)| {
            (1.0 / (i + j + 1) as f64) as f32 + if n == 17 && i == j { 1e-4 } else { 0.0 }
        });
        let wide = a.mapv(f64::from);
        let rounded = |x: Array2<f64>| x.mapv(|x| x as f32);
        assert_eq!(inv(a.view()).unwrap(), rounded(inv(wide.view()).unwrap()));
        assert_eq!(det(a.view()).unwrap(), det(wide.view()).unwrap() as f32);
        assert_eq!(pinv(a.view(), None).unwrap(), rounded(pinv(wide.view(), None).unwrap()));
        let (q, r) = qr(a.view()).unwrap();
        let (wide_q, wide_r) = qr(wide.view()).unwrap();
        assert_eq!((q, r), (rounded(wide_q), rounded(wide_r)));
        let values = eigvalsh(wide.view()).unwrap().mapv(|x| x as f32);
        assert_eq!(eigvalsh(a.view()).unwrap(), values);
        let values = svdvals(wide.view()).unwrap().mapv(|x| x as f32);
        assert_eq!(svdvals(a.view()).unwrap(), values);
        let b = a.column(0);
        let fit = lstsq(wide.view(), b.mapv(f64::from).view(), Some(1e-7)).unwrap().0;
        assert_eq!(lstsq(a.view(), b, Some(1e-7)).unwrap().0, fit.mapv(|x| x as f32));
    }
    let hilbert = Array2::from_shape_fn((8, 8), |(i, j)| 1.0_f32 / (i + j + 1) as f32);
    let exact = inv(hilbert.mapv(f64::from).view()).unwrap();
    let apart = inv(hilbert.view()).unwrap().mapv(f64::from) - &exact;
    assert!(largest(&apart) < 1e-7 * largest(&exact));
}

#[test]
fn least_squares_of_tall_matrices_do_not_depend_on_the_scale() {
    let ones = Array2::<f64>::ones((4, 1));
    let (solution, residual, ..) =
        lstsq(ones.view(), Array1::from_elem(4, 1.7e308).view(), None).unwrap();
    assert!((solution[0] / 1.7e308 - 1.0).abs() < 1e-15, "{solution}");
    // Rounding such numbers leaves some 1e292, whose square is infinite.
    assert!(residual >= 0.0, "{residual}");
    for m in [6, 40, 5000] {
        let a = Array2::from_shape_fn((m, 3), |(i, j)| ((i * i + i * j * 13 + j) as f64).sin());
        let expected = array![1.0, -2.0, 0.5];
        let b = a.dot(&expected);
        for (exponent_of_a, exponent_of_b) in
            [(0, 1021), (0, -1000), (1000, 1000), (-900, 100), (900, -100), (-1000, -1000)]
        {
            let scales = [exponent_of_a, exponent_of_b].map(|exponent| 2.0_f64.powi(exponent));
            let (a, b) = (&a * scales[0], &b * scales[1]);
            let (solution, residual, rank, _) = lstsq(a.view(), b.view(), None).unwrap();
            let back = 2.0_f64.powi(exponent_of_a - exponent_of_b);
            for (x, expected) in solution.iter().zip(&expected) {
                assert!((x * back - expected).abs() < 1e-12, "{m} {scales:?}: {solution}");
            }
            assert!(rank == 3 && residual >= 0.0, "{m} {scales:?}: {rank} {residual}");
        }
    }
}

#[test]
fn no_residual_is_negative_zero() {
    let a = array![[1.0_f64, 2.0], [3.0, 4.0]];
    for (a, b) in [(a.clone(), array![0.0, 0.0]), (Array2::zeros((0, 2)), Array1::zeros(0))] {
        let residual: f64 = lstsq(a.view(), b.view(), None).unwrap().1;
        assert!(residual == 0.0 && residual.is_sign_positive());
    }
}

#[test]
fn products_have_the_same_bits_by_any_number_of_threads() {
    for threads in [1, 2, 3, 8] {
        parallel::set_threads(threads).unwrap();
        for (m, k, n) in [(1, 5, 1), (17, 40, 33), (130, 300, 90)] {
            let a = Array2::from_shape_fn((m, k), |(i, j)| ((i * 7 + j * 13) as f64).sin());
            let b = Array2::from_shape_fn((k, n), |(i, j)| ((i * 3 + j * 11) as f64).cos());
            let (mut c, mut d) = (Array2::zeros((m, n)), Array2::zeros((m, n)));
            matmul(a.view(), b.view(), c.view_mut());
            parallel_matmul(a.view(), b.view(), d.view_mut()).unwrap();
            assert_eq!(c, d, "{threads} threads");
        }
    }
    parallel::set_threads(0).unwrap();
}
