#![allow(unused)]

use arrays::prelude::*;

#[arrays::export]
fn no_list<T>(x: ArrayView1<T>, more: u64) {}

#[arrays::export(types(T = [f64], U = [f64]))]
fn unknown<T>(x: ArrayView1<T>) {}

#[arrays::export(types(T = [f64, f32, String]))]
fn an_element_that_is_none<T>(x: ArrayView1<T>, more: u64) {}

#[arrays::export(types(T = [f64, f64], D = []))]
fn twice_and_never<T, D>(x: ArrayView<T, D>) {}

#[arrays::export(types(T = [u8, i8]))]
fn alike_in_java<T>(x: ArrayView1<T>) {}

#[arrays::export]
fn of_a_length<const N: usize>(x: ArrayView1<f64>) {}

#[arrays::export(types(D = [Ix1, Ix2]), shapes(y = x))]
fn another_rank<D: Dimension>(x: ArrayView<f64, D>, #[out] y: ArrayViewMut1<f64>) {}

fn main() {}
