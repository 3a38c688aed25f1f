#![allow(unused)]

#[arrays::export(returns(a))]
fn nothing() {}

#[arrays::export(returns(a, b))]
fn one() -> f64 {
    0.0
}

#[arrays::export(returns(a))]
fn two() -> (f64, f64) {
    (0.0, 0.0)
}

#[arrays::export(returns(first_value, firstValue))]
fn twins() -> (f64, f64) {
    (0.0, 0.0)
}

fn main() {}
