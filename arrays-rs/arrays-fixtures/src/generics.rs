//! Generic functions, and functions that are overloads of one Java method.

use std::iter::Sum;
use std::ops::{Add, Mul};

use arrays::prelude::*;

/// A number of either precision.
pub trait Real: Copy + Send + Add<Output = Self> + Mul<Output = Self> + PartialOrd {
    /// The number `value`.
    fn of(value: f64) -> Self;

    /// The number as an `f64`.
    fn to_f64(self) -> f64;
}

impl Real for f64 {
    fn of(value: f64) -> Self {
        value
    }

    fn to_f64(self) -> f64 {
        self
    }
}

impl Real for f32 {
    fn of(value: f64) -> Self {
        value as Self
    }

    fn to_f64(self) -> f64 {
        f64::from(self)
    }
}

/// What [`checked_total`] refuses.
#[derive(Debug)]
pub struct TooLarge<T>(T);

impl<T: Real> std::fmt::Display for TooLarge<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} is too large", self.0.to_f64())
    }
}

/// The square of each element of `x`.
#[arrays::export(types(T = [f64, f32], D = [Ix1, IxDyn]), shapes(y = x), split = elementwise)]
pub fn square<T: Real, D: Dimension>(x: ArrayView<T, D>, #[out] mut y: ArrayViewMut<T, D>) {
    y.zip_mut_with(&x, |y, &x| *y = x * x);
}

macro_rules! squares_of_rank {
    ($($name:ident: $dimension:ident),*) => {$(
        /// The square of each element of `x`, of one rank.
        #[arrays::export(types(T = [f64, f32], D = [$dimension]), shapes(y = x))]
        pub fn $name<T: Real, D: Dimension>(x: ArrayView<T, D>, #[out] y: ArrayViewMut<T, D>) {
            square(x, y);
        }
    )*};
}

squares_of_rank!(square0: Ix0, square2: Ix2, square3: Ix3, square4: Ix4, square5: Ix5, square6: Ix6);

/// The sum of the elements of `x`.
#[arrays::export(
    types(T = [f64, f32, i64, i32], D = [Ix1, IxDyn]), split = elementwise, combine = Add::add
)]
pub fn total<T: Copy + Send + Add<Output = T> + Sum, D: Dimension>(x: ArrayView<T, D>) -> T {
    x.iter().copied().sum()
}

/// The sums of the elements of `x` along `axis`.
#[arrays::export(name = total, types(T = [f64, f32]))]
pub fn total_axis<T: Real>(x: ArrayViewD<T>, axis: i64) -> Result<ArrayD<T>, String> {
    let known = usize::try_from(axis).ok().filter(|&axis| axis < x.ndim());
    let axis = known.ok_or_else(|| format!("axis {axis} is out of bounds"))?;
    Ok(x.map_axis(Axis(axis), |lane| lane.iter().fold(T::of(0.0), |sum, &x| sum + x)))
}

/// The sum of two arrays of one shape, element by element.
#[arrays::export(types(T = [f64, f32]), shapes(y = x, z = x), split = elementwise)]
pub fn add<T: Real>(x: ArrayView1<T>, y: ArrayView1<T>, #[out] mut z: ArrayViewMut1<T>) {
    azip!((z in &mut z, &x in &x, &y in &y) *z = x + y);
}

/// The sum of two arrays whose shapes can be broadcast together, element by element.
#[arrays::export(
    name = add, types(T = [f64, f32]), shapes(z = broadcast(x, y)), split = elementwise
)]
pub fn add_broadcast<T: Real>(x: ArrayViewD<T>, y: ArrayViewD<T>, #[out] mut z: ArrayViewMutD<T>) {
    let shape = z.raw_dim();
    if let (Some(x), Some(y)) = (x.broadcast(shape.clone()), y.broadcast(shape)) {
        azip!((z in &mut z, &x in x, &y in y) *z = x + y);
    }
}

/// The outer sum of a column and a row, of static ranks.
#[arrays::export(
    types(T = [f64]),
    shapes(column = [n, 1], row = [m], sums = broadcast(column, row)),
    split = elementwise
)]
pub fn outer_sum<T: Real>(
    column: ArrayView2<T>,
    row: ArrayView1<T>,
    #[out] mut sums: ArrayViewMut2<T>,
) {
    for ((i, j), sum) in sums.indexed_iter_mut() {
        *sum = column[[i, 0]] + row[j];
    }
}

/// The smallest and the largest of three numbers, one of which may be left out.
#[arrays::export(types(T = [f64, f32, i64]), returns(smallest, largest))]
pub fn extremes<T: PartialOrd + Copy>(a: T, b: T, c: Option<T>) -> (T, T) {
    let c = c.unwrap_or(a);
    let (small, large) = if b < a { (b, a) } else { (a, b) };
    (if c < small { c } else { small }, if c > large { c } else { large })
}

/// The sum of `x`, which may not be more than `most`.
#[arrays::export(types(T = [f64, f32]))]
pub fn checked_total<T: Real>(x: &[T], most: T) -> Result<T, TooLarge<T>> {
    let total = x.iter().fold(T::of(0.0), |sum, &x| sum + x);
    if total > most { Err(TooLarge(total)) } else { Ok(total) }
}

/// Count and sum of a part.
pub struct Moments<T> {
    count: f64,
    sum: T,
}

impl<T: Real> Moments<T> {
    fn of<D: Dimension>(x: ArrayView<T, D>) -> Self {
        let sum = x.iter().fold(T::of(0.0), |sum, &x| sum + x);
        Self { count: x.len() as f64, sum }
    }

    fn merge(self, other: Self) -> Self {
        Self { count: self.count + other.count, sum: self.sum + other.sum }
    }

    fn mean(self) -> T {
        T::of(self.sum.to_f64() / self.count)
    }
}

/// The mean of the elements of `x`.
#[arrays::export(
    types(T = [f64, f32], D = [Ix1, IxDyn]),
    split = elementwise,
    combine = Moments::<T>::merge,
    partial = Moments::of,
    finish = |moments: Moments<T>| moments.mean()
)]
pub fn mean<T: Real, D: Dimension>(x: ArrayView<T, D>) -> T {
    Moments::of(x).mean()
}
