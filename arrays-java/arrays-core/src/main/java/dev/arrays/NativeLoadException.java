package dev.arrays;

import org.jspecify.annotations.Nullable;

/// Thrown when a native library cannot be found, loaded or used; the message lists what was tried.
public final class NativeLoadException extends ArraysException {
  private static final long serialVersionUID = 1L;

  /// Creates an exception with a message for people.
  ///
  /// @param message what was asked, what came, what to do
  public NativeLoadException(String message) {
    super(message);
  }

  /// Creates an exception with a message for people and the exception that led to it.
  ///
  /// @param message what was asked, what came, what to do
  /// @param cause what led to it, null when the message says all
  public NativeLoadException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
