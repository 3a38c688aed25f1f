package dev.arrays.kernels.reference;

import dev.arrays.NdArray;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A call of a method of the facade, and what it must give.
 *
 * <p>Arguments and results are arrays ({@link NdArray} on the Java heap, by rows) or scalars
 * ({@code Double}, {@code Float}, {@code Long}, {@code Boolean}, {@code String}); an argument may
 * be null.
 *
 * @param type the name of the class
 * @param method the name of the method
 * @param arguments by the names of the parameters, in order
 */
record ReferenceCase(
    String type, String method, Map<String, Object> arguments, Expectation expectation) {

  /** The name of the one result of a method. */
  static final String RESULT = "result";

  /** What a case must give. */
  sealed interface Expectation {}

  /** An exception. */
  record Failure(String text) implements Expectation {}

  /** Results, and arguments that are written in place, by their names. */
  record Results(Map<String, Expected> byName) implements Expectation {}

  /** Equations between arguments and results. */
  record Identities(List<String> equations, double tolerance) implements Expectation {}

  /** Names of the arguments that the method writes. */
  boolean writes(String argument) {
    return expectation instanceof Results results && results.byName().containsKey(argument);
  }

  String name() {
    return type + "." + method;
  }

  @Override
  public String toString() {
    return arguments.entrySet().stream()
        .map(argument -> argument.getKey() + ": " + text(argument.getValue()))
        .collect(Collectors.joining(", ", method + "(", ")"));
  }

  private static String text(Object value) {
    if (!(value instanceof NdArray<?> array)) {
      return String.valueOf(value);
    }
    if (array.size() <= 5) {
      return array.dataType() + " " + array.toString().replaceAll("\\s+", " ");
    }
    return array.dataType() + java.util.Arrays.toString(array.shape());
  }
}
