//! Several arrays at once, read and written: what may overlap and what may not.

use arrays::ndarray::Slice;
use arrays::prelude::*;
use std::fmt::Debug;
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

/// A number without a sign, of any width.
pub trait Word: Copy + Debug + PartialEq {
    /// The low bits of `value`.
    fn of(value: u64) -> Self;

    /// The number with zeros before it.
    fn to_u64(self) -> u64;
}

macro_rules! words {
    ($($ty:ty)*) => {$(
        impl Word for $ty {
            fn of(value: u64) -> Self {
                value as Self
            }

            fn to_u64(self) -> u64 {
                self.into()
            }
        }
    )*};
}

words!(u8 u16 u32 u64);

/// Adds up the elements of `x`, and gives each element of `y` its place in row-major order plus the
/// rank: along each axis all elements are reached once, in one of five ways.
#[arrays::export(types(T = [u8, u16, u32, u64], U = [u8, u16, u32, u64]))]
pub fn tour<T: Word, U: Word>(x: ArrayViewD<T>, mut y: ArrayViewMutD<U>) -> i64 {
    let sum = x.iter().fold(0_u64, |sum, x| sum.wrapping_add(x.to_u64()));
    assert_eq!(x.to_owned().reversed_axes(), x.reversed_axes(), "a copy differs");

    let places = (0..y.len() as u64).map(U::of).collect();
    let places = ArrayD::from_shape_vec(y.raw_dim(), places).expect("as many places as elements");
    y.assign(&places);
    let next = |y: U| U::of(y.to_u64().wrapping_add(1));
    for axis in 0..y.ndim() {
        let way = (axis + y.len()) % 5;
        let axis = Axis(axis);
        match way {
            0 => y.slice_axis_mut(axis, Slice::new(0, None, -1)).map_inplace(|y| *y = next(*y)),
            1 => {
                let half = y.len_of(axis) / 2;
                let (mut left, mut right) = y.view_mut().split_at(axis, half);
                left.mapv_inplace(next);
                right.mapv_inplace(next);
            }
            2 => {
                for part in y.axis_iter_mut(axis) {
                    part.into_iter().for_each(|y| *y = next(*y));
                }
            }
            3 => {
                for mut lane in y.lanes_mut(axis) {
                    lane.iter_mut().for_each(|y| *y = next(*y));
                }
            }
            _ => {
                for mut chunk in y.axis_chunks_iter_mut(axis, 2) {
                    let more = chunk.mapv(next);
                    chunk.zip_mut_with(&more, |y, &more| *y = more);
                }
            }
        }
    }
    sum as i64
}

/// Whether this library checks what debug builds check.
#[arrays::export]
pub fn is_debug_build() -> bool {
    cfg!(debug_assertions)
}
