#![allow(unused)]

struct Model;

impl Model {
    #[arrays::export]
    fn method(&self, x: f64) -> f64 {
        x
    }
}

#[arrays::export]
async fn later(x: f64) -> f64 {
    x
}

#[arrays::export]
unsafe fn dangerous(x: f64) -> f64 {
    x
}

#[arrays::export]
extern "C" fn foreign(x: f64) -> f64 {
    x
}

#[arrays::export]
fn generic<T, const N: usize>(x: f64) -> f64 {
    x
}

#[arrays::export]
fn patterns((a, b): (f64, f64), _: f64, ref c: f64) -> f64 {
    0.0
}

fn main() {}
