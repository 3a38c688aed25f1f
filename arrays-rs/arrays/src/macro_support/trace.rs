//! The calls that led to a panic, out of the text of a backtrace: std shows them in no other way.

use std::backtrace::{Backtrace, BacktraceStatus};
use std::panic::Location;
use std::thread;

/// A call on the stack, as the debug information has it.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Frame {
    name: String,
    /// The file and the line, where the library has debug information of them.
    place: Option<(String, u32)>,
}

/// What is noted of the stack when a panic begins. To find names and lines in it takes long, and comes later.
#[derive(Debug)]
pub(super) struct Trace {
    backtrace: Backtrace,
    is_asked_for: bool,
}

impl Trace {
    /// Notes the stack where `RUST_BACKTRACE` asks for it, or the panic's own place says nothing to the author.
    pub(super) fn note(place: Option<&Location<'_>>) -> Option<Self> {
        let backtrace = Backtrace::capture();
        if backtrace.status() == BacktraceStatus::Captured {
            return Some(Self { backtrace, is_asked_for: true });
        }
        let is_foreign = place.is_some_and(|place| is_foreign(place.file()));
        is_foreign.then(|| Self { backtrace: Backtrace::force_capture(), is_asked_for: false })
    }

    /// The innermost place in the author's own code, and the lines that tell of the calls where they are asked for.
    pub(super) fn resolve(self) -> (Option<(String, u32)>, String) {
        let Self { backtrace, is_asked_for } = self;
        // On a stack of its own: that of a thread of the JVM may be short, and may nearly be at its end.
        let text = thread::Builder::new()
            .name("backtrace".to_owned())
            .spawn(move || backtrace.to_string())
            .ok()
            .and_then(|thread| thread.join().ok())
            .unwrap_or_default();
        let frames = of_function(frames(&text));
        let own = frames.iter().filter_map(|frame| frame.place.clone());
        let place = own.into_iter().find(|(file, _)| !is_foreign(file));
        let place = place.map(|(file, line)| (absolute(file), line));
        let lines = if is_asked_for { frames.iter().map(line).collect() } else { String::new() };
        (place, lines)
    }
}

/// The whole path of a file, of which a backtrace leaves the working directory out.
fn absolute(file: String) -> String {
    match (file.strip_prefix("./"), std::env::current_dir()) {
        (Some(rest), Ok(directory)) => directory.join(rest).to_string_lossy().into_owned(),
        _ => file,
    }
}

/// Whether a source file is one of Rust's own libraries or of a crate that cargo fetched.
pub(super) fn is_foreign(file: &str) -> bool {
    let file = file.replace('\\', "/");
    file.starts_with("/rustc/")
        || ["/registry/src/", "/git/checkouts/", "/rustlib/src/"].iter().any(|of| file.contains(of))
}

/// One line of `docs/abi.md`, Structs: name, file and line, with tabs between them.
fn line(frame: &Frame) -> String {
    let Frame { name, place } = frame;
    let (file, line) = place.as_ref().map_or(("", 0), |(file, line)| (file, *line));
    format!("{name}\t{file}\t{line}\n")
}

/// The frames in the text of a backtrace: `  12: name`, and below it `at file:line:column` where that is known.
fn frames(text: &str) -> Vec<Frame> {
    let mut frames: Vec<Frame> = Vec::new();
    for line in text.lines() {
        let line = line.trim_start();
        if let (Some(place), Some(last)) = (line.strip_prefix("at "), frames.last_mut()) {
            last.place = place_of(place);
        } else if let Some((number, name)) = line.split_once(": ")
            && number.bytes().all(|byte| byte.is_ascii_digit())
        {
            frames.push(Frame { name: name.to_owned(), place: None });
        }
    }
    frames
}

fn place_of(text: &str) -> Option<(String, u32)> {
    let (file_and_line, column) = text.rsplit_once(':')?;
    let (file, line) = match (file_and_line.rsplit_once(':'), column.parse()) {
        // Some formats of debug information have no columns.
        (Some((file, line)), Ok(column)) => match line.parse() {
            Ok(line) => (file, line),
            Err(_) => (file_and_line, column),
        },
        (None, Ok(line)) => (file_and_line, line),
        (_, Err(_)) => return None,
    };
    Some((file.to_owned(), line))
}

/// The frames of the exported function and of what it called: without those of the panic, and of the shim.
fn of_function(frames: Vec<Frame>) -> Vec<Frame> {
    let hook = frames.iter().position(|frame| frame.name.contains("__rust_end_short_backtrace"));
    let is_of_panic = |frame: &&Frame| {
        ["std::panicking::", "core::panicking::", "std::panic::", "core::panic::"]
            .iter()
            .any(|of| frame.name.starts_with(of))
            || frame.name.ends_with("rust_begin_unwind")
    };
    let is_of_function = |frame: &&Frame| {
        !frame.name.contains("__arrays_shim")
            && !frame.name.starts_with("arrays__")
            && !frame.name.contains("arrays::macro_support::call::")
    };
    let behind = frames.iter().skip(hook.map_or(0, |hook| hook + 1)).skip_while(is_of_panic);
    behind.take_while(is_of_function).cloned().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "   0: std::backtrace::Backtrace::create
   1: std::panicking::panic_with_hook
             at /rustc/59807616/library/std/src/panicking.rs:833:13
   2: std::sys::backtrace::__rust_end_short_backtrace::<std::panicking::panic_handler::{closure#0}, !>
             at /rustc/59807616/library/std/src/sys/backtrace.rs:182:18
   3: __rustc::rust_begin_unwind
   4: core::panicking::panic_fmt
             at /rustc/59807616/library/core/src/panicking.rs:80:14
   5: ndarray::arraytraits::array_out_of_bounds
             at /home/you/.cargo/registry/src/index-1949cf8c6b5b557f/ndarray-0.17.1/src/arraytraits.rs:36:5
   6: <model::Sums as model::Add>::first
             at ./src/sums.rs:7
   7: model::sum
   8: model::_::__arrays_shim::{{closure}}
             at C:\\model\\src\\lib.rs:41:1
   9: <main>
";

    #[test]
    fn the_frames_of_the_function_are_found() {
        let frames = of_function(frames(TEXT));
        let names: Vec<&str> = frames.iter().map(|frame| frame.name.as_str()).collect();
        assert_eq!(
            names,
            [
                "ndarray::arraytraits::array_out_of_bounds",
                "<model::Sums as model::Add>::first",
                "model::sum"
            ]
        );
        assert_eq!(line(&frames[1]), "<model::Sums as model::Add>::first\t./src/sums.rs\t7\n");
        assert_eq!(line(&frames[2]), "model::sum\t\t0\n");
        assert!(
            frames[0].place.as_ref().is_some_and(|(file, line)| is_foreign(file) && *line == 36)
        );
    }

    #[test]
    fn places_are_read_with_and_without_columns() {
        for (text, expected) in [
            ("/a/lib.rs:3:5", Some(("/a/lib.rs", 3))),
            ("./lib.rs:3", Some(("./lib.rs", 3))),
            ("C:\\a\\lib.rs:3:5", Some(("C:\\a\\lib.rs", 3))),
            ("C:\\a\\lib.rs:3", Some(("C:\\a\\lib.rs", 3))),
            ("<unknown>", None),
        ] {
            let expected = expected.map(|(file, line)| (file.to_owned(), line));
            assert_eq!(place_of(text), expected, "{text}");
        }
    }

    #[test]
    fn the_libraries_of_others_are_foreign() {
        for file in [
            "/rustc/59807616/library/core/src/option.rs",
            "/home/me/.cargo/registry/src/index-1949cf8c6b5b557f/ndarray-0.17.1/src/lib.rs",
            "C:\\Users\\me\\.cargo\\git\\checkouts\\x-1\\src\\lib.rs",
            "/home/me/.rustup/toolchains/stable/lib/rustlib/src/rust/library/core/src/option.rs",
        ] {
            assert!(is_foreign(file), "{file}");
        }
        assert!(!is_foreign("src/lib.rs") && !is_foreign("/home/me/registry/lib.rs"));
    }
}
