package dev.arrays.kernels.reference;

import dev.arrays.ArraysException;
import dev.arrays.NdArray;
import dev.arrays.RustPanicException;
import dev.arrays.testing.Carrier;
import java.lang.foreign.Arena;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** One call of one overload for a case. */
final class CaseRun {
  private final ReferenceCase reference;
  private final Method method;
  private final Variation variation;
  private final Arena arena;

  /** What the call was given and gave, by name. */
  private final Map<String, Object> values = new LinkedHashMap<>();

  /** The views whose memory may have changed in their elements only. */
  private final List<NdArray<?>> written = new ArrayList<>();

  /** What the arrays hold that may not change, by name. */
  private final Map<String, NdArray<?>> unwritten = new HashMap<>();

  /** Where the views lie, for messages. */
  private final List<String> placements = new ArrayList<>();

  private CaseRun(ReferenceCase reference, Method method, Variation variation, Arena arena) {
    this.reference = reference;
    this.method = method;
    this.variation = variation;
    this.arena = arena;
  }

  /** What was wrong with the calls of an overload. */
  static List<String> problems(ReferenceCase reference, Method method) {
    List<String> problems = new ArrayList<>();
    for (Variation variation : variations(reference, method)) {
      try (Arena arena = Arena.ofConfined()) {
        CaseRun run = new CaseRun(reference, method, variation, arena);
        for (String problem : run.problems()) {
          problems.add(Facade.signature(method) + run.placements + ": " + problem);
        }
      }
    }
    return problems;
  }

  private static List<Variation> variations(ReferenceCase reference, Method method) {
    int views = 0;
    int rank = 0;
    long elements = 0;
    for (Parameter parameter : method.getParameters()) {
      if (array(parameter, reference) instanceof NdArray<?> array) {
        views += parameter.getType().isArray() ? 0 : 1;
        rank = Math.max(rank, array.rank());
        elements += array.size();
      }
    }
    return views == 0 ? List.of(new Variation(0, 0, false)) : Variation.of(views, rank, elements);
  }

  /** The elements an array parameter gets, or is expected to have after the call. */
  private static Object array(Parameter parameter, ReferenceCase reference) {
    String name = parameter.getName();
    if (reference.arguments().containsKey(name) || !Facade.isArray(parameter.getType())) {
      return reference.arguments().get(name);
    }
    return Facade.output(parameter, reference).value();
  }

  /** Whether a call returns, instead of refusing its arguments. */
  static boolean returns(ReferenceCase reference, Method method, Variation variation) {
    try (Arena arena = Arena.ofConfined()) {
      CaseRun run = new CaseRun(reference, method, variation, arena);
      run.call();
      run.close();
      return true;
    } catch (RustPanicException e) {
      throw new AssertionError(reference + " panics", e);
    } catch (ArraysException _) {
      return false;
    }
  }

  private List<String> problems() {
    try {
      call();
      return Stream.concat(results().stream(), strayWrites().stream()).toList();
    } catch (RuntimeException e) {
      return thrown(e);
    } finally {
      close();
    }
  }

  private void call() {
    Parameter[] parameters = method.getParameters();
    Object[] arguments = new Object[parameters.length];
    for (int i = 0; i < parameters.length; i++) {
      arguments[i] = argument(parameters[i]);
    }
    try {
      take(method.invoke(null, arguments));
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof RuntimeException thrown) {
        throw thrown;
      }
      throw new AssertionError(e.getCause());
    } catch (IllegalAccessException e) {
      throw new AssertionError(e);
    }
  }

  /** Frees results that are Java's. */
  private void close() {
    for (Object value : values.values()) {
      if (value instanceof NdArray<?> array) {
        array.close();
      }
    }
  }

  private Object argument(Parameter parameter) {
    String name = parameter.getName();
    boolean isInput = reference.arguments().containsKey(name);
    if (!(array(parameter, reference) instanceof NdArray<?> elements)) {
      return Facade.convert(reference.arguments().get(name), parameter.getType());
    }
    NdArray<?> view;
    Object argument;
    if (parameter.getType().isArray()) {
      argument = Memory.toJavaArray(elements);
      view = Memory.wrap(argument, elements.dataType());
      if (!isInput) {
        view.segment().fill((byte) 0xFF);
      }
    } else {
      Layout layout = variation.layoutOf(placements.size(), elements.rank());
      Carrier carrier = variation.carrierOf(placements.size());
      view = Memory.allocate(elements.dataType(), elements.shape(), layout, carrier, arena);
      placements.add(name + ": " + carrier + " " + layout);
      if (isInput) {
        Memory.assign(view, elements);
      }
      argument = view;
    }
    values.put(name, view);
    if (!isInput || reference.writes(name)) {
      written.add(view);
    } else {
      unwritten.put(name, elements);
    }
    return argument;
  }

  private List<String> thrown(RuntimeException thrown) {
    if (!(reference.expectation() instanceof ReferenceCase.Failure failure)
        || !(thrown instanceof ArraysException)) {
      return List.of("threw " + thrown);
    }
    String expected = method.getName() + ": " + failure.text();
    return thrown.getMessage().startsWith(expected)
        ? List.of()
        : List.of("expected the message \"" + expected + "\", got " + thrown);
  }

  private void take(Object returned) {
    if (returned instanceof Record results) {
      for (RecordComponent component : returned.getClass().getRecordComponents()) {
        try {
          values.put(component.getName(), component.getAccessor().invoke(results));
        } catch (ReflectiveOperationException e) {
          throw new LinkageError(e.getMessage(), e);
        }
      }
    } else if (returned != null) {
      values.put(ReferenceCase.RESULT, returned);
    }
  }

  private List<String> results() {
    return switch (reference.expectation()) {
      case ReferenceCase.Failure failure ->
          List.of("expected the error \"" + failure.text() + "\", but it returned");
      case ReferenceCase.Identities identities ->
          identities.equations().stream()
              .map(equation -> new Equation(equation, values).difference(identities.tolerance()))
              .flatMap(Optional::stream)
              .toList();
      case ReferenceCase.Results results ->
          results.byName().entrySet().stream()
              .flatMap(result ->
                  result.getValue().difference(actual(result.getKey())).stream()
                      .map(difference -> result.getKey() + " " + difference))
              .toList();
    };
  }

  /** A result under the name that is expected: where there is but one, it has no name in Java. */
  private Object actual(String name) {
    if (values.containsKey(name)) {
      return values.get(name);
    }
    if (name.equals(ReferenceCase.RESULT) && written.size() == 1) {
      return written.getFirst();
    }
    if (values.containsKey(ReferenceCase.RESULT)
        && !((ReferenceCase.Results) reference.expectation())
            .byName()
            .containsKey(ReferenceCase.RESULT)) {
      return values.get(ReferenceCase.RESULT);
    }
    throw new AssertionError("there is no " + name + " in " + values.keySet());
  }

  private List<String> strayWrites() {
    List<String> problems = new ArrayList<>();
    unwritten.forEach((name, before) ->
        new Expected(before, Tolerance.EXACT, false)
            .difference(values.get(name))
            .ifPresent(difference -> problems.add("changed " + name + ": " + difference)));
    for (NdArray<?> view : written) {
      if (!Memory.hasGapsLeft(view)) {
        problems.add("wrote between the elements of an array");
      }
    }
    return problems;
  }
}
