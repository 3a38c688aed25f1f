//! All that a user may write, under the strictest lint, without ndarray as a dependency, and with names in
//! scope that an expansion could stumble over.
#![forbid(unsafe_code)]
#![deny(warnings, missing_docs, clippy::all)]
#![allow(dead_code, non_camel_case_types)]

use arrays::prelude::*;

type f64 = std::primitive::f64;
struct Ok;
struct Err;
struct Some;
struct None;
struct String;
struct call;

#[arrays::export]
fn nothing() {}

#[arrays::export]
fn scalars(a: bool, b: i8, c: i16, d: i32, e: i64, f: u8, g: u16, h: u32, i: usize, j: f32) -> i64 {
    let _ = (a, j);
    i64::from(b) + i64::from(c) + i64::from(d) + e + i64::from(f) + i64::from(g) + i64::from(h) + i as i64
}

#[arrays::export]
fn optional(a: Option<bool>, b: Option<usize>, c: Option<f32>) -> bool {
    a.is_some() && b.is_some() && c.is_some()
}

#[arrays::export(shapes(x = [n, 3, _], w = [k], out = [n, k]))]
fn views<'a>(
    x: ArrayView3<'a, std::primitive::f64>,
    w: arrays::ndarray::ArrayView<'_, f32, Ix1>,
    k: usize,
    mut y: ArrayViewMutD<u8>,
    #[out] mut out: ArrayViewMut2<bool>,
) {
    let _ = (x, w);
    y.fill(0);
    out.fill(true);
}

#[arrays::export(returns(text, numbers))]
fn tuple(label: &str, bytes: &mut [u8]) -> Result<(std::string::String, Vec<i32>), std::fmt::Error> {
    bytes.fill(0);
    Result::Ok((label.to_owned(), Vec::new()))
}

#[arrays::export]
fn io() -> std::io::Result<Array0<u64>> {
    Result::Ok(arrays::ndarray::arr0(1))
}

#[arrays::export]
fn boxed() -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
    Result::Ok(())
}

#[arrays::export(shapes(x = [n], y = [n]), split = n)]
fn split_slices(x: &[f32], y: &mut [f32], w: ArrayViewD<i8>, label: &str, limit: Option<f32>) {
    let _ = (w, label, limit);
    y.copy_from_slice(x);
}

#[arrays::export(split = elementwise)]
fn elementwise(x: ArrayViewMut6<u16>) -> Result<(), std::string::String> {
    let _ = x;
    Result::Ok(())
}

#[arrays::export(shapes(x = [_, n]), split = n, combine = std::ops::Add::add)]
fn total(x: ArrayView2<f64>) -> std::io::Result<f64> {
    Result::Ok(x.sum())
}

#[arrays::export(
    shapes(x = [n]),
    returns(sum, length),
    split = n,
    combine = |(sum, length), (more, longer)| (sum + more, length + longer),
)]
fn sum_and_length(x: ArrayViewD<f64>, w: ArrayViewD<i8>, label: &str, limit: Option<f32>) -> (f64, usize) {
    let _ = (w, label, limit);
    (x.sum(), x.len())
}

struct Mean(f64, f64);

impl Mean {
    fn of(x: ArrayView1<f64>, mask: &[bool]) -> Result<Self, std::string::String> {
        let _ = mask;
        Result::Ok(Mean(x.sum(), x.len() as f64))
    }

    fn merge(self, other: Self) -> Self {
        Mean(self.0 + other.0, self.1 + other.1)
    }
}

#[arrays::export(
    shapes(x = [n]),
    split = n,
    combine = Mean::merge,
    partial = Mean::of,
    finish = |Mean(sum, count)| sum / count,
)]
fn mean(x: ArrayView1<f64>, mask: &[bool]) -> Result<f64, std::string::String> {
    Mean::of(x, mask).map(|mean| mean.0 / mean.1)
}

#[cfg(any())]
#[arrays::export]
fn absent(x: NoSuchType) {}

#[arrays::export]
#[cfg(any())]
fn absent_too() -> f32 {
    0.0
}

#[arrays::export]
#[cfg(not(any()))]
fn absent_too() -> f32 {
    1.0
}

/// Inside.
#[arrays::export]
mod inside {
    /// A name that is a keyword of Rust.
    #[arrays::export]
    pub fn r#match(r#type: i32, class: i32) -> i32 {
        r#type + class
    }
}

macro_rules! exported {
    ($name:ident, $type:ty) => {
        #[arrays::export]
        fn $name(x: ArrayView1<$type>) -> $type {
            x[0]
        }
    };
}

exported!(first_f32, f32);
exported!(first_i32, i32);

fn main() {
    #[arrays::export]
    fn local(x: i32) -> i32 {
        x
    }
    assert_eq!(local(1), 1);
}
