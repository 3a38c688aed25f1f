//! Where arrays lie, as Rust sees them: what tells an array that was handed over from a copy of it.

use arrays::prelude::*;

/// How many bytes the first element of `y` lies behind that of `x`.
#[arrays::export]
pub fn bytes_between(x: ArrayViewD<f64>, y: ArrayViewD<f64>) -> i64 {
    (y.as_ptr() as i64).wrapping_sub(x.as_ptr() as i64)
}
