//! What is known of a panic: the payload holds its message, only the panic hook sees its place.

use std::any::Any;
use std::cell::Cell;
use std::panic::{AssertUnwindSafe, Location, PanicHookInfo, catch_unwind, set_hook, take_hook};
use std::sync::Once;
use std::thread;

use super::Failure;
use super::trace::{Trace, is_foreign};
use crate::abi::{ARRAYS_ERROR_PANIC, ErrorRecord};

/// A panic as the hook saw it.
struct Seen {
    message: Option<String>,
    file: String,
    line: u32,
    trace: Option<Trace>,
}

thread_local! {
    static SEEN: Cell<Option<Seen>> = const { Cell::new(None) };
}

/// Installs the hook that notes each panic's place, once per library.
///
/// Threads that Rust or its runtime named print as before. The threads of a JVM have no Rust name: their
/// panics become exceptions, and a report on stderr beside them would only mislead.
pub(crate) fn install_panic_hook() {
    static INSTALLED: Once = Once::new();
    INSTALLED.call_once(|| {
        let previous = take_hook();
        set_hook(Box::new(move |info| {
            note(info);
            if thread::current().name().is_some() {
                previous(info);
            }
        }));
    });
}

fn note(info: &PanicHookInfo<'_>) {
    let seen = Seen {
        message: text_of(info.payload()).map(str::to_owned),
        file: info.location().map_or_else(String::new, |place| place.file().to_owned()),
        line: info.location().map_or(0, |place| place.line()),
        trace: Trace::note(info.location()),
    };
    // Without thread-locals the thread is ending; the panic is then told without its place.
    let _ = SEEN.try_with(|slot| slot.set(Some(seen)));
}

/// The failure that tells of a caught panic of the exported function at `function`.
///
/// Its place is the author's: where a library that the function calls panics, the innermost line of the author's code
/// that led there, if debug information tells it, and else the function itself.
///
/// A place is told only where the noted message is this panic's: a panic that was resumed on another
/// thread never passed this thread's hook, and what the hook last noted may be one that the function
/// itself had caught.
#[cold]
pub(super) fn failure_of_panic(payload: Box<dyn Any + Send>, function: &Location<'_>) -> Failure {
    let text = text_of(&*payload).map(str::to_owned);
    let seen = SEEN.try_with(Cell::take).ok().flatten().filter(|seen| seen.message == text);
    let mut message = text.unwrap_or_else(|| "a panic whose payload is not a text".to_owned());
    dispose(payload);
    let Some(Seen { mut file, mut line, trace, .. }) = seen else {
        return Failure(ErrorRecord::new(ARRAYS_ERROR_PANIC, message, "", String::new(), 0));
    };
    let (own, trace) = trace.map_or((None, String::new()), Trace::resolve);
    if is_foreign(&file) {
        message = format!("{message} (in {}:{line})", library_path(&file));
        (file, line) = match own {
            // Debug information has the whole path of a file, the compiler that in the workspace.
            Some((file, line)) if file.ends_with(function.file()) => {
                (function.file().to_owned(), line)
            }
            Some(place) => place,
            None => (function.file().to_owned(), function.line()),
        };
    }
    Failure(ErrorRecord::new(ARRAYS_ERROR_PANIC, message, trace, file, line))
}

/// The path of a library's file from the folder on that bears the name of the library.
fn library_path(file: &str) -> &str {
    let from = |marks: &[&str]| marks.iter().find_map(|mark| Some(file.split_once(mark)?.1));
    // Behind these comes one folder more: of the registry, of the repository, of the compiler's version.
    match from(&["/registry/src/", "/git/checkouts/", "/rustc/"]) {
        Some(path) => path.split_once('/').map_or(path, |(_, path)| path),
        None => from(&["/rustlib/src/"]).unwrap_or(file),
    }
}

fn text_of(payload: &(dyn Any + Send)) -> Option<&str> {
    match payload.downcast_ref::<String>() {
        Some(text) => Some(text),
        None => payload.downcast_ref::<&'static str>().copied(),
    }
}

/// Drops a payload, whose own drop may panic; the payload of that panic is leaked, which ends the matter.
fn dispose(payload: Box<dyn Any + Send>) {
    if let Err(second) = catch_unwind(AssertUnwindSafe(|| drop(payload))) {
        std::mem::forget(second);
        let _ = SEEN.try_with(Cell::take);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::panic::{panic_any, resume_unwind};

    #[track_caller]
    fn failure(body: impl FnOnce()) -> Box<ErrorRecord> {
        install_panic_hook();
        match catch_unwind(AssertUnwindSafe(body)) {
            Ok(()) => unreachable!("the body panics"),
            Err(payload) => failure_of_panic(payload, Location::caller()).0,
        }
    }

    #[test]
    fn a_panic_is_told_with_its_place() {
        let line = line!() + 1;
        let record = failure(|| panic!("no {}", "luck"));
        assert_eq!(record.message(), "no luck");
        assert_eq!(record.location(), (file!(), line));
        assert_eq!(record.kind(), ARRAYS_ERROR_PANIC);
    }

    #[test]
    fn a_panic_of_a_library_has_the_line_that_led_there() {
        let (x, w) = (ndarray::Array2::<f64>::zeros((2, 3)), ndarray::Array1::zeros(2));
        let line = line!() + 1;
        let record = failure(|| drop(x.dot(&w)));
        assert!(
            record.message().contains("matrix multiplication (in ndarray-"),
            "{}",
            record.message()
        );
        assert_eq!(record.location(), (file!(), line));
    }

    #[test]
    fn the_paths_of_libraries_begin_with_their_names() {
        for (file, path) in [
            (
                "/home/you/.cargo/registry/src/index-19/ndarray-0.17.1/src/a.rs",
                "ndarray-0.17.1/src/a.rs",
            ),
            ("/rustc/59807616/library/core/src/option.rs", "library/core/src/option.rs"),
            ("/x/rustlib/src/rust/library/core/src/option.rs", "rust/library/core/src/option.rs"),
            ("src/lib.rs", "src/lib.rs"),
        ] {
            assert_eq!(library_path(file), path);
        }
    }

    #[test]
    fn a_payload_that_is_no_text() {
        let record = failure(|| panic_any(42));
        assert_eq!(record.message(), "a panic whose payload is not a text");
        assert_eq!(record.location().0, file!());
    }

    #[test]
    fn a_resumed_panic_does_not_take_the_place_of_an_earlier_one() {
        let record = failure(|| {
            let caught = catch_unwind(|| panic!("caught inside"));
            assert!(caught.is_err());
            resume_unwind(Box::new("from a worker"));
        });
        assert_eq!(record.message(), "from a worker");
        assert_eq!(record.location(), ("", 0));
    }

    #[test]
    fn a_payload_whose_drop_panics() {
        struct Bomb;
        impl Drop for Bomb {
            fn drop(&mut self) {
                panic!("dropped");
            }
        }
        let record = failure(|| panic_any(Bomb));
        assert_eq!(record.message(), "a panic whose payload is not a text");
    }
}
