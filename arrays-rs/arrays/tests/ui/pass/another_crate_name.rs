//! The crate under the name that a dependency `arrs = { package = "arrays" }` gives it.
#![deny(warnings)]

/// All that expansions and their authors use of the crate.
mod arrs {
    pub use arrays::{export, macro_support, ndarray, prelude};
}

#[arrs::export(crate = crate::arrs)]
pub mod vectors {
    use crate::arrs;
    use crate::arrs::prelude::*;

    /// The sum.
    #[arrs::export(crate = crate::arrs, shapes(x = [n]), split = n, combine = |a, b| a + b)]
    pub fn sum(x: ArrayView1<f64>) -> Result<f64, String> {
        Ok(x.sum())
    }

    /// The same numbers.
    #[arrs::export(crate = crate::arrs)]
    pub fn copy(x: ArrayView1<f64>) -> Array1<f64> {
        x.to_owned()
    }
}

fn main() {}
