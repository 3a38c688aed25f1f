//! Exported functions called as Java calls them: by symbol, with C arguments.
//!
//! The hashes in the symbols are part of what is tested. They change only with the ABI.

use std::ffi::c_void;
use std::ptr::{null, null_mut};

use arrays::abi::{
    ARRAYS_DTYPE_FLOAT64, ARRAYS_DTYPE_UINT8, ARRAYS_ERROR_ARGUMENT, ARRAYS_ERROR_ERR,
    ARRAYS_ERROR_PANIC, ARRAYS_SENTINEL_I64, ArraysOwned, ArraysRuntime, arrays_runtime,
};

/// What an author writes.
#[deny(unsafe_code)]
mod functions {
    use arrays::prelude::*;

    /// A number that says no.
    #[derive(Debug)]
    pub struct Odd(pub i64);

    impl std::fmt::Display for Odd {
        fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            write!(f, "{} is odd", self.0)
        }
    }

    #[arrays::export]
    fn sum(x: ArrayView2<f64>) -> f64 {
        x.sum()
    }

    #[arrays::export]
    fn half(x: i64) -> Result<i64, Odd> {
        match x % 2 {
            0 => Ok(x / 2),
            _ => Err(Odd(x)),
        }
    }

    #[arrays::export]
    fn narrow(x: i8, present: Option<f32>) -> f32 {
        f32::from(x) + present.unwrap_or(0.25)
    }

    #[arrays::export(shapes(x = [n], y = [n]))]
    fn double(x: &[i32], #[out] mut y: ArrayViewMut1<i32>) {
        assert!(x.len() < 4, "{} are too many", x.len());
        for (y, x) in y.iter_mut().zip(x) {
            *y = 2 * x;
        }
    }

    #[arrays::export]
    fn any(mask: ArrayViewD<bool>) -> bool {
        mask.iter().any(|&set| set)
    }

    #[arrays::export(returns(greeting, letters, grid))]
    fn greet(name: &str) -> Result<(String, usize, Array2<f64>), String> {
        if name.is_empty() {
            return Err("nobody to greet".to_owned());
        }
        let mut grid = Array2::from_elem((2, 3), 1.0);
        grid[[0, 2]] = 9.0;
        grid.invert_axis(Axis(1));
        Ok((format!("Hello, {name}"), name.chars().count(), grid))
    }
}

#[rustfmt::skip]
unsafe extern "C" {
    #[link_name = "arrays__calls::functions::sum__4ce7162a"]
    fn sum(x: *const f64, rows: i64, columns: i64, row_stride: i64, column_stride: i64) -> f64;
    #[link_name = "arrays__calls::functions::half__58e12075"]
    fn half(x: i64) -> i64;
    #[link_name = "arrays__calls::functions::narrow__4878ba49"]
    fn narrow(x: i64, is_present: i64, present: f32) -> f32;
    #[link_name = "arrays__calls::functions::double__5932e84b"]
    fn double(x: *const i32, x_length: i64, y: *mut i32, y_length: i64, y_stride: i64) -> i32;
    #[link_name = "arrays__calls::functions::any__4edf2c87"]
    fn any(mask: *const u8, rank: i64, layout: *const i64) -> i64;
    #[link_name = "arrays__calls::functions::greet__5f514199"]
    fn greet(name: *const u8, name_length: i64, slots: *mut u64) -> i32;
}

fn runtime() -> &'static ArraysRuntime {
    // SAFETY: the runtime is a static.
    unsafe { &*arrays_runtime() }
}

fn text(start: *const u8, length: i64) -> String {
    // SAFETY: pointer and length are those of a text of an error or result that is not yet released.
    let bytes = unsafe { std::slice::from_raw_parts(start, length as usize) };
    String::from_utf8(bytes.to_vec()).expect("UTF-8")
}

/// Kind, message, type name, and place of the pending error, which is released.
fn take_error() -> Option<(u32, String, String, String)> {
    let pointer = (runtime().error_take)();
    if pointer.is_null() {
        return None;
    }
    // SAFETY: just taken, released below.
    let error = unsafe { &*pointer };
    let place = format!("{}:{}", text(error.file, error.file_length), error.line);
    let told = (
        error.kind,
        text(error.message, error.message_length),
        text(error.type_name, error.type_name_length),
        place,
    );
    // SAFETY: taken above and released once.
    unsafe { (runtime().error_release)(pointer) };
    Some(told)
}

#[test]
fn a_view_with_strides() {
    let data = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0];
    // SAFETY: two rows of three, then the columns backwards.
    assert_eq!(unsafe { sum(data.as_ptr(), 2, 3, 3, 1) }, 21.0);
    // SAFETY: two rows of two, from the last column backwards.
    assert_eq!(unsafe { sum(data.as_ptr().wrapping_add(2), 2, 2, 3, -2) }, 3.0 + 1.0 + 6.0 + 4.0);
    // SAFETY: no elements.
    assert_eq!(unsafe { sum(null(), 0, 3, 3, 1) }, 0.0);
}

#[test]
fn an_err_is_pending_and_taken_once() {
    // SAFETY: only numbers.
    assert_eq!(unsafe { half(8) }, 4);
    assert_eq!(take_error(), None);
    // SAFETY: only numbers.
    assert_eq!(unsafe { half(7) }, ARRAYS_SENTINEL_I64);
    let (kind, message, type_name, place) = take_error().expect("an error");
    assert_eq!((kind, message.as_str()), (ARRAYS_ERROR_ERR, "7 is odd"));
    assert_eq!((type_name.as_str(), place.as_str()), ("calls::functions::Odd", ":0"));
    assert_eq!(take_error(), None);
}

#[test]
fn a_number_out_of_range_is_refused() {
    // SAFETY: only numbers.
    assert_eq!(unsafe { narrow(-128, 0, 7.0) }, -127.75);
    // SAFETY: only numbers.
    assert_eq!(unsafe { narrow(1, 1, 0.5) }, 1.5);
    // SAFETY: only numbers.
    assert!(unsafe { narrow(128, 0, 0.0) }.is_nan());
    let (kind, message, ..) = take_error().expect("an error");
    assert_eq!(kind, ARRAYS_ERROR_ARGUMENT);
    assert_eq!(message, "x: the value is outside the range of i8");
}

#[test]
fn a_written_array_and_a_panic() {
    let mut y = [0; 6];
    let last = y.as_mut_ptr().wrapping_add(4);
    // SAFETY: three numbers, and every other one of six backwards.
    assert_eq!(unsafe { double([1, 2, 3].as_ptr(), 3, last, 3, -2) }, 0);
    assert_eq!(y, [6, 0, 4, 0, 2, 0]);
    // SAFETY: four numbers each.
    assert_eq!(unsafe { double([1; 4].as_ptr(), 4, y.as_mut_ptr(), 4, 1) }, 1);
    assert_eq!(y, [6, 0, 4, 0, 2, 0]);
    let (kind, message, type_name, place) = take_error().expect("an error");
    assert_eq!((kind, message.as_str()), (ARRAYS_ERROR_PANIC, "4 are too many"));
    // The calls, where the environment asks for them: name, file and line of each.
    assert!(type_name.lines().all(|call| call.split('\t').count() == 3), "{type_name}");
    assert!(place.contains("tests/calls.rs:") && !place.ends_with(":0"), "{place}");
}

#[test]
fn bytes_become_bools_only_when_they_are() {
    let layout = [2_i64, 2, 2, 1];
    // SAFETY: four bytes.
    assert_eq!(unsafe { any([0, 0, 1, 0].as_ptr(), 2, layout.as_ptr()) }, 1);
    // SAFETY: four bytes.
    assert_eq!(unsafe { any([0, 0, 255, 0].as_ptr(), 2, layout.as_ptr()) }, ARRAYS_SENTINEL_I64);
    let (kind, message, ..) = take_error().expect("an error");
    assert_eq!(kind, ARRAYS_ERROR_ARGUMENT);
    assert_eq!(message, "mask: element [1, 0] has the byte 255, expected 0 or 1");
}

#[test]
fn a_tuple_in_slots() {
    let mut slots = [0_u64; 3];
    let name = "Zoë";
    // SAFETY: a text, and a slot for each of three values.
    let status = unsafe { greet(name.as_ptr(), name.len() as i64, slots.as_mut_ptr()) };
    assert_eq!((status, slots[1]), (0, 3));
    let [greeting, _, grid] = slots.map(|slot| slot as usize as *const ArraysOwned);

    // SAFETY: the slot of a text, not yet released.
    let owned = unsafe { &*greeting };
    assert_eq!((owned.dtype, owned.rank), (ARRAYS_DTYPE_UINT8, 1));
    assert_eq!(text(owned.base.cast(), owned.byte_size), "Hello, Zoë");

    // SAFETY: the slot of an array, not yet released.
    let owned = unsafe { &*grid };
    assert_eq!((owned.dtype, owned.rank), (ARRAYS_DTYPE_FLOAT64, 2));
    assert_eq!((owned.byte_size, owned.byte_offset), (48, 16));
    // SAFETY: a length for each of two axes.
    assert_eq!(unsafe { std::slice::from_raw_parts(owned.shape, 2) }, [2, 3]);
    // SAFETY: a stride for each of two axes.
    assert_eq!(unsafe { std::slice::from_raw_parts(owned.strides, 2) }, [3, -1]);
    let base: *mut c_void = owned.base;
    // SAFETY: element [0, 0] lies 16 bytes after the base, in the array's memory.
    let origin = unsafe { base.cast::<f64>().add(2) };
    // SAFETY: the address of an element.
    assert_eq!(unsafe { origin.read() }, 9.0);

    for owned in [greeting, grid] {
        // SAFETY: owned since the call and released once.
        unsafe { (runtime().owned_release)(owned) };
    }
}

#[test]
fn slots_stay_as_they_are_after_an_error() {
    let mut slots = [7_u64; 3];
    // SAFETY: an empty text, and a slot for each of three values.
    assert_eq!(unsafe { greet(null_mut(), 0, slots.as_mut_ptr()) }, 1);
    assert_eq!(slots, [7; 3]);
    let (kind, message, type_name, _) = take_error().expect("an error");
    assert_eq!((kind, message.as_str()), (ARRAYS_ERROR_ERR, "nobody to greet"));
    assert_eq!(type_name, "alloc::string::String");
}

#[test]
fn the_runtime_says_what_it_is() {
    assert_eq!(runtime().abi_version, arrays::abi::ARRAYS_ABI_VERSION);
    assert_eq!(runtime().struct_size as usize, size_of::<ArraysRuntime>());
}
