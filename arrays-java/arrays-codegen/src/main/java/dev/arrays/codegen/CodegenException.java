package dev.arrays.codegen;

/** A library, a manifest or an option that no facade can be made from; the message says why. */
public final class CodegenException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * Makes an exception.
   *
   * @param message what was asked, what came, what to do
   */
  public CodegenException(String message) {
    super(message);
  }

  /**
   * Makes an exception with its cause.
   *
   * @param message what was asked, what came, what to do
   * @param cause what went wrong below
   */
  public CodegenException(String message, Throwable cause) {
    super(message, cause);
  }
}
