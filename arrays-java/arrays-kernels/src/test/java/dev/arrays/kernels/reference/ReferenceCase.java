package dev.arrays.kernels.reference;

import dev.arrays.NdArray;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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

  /** The arrays among arguments and results. */
  Stream<NdArray<?>> arrays() {
    Stream<Object> expected =
        expectation instanceof Results results
            ? results.byName().values().stream().map(Expected::value)
            : Stream.of();
    return Stream.concat(arguments.values().stream(), expected)
        .flatMap(value -> value instanceof NdArray<?> array ? Stream.of(array) : Stream.of());
  }

  /**
   * A case with another length in place of one, wherever that occurs. Elements repeat; what is
   * expected has the right shape but not the right elements.
   */
  ReferenceCase withLength(long length, long changed) {
    Map<String, Object> stretched = new LinkedHashMap<>();
    arguments.forEach((name, value) -> stretched.put(name, withLength(value, length, changed)));
    if (!(expectation instanceof Results results)) {
      return new ReferenceCase(type, method, stretched, expectation);
    }
    Map<String, Expected> expected = new LinkedHashMap<>();
    results
        .byName()
        .forEach((name, result) ->
            expected.put(
                name,
                new Expected(
                    withLength(result.value(), length, changed),
                    result.tolerance(),
                    result.isUnsigned())));
    return new ReferenceCase(type, method, stretched, new Results(expected));
  }

  private static Object withLength(Object value, long length, long changed) {
    if (value instanceof NdArray<?> array) {
      return Memory.stretch(
          array, Arrays.stream(array.shape()).map(n -> n == length ? changed : n).toArray());
    }
    return value instanceof Long n && n == length ? Long.valueOf(changed) : value;
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
    return array.dataType() + Arrays.toString(array.shape());
  }
}
