#![allow(unused)]

#[arrays::export]
struct Model;

#[arrays::export]
const ANSWER: i32 = 42;

fn main() {}
