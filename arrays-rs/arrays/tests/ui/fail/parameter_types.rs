#![allow(unused)]

use std::collections::HashMap;

use arrays::prelude::*;

#[arrays::export]
fn scalars(a: u64, b: isize, c: char, d: Option<&str>) {}

#[arrays::export]
fn owned(a: String, b: Vec<f64>, c: Array1<f64>, d: HashMap<String, f64>) {}

#[arrays::export]
fn references(a: &ArrayView1<f64>, b: &mut ArrayViewMut1<f64>, c: &Vec<f64>, d: &mut str) {}

#[arrays::export]
fn callback(f: impl Fn(f64) -> f64, g: fn(f64) -> f64) {}

#[arrays::export]
fn texts(a: Vec<String>, b: &Vec<String>, c: &[&str], d: &f64) {}

fn main() {}
