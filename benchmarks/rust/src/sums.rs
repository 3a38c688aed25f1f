//! Functions with several arrays and next to no work: what is measured is the call.

use arrays::prelude::*;

/// The sum of the elements of three arrays.
#[arrays::export(shapes(x = [n], y = [n], z = [n]))]
pub fn sum_three(x: ArrayView1<f64>, y: ArrayView1<f64>, z: ArrayView1<f64>) -> f64 {
    x.sum() + y.sum() + z.sum()
}
