#![allow(unused)]

#[arrays::export]
mod in_a_documented_module {
    #[arrays::export]
    pub fn rolling_mean() {}

    #[arrays::export]
    #[allow(non_snake_case)]
    pub fn rollingMean() {}
}

mod in_any_module {
    #[arrays::export]
    pub fn rolling_mean() {}

    #[arrays::export]
    #[allow(non_snake_case)]
    pub fn rollingMean() {}
}

#[arrays::export]
#[allow(non_snake_case)]
fn parameters(first_value: f64, firstValue: f64) -> f64 {
    first_value + firstValue
}

fn main() {}
