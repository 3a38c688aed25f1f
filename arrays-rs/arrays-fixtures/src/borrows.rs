//! Several arrays at once, read and written: what may overlap and what may not.

use arrays::prelude::*;
use std::hint::black_box;

/// Sets the elements of `a` to -1 and those of `b` to -2.
#[arrays::export]
pub fn mark(mut a: ArrayViewMutD<f64>, mut b: ArrayViewMutD<f64>) {
    a.fill(-1.0);
    b.fill(-2.0);
}

/// Copies the elements of `from` to `to`, which have one shape.
#[arrays::export]
pub fn assign(from: ArrayViewD<f64>, mut to: ArrayViewMutD<f64>) {
    to.assign(&from);
}

/// The sum of the products of `x` and `y`.
#[arrays::export(shapes(x = [n], y = [n]))]
pub fn dot(x: ArrayView1<f64>, y: ArrayView1<f64>) -> f64 {
    x.dot(&y)
}

/// Sets `z` to the sum of `x` and `y`.
#[arrays::export(shapes(x = [n], y = [n], z = [n]))]
pub fn add(x: ArrayView1<f64>, y: ArrayView1<f64>, mut z: ArrayViewMut1<f64>) {
    z.assign(&(&x + &y));
}

/// Sets the channels of a picture to 1, 2 and 3.
#[arrays::export]
pub fn paint(
    mut red: ArrayViewMut2<u8>,
    mut green: ArrayViewMut2<u8>,
    mut blue: ArrayViewMut2<u8>,
) {
    red.fill(1);
    green.fill(2);
    blue.fill(3);
}

/// Sets `to` to the integers of `from`.
#[arrays::export(shapes(from = [n], to = [n]))]
pub fn widen(from: ArrayView1<i32>, mut to: ArrayViewMut1<f64>) {
    to.zip_mut_with(&from, |to, &from| *to = f64::from(from));
}

/// Sets the elements of `x` to `value`, `rounds` times, and counts those that it then finds changed.
///
/// There are some only where another call writes `x` at the same time.
#[arrays::export]
pub fn stamp(mut x: ArrayViewMut1<f64>, value: f64, rounds: usize) -> usize {
    let mut changed = 0;
    for _ in 0..rounds {
        x.fill(value);
        // Else the compiler need not look: nobody can have written what is borrowed mutably.
        changed += black_box(&mut x).iter().filter(|&&element| element != value).count();
    }
    changed
}

/// Reads the elements of `x`, `rounds` times, and counts those that it then finds changed.
///
/// There are some only where another call writes `x` at the same time.
#[arrays::export]
pub fn watch(x: ArrayView1<f64>, rounds: usize) -> usize {
    let before = x.to_owned();
    let mut changed = 0;
    for _ in 0..rounds {
        changed += black_box(&x).iter().zip(&before).filter(|(now, before)| now != before).count();
    }
    changed
}
