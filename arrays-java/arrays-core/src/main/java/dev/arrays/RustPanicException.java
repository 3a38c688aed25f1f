package dev.arrays;

import java.util.ArrayList;
import java.util.List;

/// Thrown when a Rust function panicked: a bug in the function, or an argument its author did not
/// expect.
///
/// The panic ended at the boundary; the JVM and the library can be used as before. What the
/// function had written into its output arrays by then stays written.
///
/// Where the environment variable `RUST_BACKTRACE` is set to `1`, the first elements of the stack
/// trace are the calls of Rust that led to the panic.
public final class RustPanicException extends ArraysException {
  private static final long serialVersionUID = 1L;

  /// The Rust source file, empty when unknown.
  private final String file;

  /// The line in the file, 0 when unknown.
  private final int line;

  /// Creates the exception for a panic.
  ///
  /// @param message the function's name, the place and the panic's text
  /// @param file the Rust source file, empty when unknown
  /// @param line the line in that file, from 1; 0 when unknown
  /// @param rustTrace the calls of Rust that led to the panic, innermost first; they become the
  ///   first elements of the stack trace
  public RustPanicException(
      String message, String file, int line, List<StackTraceElement> rustTrace) {
    super(message);
    this.file = file;
    this.line = line;
    if (!rustTrace.isEmpty()) {
      List<StackTraceElement> trace = new ArrayList<>(rustTrace);
      trace.addAll(List.of(getStackTrace()));
      setStackTrace(trace.toArray(StackTraceElement[]::new));
    }
  }

  /// The Rust source file of the panic, as the compiler saw its path.
  ///
  /// It is the author's own: where a crate that the function calls panics, it is the innermost
  /// place in the author's code that led there, if the library has debug information, and else the
  /// function itself. The message then names the place in the other crate, too.
  ///
  /// @return the path, empty when unknown
  public String file() {
    return file;
  }

  /// The line of the panic in [#file()].
  ///
  /// @return the line, from 1; 0 when unknown
  public int line() {
    return line;
  }
}
