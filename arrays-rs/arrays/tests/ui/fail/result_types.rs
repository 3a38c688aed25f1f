#![allow(unused)]

use arrays::prelude::*;

#[arrays::export]
fn text(x: &str) -> &str {
    x
}

#[arrays::export]
fn view(x: ArrayView1<f64>) -> ArrayView1<f64> {
    x
}

#[arrays::export]
fn option() -> Option<f64> {
    None
}

#[arrays::export]
fn tuple() -> (u64, f64, (f64, f64)) {
    (1, 2.0, (3.0, 4.0))
}

#[arrays::export]
fn fallible() -> Result<Vec<String>, String> {
    Ok(Vec::new())
}

#[arrays::export]
fn iterator() -> impl Iterator<Item = f64> {
    [].into_iter()
}

fn main() {}
