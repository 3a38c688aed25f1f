use super::*;
use arrays::ndarray::{Array1, Slice, array};

/// Numbers without order, among them every kind that is special.
fn shuffled(len: usize) -> Vec<f64> {
    let special = [f64::NAN, -0.0, f64::INFINITY, 0.0, f64::NEG_INFINITY, -f64::NAN, 5e-324];
    (0..len)
        .map(|i| match i % 11 {
            kind @ 0..7 => special[kind],
            _ => ((i * 7919) % 1009) as f64 - 500.0,
        })
        .collect()
}

/// A view of every other element, backwards, and what it is a view of.
fn every_other<T: Sortable>(values: &[T]) -> Array1<T> {
    let mut wide = Array1::from_elem(2 * values.len(), T::one());
    wide.slice_axis_mut(Axis(0), BACKWARDS).assign(&ArrayView1::from(values));
    wide
}

const BACKWARDS: Slice = Slice { start: 0, end: None, step: -2 };

fn is_sorted(x: ArrayView1<f64>) -> bool {
    let numbers = x.iter().take_while(|value| !value.is_nan()).count();
    let (numbers, rest) = x.split_at(Axis(0), numbers);
    rest.iter().all(|value| value.is_nan())
        && numbers.iter().zip(numbers.iter().skip(1)).all(|(a, b)| a <= b)
}

fn bits(x: ArrayView1<f64>) -> Vec<u64> {
    let mut bits: Vec<u64> = x.iter().map(|value| value.to_bits()).collect();
    bits.sort_unstable();
    bits
}

#[test]
fn every_length_and_layout_is_sorted() {
    for len in [0, 1, 2, 3, 20, 21, 1000, 40_000] {
        for sort in [sort, parallel_sort] {
            let values = Array1::from(shuffled(len));
            let mut whole = values.clone();
            sort(whole.view_mut()).expect("memory");
            assert!(is_sorted(whole.view()), "{whole}");
            assert_eq!(bits(whole.view()), bits(values.view()));

            let mut wide = every_other(&shuffled(len));
            sort(wide.slice_axis_mut(Axis(0), BACKWARDS)).expect("memory");
            let backwards = wide.slice_axis(Axis(0), BACKWARDS);
            assert!(is_sorted(backwards), "{backwards}");
            assert_eq!(bits(backwards), bits(values.view()));
            assert!(wide.slice_axis(Axis(0), Slice::new(0, None, 2)).iter().all(|&v| v == 1.0));
        }
    }
}

#[test]
fn every_type_is_sorted() {
    let mut x = array![3_i64, i64::MIN, -1, i64::MAX, 0];
    sort(x.view_mut()).expect("memory");
    assert_eq!(x, array![i64::MIN, -1, 0, 3, i64::MAX]);
    let mut x = array![3_i32, i32::MIN, -1, i32::MAX, 0];
    sort(x.view_mut()).expect("memory");
    assert_eq!(x, array![i32::MIN, -1, 0, 3, i32::MAX]);
    let x = array![3.0_f32, f32::NEG_INFINITY, -1.0, f32::MAX, 0.0];
    let mut y = Array1::zeros(5);
    sorted(x.view(), y.view_mut()).expect("memory");
    assert_eq!(y, array![f32::NEG_INFINITY, -1.0, 0.0, 3.0, f32::MAX]);
}

#[test]
fn lanes_are_sorted_along_an_axis() {
    let x = array![[3.0, 1.0, 2.0], [0.0, f64::NAN, -1.0]].into_dyn();
    let mut rows = x.clone();
    sort_axis(rows.view_mut(), -1).expect("an axis");
    assert_eq!(rows.as_slice().expect("whole")[..5], [1.0, 2.0, 3.0, -1.0, 0.0]);
    let mut columns = x.clone();
    sort_axis(columns.view_mut(), 0).expect("an axis");
    assert_eq!(columns.as_slice().expect("whole")[..4], [0.0, 1.0, -1.0, 3.0]);
    let indices = argsort_axis(x.view(), 0).expect("an axis");
    assert_eq!(indices, array![[1, 0, 1], [0, 1, 0]].into_dyn());
    let indices = argsort_axis(x.view(), 1).expect("an axis");
    assert_eq!(indices, array![[1, 2, 0], [2, 0, 1]].into_dyn());

    let words = "axis 2 is out of bounds for array of dimension 2";
    assert_eq!(sort_axis(rows.view_mut(), 2).expect_err("no axis").to_string(), words);
    assert_eq!(argsort_axis(x.view(), 2).expect_err("no axis").to_string(), words);
    let mut empty = ArrayD::<f64>::zeros(vec![3, 0]);
    sort_axis(empty.view_mut(), 1).expect("an axis");
    sort_axis(empty.view_mut(), 0).expect("an axis");
    let mut scalar = ArrayD::<f64>::zeros(vec![]);
    assert!(sort_axis(scalar.view_mut(), -1).is_err());
}

fn indices_of<T: Sortable>(x: &[T]) -> Vec<i64> {
    let mut expected: Vec<i64> = (0..x.len() as i64).collect();
    expected.sort_by_key(|&i| x[i as usize].rank());
    expected
}

#[test]
fn argsort_is_stable_for_every_length_and_layout() {
    for len in [0, 1, 2, 3, 20, 1000, 40_000] {
        let x = shuffled(len);
        // Ranks that differ in bits for which there is no room beside the index.
        let near: Vec<f64> = x.iter().map(|v| 1.0 + (v.abs() as i64 as f64) * 1e-16).collect();
        let far: Vec<f64> =
            near.iter().zip(&x).map(|(a, b)| if *b < 0.0 { -a } else { *a }).collect();
        for values in [x, near, far] {
            for argsort in [argsort, parallel_argsort] {
                let mut indices = Array1::zeros(len);
                argsort(ArrayView1::from(&values), indices.view_mut()).expect("memory");
                assert_eq!(indices.to_vec(), indices_of(&values));

                let wide = every_other(&values);
                let mut places = every_other(&vec![0; len]);
                let backwards = wide.slice_axis(Axis(0), BACKWARDS);
                argsort(backwards, places.slice_axis_mut(Axis(0), BACKWARDS)).expect("memory");
                assert_eq!(places.slice_axis(Axis(0), BACKWARDS).to_vec(), indices_of(&values));
            }
        }
    }
    let integers: Vec<i32> = shuffled(1000).iter().map(|&v| v as i32 % 10).collect();
    let mut indices = Array1::zeros(1000);
    argsort(ArrayView1::from(&integers), indices.view_mut()).expect("memory");
    assert_eq!(indices.to_vec(), indices_of(&integers));
}

#[test]
fn values_are_inserted_where_they_keep_the_order() {
    for len in [0, 1, 2, 3, 7, 64, 100] {
        let mut sorted = Array1::from(shuffled(len));
        sort(sorted.view_mut()).expect("memory");
        let values = Array1::from(shuffled(45));
        let mut left = Array1::zeros(45);
        searchsorted(sorted.view(), values.view(), left.view_mut()).expect("memory");
        let mut right = Array1::zeros(45);
        searchsorted_side(sorted.view(), values.view(), "right", right.view_mut()).expect("a side");
        for ((value, left), right) in values.iter().zip(left).zip(right) {
            let count = |goes: fn(u64, u64) -> bool| {
                sorted.iter().filter(|v| goes(v.rank(), value.rank())).count() as i64
            };
            assert_eq!(left, count(|a, b| a < b), "{value} in {sorted}");
            assert_eq!(right, count(|a, b| a <= b), "{value} in {sorted}");
        }
    }
    let sorted = every_other(&[1, 2, 2, 5]);
    let values = array![[2, 6], [0, 5]];
    let mut indices = Array2::zeros((2, 2));
    let backwards = sorted.slice_axis(Axis(0), BACKWARDS);
    searchsorted(backwards, values.t(), indices.view_mut()).expect("memory");
    assert_eq!(indices, array![[1, 0], [4, 3]]);
    let error = searchsorted_side(backwards, values.view(), "middle", indices.view_mut());
    let words = "search side must be 'left' or 'right' (got 'middle')";
    assert_eq!(error.expect_err("no side").to_string(), words);
}

#[test]
fn the_first_of_either_end_come_in_order() {
    for len in [0, 1, 5, 63, 200, 1000] {
        let x = shuffled(len);
        let ascending: Vec<f64> = (0..len).map(|i| i as f64).collect();
        for x in [x, ascending] {
            for k in [0, 1, 2, 10, 100, len] {
                if k > len {
                    continue;
                }
                for largest in [true, false] {
                    let wide = every_other(&x);
                    let backwards = wide.slice_axis(Axis(0), BACKWARDS);
                    let (values, indices) = topk(backwards, k, Some(largest)).expect("memory");
                    let mut expected: Vec<i64> = (0..len as i64).collect();
                    expected.sort_by_key(|&i| {
                        let rank = x[i as usize].rank();
                        if largest { !rank } else { rank }
                    });
                    expected.truncate(k);
                    assert_eq!(indices.to_vec(), expected);
                    let bits = values.iter().map(|v| v.to_bits());
                    assert!(bits.eq(expected.iter().map(|&i| x[i as usize].to_bits())));
                }
            }
        }
    }
    let error = topk(array![1, 2].view(), 3, None).expect_err("too many");
    assert_eq!(error.to_string(), "selected index k out of range: k is 3, but x has 2 elements");
    assert_eq!(topk(array![1, 2].view(), 1, None).expect("memory").0, array![2]);
}

#[test]
fn what_is_before_the_kth_is_not_greater() {
    for len in [1, 2, 30, 500] {
        let x = Array1::from(shuffled(len));
        let mut in_order = x.clone();
        sort(in_order.view_mut()).expect("memory");
        for kth in [0, 1, len / 2, len - 1] {
            let kth = kth.min(len - 1);
            let mut moved = x.clone();
            partition(moved.view_mut(), kth as i64 - len as i64).expect("in bounds");
            assert_eq!(bits(moved.view()), bits(x.view()));
            let mut indices = Array1::zeros(len);
            argpartition(x.view(), kth as i64, indices.view_mut()).expect("in bounds");
            let by_index = indices.mapv(|i: i64| x[i as usize]);
            assert_eq!(bits(by_index.view()), bits(x.view()));
            for x in [moved, by_index] {
                let rank = x[kth].rank();
                assert_eq!(rank, in_order[kth].rank());
                assert!(x.iter().take(kth).all(|v| v.rank() <= rank));
                assert!(x.iter().skip(kth).all(|v| v.rank() >= rank));
            }
        }
    }
    let mut x = array![[3, 1, 2], [0, 9, -1]].into_dyn();
    partition_axis(x.view_mut(), 2, 1).expect("an axis");
    assert_eq!((x[[0, 2]], x[[1, 2]]), (3, 9));
    partition_axis(x.view_mut(), -1, 0).expect("an axis");
    assert_eq!(x[[1, 2]], 9);
    for (kth, words) in [(3, "kth(=3) out of bounds (3)"), (-4, "kth(=-1) out of bounds (3)")] {
        let mut x = array![1, 2, 3];
        assert_eq!(partition(x.view_mut(), kth).expect_err("out of bounds").to_string(), words);
        let error = argpartition(array![1, 2, 3].view(), kth, x.mapv(i64::from).view_mut());
        assert_eq!(error.expect_err("out of bounds").to_string(), words);
    }
}

#[test]
fn each_value_occurs_once() {
    let x = array![[2.0, f64::NAN, -0.0], [0.0, -f64::NAN, 2.0]];
    let (values, counts) = unique_counts(x.view()).expect("memory");
    assert_eq!(format!("{values}"), "[0, 2, NaN]");
    assert_eq!(counts, array![2, 2, 2]);
    for unique in [unique, parallel_unique] {
        assert_eq!(format!("{}", unique(x.view()).expect("memory")), "[0, 2, NaN]");
    }
    let (values, inverse) = unique_inverse(x.t()).expect("memory");
    assert_eq!(format!("{values}"), "[0, 2, NaN]");
    assert_eq!(inverse, array![[1, 0], [2, 2], [0, 1]]);

    let none = Array1::<i32>::zeros(0);
    assert_eq!(unique(none.view()), Ok(none.clone()));
    assert_eq!(unique_counts(none.view()), Ok((none.clone(), array![])));
    assert_eq!(unique_inverse(none.view()), Ok((none.clone(), array![])));
}

#[test]
fn what_no_memory_holds_is_refused() {
    let vast = array![1.0];
    let vast = vast.broadcast(1 << 58).expect("a view");
    assert!(unique(vast).is_err());
    assert!(unique_inverse(vast).is_err());
    assert!(topk(vast, 1, None).is_err());
    assert!(argsort_axis(vast.into_dyn(), 0).is_err());
}
