//! `#[out]` arrays, which Java allocates from the contract when the caller leaves them out.

use arrays::prelude::*;

/// Scores each row of `x` against the weights `w`.
#[arrays::export(shapes(x = [n, m], w = [m], scores = [n]))]
pub fn predict(x: ArrayView2<f64>, w: ArrayView1<f64>, #[out] mut scores: ArrayViewMut1<f64>) {
    scores.assign(&x.dot(&w));
}

/// The outer product of `x` and `y`.
#[arrays::export(shapes(x = [n], y = [m], products = [n, m]))]
pub fn outer(x: ArrayView1<f32>, y: ArrayView1<f32>, #[out] mut products: ArrayViewMut2<f32>) {
    for ((i, j), product) in products.indexed_iter_mut() {
        *product = x[i] * y[j];
    }
}

/// The first `k` squares, in an array whose length an integer parameter gives.
#[arrays::export(shapes(squares = [k]))]
pub fn squares(k: usize, #[out] mut squares: ArrayViewMut1<i64>) {
    for (i, square) in squares.iter_mut().enumerate() {
        *square = (i * i) as i64;
    }
}

/// Two arrays and a value at once: the parts of `x` and how many of its elements are negative.
#[arrays::export(shapes(x = [n], whole = [n], fraction = [n]), returns(negative))]
pub fn split(
    x: ArrayView1<f64>,
    #[out] mut whole: ArrayViewMut1<f64>,
    #[out] mut fraction: ArrayViewMut1<f64>,
) -> i64 {
    for ((&x, whole), fraction) in x.iter().zip(&mut whole).zip(&mut fraction) {
        *whole = x.trunc();
        *fraction = x.fract();
    }
    x.iter().filter(|&&x| x < 0.0).count() as i64
}

/// Where the elements of `x` are above `threshold`.
#[arrays::export(shapes(x = [n], above = [n]))]
pub fn mask_above(x: ArrayView1<f64>, threshold: f64, #[out] mut above: ArrayViewMut1<bool>) {
    for (&x, above) in x.iter().zip(&mut above) {
        *above = x > threshold;
    }
}
