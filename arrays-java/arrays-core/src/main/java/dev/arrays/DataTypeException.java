package dev.arrays;

/// Thrown when the elements of an array have another data type than is asked for.
public final class DataTypeException extends ArraysException {
  private static final long serialVersionUID = 1L;

  /// Creates an exception with a message for people.
  ///
  /// @param message what was asked, what came, what to do
  public DataTypeException(String message) {
    super(message);
  }

  /// Creates an exception with a message for people and the exception that led to it.
  ///
  /// @param message what was asked, what came, what to do
  /// @param cause what led to it
  public DataTypeException(String message, Throwable cause) {
    super(message, cause);
  }
}
