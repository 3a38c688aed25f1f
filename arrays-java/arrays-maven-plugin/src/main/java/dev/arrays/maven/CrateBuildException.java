package dev.arrays.maven;

/** A build that cannot be done; the message is for the person who configured it. */
final class CrateBuildException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  CrateBuildException(String message) {
    super(message);
  }

  CrateBuildException(String message, Throwable cause) {
    super(message, cause);
  }
}
