package dev.arrays.maven;

import org.jspecify.annotations.Nullable;

/** A build that cannot be done; the message is for the person who configured it. */
final class CrateBuildException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  CrateBuildException(String message) {
    super(message);
  }

  CrateBuildException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
