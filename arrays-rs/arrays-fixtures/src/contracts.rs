//! Shape contracts.

use arrays::prelude::*;

/// The matrix product of `a` and `b`.
#[arrays::export(shapes(a = [n, k], b = [k, m]))]
pub fn matmul(a: ArrayView2<f64>, b: ArrayView2<f64>) -> Array2<f64> {
    a.dot(&b)
}

/// The length of a vector of three components.
#[arrays::export(shapes(v = [3]))]
pub fn norm3(v: ArrayView1<f64>) -> f64 {
    v.dot(&v).sqrt()
}

/// The sum of a matrix of any number of rows and as many columns as `columns` says.
#[arrays::export(shapes(x = [_, columns]))]
pub fn sum_columns(x: ArrayView2<f64>, columns: i32) -> f64 {
    x.sum() * f64::from(columns.signum())
}

/// The trace of a square matrix of dynamic rank.
#[arrays::export(shapes(x = [n, n]))]
pub fn trace(x: ArrayViewD<f64>) -> f64 {
    (0..x.shape()[0]).map(|i| x[[i, i]]).sum()
}

/// Adds `x` to `y` and both to `z`, in place.
#[arrays::export(shapes(x = [n], y = [n], z = [n]))]
pub fn add_three(x: ArrayView1<f64>, y: ArrayView1<f64>, mut z: ArrayViewMut1<f64>) {
    z += &x;
    z += &y;
}
