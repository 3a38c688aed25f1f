#![allow(unused)]

use arrays::prelude::*;

#[arrays::export(shape(x = [n]))]
fn unknown(x: ArrayView1<f64>) {}

#[arrays::export(shapes(x = [n]), shapes(y = [n]))]
fn twice(x: ArrayView1<f64>, y: ArrayView1<f64>) {}

#[arrays::export(shapes(x = [n]))]
mod options_on_a_module {}

#[arrays::export(name = "total", returns("sum"))]
fn quoted_name(x: ArrayView1<f64>) -> f64 {
    x.sum()
}

#[arrays::export(returns("sum"))]
fn quoted_result(x: ArrayView1<f64>) -> f64 {
    x.sum()
}

fn main() {}
