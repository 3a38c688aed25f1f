//! The symbols of functions that are called in parts, as Java calls them.
//!
//! The hashes in the symbols are part of what is tested. They change only with the ABI.

use std::cell::Cell;

use arrays::abi::{
    ARRAYS_ERROR_ARGUMENT, ARRAYS_ERROR_ERR, ARRAYS_ERROR_PANIC, ArraysRuntime, arrays_runtime,
};

thread_local! {
    static LIVE: Cell<i64> = const { Cell::new(0) };
}

/// What an author writes.
#[deny(unsafe_code)]
mod functions {
    use super::LIVE;
    use arrays::prelude::*;
    use std::ops::Add;

    #[arrays::export(shapes(x = [m, n], w = [m], sums = [n]), split = n)]
    fn weigh(x: ArrayView2<f64>, w: ArrayView1<f64>, #[out] mut sums: ArrayViewMut1<f64>) {
        sums.assign(&w.dot(&x));
    }

    #[arrays::export(shapes(x = [n, 2], y = [n]), split = n)]
    fn fill(x: ArrayViewD<i32>, y: &mut [i32]) {
        for (row, y) in x.axis_iter(Axis(0)).zip(y) {
            *y = row.sum();
        }
    }

    #[arrays::export(split = elementwise)]
    fn negate(x: ArrayViewD<f32>, mut y: ArrayViewMutD<f32>) -> Result<(), String> {
        y.assign(&-&x);
        match x.iter().find(|x| x.is_nan()) {
            None => Ok(()),
            Some(_) => Err("there is a NaN".to_owned()),
        }
    }

    #[arrays::export(shapes(x = [n, m], y = [n, m]), split = elementwise)]
    fn copy(x: ArrayView2<u8>, mut y: ArrayViewMut2<u8>) {
        y.assign(&x);
    }

    #[arrays::export(shapes(z = broadcast(x, y)), split = elementwise)]
    fn add(x: ArrayViewD<f64>, y: &[f64], #[out] mut z: ArrayViewMutD<f64>) {
        z.assign(&x);
        z += &ArrayView1::from(y);
    }

    #[arrays::export(shapes(x = [n]), split = n, combine = Add::add)]
    fn sum(x: ArrayView1<f32>) -> f32 {
        x.iter().sum()
    }

    #[arrays::export(split = elementwise, combine = |a, b| a + b)]
    fn count(mask: ArrayViewD<bool>) -> usize {
        mask.iter().filter(|&&set| set).count()
    }

    /// What comes before a part, and a witness that is alive until dropped.
    struct Before(f64);

    impl Default for Before {
        fn default() -> Self {
            LIVE.set(LIVE.get() + 1);
            Self(0.0)
        }
    }

    impl Drop for Before {
        fn drop(&mut self) {
            LIVE.set(LIVE.get() - 1);
        }
    }

    impl Before {
        fn go_on(
            &mut self,
            range: std::ops::Range<usize>,
            x: &[f64],
            y: ArrayViewMut1<f64>,
        ) -> Result<(), String> {
            assert_eq!(range.len(), y.len());
            Zip::from(y).and(&x[range]).for_each(|y, x| {
                self.0 += x;
                *y = self.0;
            });
            if self.0.is_nan() { Err("there is a NaN".to_owned()) } else { Ok(()) }
        }
    }

    #[arrays::export(shapes(x = [n], y = [n]), split = n, scan = Before::go_on)]
    fn cumsum(x: &[f64], y: ArrayViewMut1<f64>) -> Result<(), String> {
        Before::default().go_on(0..x.len(), x, y)
    }

    /// Least and greatest, and a witness that is alive until dropped.
    struct Range(f64, f64);

    impl Range {
        fn of(x: &[f64], limit: f64) -> Result<Self, String> {
            LIVE.set(LIVE.get() + 1);
            let range = Self(
                x.iter().copied().fold(f64::INFINITY, f64::min),
                x.iter().copied().fold(f64::NEG_INFINITY, f64::max),
            );
            if range.1 > limit {
                return Err(format!("{} is too much", range.1));
            }
            assert!(range.0 >= -limit, "{} is too little", range.0);
            Ok(range)
        }

        fn merge(left: Self, right: Self) -> Self {
            LIVE.set(LIVE.get() + 1);
            Self(left.0.min(right.0), left.1.max(right.1))
        }

        fn values(self) -> (f64, f64) {
            (self.0, self.1)
        }
    }

    impl Drop for Range {
        fn drop(&mut self) {
            LIVE.set(LIVE.get() - 1);
        }
    }

    #[arrays::export(
        shapes(x = [n]),
        returns(least, greatest),
        split = n,
        combine = Range::merge,
        partial = Range::of,
        finish = Range::values
    )]
    fn range(x: &[f64], limit: f64) -> Result<(f64, f64), String> {
        Range::of(x, limit).map(Range::values)
    }
}

#[rustfmt::skip]
unsafe extern "C" {
    #[link_name = "arrays__parts::functions::weigh__72c38d85__part"]
    fn weigh(
        x: *const f64, rows: i64, columns: i64, row_stride: i64, column_stride: i64,
        w: *const f64, w_length: i64, w_stride: i64, sums: *mut f64, sums_length: i64, sums_stride: i64,
        start: i64, end: i64,
    ) -> i32;
    #[link_name = "arrays__parts::functions::fill__3e73b58d__part"]
    fn fill(x: *const i32, rank: i64, layout: *const i64, y: *mut i32, y_length: i64, start: i64, end: i64) -> i32;
    #[link_name = "arrays__parts::functions::negate__c8566d8c__part"]
    fn negate(
        x: *const f32, x_rank: i64, x_layout: *const i64, y: *mut f32, y_rank: i64, y_layout: *const i64,
        start: i64, end: i64,
    ) -> i32;
    #[link_name = "arrays__parts::functions::copy__4f8925ac__part"]
    fn copy(
        x: *const u8, x_rows: i64, x_columns: i64, x_row_stride: i64, x_column_stride: i64,
        y: *mut u8, y_rows: i64, y_columns: i64, y_row_stride: i64, y_column_stride: i64,
        start: i64, end: i64,
    ) -> i32;
    #[link_name = "arrays__parts::functions::add__7e1b36e3__part"]
    fn add(
        x: *const f64, x_rank: i64, x_layout: *const i64, y: *const f64, y_length: i64,
        z: *mut f64, z_rank: i64, z_layout: *const i64, start: i64, end: i64,
    ) -> i32;
    #[link_name = "arrays__parts::functions::sum__4cc9a11d__part"]
    fn sum(x: *const f32, length: i64, stride: i64, start: i64, end: i64, unit: i64, state: *mut u64) -> f32;
    #[link_name = "arrays__parts::functions::count__cca804e9__part"]
    fn count(
        mask: *const u8, rank: i64, layout: *const i64, start: i64, end: i64, unit: i64, state: *mut u64,
    ) -> i64;
    #[link_name = "arrays__parts::functions::range__8c096574__part"]
    fn range(
        x: *const f64, length: i64, limit: f64, start: i64, end: i64, unit: i64, state: *mut u64,
        slots: *mut u64,
    ) -> i32;
    #[link_name = "arrays__parts::functions::cumsum__48cb9327__part"]
    fn cumsum(
        x: *const f64, x_length: i64, y: *mut f64, y_length: i64, y_stride: i64, start: i64, end: i64,
        unit: i64, state: *mut u64,
    ) -> i32;
}

/// Kind and message of the pending error, which is released.
fn take_error() -> Option<(u32, String)> {
    // SAFETY: the runtime is a static.
    let runtime: &ArraysRuntime = unsafe { &*arrays_runtime() };
    let pointer = (runtime.error_take)();
    if pointer.is_null() {
        return None;
    }
    // SAFETY: just taken, released below.
    let error = unsafe { &*pointer };
    // SAFETY: pointer and length are those of the message.
    let message =
        unsafe { std::slice::from_raw_parts(error.message, error.message_length as usize) };
    let told = (error.kind, String::from_utf8(message.to_vec()).expect("UTF-8"));
    // SAFETY: taken above and released once.
    unsafe { (runtime.error_release)(pointer) };
    Some(told)
}

/// Starts and ends of parts of `0..length` that begin at multiples of `step`.
fn parts(length: i64, step: i64) -> Vec<(i64, i64)> {
    (0..length).step_by(step as usize).map(|start| (start, length.min(start + step))).collect()
}

#[test]
fn the_arrays_of_the_axis_are_cut_and_others_are_whole() {
    let x: Vec<f64> = (0..15).map(f64::from).collect();
    let w = [1.0, 100.0, 10_000.0];
    for step in 1..=6 {
        let mut sums = [0.0; 5];
        for (start, end) in parts(5, step) {
            // SAFETY: three rows of five, their columns backwards.
            let status = unsafe {
                weigh(&x[4], 3, 5, 5, -1, w.as_ptr(), 3, 1, sums.as_mut_ptr(), 5, 1, start, end)
            };
            assert_eq!(status, 0);
        }
        assert_eq!(sums, [140_904.0, 130_803.0, 120_702.0, 110_601.0, 100_500.0]);
    }
}

#[test]
fn a_part_touches_nothing_else() {
    let (x, layout) = ([1, 2, 3, 4, 5, 6], [3_i64, 2, 2, 1]);
    let mut y = [-1; 3];
    for (start, end, expected) in [(1, 2, [-1, 7, -1]), (3, 3, [-1, 7, -1]), (0, 1, [3, 7, -1])] {
        // SAFETY: three rows of two, and three numbers.
        let status = unsafe { fill(x.as_ptr(), 2, layout.as_ptr(), y.as_mut_ptr(), 3, start, end) };
        assert_eq!((status, y), (0, expected));
    }
}

#[test]
fn arrays_that_are_broadcast_are_cut_where_they_have_the_axis() {
    let (x, y) = ([10.0, 20.0, 30.0], [1.0, 2.0, 3.0]);
    // Of the axes of `z` the first is the longest, then the last.
    for (x_layout, y_length, z_layout, expected) in [
        ([3, 1, 1, 0], 2, [3, 2, 2, 1], [11.0, 12.0, 21.0, 22.0, 31.0, 32.0]),
        ([2, 1, 1, 0], 3, [2, 3, 3, 1], [11.0, 12.0, 13.0, 21.0, 22.0, 23.0]),
        ([1, 1, 0, 0], 3, [2, 3, 3, 1], [11.0, 12.0, 13.0, 11.0, 12.0, 13.0]),
    ] {
        for step in 1..=3 {
            let mut z = [0.0; 6];
            for (start, end) in parts(3, step) {
                let (x, y, z) = (x.as_ptr(), y.as_ptr(), z.as_mut_ptr());
                let (x_layout, z_layout): (&[i64; 4], &[i64; 4]) = (&x_layout, &z_layout);
                // SAFETY: layouts of arrays of no more elements than there are.
                let status = unsafe {
                    add(x, 2, x_layout.as_ptr(), y, y_length, z, 2, z_layout.as_ptr(), start, end)
                };
                assert_eq!(status, 0);
            }
            assert_eq!(z, expected);
        }
    }

    // An array without axes comes without a layout.
    let mut z = [0.0; 3];
    let (layout, null) = ([3_i64, 1], std::ptr::null());
    // SAFETY: one number and three ones.
    let status = unsafe {
        add(x.as_ptr(), 0, null, y.as_ptr(), 3, z.as_mut_ptr(), 1, layout.as_ptr(), 1, 3)
    };
    assert_eq!((status, z), (0, [0.0, 12.0, 13.0]));
}

#[test]
fn arrays_of_one_shape_are_cut_along_the_longest_axis() {
    let x: Vec<f32> = (0..24).map(|i| i as f32).collect();
    // Three axes of 2, 6 and 2, the middle one backwards in `y`.
    let (x_layout, y_layout) = ([2_i64, 6, 2, 12, 2, 1], [2_i64, 6, 2, 12, -2, 1]);
    for step in [1, 4, 6] {
        let mut y = vec![0.0; 24];
        for (start, end) in parts(6, step) {
            let last = y[10..].as_mut_ptr();
            // SAFETY: layouts of arrays of 24 elements.
            let status = unsafe {
                negate(x.as_ptr(), 3, x_layout.as_ptr(), last, 3, y_layout.as_ptr(), start, end)
            };
            assert_eq!(status, 0);
        }
        for (i, y) in y.into_iter().enumerate() {
            let (plane, row, column) = (i / 12, i % 12 / 2, i % 2);
            assert_eq!(y, -((plane * 12 + (5 - row) * 2 + column) as f32));
        }
    }

    let x: Vec<u8> = (0..6).collect();
    let mut y = [9; 6];
    // SAFETY: two rows of three, in `y` by columns.
    let status = unsafe { copy(x.as_ptr(), 2, 3, 3, 1, y.as_mut_ptr(), 2, 3, 1, 2, 1, 3) };
    assert_eq!((status, y), (0, [9, 9, 1, 4, 2, 5]));
}

#[test]
fn arrays_of_two_shapes_are_refused() {
    let (x, mut y) = ([1.0; 6], [0.0; 6]);
    let (x_layout, y_layout) = ([2_i64, 3, 3, 1], [3_i64, 2, 2, 1]);
    // SAFETY: layouts of arrays of six elements.
    let status = unsafe {
        negate(x.as_ptr(), 2, x_layout.as_ptr(), y.as_mut_ptr(), 2, y_layout.as_ptr(), 0, 2)
    };
    assert_eq!((status, y), (1, [0.0; 6]));
    let (kind, message) = take_error().expect("an error");
    assert_eq!(kind, ARRAYS_ERROR_ARGUMENT);
    assert!(message.starts_with("y: the shape is [3, 2], but that of x is [2, 3]"), "{message}");
}

#[test]
fn an_err_of_a_part_is_that_of_the_call() {
    let (x, mut y, layout) = ([1.0, f32::NAN], [0.0; 2], [2_i64, 1]);
    let mut part = |start, end| {
        // SAFETY: layouts of arrays of two elements.
        unsafe {
            negate(x.as_ptr(), 1, layout.as_ptr(), y.as_mut_ptr(), 1, layout.as_ptr(), start, end)
        }
    };
    assert_eq!((part(0, 1), part(1, 2)), (0, 1));
    assert_eq!(take_error(), Some((ARRAYS_ERROR_ERR, "there is a NaN".to_owned())));
}

#[test]
fn a_sum_has_the_same_bits_however_it_is_cut() {
    let x: Vec<f32> = (0..1000).map(|i| 1.0 / (i as f32 + 0.3)).collect();
    let summed = |length: i64, unit: i64, step: i64| {
        let (mut state, mut result) = (0, 0.0);
        for (start, end) in parts(length, step) {
            assert_eq!(state == 0, start == 0);
            // SAFETY: a thousand numbers backwards, and a slot.
            result = unsafe { sum(&x[999], length, -1, start, end, unit, &raw mut state) };
            assert!(end == length || result == 0.0);
        }
        assert_eq!(state, 0);
        result.to_bits()
    };
    for length in [1, 7, 64, 65, 999, 1000] {
        for unit in [1, 7, 64] {
            let expected = summed(length, unit, 1024 * unit);
            for units in 1..=9 {
                assert_eq!(summed(length, unit, units * unit), expected, "{length} {unit} {units}");
            }
        }
    }
    // So many ones are beyond what an f32 counts to one by one.
    let one = 1.0;
    let mut state = 0;
    // SAFETY: one number, repeated.
    let ones = unsafe { sum(&one, 1 << 25, 0, 0, 1 << 25, 1024, &raw mut state) };
    assert_eq!(ones, (1 << 25) as f32);
}

#[test]
fn only_the_bytes_of_the_part_are_looked_at() {
    let mask = [1, 0, 1, 1, 1, 7];
    let layout = [2_i64, 3, 3, 1];
    let mut state = 0;
    let mut part = |start, end| {
        // SAFETY: two rows of three.
        unsafe { count(mask.as_ptr(), 2, layout.as_ptr(), start, end, 1, &raw mut state) }
    };
    part(0, 2);
    assert_eq!(take_error(), None);
    part(2, 3);
    assert_eq!(
        take_error(),
        Some((
            ARRAYS_ERROR_ARGUMENT,
            "mask: element [1, 2] has the byte 7, expected 0 or 1".to_owned()
        ))
    );
    assert_eq!(state, 0);
    let layout = [2_i64, 2, 3, 1];
    // SAFETY: two rows of two.
    assert_eq!(unsafe { count(mask.as_ptr(), 2, layout.as_ptr(), 0, 2, 1, &raw mut state) }, 3);
}

/// A part of the range of ten numbers: its status, and how many accumulators live after it.
fn range_part(
    limit: f64,
    (start, end): (i64, i64),
    state: &mut u64,
    slots: &mut [u64; 2],
) -> (i32, i64) {
    let x = [3.0, -1.0, 4.0, -1.0, 5.0, -9.0, 2.0, 6.0, -5.0, 3.0];
    // SAFETY: ten numbers, and slots for the state and two values.
    let status = unsafe { range(x.as_ptr(), 10, limit, start, end, 2, state, slots.as_mut_ptr()) };
    (status, LIVE.get())
}

#[test]
fn accumulators_live_until_the_last_part() {
    let (mut state, mut slots) = (0, [0; 2]);
    assert_eq!(range_part(9.0, (0, 6), &mut state, &mut slots), (0, 2));
    assert_eq!(range_part(9.0, (6, 8), &mut state, &mut slots), (0, 1));
    assert_eq!(slots, [0; 2]);
    assert_eq!(range_part(9.0, (8, 10), &mut state, &mut slots), (0, 0));
    assert_eq!(slots.map(f64::from_bits), [-9.0, 6.0]);
    assert_eq!(state, 0);
}

#[test]
fn a_failure_in_the_middle_leaves_nothing_behind() {
    let (mut state, mut slots) = (0, [0; 2]);
    for (limit, expected) in [
        (4.5, (ARRAYS_ERROR_ERR, "5 is too much".to_owned())),
        (8.0, (ARRAYS_ERROR_PANIC, "-9 is too little".to_owned())),
    ] {
        assert_eq!(range_part(limit, (0, 4), &mut state, &mut slots), (0, 1));
        assert_ne!(state, 0);
        assert_eq!(range_part(limit, (4, 6), &mut state, &mut slots), (1, 0));
        assert_eq!(take_error(), Some(expected));
        assert_eq!(state, 0);
    }
}

#[test]
fn a_caller_who_gives_up_has_the_state_dropped() {
    let (mut state, mut slots) = (0, [0; 2]);
    assert_eq!(range_part(9.0, (0, 6), &mut state, &mut slots), (0, 2));
    assert_eq!(range_part(9.0, (0, -1), &mut state, &mut slots), (0, 0));
    assert_eq!(state, 0);
    // SAFETY: nothing but the slots is looked at.
    let status =
        unsafe { range(std::ptr::null(), 0, 0.0, 0, -1, 0, &raw mut state, slots.as_mut_ptr()) };
    assert_eq!((status, take_error()), (0, None));
}

/// A part of the running sums of ones, of which one may be something else: its status, and how many states live after
/// it.
fn cumsum_part(
    one: f64,
    (start, end): (i64, i64),
    state: &mut u64,
    y: &mut [f64; 6],
) -> (i32, i64) {
    let x = [1.0, 1.0, 1.0, one, 1.0, 1.0];
    // SAFETY: six numbers each, and a slot for the state.
    let status = unsafe { cumsum(x.as_ptr(), 6, y.as_mut_ptr(), 6, 1, start, end, 2, state) };
    (status, LIVE.get())
}

#[test]
fn a_scan_goes_on_where_the_part_before_it_ended() {
    let (mut state, mut y) = (0, [0.0; 6]);
    assert_eq!(cumsum_part(1.0, (0, 4), &mut state, &mut y), (0, 1));
    assert_ne!(state, 0);
    assert_eq!(y, [1.0, 2.0, 3.0, 4.0, 0.0, 0.0]);
    assert_eq!(cumsum_part(1.0, (4, 6), &mut state, &mut y), (0, 0));
    assert_eq!((state, y), (0, [1.0, 2.0, 3.0, 4.0, 5.0, 6.0]));
}

#[test]
fn a_scan_that_fails_or_is_given_up_has_its_state_dropped() {
    let (mut state, mut y) = (0, [0.0; 6]);
    assert_eq!(cumsum_part(f64::NAN, (0, 2), &mut state, &mut y), (0, 1));
    assert_eq!(cumsum_part(f64::NAN, (2, 4), &mut state, &mut y), (1, 0));
    assert_eq!(state, 0);
    assert_eq!(take_error(), Some((ARRAYS_ERROR_ERR, "there is a NaN".to_owned())));
    assert_eq!(cumsum_part(1.0, (0, 2), &mut state, &mut y), (0, 1));
    assert_eq!(cumsum_part(1.0, (0, -1), &mut state, &mut y), (0, 0));
    assert_eq!(state, 0);
}
