mod r#override {
    #[arrays::export]
    pub fn twice(x: f64) -> f64 {
        2.0 * x
    }
}

mod größen {
    #[arrays::export]
    pub fn half(x: f64) -> f64 {
        x / 2.0
    }
}

fn main() {}
