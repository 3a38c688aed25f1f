//! The error of a call, and the slot in which it waits for the caller to take it.

use std::borrow::Cow;
use std::cell::Cell;
use std::mem::ManuallyDrop;
use std::ptr::NonNull;

/// An error of one call: what happened, and where.
///
/// The texts are UTF-8, not NUL-terminated, and live until `error_release`. A text without content has
/// length 0.
#[repr(C)]
#[derive(Debug)]
pub struct ArraysError {
    /// `ARRAYS_ERROR_PANIC`, `ARRAYS_ERROR_ERR` or `ARRAYS_ERROR_ARGUMENT`.
    pub kind: u32,
    /// The line of a panic, 0 when unknown.
    pub line: u32,
    /// What happened.
    pub message: *const u8,
    /// Length of `message` in bytes.
    pub message_length: i64,
    /// The Rust type of an `Err`. The calls that led to a panic, where `RUST_BACKTRACE` asks for them: a line for each,
    /// the innermost first, of its name, its file and its line, with tabs between them. Empty otherwise.
    pub type_name: *const u8,
    /// Length of `type_name` in bytes.
    pub type_name_length: i64,
    /// The source file of a panic, empty when unknown.
    pub file: *const u8,
    /// Length of `file` in bytes.
    pub file_length: i64,
}

/// An [`ArraysError`] together with the texts it points to.
///
/// # Invariants
///
/// 1. `header` is the first field, so a pointer to the record is a pointer to the header.
/// 2. The pointers and lengths of `header` are those of the texts below, which never change.
#[repr(C)]
#[derive(Debug)]
pub(crate) struct ErrorRecord {
    header: ArraysError,
    message: String,
    type_name: Cow<'static, str>,
    file: String,
}

// SAFETY: the pointers of the header lead only to texts that the record itself owns or that are
// 'static (invariant 2), and nothing mutates them.
unsafe impl Send for ErrorRecord {}

impl ErrorRecord {
    pub(crate) fn new(
        kind: u32,
        message: String,
        type_name: impl Into<Cow<'static, str>>,
        file: String,
        line: u32,
    ) -> Box<Self> {
        let type_name = type_name.into();
        // The heap blocks of the strings stay where they are when the strings move into the record.
        let header = ArraysError {
            kind,
            line,
            message: message.as_ptr(),
            message_length: message.len() as i64,
            type_name: type_name.as_ptr(),
            type_name_length: type_name.len() as i64,
            file: file.as_ptr(),
            file_length: file.len() as i64,
        };
        Box::new(Self { header, message, type_name, file })
    }

    /// Gives the record away; `release` takes it back.
    fn into_raw(self: Box<Self>) -> *mut ArraysError {
        Box::into_raw(self).cast()
    }

    #[cfg(test)]
    pub(crate) fn kind(&self) -> u32 {
        self.header.kind
    }

    #[cfg(test)]
    pub(crate) fn message(&self) -> &str {
        &self.message
    }

    #[cfg(test)]
    pub(crate) fn type_name(&self) -> &str {
        &self.type_name
    }

    #[cfg(test)]
    pub(crate) fn location(&self) -> (&str, u32) {
        (&self.file, self.header.line)
    }
}

thread_local! {
    /// Without a destructor to run at the thread's end: one would keep the library from being unloaded
    /// until then. Java takes each error at once, so nothing is left to drop.
    static PENDING: Cell<Option<ManuallyDrop<Box<ErrorRecord>>>> = const { Cell::new(None) };
}

/// Makes `error` the pending error of this thread, in place of one that nobody took.
pub(crate) fn set_pending(error: Box<ErrorRecord>) {
    clear_pending();
    PENDING.set(Some(ManuallyDrop::new(error)));
}

/// Forgets an error that nobody took.
pub(crate) fn clear_pending() {
    drop(take_pending());
}

fn take_pending() -> Option<Box<ErrorRecord>> {
    PENDING.take().map(ManuallyDrop::into_inner)
}

/// Takes the pending error of this thread; NULL when there is none.
pub(super) extern "C" fn error_take() -> *mut ArraysError {
    take_pending().map_or(std::ptr::null_mut(), ErrorRecord::into_raw)
}

/// Releases an error that `error_take` returned; NULL is ignored.
///
/// # Safety
///
/// `error` is NULL, or came from `error_take` of this library and was not released before.
pub(super) unsafe extern "C" fn error_release(error: *mut ArraysError) {
    if let Some(error) = NonNull::new(error) {
        let record: NonNull<ErrorRecord> = error.cast();
        // SAFETY: by the caller's promise the pointer is the one `into_raw` gave away for a boxed
        // record (invariant 1 of `ErrorRecord`), and it is given back once.
        drop(unsafe { Box::from_raw(record.as_ptr()) });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::abi::ARRAYS_ERROR_ERR;

    fn record(message: &str) -> Box<ErrorRecord> {
        ErrorRecord::new(ARRAYS_ERROR_ERR, message.to_owned(), "demo::Error", String::new(), 0)
    }

    #[test]
    fn a_pending_error_is_taken_once() {
        set_pending(record("first"));
        set_pending(record("second"));
        let taken = error_take();
        assert!(!taken.is_null());
        // SAFETY: the error was just taken and is not yet released.
        let header = unsafe { &*taken };
        // SAFETY: pointer and length are those of the record's message, which lives until release.
        let message =
            unsafe { std::slice::from_raw_parts(header.message, header.message_length as usize) };
        assert_eq!(message, b"second");
        assert_eq!(header.kind, ARRAYS_ERROR_ERR);
        // SAFETY: taken above, released here and nowhere else.
        unsafe { error_release(taken) };
        assert!(error_take().is_null());
    }

    #[test]
    fn a_cleared_error_is_gone() {
        set_pending(record("stale"));
        clear_pending();
        assert!(error_take().is_null());
    }

    #[test]
    fn an_error_belongs_to_its_thread() {
        set_pending(record("mine"));
        let other = std::thread::spawn(|| error_take().is_null()).join();
        assert!(matches!(other, Ok(true)));
        clear_pending();
    }

    #[test]
    fn releasing_null_does_nothing() {
        // SAFETY: NULL is allowed.
        unsafe { error_release(std::ptr::null_mut()) };
    }
}
