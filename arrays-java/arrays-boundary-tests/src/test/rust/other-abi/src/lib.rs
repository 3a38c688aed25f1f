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

/// A manifest entry of the JSON `{}`, behind its magic, the version and what the frame has of every
/// version.
// SAFETY: the name is that of no other item of this library.
#[unsafe(no_mangle)]
pub static MANIFEST: [u8; 34] = *b"\xFFarrays-manifest\xE7\x03\0\0\x02\0\0\0\0\0\0\0\0\0\0\0{}";

/// The table, as the loader asks for it.
// SAFETY: the name is that of the arrays ABI, and no other item of this library has it.
#[unsafe(no_mangle)]
pub extern "C" fn arrays_runtime() -> *const Runtime {
    &RUNTIME
}
