package dev.arrays.codegen;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An exported function with every name decided.
 *
 * @param entry its manifest entry, whose parameters bear their final Java names
 * @param doc what its author says of it
 * @param method the name of its methods
 * @param hiddenMethod the name of those methods that others call and programs do not
 * @param handles the name of the nested class that holds its method handles
 * @param bind the name of the method that binds it unless it is bound
 * @param link the name of the method that binds it
 * @param tuple the record of its tuple, or null when it returns none
 * @param outputs the record of the methods that allocate, or null when they return one value
 * @param locals the names that its body uses
 * @param bindings where the symbols of its shape contract take their values
 * @param overloads its methods, the road first
 * @param yielded those of them whose signature is a method of another function
 */
record FunctionPlan(
    FunctionEntry entry,
    FunctionDoc doc,
    String method,
    String hiddenMethod,
    String handles,
    String bind,
    String link,
    @Nullable RecordPlan tuple,
    @Nullable RecordPlan outputs,
    Locals locals,
    ShapeBindings bindings,
    List<Overload> overloads,
    Set<Overload> yielded) {

  /** The local variables of a body, none of which is also a parameter. */
  record Locals(
      String result,
      String status,
      String scratch,
      String slots,
      String thrown,
      String size,
      String isNative,
      String started,
      String borrow,
      String call,
      String state,
      String cut,
      Map<String, String> utf8ByParameter) {

    /** Takes the names in the scope that holds those of the parameters. */
    static Locals in(NameScope scope, List<Parameter> params) {
      Map<String, String> utf8 = new HashMap<>();
      for (Parameter param : params) {
        if (param instanceof Parameter.Text) {
          utf8.put(param.javaName(), scope.take(param.javaName() + "Utf8"));
        }
      }
      return new Locals(
          scope.take("result"),
          scope.take("status"),
          scope.take("scratch"),
          scope.take("slots"),
          scope.take("t"),
          scope.take("size"),
          scope.take("isNative"),
          scope.take("started"),
          scope.take("borrow"),
          scope.take("call"),
          scope.take("state"),
          scope.take("cut"),
          Map.copyOf(utf8));
    }

    /** Returns the variable that holds the bytes of a string. */
    String utf8(Parameter.Text text) {
      return Objects.requireNonNull(utf8ByParameter.get(text.javaName()));
    }
  }

  /**
   * Returns whether a method that allocates an out array may be asked for more elements than Java
   * can allocate: as many as a Java array has are never too many.
   */
  boolean mayBeTooLong(Overload overload, Parameter.Array out) {
    if (out.rank() == 1 && !out.shapeOf().isEmpty()) {
      return !sources(out).stream().allMatch(overload::isJavaArray);
    }
    if (out.rank() != 1 || out.shape() == null) {
      return true;
    }
    return out.shape().get(0) instanceof Dim.Symbol symbol
        && !(bindings.source(symbol) instanceof ShapeBindings.FromAxis from
            && overload.isJavaArray(from.array()));
  }

  /** Returns whether the contract compares the length of an axis with something else. */
  boolean hasCheckedLength(Parameter.Array array) {
    if (array.shape() == null) {
      return !array.shapeOf().isEmpty();
    }
    for (int axis = 0; axis < array.shape().size(); axis++) {
      Dim dim = array.shape().get(axis);
      if (dim instanceof Dim.Length
          || (dim instanceof Dim.Symbol symbol
              && !bindings.source(symbol).equals(new ShapeBindings.FromAxis(array, axis)))) {
        return true;
      }
    }
    return false;
  }

  /** Returns the arrays whose shape an array has to have. */
  List<Parameter.Array> sources(Parameter.Array array) {
    return array.shapeOf().stream()
        .map(name ->
            arrays().stream()
                .filter(source -> source.name().equals(name))
                .findFirst()
                .orElseThrow())
        .toList();
  }

  /** Returns the name of the field with what the first call has bound. */
  String binding() {
    return "bound" + handles;
  }

  /** Returns the name of the field that says whether the handles can be used. */
  String isBound() {
    return "isBound" + handles;
  }

  /** Returns the road on views, which has the types of all arguments. */
  Overload road() {
    return overloads.get(0);
  }

  /** Returns the same function without the signatures that are another one's methods. */
  FunctionPlan without(Set<Overload> others) {
    return new FunctionPlan(
        entry,
        doc,
        method,
        hiddenMethod,
        handles,
        bind,
        link,
        tuple,
        outputs,
        locals,
        bindings,
        overloads,
        others);
  }

  /** Returns whether a method has a name that programs do not see. */
  boolean isHidden(Overload overload) {
    return yielded.contains(overload);
  }

  /** Returns the name of a method. */
  String nameOf(Overload overload) {
    return isHidden(overload) ? hiddenMethod : method;
  }

  /** Returns the methods that are written: those of another signature, and what they call. */
  List<Overload> written() {
    Set<Overload> needed = new HashSet<>();
    // A method comes after the one it calls.
    for (int i = overloads.size() - 1; i >= 0; i--) {
      Overload overload = overloads.get(i);
      if (!isHidden(overload)) {
        needed.add(overload);
      }
      if (needed.contains(overload) && overload.target() != null) {
        needed.add(overload.target());
      }
    }
    return overloads.stream().filter(needed::contains).toList();
  }

  /** Returns the out arrays. */
  List<Parameter.Array> outs() {
    return arrays().stream().filter(Parameter.Array::isOut).toList();
  }

  /** Returns the array along whose longest axis all are cut where no symbol says which. */
  Parameter.Array measured() {
    return arrays().stream()
        .filter(Parameter.Array::isBroadcast)
        .findFirst()
        .orElse(arrays().get(0));
  }

  /** Returns whether it is a reduction whose calls need not all go by {@code Call}. */
  boolean isReduction() {
    return entry.split() != null
        && entry.split().kind() == Split.Kind.REDUCTION
        && arrays().stream().noneMatch(array -> array.element() == ElementType.BOOL);
  }

  /** Returns the arrays. */
  List<Parameter.Array> arrays() {
    return entry.params().stream()
        .filter(Parameter.Array.class::isInstance)
        .map(Parameter.Array.class::cast)
        .toList();
  }
}
