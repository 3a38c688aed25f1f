package dev.arrays.codegen;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One Java method of an exported function.
 *
 * <p>The road into Rust takes all arrays as views, and a second road all of them as Java arrays
 * where each has one axis; each other method does a single thing and calls the next.
 *
 * @param step what this method does
 * @param target the method it calls; null for a road
 * @param params the parameters of its signature
 * @param javaArrays which arrays of rank 1 are Java arrays in its signature
 */
record Overload(
    Step step, @Nullable Overload target, List<Parameter> params, JavaArrays javaArrays) {

  /** Which arrays of rank 1 are Java arrays; the others are views. */
  enum JavaArrays {
    NONE,
    /** The written ones: a call on views of anything may fill a Java array. */
    WRITTEN,
    ALL
  }

  /** What a method adds to the one it calls. */
  enum Step {
    /** Checks everything and calls Rust. */
    ROAD,
    /** Wraps its Java arrays. */
    WRAP,
    /** Allocates the out arrays and returns them. */
    ALLOCATE,
    /** Leaves the trailing optional parameters out. */
    OMIT
  }

  /**
   * Returns whether another method of the same signature should have it: every array that both take
   * as a view has one axis in this method's function, and any number of them in the other's.
   *
   * @param other a method of the same signature
   */
  boolean yieldsTo(Overload other) {
    boolean yields = false;
    for (int i = 0; i < params.size(); i++) {
      if (params.get(i) instanceof Parameter.Array mine
          && other.params.get(i) instanceof Parameter.Array its
          && mine.checkedRank() != its.checkedRank()) {
        if (mine.rank() != 1 || its.checkedRank() >= 0) {
          return false;
        }
        yields = true;
      }
    }
    return yields;
  }

  /** Returns whether the out arrays are among the results instead of the parameters. */
  boolean allocates() {
    return step == Step.ALLOCATE || (target != null && target.allocates());
  }

  /** Returns the Java types of the signature, which decide whether two methods clash. */
  List<String> types() {
    return params.stream().map(this::type).toList();
  }

  /** Returns the Java type of a parameter in this signature, without annotations. */
  String type(Parameter param) {
    if (param instanceof Parameter.Array array) {
      return isJavaArray(array) ? array.element().primitive() + "[]" : array.element().viewClass();
    }
    if (param instanceof Parameter.Scalar scalar) {
      return scalar.optional() ? scalar.type().boxed() : scalar.type().primitive();
    }
    return "String";
  }

  /** Returns whether an array is a Java array in this signature. */
  boolean isJavaArray(Parameter.Array array) {
    boolean included =
        switch (javaArrays) {
          case NONE -> false;
          case WRITTEN -> array.isWritten();
          case ALL -> true;
        };
    return included && array.rank() == 1;
  }

  /** Returns whether two arrays can share an element: Java arrays of different types cannot. */
  boolean mayMeet(Parameter.Array a, Parameter.Array b) {
    return !isJavaArray(a) || !isJavaArray(b) || type(a).equals(type(b));
  }

  private boolean takesNoView() {
    return params.stream()
        .allMatch(param -> !(param instanceof Parameter.Array array) || isJavaArray(array));
  }

  /** Returns the methods of a function, in the order in which they are written. */
  static List<Overload> of(FunctionEntry function, ShapeBindings bindings) {
    List<Overload> found = new ArrayList<>();
    Overload road = new Overload(Step.ROAD, null, function.params(), JavaArrays.NONE);
    add(found, road);
    Overload onJavaArrays = new Overload(Step.ROAD, null, function.params(), JavaArrays.ALL);
    add(
        found,
        onJavaArrays.takesNoView()
            ? onJavaArrays
            : new Overload(Step.WRAP, road, road.params(), JavaArrays.ALL));
    add(found, new Overload(Step.WRAP, road, road.params(), JavaArrays.WRITTEN));
    List<Parameter> inputs = inputs(function);
    if (inputs.size() < function.params().size() && canAllocate(function, bindings)) {
      Overload allocating = new Overload(Step.ALLOCATE, road, inputs, JavaArrays.NONE);
      if (add(found, allocating)) {
        add(
            found,
            onJavaArrays.takesNoView()
                ? new Overload(Step.ALLOCATE, onJavaArrays, inputs, JavaArrays.ALL)
                : new Overload(Step.WRAP, allocating, inputs, JavaArrays.ALL));
      }
    }
    for (Overload whole : List.copyOf(found)) {
      List<Parameter> kept = withoutTrailingOptions(whole.params());
      if (kept.size() < whole.params().size()) {
        add(found, new Overload(Step.OMIT, whole, kept, whole.javaArrays()));
      }
    }
    return found;
  }

  /** Adds a method unless an earlier one, which says more, has the same signature. */
  private static boolean add(List<Overload> found, Overload overload) {
    List<String> types = overload.types();
    return found.stream().noneMatch(other -> other.types().equals(types)) && found.add(overload);
  }

  private static List<Parameter> inputs(FunctionEntry function) {
    return function.params().stream()
        .filter(param -> !(param instanceof Parameter.Array array && array.isOut()))
        .toList();
  }

  private static boolean canAllocate(FunctionEntry function, ShapeBindings bindings) {
    return function.params().stream()
        .allMatch(param ->
            !(param instanceof Parameter.Array array)
                || !array.isOut()
                || !array.shapeOf().isEmpty()
                || (bindings.isKnownBeforehand(array.shape()) && fitsJavaArray(array)));
  }

  private static boolean fitsJavaArray(Parameter.Array array) {
    return array.rank() != 1
        || array.shape() == null
        || !(array.shape().get(0) instanceof Dim.Length length)
        || length.length() <= FacadePlan.MAX_JAVA_ARRAY;
  }

  private static List<Parameter> withoutTrailingOptions(List<Parameter> params) {
    int kept = params.size();
    while (kept > 0
        && params.get(kept - 1) instanceof Parameter.Scalar scalar
        && scalar.optional()) {
      kept--;
    }
    return params.subList(0, kept);
  }
}
