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

  /** Says what a value is: the part of a Javadoc sentence after the colon. */
  static String describe(Result result) {
    if (result instanceof Result.Scalar scalar) {
      return "a Rust `" + scalar.type().rustName() + "`";
    }
    if (result instanceof Result.Text) {
      return "a string";
    }
    if (result instanceof Result.Array array) {
      return "a `%s` array of %s, in memory of its own outside the Java heap until it is closed"
          .formatted(array.element().manifestName(), rank(array.rank()));
    }
    throw new IllegalArgumentException("described by its fields: " + result);
  }

  /** Returns whether a value of a result is a {@code usize}, which Java's long may not hold. */
  static boolean holdsUsize(Result result) {
    return result instanceof Result.Tuple tuple
        ? tuple.fields().stream().anyMatch(field -> holdsUsize(field.value()))
        : result instanceof Result.Scalar scalar && scalar.type() == ScalarType.USIZE;
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
