package dev.arrays.codegen;

import java.util.List;

/** What an exported function returns, its {@code Err} apart. */
sealed interface Result {

  /** Nothing. */
  record Nothing() implements Result {}

  /** One value: what a field of a tuple can be. */
  sealed interface Value extends Result {}

  /** A number or a boolean. */
  record Scalar(ScalarType type) implements Value {}

  /** A string. */
  record Text() implements Value {}

  /**
   * An array that Java comes to own.
   *
   * @param rank the number of axes, or -1 for any
   */
  record Array(ElementType element, int rank) implements Value {}

  /** One value of a tuple. */
  record Field(String name, String javaName, Value value) {}

  /** Several values, a record in Java. */
  record Tuple(List<Field> fields) implements Result {}
}
