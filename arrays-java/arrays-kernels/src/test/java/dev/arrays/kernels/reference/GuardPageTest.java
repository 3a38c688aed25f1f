package dev.arrays.kernels.reference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.arrays.NdArray;
import dev.arrays.testing.Guard;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every function of the facade on arrays of all short lengths beside an inaccessible page: one that
 * reaches too far ends this JVM. The arguments are those of the function's longest short case, with
 * one length after the other changed wherever it occurs. What the functions compute of them is not
 * looked at; where the lengths do not fit together there may be an exception, but no panic.
 */
class GuardPageTest {
  private static final int LENGTHS = 40;

  /** So that changing every length of a case stays cheap. */
  private static final long MOST_ELEMENTS = 2000;

  @ParameterizedTest
  @EnumSource
  void everyFunctionStaysInsideItsArrays(Guard guard) throws Exception {
    Facade facade = Facade.load();
    Map<Method, ReferenceCase> longest = longest(facade);
    assertThat(longest).isNotEmpty();
    Map<String, Boolean> returned = new TreeMap<>();
    longest.forEach((method, reference) -> {
      boolean returns = false;
      for (long length : lengths(reference)) {
        for (int changed = 1; changed <= LENGTHS; changed++) {
          ReferenceCase stretched = reference.withLength(length, changed);
          for (Variation variation : Variation.beside(guard)) {
            returns |= CaseRun.returns(stretched, method, variation);
          }
        }
      }
      returned.merge(Facade.name(method), returns, Boolean::logicalOr);
    });
    returned.values().removeIf(returns -> returns);
    assertThat(returned.keySet()).as("functions that took no lengths at all").isEmpty();
  }

  private static Map<Method, ReferenceCase> longest(Facade facade) throws Exception {
    Comparator<ReferenceCase> byElements = Comparator.comparingLong(GuardPageTest::elements);
    return CaseReader.readAll().stream()
        .filter(reference -> reference.expectation() instanceof ReferenceCase.Results)
        .filter(reference -> elements(reference) <= MOST_ELEMENTS)
        .flatMap(reference ->
            facade.overloads(reference).stream()
                .filter(GuardPageTest::takesViews)
                .map(method -> Map.entry(method, reference)))
        .collect(
            Collectors.toMap(
                Map.Entry::getKey,
                Map.Entry::getValue,
                (a, b) -> byElements.compare(a, b) < 0 ? b : a));
  }

  /** Java arrays cannot lie beside a guarded page. */
  private static boolean takesViews(Method method) {
    return Arrays.stream(method.getParameterTypes()).anyMatch(NdArray.class::isAssignableFrom);
  }

  private static long elements(ReferenceCase reference) {
    return reference.arrays().mapToLong(NdArray::size).sum();
  }

  private static List<Long> lengths(ReferenceCase reference) {
    return reference
        .arrays()
        .flatMap(array -> Arrays.stream(array.shape()).boxed())
        .filter(length -> length > 0)
        .distinct()
        .toList();
  }
}
