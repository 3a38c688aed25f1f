#![allow(unused)]

#[arrays::export]
mod statistics {
    pub fn mean() -> f64 {
        0.0
    }
}

#[arrays::export(name = stats)]
mod named {
    #[arrays::export]
    pub fn mean() -> f64 {
        0.0
    }
}

fn main() {}
