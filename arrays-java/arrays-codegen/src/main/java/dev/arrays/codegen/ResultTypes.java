package dev.arrays.codegen;

/** The Java types of results, and the words for them. */
final class ResultTypes {
  private ResultTypes() {}

  /** Returns the Java type of a result that is not a tuple. */
  static String javaType(Result result) {
    if (result instanceof Result.Scalar scalar) {
      return scalar.type().primitive();
    }
    if (result instanceof Result.Text) {
      return "String";
    }
    if (result instanceof Result.Array array) {
      return array.element().viewClass();
    }
    if (result instanceof Result.Nothing) {
      return "void";
    }
    throw new IllegalArgumentException("a tuple has no type of its own: " + result);
  }

  /** Says what a result is: what the author says, and what its type does. */
  static String describe(FunctionDoc doc, Result result) {
    return FunctionDoc.joined(doc.result(), describe(result, !doc.result().isEmpty()));
  }

  /** Says what the type of a value is, unless it shows in Java and something else is said. */
  static String describe(Result result, boolean isSaid) {
    if (result instanceof Result.Array array) {
      return "%s of %s, in memory of its own outside the Java heap until it is closed"
          .formatted(array.element().array(""), rank(array.rank()));
    }
    if (isSaid) {
      return "";
    }
    if (result instanceof Result.Scalar scalar) {
      return scalar.type().described();
    }
    if (result instanceof Result.Text) {
      return "a string";
    }
    throw new IllegalArgumentException("described by its fields: " + result);
  }

  /** Returns whether a value of a result is a {@code usize}, which Java's long may not hold. */
  static boolean holdsUsize(Result result) {
    return result instanceof Result.Tuple tuple
        ? tuple.fields().stream().anyMatch(field -> holdsUsize(field.value()))
        : result instanceof Result.Scalar scalar && scalar.type() == ScalarType.USIZE;
  }

  /** Returns whether a result holds memory of Rust's, which Java has to take over. */
  static boolean ownsMemory(Result result) {
    return result instanceof Result.Tuple tuple
        ? tuple.fields().stream().anyMatch(field -> ownsMemory(field.value()))
        : result instanceof Result.Text || result instanceof Result.Array;
  }

  /** Returns the Java type of an out array that the facade allocates. */
  static String allocatedType(Parameter.Array out) {
    return out.rank() == 1 ? out.element().primitive() + "[]" : out.element().viewClass();
  }

  /** Says what an out array is that the facade allocates. */
  static String describeAllocated(Parameter.Array out) {
    return "a new `%s` array %s".formatted(out.element().manifestName(), out.shapeText());
  }

  /** Says a rank, -1 being any. */
  static String rank(int rank) {
    return rank < 0 ? "any rank" : "rank " + rank;
  }
}
