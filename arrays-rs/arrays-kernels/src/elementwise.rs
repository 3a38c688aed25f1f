//! Functions of each element by itself.

use arrays::prelude::*;

/// The exponential function of each element of `x`.
#[arrays::export(shapes(x = [n], y = [n]), split = n)]
pub fn exp(x: ArrayView1<f64>, #[out] y: ArrayViewMut1<f64>) {
    Zip::from(y).and(x).for_each(|y, x| *y = x.exp());
}

#[cfg(test)]
mod tests {
    use super::*;
    use arrays::ndarray::{Array1, Slice, array};

    #[test]
    fn every_layout_has_its_exponentials() {
        let x = array![0.0, 1.0, f64::NEG_INFINITY, 710.0, f64::NAN];
        let mut y = Array1::zeros(10);
        exp(x.view(), y.slice_axis_mut(Axis(0), Slice::new(0, None, -2)));
        assert_eq!(y.to_vec()[2..], [0.0, f64::INFINITY, 0.0, 0.0, 0.0, 1.0_f64.exp(), 0.0, 1.0]);
        assert!(y[1].is_nan());
    }
}
