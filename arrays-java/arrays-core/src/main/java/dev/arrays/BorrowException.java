package dev.arrays;

/// Thrown when an array that is to be written is read-only, overlaps another array of the call, or
/// itself.
public final class BorrowException extends ArraysException {
  private static final long serialVersionUID = 1L;

  /// Creates an exception with a message for people.
  ///
  /// @param message what was asked, what came, what to do
  public BorrowException(String message) {
    super(message);
  }

  /// Creates an exception with a message for people and the exception that led to it.
  ///
  /// @param message what was asked, what came, what to do
  /// @param cause what led to it
  public BorrowException(String message, Throwable cause) {
    super(message, cause);
  }
}
