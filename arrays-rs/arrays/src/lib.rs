//! Rust functions over [`ndarray`] types, callable from Java on the arrays a Java program already has.
//!
//! An author writes a function and marks it with [`export`]; nothing else is needed on the Rust side.
//!
//! ```
//! use arrays::prelude::*;
//!
//! /// Scores each row of `x` against the weights `w`.
//! #[arrays::export(shapes(x = [n, m], w = [m], scores = [n]))]
//! fn predict(x: ArrayView2<f64>, w: ArrayView1<f64>, #[out] mut scores: ArrayViewMut1<f64>) {
//!     scores.assign(&x.dot(&w));
//! }
//! ```
//!
//! The crate is a `cdylib`; the Maven plugin or `arrays-codegen` reads the manifest in the library and
//! writes the Java class, one per Rust module, so that Java calls `Model.predict(x, w, scores)`.
//!
//! The arrays are borrowed for the time of the call, never copied. A panic and an `Err` become Java
//! exceptions. Authors write no `unsafe`: their crates compile under `#![forbid(unsafe_code)]`.
#![deny(unsafe_code)]

#[cfg(panic = "abort")]
compile_error!(
    "arrays turns panics into Java exceptions and cannot do so under panic = \"abort\"; \
     remove that setting from the profile this crate is built with"
);

// Expansions name this crate `::arrays`, in its own tests and examples too.
#[cfg(test)]
extern crate self as arrays;

#[allow(unsafe_code, reason = "C structs come back as the pointers they were given away as")]
pub mod abi;
#[allow(unsafe_code, reason = "the caller's pointers become references here")]
#[doc(hidden)]
pub mod macro_support;
mod memory;
pub mod prelude;

pub use arrays_macros::export;
pub use macro_support::Element;
pub use memory::{OutOfMemory, try_zeros};
pub use ndarray;
