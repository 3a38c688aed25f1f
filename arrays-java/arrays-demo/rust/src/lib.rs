//! What the demo asks Rust beside the built-in kernels.

pub mod addresses;
