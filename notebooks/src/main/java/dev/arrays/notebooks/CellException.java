package dev.arrays.notebooks;

/// A cell ended with an error; the message names the notebook and the cell.
final class CellException extends RuntimeException {
  private static final long serialVersionUID = 1;

  CellException(String message) {
    super(message);
  }
}
