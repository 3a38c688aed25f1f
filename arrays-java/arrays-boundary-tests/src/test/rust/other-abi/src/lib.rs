//! A library that claims an ABI version from the future; the loader has to refuse it.

/// The first two fields of every version of the table.
#[repr(C)]
pub struct Runtime {
    abi_version: u32,
    struct_size: u32,
}

static RUNTIME: Runtime = Runtime {
    abi_version: 999,
    struct_size: 8,
};

/// The table, as the loader asks for it.
// SAFETY: the name is that of the arrays ABI, and no other item of this library has it.
#[unsafe(no_mangle)]
pub extern "C" fn arrays_runtime() -> *const Runtime {
    &RUNTIME
}
