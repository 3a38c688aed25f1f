package dev.arrays;

/// Thrown when a Rust function returned `Err`.
///
/// The message is the function's name and the error's `Display` text.
public final class RustException extends ArraysException {
  private static final long serialVersionUID = 1L;

  /// The Rust type of the error.
  private final String errorType;

  /// Creates the exception for an error value.
  ///
  /// @param message the function's name and the error's text
  /// @param errorType the Rust type of the error
  public RustException(String message, String errorType) {
    super(message);
    this.errorType = errorType;
  }

  /// The Rust type of the error, for example `arrays_kernels::error::KernelError`.
  ///
  /// @return the type's path as Rust names it
  public String errorType() {
    return errorType;
  }
}
