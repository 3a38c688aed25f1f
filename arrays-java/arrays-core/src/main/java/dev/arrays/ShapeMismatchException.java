package dev.arrays;

/// Thrown when the shape of an array does not fit what is asked of it: a shape contract, a wrap, a
/// reshape.
public final class ShapeMismatchException extends ArraysException {
  private static final long serialVersionUID = 1L;

  /// Creates an exception with a message for people.
  ///
  /// @param message what was asked, what came, what to do
  public ShapeMismatchException(String message) {
    super(message);
  }

  /// Creates an exception with a message for people and the exception that led to it.
  ///
  /// @param message what was asked, what came, what to do
  /// @param cause what led to it
  public ShapeMismatchException(String message, Throwable cause) {
    super(message, cause);
  }
}
