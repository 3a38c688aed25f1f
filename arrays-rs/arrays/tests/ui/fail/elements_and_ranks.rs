#![allow(unused)]

use arrays::ndarray::Ix1;
use arrays::prelude::*;

type Ix7 = Ix1;

#[arrays::export]
fn elements(a: ArrayView1<usize>, b: &[char], c: ArrayView1<Vec<f64>>) {}

#[arrays::export]
fn ranks(a: ArrayView<f64, Ix7>, b: ArrayView<'_, usize, (usize, usize)>) {}

fn main() {}
