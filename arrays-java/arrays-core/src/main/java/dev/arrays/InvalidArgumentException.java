package dev.arrays;

/// Thrown when an argument is outside what the operation or the Rust function accepts.
public final class InvalidArgumentException extends ArraysException {
  private static final long serialVersionUID = 1L;

  /// Creates an exception with a message for people.
  ///
  /// @param message what was asked, what came, what to do
  public InvalidArgumentException(String message) {
    super(message);
  }

  /// Creates an exception with a message for people and the exception that led to it.
  ///
  /// @param message what was asked, what came, what to do
  /// @param cause what led to it
  public InvalidArgumentException(String message, Throwable cause) {
    super(message, cause);
  }
}
