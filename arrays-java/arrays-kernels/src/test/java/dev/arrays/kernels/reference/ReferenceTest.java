package dev.arrays.kernels.reference;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Every function of the facade against what NumPy, SciPy, pandas and scikit-learn computed: {@code
 * src/test/reference} makes the cases, and tells how they are written. Each runs on every overload
 * that takes it, in every kind of memory and every layout.
 *
 * <p>{@code -Darrays.reference=Reductions} runs the cases of a class only, {@code Reductions.std}
 * those of a method.
 */
class ReferenceTest {
  /** Beyond so many, the problems of a case are alike. */
  private static final int SHOWN = 5;

  /** Methods that no case calls, with the reason. */
  private static final Map<String, String> NOT_REFERENCED =
      Map.of(
          "Parallel.threads", "settings compute nothing",
          "Parallel.setThreads", "settings compute nothing");

  @TestFactory
  Stream<DynamicNode> cases() throws Exception {
    Facade facade = Facade.load();
    String only = System.getProperty("arrays.reference", "");
    Map<String, List<ReferenceCase>> byMethod =
        CaseReader.readAll().stream()
            .filter(
                reference -> (reference.name() + ".").startsWith(only.isEmpty() ? "" : only + "."))
            .collect(
                Collectors.groupingBy(
                    ReferenceCase::name, LinkedHashMap::new, Collectors.toList()));
    return byMethod.entrySet().stream()
        .map(method ->
            DynamicContainer.dynamicContainer(
                method.getKey(),
                method.getValue().stream()
                    .map(reference ->
                        DynamicTest.dynamicTest(
                            reference.toString(), () -> run(facade, reference)))));
  }

  private static void run(Facade facade, ReferenceCase reference) {
    List<Method> overloads = facade.overloads(reference);
    assertThat(overloads).as("overloads of %s that take these arguments", reference).isNotEmpty();
    List<String> problems = new ArrayList<>();
    for (Method overload : overloads) {
      problems.addAll(CaseRun.problems(reference, overload));
    }
    assertThat(problems.subList(0, Math.min(SHOWN, problems.size())))
        .as("%s, %d problems", reference, problems.size())
        .isEmpty();
  }

  @Test
  void everyMethodIsCalledByACase() throws Exception {
    Facade facade = Facade.load();
    List<Method> missing = new ArrayList<>(facade.methods());
    for (ReferenceCase reference : CaseReader.readAll()) {
      missing.removeAll(facade.overloads(reference));
    }
    missing.removeIf(method -> NOT_REFERENCED.containsKey(Facade.name(method)));

    assertThat(missing.stream().map(Facade::signature)).isEmpty();
  }
}
