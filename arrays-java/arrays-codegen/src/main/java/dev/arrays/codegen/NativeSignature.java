package dev.arrays.codegen;

import java.util.ArrayList;
import java.util.List;

/** The C signature of a function's shim, as the ABI lays parameters and results out. */
final class NativeSignature {
  private NativeSignature() {}

  /** Returns the {@code ValueLayout} constants of the function's arguments, in order. */
  static List<String> argumentLayouts(FunctionEntry entry) {
    return argumentLayouts(entry, List.of());
  }

  /** Returns the {@code ValueLayout} constants of the arguments of the function on a part. */
  static List<String> partLayouts(FunctionEntry entry, Split split) {
    return argumentLayouts(
        entry,
        split.hasState()
            ? List.of("JAVA_LONG", "JAVA_LONG", "JAVA_LONG", "ADDRESS")
            : List.of("JAVA_LONG", "JAVA_LONG"));
  }

  private static List<String> argumentLayouts(FunctionEntry entry, List<String> more) {
    List<String> layouts = new ArrayList<>();
    for (Parameter param : entry.params()) {
      if (param instanceof Parameter.Array array) {
        layouts.add("ADDRESS");
        if (array.isDynamic()) {
          layouts.add("JAVA_LONG");
          layouts.add("ADDRESS");
        } else {
          int numbers = array.contiguous() ? 1 : 2 * array.rank();
          for (int i = 0; i < numbers; i++) {
            layouts.add("JAVA_LONG");
          }
        }
      } else if (param instanceof Parameter.Scalar scalar) {
        if (scalar.optional()) {
          layouts.add("JAVA_LONG");
        }
        layouts.add(layout(scalar.type().carrier()));
      } else {
        layouts.add("ADDRESS");
        layouts.add("JAVA_LONG");
      }
    }
    layouts.addAll(more);
    if (slotCount(entry.returns()) > 0) {
      layouts.add("ADDRESS");
    }
    return layouts;
  }

  /** Returns the Java primitive that carries what the shim returns. */
  static String returnCarrier(Result returns) {
    return returns instanceof Result.Scalar scalar ? scalar.type().carrier() : "int";
  }

  /** Returns the {@code ValueLayout} constant of a carrier. */
  static String layout(String carrier) {
    return switch (carrier) {
      case "int" -> "JAVA_INT";
      case "long" -> "JAVA_LONG";
      case "float" -> "JAVA_FLOAT";
      case "double" -> "JAVA_DOUBLE";
      default -> throw new IllegalArgumentException(carrier);
    };
  }

  /** Returns how many values come back through memory. */
  static int slotCount(Result returns) {
    if (returns instanceof Result.Tuple tuple) {
      return tuple.fields().size();
    }
    return returns instanceof Result.Text || returns instanceof Result.Array ? 1 : 0;
  }
}
