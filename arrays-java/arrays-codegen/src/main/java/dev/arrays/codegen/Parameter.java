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
   * @param shape the axes of the shape contract, or null without one
   * @param shapeOf the names of the arrays to whose shape this one has to be broadcast, of the one
   *     whose shape it has to have, or none
   */
  record Array(
      String name,
      String javaName,
      ElementType element,
      int rank,
      Access access,
      boolean contiguous,
      @Nullable List<Dim> shape,
      List<String> shapeOf)
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

    /** Returns whether the shape is the one that several arrays are broadcast to. */
    boolean isBroadcast() {
      return shapeOf.size() > 1;
    }

    /** Says which shape the contract asks for, such as {@code of shape `[n, 3]`}, or null. */
    @Nullable String shapeText() {
      if (!shapeOf.isEmpty()) {
        String sources =
            shapeOf.stream().map(name -> "`" + name + "`").collect(Collectors.joining(" and "));
        return isBroadcast()
            ? "of the shape that " + sources + " broadcast to"
            : "of the shape of " + sources;
      }
      return shape == null
          ? null
          : shape.stream().map(Dim::text).collect(Collectors.joining(", ", "of shape `[", "]`"));
    }

    /** Returns whether the contract gives an axis the symbol. */
    boolean hasAxis(String symbol) {
      return shape != null && shape.contains(new Dim.Symbol(symbol));
    }

    @Override
    public Array withJavaName(String newName) {
      return new Array(name, newName, element, rank, access, contiguous, shape, shapeOf);
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
