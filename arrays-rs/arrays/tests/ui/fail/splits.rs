#![allow(unused)]

use arrays::prelude::*;

#[arrays::export(shapes(x = [n], y = [m]), combine = f64::max)]
fn no_split(x: ArrayView1<f64>, mut y: ArrayViewMut1<f64>) -> f64 {
    0.0
}

#[arrays::export(shapes(x = [n], y = [m], k = [n, n]), split = n, partial = f64::abs, finish = f64::abs)]
fn many(x: &[f64], y: &mut [f64], n: i64, k: ArrayView2<u8>) -> String {
    String::new()
}

#[arrays::export(shapes(x = [n]), split = m, combine = |a, b| a, finish = f64::abs)]
fn another_axis(x: ArrayView1<f64>) -> Vec<f64> {
    Vec::new()
}

#[arrays::export(shapes(x = [n], y = [n, m]), split = elementwise)]
fn two_shapes(x: ArrayView1<f64>, y: ArrayView2<f64>) {}

#[arrays::export(shapes(x = [n]), split = n, combine = f64::max(1.0, 2.0))]
fn no_function(x: ArrayView1<f64>) -> f64 {
    0.0
}

#[arrays::export(split = 0)]
fn no_symbol(mut x: ArrayViewMut1<f64>) {}

#[arrays::export(shapes(x = [n], y = [n]), split = n, scan = no_range)]
fn copy(x: ArrayView1<f64>, mut y: ArrayViewMut1<f64>) {
    y.assign(&x);
}

fn no_range(_: &mut f64, x: ArrayView1<f64>, mut y: ArrayViewMut1<f64>) {
    y.assign(&x);
}

fn main() {}
