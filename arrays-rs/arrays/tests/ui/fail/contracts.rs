#![allow(unused)]

use arrays::prelude::*;

#[arrays::export(shapes(y = [n], alpha = [n], label = [n]))]
fn no_such_array(x: ArrayView1<f64>, alpha: f64, label: &str) {}

#[arrays::export(shapes(y = [n]))]
fn no_array_at_all(alpha: f64) {}

#[arrays::export(shapes(x = [n], y = [n, m, k]))]
fn wrong_rank(x: ArrayView2<f64>, y: &[f64]) {}

#[arrays::export(shapes(x = [n], x = [m]))]
fn twice(x: ArrayView1<f64>) {}

#[arrays::export(shapes(x = [alpha], y = [k]))]
fn no_length(x: ArrayView1<f64>, y: ArrayView1<f64>, alpha: f64, k: Option<usize>) {}

#[arrays::export(shapes(x = [n + 1]))]
fn arithmetic(x: ArrayView1<f64>) {}

#[arrays::export(shapes(x = ["n"]))]
fn text(x: ArrayView1<f64>) {}

#[arrays::export(shapes(x = [99999999999999999999]))]
fn too_long(x: ArrayView1<f64>) {}

#[arrays::export(shapes(x = [-1]))]
fn negative(x: ArrayView1<f64>) {}

fn main() {}
