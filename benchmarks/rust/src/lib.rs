//! What the benchmarks call beside the built-in kernels.

pub mod jni;
pub mod limits;
pub mod sums;
