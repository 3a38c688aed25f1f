//! The one symbol that a library exports beside its functions.

use super::error::{error_release, error_take};
use super::owned::owned_release;
use super::{ARRAYS_ABI_VERSION, ArraysError, ArraysOwned};
use crate::macro_support::install_panic_hook;

/// The version of the contract and the service functions of a library.
#[repr(C)]
#[derive(Debug)]
pub struct ArraysRuntime {
    /// `ARRAYS_ABI_VERSION` of the library.
    pub abi_version: u32,
    /// Size of this struct in bytes, in the library's version of it.
    pub struct_size: u32,
    /// Takes the pending error of the calling thread; NULL when there is none.
    pub error_take: extern "C" fn() -> *mut ArraysError,
    /// Releases a taken error; NULL is ignored.
    pub error_release: unsafe extern "C" fn(error: *mut ArraysError),
    /// Releases an array the caller owns, from any thread; NULL is ignored.
    pub owned_release: unsafe extern "C" fn(owned: *const ArraysOwned),
}

static RUNTIME: ArraysRuntime = ArraysRuntime {
    abi_version: ARRAYS_ABI_VERSION,
    struct_size: size_of::<ArraysRuntime>() as u32,
    error_take,
    error_release,
    owned_release,
};

/// The runtime of this library; the same pointer at every call. To be called once before any function.
///
/// The first call installs the panic hook that keeps a panic's message and place for the caller, and
/// that leaves panics of named threads to the hook that was there.
// SAFETY: the name belongs to this crate, and a library holds one version of the crate.
#[unsafe(no_mangle)]
pub extern "C" fn arrays_runtime() -> *const ArraysRuntime {
    install_panic_hook();
    &raw const RUNTIME
}
