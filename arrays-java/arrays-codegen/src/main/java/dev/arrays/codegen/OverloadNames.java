package dev.arrays.codegen;

import java.util.Comparator;
import java.util.List;
import java.util.Set;

/** The order of functions that share a Java name, and what their nested classes are called. */
final class OverloadNames {
  /** By the types of the parameters, a rank that is known before one that is not. */
  static final Comparator<FunctionEntry> BY_TYPES =
      Comparator.comparing(
              (FunctionEntry entry) -> entry.params().stream().map(OverloadNames::order).toList(),
              OverloadNames::compare)
          .thenComparing(FunctionEntry::symbol);

  private static final int DYNAMIC = 7;
  private static final List<ElementType> ELEMENTS = List.of(ElementType.values());
  private static final List<ScalarType> SCALARS = List.of(ScalarType.values());

  private OverloadNames() {}

  /**
   * Returns what the names of a function's nested classes start with: the method for the first
   * function of the name, then its own name, then with its element type, then with its rank.
   */
  static String prefix(
      FunctionEntry entry, String method, List<FunctionEntry> overloaded, Set<String> taken) {
    String base =
        JavaNames.upperCamel(entry.name().equals(overloaded.get(0).name()) ? method : entry.name());
    String element = element(entry.params());
    String prefix = base;
    for (String addition : List.of("", element, element + rank(entry.params()))) {
      prefix = base + addition;
      if (taken.add(prefix)) {
        return prefix;
      }
    }
    return prefix;
  }

  /** Says the type of a parameter as the manifest does. */
  static String type(Parameter param) {
    if (param instanceof Parameter.Array array) {
      return array.element().manifestName() + " array of " + ResultTypes.rank(array.rank());
    }
    if (param instanceof Parameter.Scalar scalar) {
      return scalar.optional()
          ? "Option<" + scalar.type().rustName() + ">"
          : scalar.type().rustName();
    }
    return "&str";
  }

  private static String element(List<Parameter> params) {
    for (Parameter param : params) {
      if (param instanceof Parameter.Array array) {
        return JavaNames.upperCamel(array.element().primitive());
      }
    }
    for (Parameter param : params) {
      if (param instanceof Parameter.Scalar scalar) {
        return JavaNames.upperCamel(scalar.type().primitive());
      }
    }
    return "";
  }

  private static String rank(List<Parameter> params) {
    for (Parameter param : params) {
      if (param instanceof Parameter.Array array) {
        return array.isDynamic() ? "Nd" : array.rank() + "d";
      }
    }
    return "";
  }

  private static Integer order(Parameter param) {
    if (param instanceof Parameter.Array array) {
      int rank = array.isDynamic() ? DYNAMIC : array.rank();
      return ELEMENTS.indexOf(array.element()) * (DYNAMIC + 1) + rank;
    }
    // The widest first, as of elements.
    return param instanceof Parameter.Scalar scalar ? -SCALARS.indexOf(scalar.type()) : 0;
  }

  private static int compare(List<Integer> first, List<Integer> second) {
    for (int i = 0; i < Math.min(first.size(), second.size()); i++) {
      int order = Integer.compare(first.get(i), second.get(i));
      if (order != 0) {
        return order;
      }
    }
    return Integer.compare(first.size(), second.size());
  }
}
