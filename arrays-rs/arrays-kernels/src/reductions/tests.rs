//! What holds for reductions of every kind.

use super::*;
use arrays::ndarray::{Array2, array};

/// Long enough for several units along either axis, and for several threads.
fn matrix() -> Array2<f64> {
    Array2::from_shape_fn((700, 300), |(i, j)| ((i * 7919 + j * 104_729) % 1009) as f64 / 64.0)
}

#[test]
fn threads_change_no_bit() {
    let matrix = matrix();
    let flat = matrix.flatten();
    for x in [matrix.view().into_dyn(), matrix.t().into_dyn(), flat.view().into_dyn()] {
        let x = || x.view();
        assert_eq!(parallel_sum(x()), Ok(sum(x())));
        assert_eq!(parallel_mean(x()), Ok(mean(x())));
        assert_eq!(parallel_var(x(), Some(1.0)), Ok(var(x(), Some(1.0))));
        assert_eq!(parallel_std(x(), None), Ok(std(x(), None)));
        assert_eq!(parallel_min(x()), min(x()));
        assert_eq!(parallel_max(x()), max(x()));
        assert_eq!(parallel_argmin(x()), argmin_of_all(x()));
        assert_eq!(parallel_argmax(x()), argmax_of_all(x()));
        assert_eq!(parallel_norm(x(), None), norm(x(), None));
        assert_eq!(parallel_logsumexp(x()), Ok(logsumexp(x())));
    }
    let x = || flat.view();
    assert_eq!(parallel_dot(x(), x()), Ok(dot(x(), x())));
    assert_eq!(parallel_argmax(x()), argmax(x()));
}

#[test]
fn lanes_reduce_as_arrays_do() {
    let matrix = matrix();
    for (axis, lanes) in [(0, matrix.columns()), (1, matrix.rows())] {
        let x = || matrix.view().into_dyn();
        let ddof = Some(1.0);
        for (i, lane) in lanes.into_iter().enumerate() {
            let lane = || lane.view();
            if i % 97 == 0 {
                assert_eq!(sum_axis(x(), axis).expect("sums")[i], sum(lane()));
                assert_eq!(mean_axis(x(), axis - 2).expect("means")[i], mean(lane()));
                assert_eq!(nanstd_axis(x(), axis, ddof).expect("stds")[i], std(lane(), ddof));
                assert_eq!(max_axis(x(), axis).map(|y| y[i]), max(lane()));
                assert_eq!(argmin_axis(x(), axis).map(|y| y[i]), argmin(lane()));
                assert_eq!(norm_axis(x(), axis, ddof).map(|y| y[i]), norm(lane(), ddof));
                let logs = logsumexp_axis(x(), axis).expect("logarithms");
                assert_eq!(logs[i], logsumexp(lane()));
            }
        }
    }
}

#[test]
fn empty_arrays_reduce_as_in_numpy() {
    let empty = ArrayView1::<f64>::from(&[]);
    assert_eq!((sum(empty), nansum(empty), prod(empty), dot(empty, empty)), (0.0, 0.0, 1.0, 0.0));
    assert_eq!(sum_whole(ArrayView1::<i32>::from(&[])), 0);
    assert!(mean(empty).is_nan() && nanmean(empty).is_nan() && std(empty, None).is_nan());
    assert_eq!(logsumexp(empty), f64::NEG_INFINITY);
    assert_eq!(norm(empty, None), Ok(0.0));
    let columns = Array2::<f64>::zeros((0, 3)).into_dyn();
    assert_eq!(sum_axis(columns.view(), 0), Ok(array![0.0, 0.0, 0.0].into_dyn()));
    let error = min_axis(columns.view(), 0).expect_err("no element");
    assert_eq!(
        error.to_string(),
        "zero-size array to reduction operation minimum which has no identity"
    );
    assert_eq!(max_axis(columns.view(), 1), Ok(Array1::zeros(0).into_dyn()));
}

#[test]
fn an_axis_without_elements_is_refused_where_one_is_needed() {
    let words = "zero-size array to reduction operation maximum which has no identity";
    for (shape, axis) in [(vec![0, 3], 0), (vec![3, 0], -1), (vec![0, 0], 0), (vec![2, 0, 3], 1)] {
        let x = ArrayD::<f64>::zeros(shape);
        let mut y = x.clone();
        let refused = [
            softmax_axis(x.view(), axis, y.view_mut()).expect_err("no element"),
            log_softmax_axis(x.view(), axis, y.view_mut()).expect_err("no element"),
            max_axis(x.view(), axis).expect_err("no element"),
        ];
        assert!(refused.iter().all(|error| error.to_string() == words));
        assert_eq!(cumsum_axis(x.view(), axis, y.view_mut()), Ok(()));
        assert!(sum_axis(x.view(), axis).expect("sums").iter().all(|&sum| sum == 0.0));
    }
    for (shape, axis) in [(vec![0, 3], 1), (vec![3, 0], 0), (vec![2, 0, 3], 2)] {
        let x = ArrayD::<f64>::zeros(shape);
        assert_eq!(softmax_axis(x.view(), axis, x.clone().view_mut()), Ok(()));
        assert!(max_axis(x.view(), axis).expect("no lanes").is_empty());
    }
}

#[test]
fn ddof_is_taken_from_the_count() {
    let x = array![1.0, 2.0, 3.0, 4.0];
    assert_eq!(std(x.view(), None), 1.25_f64.sqrt());
    assert_eq!(std(x.view(), Some(1.0)), (5.0 / 3.0_f64).sqrt());
    assert_eq!(std(x.view(), Some(4.0)), f64::INFINITY);
    assert!(nanstd(x.view(), Some(4.0)).is_nan());
    let odd = array![f64::NAN, 1.0, 3.0, f64::NAN];
    assert_eq!(nanvar(odd.view(), Some(1.0)), 2.0);
    assert_eq!((nanmean(odd.view()), nansum(odd.view())), (2.0, 4.0));
}
