//! The array types that exported functions take and return, and what is needed to work with them.
//!
//! All come from [`ndarray`], which is re-exported whole for anything else.
//!
//! # Limitations
//!
//! ndarray's slicing macro `s!` expands to `#[allow(unsafe_code)]`, which a crate under
//! `#![forbid(unsafe_code)]` cannot have:
//!
//! ```compile_fail
//! #![forbid(unsafe_code)]
//! use arrays::prelude::*;
//!
//! fn even(x: ArrayView1<f64>) -> f64 {
//!     x.slice(s![..;2]).sum()
//! }
//! ```
//!
//! Such a crate slices by axis, or denies the lint instead of forbidding it:
//!
//! ```
//! #![forbid(unsafe_code)]
//! use arrays::ndarray::Slice;
//! use arrays::prelude::*;
//!
//! fn even(x: ArrayView1<f64>) -> f64 {
//!     x.slice_axis(Axis(0), Slice::new(0, None, 2)).sum()
//! }
//! ```

pub use ndarray::{
    Array, Array0, Array1, Array2, Array3, Array4, Array5, Array6, ArrayD, ArrayView, ArrayView0,
    ArrayView1, ArrayView2, ArrayView3, ArrayView4, ArrayView5, ArrayView6, ArrayViewD,
    ArrayViewMut, ArrayViewMut0, ArrayViewMut1, ArrayViewMut2, ArrayViewMut3, ArrayViewMut4,
    ArrayViewMut5, ArrayViewMut6, ArrayViewMutD, Axis, Dimension, Ix0, Ix1, Ix2, Ix3, Ix4, Ix5,
    Ix6, IxDyn, Zip, array, azip, s,
};
