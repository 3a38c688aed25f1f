package dev.arrays;

/// Thrown when a Rust function panicked: a bug in the function, or an argument its author did not
/// expect.
///
/// The panic ended at the boundary; the JVM and the library can be used as before. What the
/// function had written into its output arrays by then stays written.
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
  public RustPanicException(String message, String file, int line) {
    super(message);
    this.file = file;
    this.line = line;
  }

  /// The Rust source file of the panic, as the compiler saw its path.
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
