package dev.arrays.codegen;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** Writes the bodies of the methods that only prepare a call of another one. */
final class OverloadWriter {
  private final Imports imports;
  private final FunctionPlan function;
  private final String name;

  OverloadWriter(Imports imports, FunctionPlan function) {
    this.imports = imports;
    this.function = function;
    this.name = Layout.literal(function.method());
  }

  /** Returns the statements of the body, not indented. */
  String body(Overload overload, Overload target) {
    return overload.step() == Overload.Step.ALLOCATE
        ? allocatingBody(overload, target)
        : forwardingBody(overload, target);
  }

  private String forwardingBody(Overload overload, Overload target) {
    List<String> arguments = new ArrayList<>();
    for (Parameter param : target.params()) {
      if (!overload.params().contains(param)) {
        // A bare null would fit several methods.
        arguments.add("(%s) null".formatted(imports.type(target.type(param))));
      } else if (param instanceof Parameter.Array array
          && overload.isJavaArray(array)
          && !target.isJavaArray(array)) {
        arguments.add(array.element().wrapped(imports, checkedNotNull(array)));
      } else {
        arguments.add(param.javaName());
      }
    }
    boolean returns =
        overload.allocates() || !(function.entry().returns() instanceof Result.Nothing);
    return Layout.list(4, (returns ? "return " : "") + function.nameOf(target), arguments, ";\n");
  }

  private String allocatingBody(Overload overload, Overload target) {
    StringBuilder body = new StringBuilder();
    Set<Parameter> checked = new HashSet<>();
    List<String> arguments = new ArrayList<>();
    List<String> results = new ArrayList<>();
    StringBuilder allocations = new StringBuilder();
    for (Parameter param : target.params()) {
      if (param instanceof Parameter.Array out && out.isOut()) {
        List<String> lengths = lengths(overload, out, checked, body);
        allocations.append(
            function.mayBeTooLong(overload, out) || out.isBroadcast()
                ? allocation(out, lengths)
                : allocation(out, lengths.get(0)));
        arguments.add(
            out.rank() == 1 && !target.isJavaArray(out)
                ? out.element().wrapped(imports, out.javaName())
                : out.javaName());
        results.add(out.javaName());
      } else {
        arguments.add(param.javaName());
      }
    }
    body.append(allocations);
    Result returns = function.entry().returns();
    if (returns instanceof Result.Nothing) {
      body.append(Layout.list(4, function.nameOf(target), arguments, ";\n"));
    } else {
      String result = function.locals().result();
      String type =
          function.tuple() == null ? ResultTypes.javaType(returns) : function.tuple().name();
      body.append(
          Layout.list(
              4,
              "%s %s = %s".formatted(imports.type(type), result, function.nameOf(target)),
              arguments,
              ";\n"));
      results.addAll(0, resultValues(result));
    }
    if (function.outputs() == null) {
      return body.append("return %s;\n".formatted(results.get(0))).toString();
    }
    return body.append(Layout.list(4, "return new " + function.outputs().name(), results, ";\n"))
        .toString();
  }

  /** Returns the expressions of the lengths of an out array, or one of its whole shape. */
  private List<String> lengths(
      Overload overload, Parameter.Array out, Set<Parameter> checked, StringBuilder checks) {
    List<Parameter.Array> sources = function.sources(out);
    if (sources.isEmpty()) {
      return Objects.requireNonNullElse(out.shape(), List.<Dim>of()).stream()
          .map(dim -> length(overload, dim, checked, checks))
          .toList();
    }
    List<String> lengths = new ArrayList<>();
    for (Parameter.Array source : sources) {
      lengths.add(length(overload, new ShapeBindings.FromAxis(source, 0), checked, checks));
    }
    if (!out.isBroadcast() && out.rank() == 1) {
      return lengths;
    }
    List<String> views = sources.stream().map(source -> view(overload, source)).toList();
    String shape =
        out.isBroadcast()
            ? imports.type("Shapes") + ".broadcast(" + name + ", " + String.join(", ", views) + ")"
            : views.get(0) + ".shape()";
    return List.of(out.rank() == 1 ? shape + "[0]" : shape);
  }

  private String view(Overload overload, Parameter.Array array) {
    return overload.isJavaArray(array)
        ? array.element().wrapped(imports, array.javaName())
        : array.javaName();
  }

  private List<String> resultValues(String result) {
    if (function.tuple() == null) {
      return List.of(result);
    }
    return function.tuple().components().stream()
        .map(component -> "%s.%s()".formatted(result, component.name()))
        .toList();
  }

  /** Returns the expression of a length, after the checks that it may be evaluated at all. */
  private String length(Overload overload, Dim dim, Set<Parameter> checked, StringBuilder checks) {
    String arguments = imports.type("Arguments");
    if (dim instanceof Dim.Length length) {
      return length.length() + (length.length() <= Integer.MAX_VALUE ? "" : "L");
    }
    ShapeBindings.Source source = function.bindings().source((Dim.Symbol) dim);
    if (source instanceof ShapeBindings.FromScalar from) {
      Parameter.Scalar scalar = from.scalar();
      String variable = scalar.javaName();
      if (checked.add(scalar)) {
        checks.append(
            Layout.list(
                4,
                arguments + ".checkRange",
                List.of(name, Layout.literal(variable), variable, "0", scalar.type().max(imports)),
                ";\n"));
      }
      return variable;
    }
    return length(overload, (ShapeBindings.FromAxis) source, checked, checks);
  }

  private String length(
      Overload overload,
      ShapeBindings.FromAxis from,
      Set<Parameter> checked,
      StringBuilder checks) {
    String arguments = imports.type("Arguments");
    Parameter.Array array = from.array();
    String variable = array.javaName();
    if (overload.isJavaArray(array)) {
      if (checked.add(array)) {
        checks.append(checkedNotNull(array)).append(";\n");
      }
      return variable + ".length";
    }
    if (checked.add(array)) {
      checks.append(
          Layout.list(
              4,
              arguments + ".checkReadable",
              List.of(
                  name,
                  Layout.literal(variable),
                  variable,
                  imports.type("DataType") + "." + array.element().name(),
                  Integer.toString(array.checkedRank())),
              ";\n"));
    }
    return "%s.shape(%d)".formatted(variable, from.axis());
  }

  private static String allocation(Parameter.Array out, String length) {
    String type = out.element().primitive();
    return "%s[] %s = new %s[%s];\n".formatted(type, out.javaName(), type, length);
  }

  private String allocation(Parameter.Array out, List<String> lengths) {
    String variable = out.javaName();
    if (out.rank() == 1) {
      String type = out.element().primitive();
      String length =
          Layout.list(
              12,
              imports.type("Arguments") + ".checkRange",
              List.of(
                  name,
                  Layout.literal("the length of " + variable),
                  lengths.get(0),
                  "0",
                  FacadePlan.MAX_JAVA_ARRAY + "L"),
              "");
      return "%s[] %s =\n    new %s[\n%s];\n"
          .formatted(type, variable, type, Layout.indent(8, "(int) " + length));
    }
    String view = imports.type(out.element().viewClass());
    List<String> shape = new ArrayList<>(List.of(name, Layout.literal(variable)));
    shape.addAll(lengths);
    return Layout.list(
        4,
        "%s %s = %s.zeros".formatted(view, variable, view),
        List.of(Layout.list(8, imports.type("Arguments") + ".checkAllocatable", shape, "")),
        out.element().typed(imports) + ";\n");
  }

  private String checkedNotNull(Parameter.Array array) {
    return "%s.checkNotNull(%s, %s, %s)"
        .formatted(
            imports.type("Arguments"), name, Layout.literal(array.javaName()), array.javaName());
  }
}
