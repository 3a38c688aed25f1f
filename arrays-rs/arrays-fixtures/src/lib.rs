//! A function for every kind of argument, result and failure that can cross the boundary.
//!
//! `arrays-java/arrays-boundary-tests` calls each of them from Java.
#![forbid(unsafe_code)]

use arrays::prelude::*;

pub mod borrows;
pub mod contracts;
pub mod failures;
pub mod faults;
pub mod float_state;
pub mod generics;
pub mod lifetimes;
pub mod names;
pub mod outs;
pub mod results;
pub mod scalars;
pub mod slices;
pub mod split;
pub mod views;

/// A function at the crate's root, which becomes a class named after the crate.
#[arrays::export]
pub fn answer() -> i32 {
    42
}

/// A module written inline, whose documentation becomes the class's.
#[arrays::export]
pub mod inline_module {
    /// Twice `value`.
    #[arrays::export]
    pub fn twice(value: i64) -> i64 {
        value * 2
    }
}

/// Counts the elements of `x` above `threshold`.
///
/// See [`answer`] for the other function of this class.
///
/// # Examples
///
/// ```
/// # use arrays::ndarray::array;
/// assert_eq!(arrays_fixtures::count_above(array![1.0, 3.0].view(), 2.0), 1);
/// ```
#[arrays::export(shapes(x = [n]))]
pub fn count_above(x: ArrayView1<f64>, threshold: f64) -> usize {
    x.iter().filter(|&&value| value > threshold).count()
}
