//! The C interface of a library built with this crate: structs, constants and service functions.
//!
//! `include/arrays.h` is made from this folder (see `tests/header.rs`), and the Java side's bindings
//! from that header. `docs/abi.md` is the contract in words. Structs only ever grow at their end.

mod constants;
mod error;
mod owned;
mod runtime;

pub use constants::*;
pub use error::ArraysError;
pub(crate) use error::{ErrorRecord, clear_pending, set_pending};
pub use owned::ArraysOwned;
pub(crate) use owned::OwnedRecord;
pub use runtime::{ArraysRuntime, arrays_runtime};
