package dev.arrays;

/// Thrown when the memory of an array has been released: its arena or the array was closed.
public final class ClosedArrayException extends ArraysException {
  private static final long serialVersionUID = 1L;

  /// Creates an exception with a message for people.
  ///
  /// @param message what was asked, what came, what to do
  public ClosedArrayException(String message) {
    super(message);
  }

  /// Creates an exception with a message for people and the exception that led to it.
  ///
  /// @param message what was asked, what came, what to do
  /// @param cause what led to it
  public ClosedArrayException(String message, Throwable cause) {
    super(message, cause);
  }
}
