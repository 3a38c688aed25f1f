package dev.arrays;

import org.jspecify.annotations.Nullable;

/// The root of the exceptions of this library.
///
/// All are unchecked. Messages name the function and the parameter, what came and what was
/// expected. Two cases use the JDK's own types: a null argument is a [NullPointerException], an
/// index outside an array an [IndexOutOfBoundsException].
public class ArraysException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /// Creates an exception with a message for people.
  ///
  /// @param message what was asked, what came, what to do
  public ArraysException(String message) {
    super(message);
  }

  /// Creates an exception with a message for people and the exception that led to it.
  ///
  /// @param message what was asked, what came, what to do
  /// @param cause what led to it, null when the message says all
  public ArraysException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
