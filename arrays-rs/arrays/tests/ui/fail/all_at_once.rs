#![allow(unused)]

use arrays::prelude::*;

#[arrays::export(returns(a, b))]
unsafe fn many<T>(x: u64, (a, b): (f64, f64), #[out] y: f64, z: ArrayView<char, Ix9>) -> (&str, u64) {
    todo!()
}

fn main() {}
