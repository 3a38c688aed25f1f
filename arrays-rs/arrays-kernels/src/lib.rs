//! The built-in numeric kernels of arrays: NumPy's functions for the arrays a Java program has.
//!
//! Every public module becomes a Java class of the same name in the package `dev.arrays.kernels`. Names,
//! semantics and edge cases are NumPy's (for rolling statistics, pandas'), except where a function
//! says otherwise.
#![forbid(unsafe_code)]

mod arithmetic;
mod axis;
pub mod distance;
mod element;
pub mod elementwise;
mod error;
mod exact;
mod fused;
pub mod linalg;
mod math;
mod memory;
pub mod order;
mod pairwise;
pub mod parallel;
pub mod random;
mod ranged;
pub mod reductions;
pub mod signal;
mod simd;
pub mod statistics;
mod sweep;

pub use arithmetic::{Arithmetic, Integer};
pub use element::{Number, Real};
pub use error::KernelError;
pub use math::Elementary;
