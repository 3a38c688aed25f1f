#![allow(unused)]

struct Model;

impl Model {
    #[arrays::export]
    fn twice(x: f64) -> f64 {
        2.0 * x
    }
}

trait Scored {
    #[arrays::export]
    fn half(x: f64) -> f64 {
        x / 2.0
    }
}

fn main() {}
