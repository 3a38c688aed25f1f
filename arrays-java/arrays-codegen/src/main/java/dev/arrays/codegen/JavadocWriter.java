package dev.arrays.codegen;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Writes the doc comments of a facade class. */
final class JavadocWriter {
  private final Imports imports;

  JavadocWriter(Imports imports) {
    this.imports = imports;
  }

  String ofClass(ClassPlan plan) {
    List<String> lines = new ArrayList<>(RustDoc.toJava(plan.doc()));
    if (lines.isEmpty()) {
      lines.add("The exported functions of the Rust module `%s`.".formatted(plan.module()));
    }
    lines.add("");
    lines.add(
        "The native library is loaded by the first call of a method; when that fails, the call throws");
    lines.add("a [%s].".formatted(imports.type("NativeLoadException")));
    if (plan.deprecation() != null) {
      lines.add("");
      lines.add(deprecated(plan.deprecation(), "module"));
    }
    return comment(lines);
  }

  String ofRecord(FunctionPlan function, RecordPlan plan) {
    List<String> lines = new ArrayList<>();
    lines.add("What `%s` returns.".formatted(function.method()));
    lines.add("");
    for (RecordPlan.Component component : plan.components()) {
      lines.add("@param %s %s".formatted(component.name(), component.doc()));
    }
    return comment(lines);
  }

  String ofMethod(FunctionPlan function, Overload overload) {
    FunctionEntry entry = function.entry();
    List<String> lines = new ArrayList<>(function.doc().lines());
    if (lines.isEmpty()) {
      lines.add("Calls the Rust function `%s`.".formatted(entry.rustPath()));
    }
    if (overload.allocates()) {
      lines.add("");
      lines.add(
          "%s allocated and returned by this overload."
              .formatted(
                  function.outs().stream()
                          .map(out -> "`" + out.javaName() + "`")
                          .collect(Collectors.joining(", "))
                      + (function.outs().size() == 1 ? " is" : " are")));
    }
    List<String> tags = new ArrayList<>();
    for (Parameter param : overload.params()) {
      String said = function.doc().of(param);
      tags.add(
          "@param %s %s"
              .formatted(
                  param.javaName(), FunctionDoc.joined(said, describe(param, !said.isEmpty()))));
    }
    String returned = returned(function, overload);
    if (!returned.isEmpty()) {
      tags.add("@return " + returned);
    }
    failures(function, overload)
        .forEach((type, when) -> tags.add("@throws %s %s".formatted(imports.type(type), when)));
    if (entry.deprecation() != null) {
      tags.add(deprecated(entry.deprecation(), "function"));
    }
    lines.add("");
    lines.addAll(tags);
    return comment(lines);
  }

  /** Says why not to use something, in a sentence that no line end interrupts. */
  private static String deprecated(Deprecation deprecation, String what) {
    String note = String.join(" ", RustDoc.toJava(deprecation.note()));
    return "@deprecated " + (note.isBlank() ? "the Rust " + what + " is" : note);
  }

  /** Says what the type of a parameter is, as far as Java does not show it. */
  private static String describe(Parameter param, boolean isSaid) {
    if (param instanceof Parameter.Array array) {
      String contract = array.shapeText();
      String shape = contract == null ? "of " + ResultTypes.rank(array.checkedRank()) : contract;
      String use =
          switch (array.access()) {
            case READ -> "";
            case WRITE -> "; read and written";
            case OUT -> "; written";
          };
      return "%s %s%s"
          .formatted(array.element().array(array.contiguous() ? "contiguous " : ""), shape, use);
    }
    if (param instanceof Parameter.Scalar scalar) {
      return Stream.of(
              isSaid ? "" : scalar.type().described(),
              scalar.type().range(),
              scalar.optional() ? "or null for none" : "")
          .filter(text -> !text.isEmpty())
          .collect(Collectors.joining(", "));
    }
    return isSaid ? "" : "a string";
  }

  private static String returned(FunctionPlan function, Overload overload) {
    Result returns = function.entry().returns();
    if (overload.allocates()) {
      return function.outputs() == null
          ? FunctionDoc.joined(
              function.doc().of(function.outs().get(0)),
              ResultTypes.describeAllocated(function.outs().get(0)))
          : "the result and what was allocated for it";
    }
    if (returns instanceof Result.Nothing) {
      return "";
    }
    if (returns instanceof Result.Tuple) {
      return function.doc().result().isEmpty()
          ? "the values of the result"
          : function.doc().result();
    }
    return ResultTypes.describe(function.doc(), returns);
  }

  /** Returns what can be thrown and when, by exception, in the order of the checks. */
  private static Map<String, String> failures(FunctionPlan function, Overload overload) {
    FunctionEntry entry = function.entry();
    List<Parameter> params = overload.params();
    List<Parameter.Array> arrays =
        params.stream()
            .filter(Parameter.Array.class::isInstance)
            .map(Parameter.Array.class::cast)
            .toList();
    List<Parameter.Array> views = arrays.stream().filter(a -> !overload.isJavaArray(a)).toList();
    Map<String, String> failures = new LinkedHashMap<>();
    if (params.stream().anyMatch(param -> !(param instanceof Parameter.Scalar))) {
      failures.put("NullPointerException", "if an argument is null that may not be");
    }
    if (!views.isEmpty()) {
      failures.put("ClosedArrayException", "if an array is closed");
    }
    if (views.stream().anyMatch(view -> !view.element().viewClass().matches("(Double|Float).*"))) {
      failures.put("DataTypeException", "if an array has another data type");
    }
    boolean rankChecked = views.stream().anyMatch(view -> view.checkedRank() >= 0);
    boolean lengthChecked =
        arrays.stream().anyMatch(function::hasCheckedLength)
            || function.arrays().stream().anyMatch(Parameter.Array::isBroadcast);
    if (rankChecked || lengthChecked) {
      String other = rankChecked ? lengthChecked ? "rank or shape" : "rank" : "shape";
      failures.put("ShapeMismatchException", "if an array has another " + other);
    }
    put(
        failures,
        "BorrowException",
        borrowFailure(overload, arrays),
        arrays.isEmpty() ? "" : "if a call on another thread conflicts with this one");
    boolean contiguousView = views.stream().anyMatch(Parameter.Array::contiguous);
    boolean rangeChecked =
        params.stream().anyMatch(p -> p instanceof Parameter.Scalar s && s.type().isRangeChecked());
    boolean tooLong =
        overload.allocates()
            && function.outs().stream().anyMatch(out -> function.mayBeTooLong(overload, out));
    boolean bool = arrays.stream().anyMatch(array -> array.element() == ElementType.BOOL);
    put(
        failures,
        "InvalidArgumentException",
        contiguousView ? "if an array is not contiguous" : "",
        rangeChecked ? "if a number is out of its range" : "",
        tooLong ? "if an array would be too long to allocate" : "",
        bool ? "if an element of a `bool` array is neither 0 nor 1" : "",
        params.stream().anyMatch(Parameter.Text.class::isInstance)
            ? "if a text has a lone surrogate"
            : "");
    put(
        failures,
        "RustException",
        entry.errorType() == null
            ? ""
            : "if the function returns an `Err` (`" + entry.errorType() + "`)",
        ResultTypes.holdsUsize(entry.returns())
            ? "if a `usize` of the result is above " + Long.MAX_VALUE
            : "");
    failures.put("RustPanicException", "if the function panics");
    return failures;
  }

  /** Says when the borrow rules refuse a written array; empty when they never do. */
  private static String borrowFailure(Overload overload, List<Parameter.Array> arrays) {
    List<Parameter.Array> written = arrays.stream().filter(Parameter.Array::isWritten).toList();
    boolean view = written.stream().anyMatch(array -> !overload.isJavaArray(array));
    boolean meets =
        written.stream()
            .anyMatch(array ->
                arrays.stream()
                    .anyMatch(other -> !other.equals(array) && overload.mayMeet(array, other)));
    if (view) {
      return "if a written array is read-only, or overlaps itself"
          + (meets ? " or another array of the call" : "");
    }
    if (!meets) {
      return "";
    }
    return arrays.stream().allMatch(overload::isJavaArray)
        ? "if a written array is another array of the call"
        : "if a written array overlaps another array of the call";
  }

  /** Puts the reasons that are not empty, if there are any. */
  private static void put(Map<String, String> failures, String exception, String... reasons) {
    List<String> given = Stream.of(reasons).filter(reason -> !reason.isEmpty()).toList();
    if (!given.isEmpty()) {
      failures.put(exception, String.join(", or ", given));
    }
  }

  private static String comment(List<String> lines) {
    return lines.stream()
        .map(line -> ("/// " + line).stripTrailing() + "\n")
        .collect(Collectors.joining());
  }
}
