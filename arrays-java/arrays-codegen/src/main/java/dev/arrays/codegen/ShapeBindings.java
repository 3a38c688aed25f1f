package dev.arrays.codegen;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where each symbol of a function's shape contract takes its value: from the integer parameter of
 * that name, else from the first axis that bears it, arrays that the caller must bring first.
 */
final class ShapeBindings {

  /** What gives a symbol its value. */
  sealed interface Source {}

  /** An integer parameter. */
  record FromScalar(Parameter.Scalar scalar) implements Source {}

  /** An axis of an array. */
  record FromAxis(Parameter.Array array, int axis) implements Source {}

  private final Map<String, Source> sources = new HashMap<>();

  ShapeBindings(List<Parameter> params) {
    for (Parameter param : params) {
      if (param instanceof Parameter.Scalar scalar
          && scalar.type().isInteger()
          && !scalar.optional()) {
        sources.put(scalar.name(), new FromScalar(scalar));
      }
    }
    bindAxes(params, false);
    bindAxes(params, true);
  }

  private void bindAxes(List<Parameter> params, boolean out) {
    for (Parameter param : params) {
      if (param instanceof Parameter.Array array && array.isOut() == out && array.shape() != null) {
        List<Dim> shape = array.shape();
        for (int axis = 0; axis < shape.size(); axis++) {
          if (shape.get(axis) instanceof Dim.Symbol symbol) {
            sources.putIfAbsent(symbol.name(), new FromAxis(array, axis));
          }
        }
      }
    }
  }

  /** Returns what gives a symbol of the contract its value. */
  Source source(Dim.Symbol symbol) {
    Source source = sources.get(symbol.name());
    if (source == null) {
      throw new IllegalArgumentException("no source for " + symbol);
    }
    return source;
  }

  /** Returns whether a shape is known before the out arrays exist, so that they can be made. */
  boolean isKnownBeforehand(@Nullable List<Dim> shape) {
    return shape != null
        && shape.stream()
            .allMatch(dim ->
                dim instanceof Dim.Length
                    || (dim instanceof Dim.Symbol symbol
                        && !(source(symbol) instanceof FromAxis axis && axis.array().isOut())));
  }
}
