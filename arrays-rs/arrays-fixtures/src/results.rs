//! Every kind of result that is not a scalar.

use arrays::ndarray::Slice;
use arrays::prelude::*;

/// The length and the first word of `text`.
#[arrays::export(returns(length, first_word))]
pub fn words(text: &str) -> (usize, String) {
    let first = text.split_whitespace().next().unwrap_or_default();
    (text.chars().count(), first.to_owned())
}

/// A tuple whose fields have no names of their own.
#[arrays::export]
pub fn unnamed(x: ArrayView1<f64>) -> (f64, bool, f32, i8, u32) {
    (x.sum(), x.is_empty(), 0.5, -7, u32::MAX)
}

/// `text`, `times` times.
#[arrays::export]
pub fn repeat(text: &str, times: usize) -> String {
    text.repeat(times)
}

/// The whole numbers below `n`.
#[arrays::export]
pub fn range(n: usize) -> Vec<i64> {
    (0..n as i64).collect()
}

/// The identity matrix of `n` rows.
#[arrays::export]
pub fn identity(n: usize) -> Array2<f32> {
    Array2::eye(n)
}

/// A number as an array of rank 0.
#[arrays::export]
pub fn point(value: f64) -> Array0<f64> {
    arrays::ndarray::arr0(value)
}

/// A copy of `x` with its rank decided at run time, its last axis reversed and its axes in reverse order.
#[arrays::export]
pub fn mirrored(x: ArrayViewD<f64>) -> ArrayD<f64> {
    let mut owned = x.to_owned();
    if let Some(last) = owned.ndim().checked_sub(1) {
        owned.invert_axis(Axis(last));
    }
    owned.reversed_axes()
}

/// Every second element of the whole numbers below `n`, in a result that keeps the memory between.
#[arrays::export]
pub fn every_second(n: usize) -> Array1<u32> {
    let mut numbers = Array1::from_iter(0..n as u32);
    numbers.slice_axis_inplace(Axis(0), Slice::new(0, None, 2));
    numbers
}

/// Whether each element of `x` is finite.
#[arrays::export]
pub fn finite(x: ArrayView1<f64>) -> Array1<bool> {
    x.mapv(f64::is_finite)
}

/// Two arrays of different types and their common length.
#[arrays::export(returns(bytes, words, length))]
pub fn arrays(n: usize) -> (Vec<u8>, Array1<u16>, usize) {
    ((0..n).map(|i| i as u8).collect(), Array1::from_iter(0..n as u16), n)
}
