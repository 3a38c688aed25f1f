package dev.arrays.codegen;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A parameter of an exported function. */
sealed interface Parameter {

  /** Returns the name in Rust, which shape contracts use. */
  String name();

  /** Returns the name in Java. */
  String javaName();

  /** Returns the same parameter under another Java name. */
  Parameter withJavaName(String javaName);

  /** What the Rust function does with an array. */
  enum Access {
    READ,
    WRITE,
    OUT
  }

  /**
   * An array.
   *
   * @param rank the number of axes, or -1 for any
   * @param contiguous whether it is a slice in Rust
   * @param shape the shape contract, or null without one
   */
  record Array(
      String name,
      String javaName,
      ElementType element,
      int rank,
      Access access,
      boolean contiguous,
      @Nullable List<Dim> shape)
      implements Parameter {

    boolean isDynamic() {
      return rank < 0;
    }

    boolean isWritten() {
      return access != Access.READ;
    }

    boolean isOut() {
      return access == Access.OUT;
    }

    /** Returns the number of axes that Java checks, or -1 for any. */
    int checkedRank() {
      return rank < 0 && shape != null ? shape.size() : rank;
    }

    /** Returns the contract as text, such as {@code [n, 3]}, or null without one. */
    @Nullable String shapeText() {
      return shape == null
          ? null
          : shape.stream().map(Dim::text).collect(Collectors.joining(", ", "[", "]"));
    }

    /** Returns whether the contract gives an axis the symbol. */
    boolean hasAxis(String symbol) {
      return shape != null && shape.contains(new Dim.Symbol(symbol));
    }

    @Override
    public Array withJavaName(String newName) {
      return new Array(name, newName, element, rank, access, contiguous, shape);
    }
  }

  /** A number or a boolean; an optional one may be null in Java. */
  record Scalar(String name, String javaName, ScalarType type, boolean optional)
      implements Parameter {

    @Override
    public Scalar withJavaName(String newName) {
      return new Scalar(name, newName, type, optional);
    }
  }

  /** A string. */
  record Text(String name, String javaName) implements Parameter {

    @Override
    public Text withJavaName(String newName) {
      return new Text(name, newName);
    }
  }
}
