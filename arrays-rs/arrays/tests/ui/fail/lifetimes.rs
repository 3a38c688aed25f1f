#![allow(unused)]

use arrays::prelude::*;

#[arrays::export]
fn kept(x: ArrayView1<'static, f64>, y: &'static [f64], name: &'static str) {}

fn main() {}
