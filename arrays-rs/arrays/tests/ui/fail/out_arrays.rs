#![allow(unused)]

use arrays::prelude::*;

#[arrays::export]
fn not_arrays(#[out] a: f64, #[out] b: ArrayView1<f64>, #[out] c: &mut [f64]) {}

#[arrays::export]
fn without_a_contract(#[out] a: ArrayViewMut2<f64>, #[out] b: ArrayViewMutD<f64>) {}

#[arrays::export(shapes(a = [n], b = [n]))]
fn of_unknown_length(#[out] a: ArrayViewMut1<f64>, #[out] b: ArrayViewMut1<f64>) {}

#[arrays::export(shapes(x = [n], a = [_]))]
fn of_any_length(x: ArrayView1<f64>, #[out] a: ArrayViewMut1<f64>) {}

#[arrays::export(shapes(x = [n], a = [n]))]
fn attributes(x: ArrayView1<f64>, #[out(fresh)] a: ArrayViewMut1<f64>) {}

fn main() {}
