package dev.arrays.kernels.reference;

import dev.arrays.NdArray;
import java.util.Map;
import java.util.Optional;

/**
 * An equation between products of matrices, as {@code "u diag(s) vh = a"} or {@code "q' q = I"}.
 *
 * @see ReferenceCase.Identities
 */
final class Equation {
  private final String text;
  private final Map<String, Object> values;

  /**
   * @param text factors between spaces, {@code =}, factors or {@code I}
   * @param values the factors by name; a vector is a column
   */
  Equation(String text, Map<String, Object> values) {
    this.text = text;
    this.values = values;
  }

  /** By how much the sides differ, if it is more than allowed. */
  Optional<String> difference(double tolerance) {
    String[] sides = text.split("=", -1);
    Matrix left = product(sides[0]);
    Matrix right = sides[1].strip().equals("I") ? Matrix.identity(left.rows()) : product(sides[1]);
    if (!left.hasShapeOf(right)) {
      return Optional.of(text + ": the sides differ in shape");
    }
    double difference = left.largestDifference(right);
    return difference <= tolerance * left.scale()
        ? Optional.empty()
        : Optional.of(
            "%s: the sides differ by %s, %s times %s is allowed"
                .formatted(text, difference, tolerance, left.scale()));
  }

  private Matrix product(String side) {
    Matrix product = null;
    for (String text : side.strip().split(" +", -1)) {
      Matrix factor = factor(text);
      product = product == null ? factor : product.times(factor);
    }
    return product;
  }

  private Matrix factor(String text) {
    if (text.endsWith("'")) {
      return named(text.substring(0, text.length() - 1)).transposed();
    }
    if (text.startsWith("diag(")) {
      return Matrix.diagonal(elements(text.substring("diag(".length(), text.length() - 1)));
    }
    return named(text);
  }

  private Matrix named(String name) {
    double[] elements = elements(name);
    if (values.get(name) instanceof NdArray<?> array && array.rank() == 2) {
      int rows = Math.toIntExact(array.shape(0));
      return Matrix.of(rows, Math.toIntExact(array.shape(1)), elements);
    }
    return Matrix.of(elements.length, 1, elements);
  }

  private double[] elements(String name) {
    if (!values.containsKey(name)) {
      throw new AssertionError(text + ": there is no " + name + " in " + values.keySet());
    }
    return (double[]) Expected.elements(values.get(name));
  }
}
