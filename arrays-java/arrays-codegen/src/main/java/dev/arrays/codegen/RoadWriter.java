package dev.arrays.codegen;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Writes the body of a method that calls Rust: the checks, in the order of the parameters, then the
 * call, then its result or its error.
 *
 * <p>The two roads, on views and on Java arrays, differ only in what an array's length is and how
 * it is handed over. The second does without views, because the JIT would allocate those of a
 * method that is too large to be inlined.
 */
final class RoadWriter {
  private final Imports imports;
  private final Overload overload;
  private final FunctionPlan function;
  private final FunctionEntry entry;
  private final FunctionPlan.Locals locals;
  private final String name;

  RoadWriter(Imports imports, FunctionPlan function, Overload overload) {
    this.imports = imports;
    this.overload = overload;
    this.function = function;
    this.entry = function.entry();
    this.locals = function.locals();
    this.name = Layout.literal(function.method());
  }

  /** Returns the statements of the body, not indented. */
  String body() {
    StringBuilder body = new StringBuilder();
    entry.params().forEach(param -> body.append(check(param)));
    function.arrays().forEach(array -> body.append(contractChecks(array)));
    body.append(shapeChecks());
    body.append(overlapChecks());
    body.append(start());
    return body.append(withScratch(places(), call())).toString();
  }

  /**
   * Returns the statements of the method that makes the calls that are not short, not indented. Its
   * parameters are those of the road on views; it is a member of the class that holds the handles.
   */
  String bodyByCall() {
    StringBuilder names = new StringBuilder();
    StringBuilder views = new StringBuilder();
    for (Parameter.Array array : function.arrays()) {
      names.append(
          "%s.%s(%s);\n"
              .formatted(locals.call(), array.isWritten() ? "write" : "read", array.javaName()));
      views.append(
          "%s = %s.view(%s);\n".formatted(array.javaName(), locals.call(), array.javaName()));
    }
    String call = imports.type("Call");
    return withScratch(
        places() + state(),
        """
        try (%s %s = new %s(KERNEL)) {
        %s}
        """
            .formatted(
                call,
                locals.call(),
                call,
                Layout.indent(
                    2,
                    names
                        + "%s.begin(%s);\n".formatted(locals.call(), cutLength())
                        + views
                        + parts())));
  }

  /**
   * Returns the statements of the method that makes a call of several units which is short all the
   * same, not indented. It is a member of the class that holds the handles, too.
   */
  String bodyInUnits() {
    String carrier = NativeSignature.returnCarrier(entry.returns());
    List<String> part =
        List.of(
            "0L, " + locals.cut(),
            "KERNEL.unit(%s, %s), %s".formatted(locals.size(), locals.cut(), locals.state()));
    String call =
        """
        if (%s) {
        %s}
        %s\
        """
            .formatted(
                locals.isNative(),
                Layout.indent(2, returned(carrier, "PART_PLAIN", part)),
                returned(carrier, "PART_CRITICAL", part));
    return needsScratch() ? state() + call : withScratch(state(), call);
  }

  private String returned(String carrier, String handle, List<String> part) {
    return Layout.list(
        8, "return (%s) %s.invokeExact".formatted(carrier, handle), arguments(part), ";\n");
  }

  /** Returns the parameters of that method behind those of the road on views. */
  List<String> unitsParameters() {
    List<String> params = new ArrayList<>();
    params.add("boolean " + locals.isNative());
    params.add("long " + locals.size());
    params.add("long " + locals.cut());
    for (String place : placeNames()) {
      params.add(
          imports.type(place.equals(locals.scratch()) ? "Scratch" : "MemorySegment") + " " + place);
    }
    return params;
  }

  /** Returns the variables that hold what a call hands over beside its arrays. */
  private List<String> placeNames() {
    List<String> names = new ArrayList<>();
    for (Parameter param : entry.params()) {
      if (param instanceof Parameter.Text text) {
        names.add(locals.utf8(text));
      }
    }
    if (NativeSignature.slotCount(entry.returns()) > 0) {
      names.add(locals.slots());
    }
    if (needsScratch()) {
      names.add(locals.scratch());
    }
    return names;
  }

  private String withScratch(String places, String statements) {
    if (places.isEmpty() && !needsScratch()) {
      return statements;
    }
    String scratch = imports.type("Scratch");
    return """
    %s %s = %s.%s();
    try {
    %s} finally {
      try {
        %s.close();
      } catch (%s %s) {
        %s.inUse[0] = 0;
      }
    }
    """
        .formatted(
            scratch,
            locals.scratch(),
            scratch,
            ResultTypes.ownsMemory(entry.returns()) ? "takeForResults" : "take",
            Layout.indent(2, places + statements),
            locals.scratch(),
            imports.type("StackOverflowError"),
            locals.thrown(),
            locals.scratch());
  }

  private String check(Parameter param) {
    String arguments = imports.type("Arguments");
    String variable = param.javaName();
    String parameter = Layout.literal(variable);
    if (param instanceof Parameter.Array array && !overload.isJavaArray(array)) {
      String check =
          statement(
              arguments + (array.isWritten() ? ".checkWritable" : ".checkReadable"),
              name,
              parameter,
              variable,
              imports.type("DataType") + "." + array.element().name(),
              Integer.toString(array.checkedRank()));
      return array.contiguous()
          ? check + statement(arguments + ".checkContiguous", name, parameter, variable)
          : check;
    }
    if (param instanceof Parameter.Scalar scalar) {
      if (!scalar.type().isRangeChecked()) {
        return "";
      }
      String check =
          statement(
              arguments + ".checkRange",
              name,
              parameter,
              variable,
              "0",
              scalar.type().max(imports));
      return scalar.optional()
          ? """
          if (%s != null) {
          %s}
          """
              .formatted(variable, Layout.indent(2, check))
          : check;
    }
    return statement(arguments + ".checkNotNull", name, parameter, variable);
  }

  private String contractChecks(Parameter.Array array) {
    if (!array.shapeOf().isEmpty()) {
      return sourceCheck(array, function.sources(array));
    }
    if (array.shape() == null) {
      return "";
    }
    StringBuilder checks = new StringBuilder();
    for (int axis = 0; axis < array.shape().size(); axis++) {
      Dim dim = array.shape().get(axis);
      if (dim instanceof Dim.Length length) {
        checks.append(
            contractCheck(array, axis, "axis " + axis, length.length() + "L", "null", "null"));
      } else if (dim instanceof Dim.Symbol symbol) {
        ShapeBindings.Source source = function.bindings().source(symbol);
        if (source instanceof ShapeBindings.FromScalar from) {
          String variable = from.scalar().javaName();
          checks.append(
              contractCheck(
                  array, axis, symbol.name(), variable, Layout.literal(variable), "null"));
        } else if (source instanceof ShapeBindings.FromAxis from
            && !(from.array().equals(array) && from.axis() == axis)) {
          String variable = from.array().javaName();
          checks.append(
              contractCheck(
                  array,
                  axis,
                  symbol.name(),
                  length(from.array(), from.axis()),
                  Layout.literal(variable),
                  view(from.array())));
        }
      }
    }
    return checks.toString();
  }

  /** The check that an array has the shape of another one, or that of several together. */
  private String sourceCheck(Parameter.Array array, List<Parameter.Array> sources) {
    String shapes = imports.type("Shapes");
    String variable = Layout.literal(array.javaName());
    Parameter.Array first = sources.get(0);
    if (array.isBroadcast()) {
      String names =
          sources.stream().map(Parameter.Array::javaName).collect(Collectors.joining(" and "));
      List<String> arguments =
          new ArrayList<>(List.of(name, variable, view(array), Layout.literal(names)));
      sources.forEach(source -> arguments.add(view(source)));
      return Layout.list(4, shapes + ".checkBroadcast", arguments, ";\n");
    }
    List<String> arguments =
        List.of(name, variable, view(array), Layout.literal(first.javaName()), view(first));
    if (array.rank() != 1 || first.rank() != 1) {
      return Layout.list(4, shapes + ".checkSame", arguments, ";\n");
    }
    return """
    if (%s != %s) {
    %s}
    """
        .formatted(
            length(array, 0),
            length(first, 0),
            Layout.indent(2, Layout.list(2, "throw " + shapes + ".mismatch", arguments, ";\n")));
  }

  private String contractCheck(
      Parameter.Array array, int axis, String symbol, String expected, String from, String source) {
    String variable = array.javaName();
    String mismatch =
        Layout.list(
            2,
            "throw " + imports.type("Arguments") + ".shapeMismatch",
            List.of(
                name,
                Layout.literal(variable),
                view(array),
                Layout.literal(symbol),
                expected,
                from,
                source),
            ";\n");
    return """
    if (%s != %s) {
    %s}
    """
        .formatted(length(array, axis), expected, Layout.indent(2, mismatch));
  }

  private String length(Parameter.Array array, int axis) {
    return overload.isJavaArray(array)
        ? array.javaName() + ".length"
        : "%s.shape(%d)".formatted(array.javaName(), axis);
  }

  private String view(Parameter.Array array) {
    return overload.isJavaArray(array)
        ? array.element().wrapped(imports, array.javaName())
        : array.javaName();
  }

  /** A written array may meet no other one; two written ones are compared once. */
  private String overlapChecks() {
    StringBuilder checks = new StringBuilder();
    List<Parameter.Array> arrays = function.arrays();
    for (int i = 0; i < arrays.size(); i++) {
      for (int j = 0; j < arrays.size(); j++) {
        Parameter.Array written = arrays.get(i);
        Parameter.Array other = arrays.get(j);
        if (i != j
            && written.isWritten()
            && !(other.isWritten() && j < i)
            && overload.mayMeet(written, other)) {
          checks.append(
              statement(
                  imports.type("Arguments")
                      + (overload.isJavaArray(written) && overload.isJavaArray(other)
                          ? ".checkDistinct"
                          : ".checkDisjoint"),
                  name,
                  Layout.literal(written.javaName()),
                  written.javaName(),
                  Layout.literal(other.javaName()),
                  other.javaName(),
                  Boolean.toString(other.isWritten())));
        }
      }
    }
    return checks.toString();
  }

  /**
   * Arrays of any rank are cut along one axis only when all have one shape, or are broadcast to it.
   */
  private String shapeChecks() {
    Split split = entry.split();
    if (split == null || split.along() != null) {
      return "";
    }
    Parameter.Array measured = function.measured();
    return function.arrays().stream()
        .filter(array -> !array.equals(measured))
        .filter(array -> array.isDynamic() || measured.isDynamic())
        // These contracts have been checked.
        .filter(array -> !array.shapeOf().equals(List.of(measured.name())))
        .filter(array ->
            !measured.isBroadcast()
                || !(measured.shapeOf().contains(array.name())
                    || measured.shapeOf().equals(array.shapeOf())))
        .map(array ->
            statement(
                imports.type("Arguments") + ".checkSameShape",
                name,
                Layout.literal(measured.javaName()),
                measured.javaName(),
                Layout.literal(array.javaName()),
                array.javaName()))
        .collect(Collectors.joining());
  }

  /** Decides whether this is a call for the short road, and hands it on if it is not. */
  private String start() {
    List<Parameter.Array> arrays = function.arrays();
    if (arrays.isEmpty()) {
      return byCall("%s.KERNEL.isExplained()".formatted(function.handles()));
    }
    StringBuilder start = new StringBuilder();
    start.append(
        joined(
            "long %s = ".formatted(locals.size()),
            arrays.stream()
                .map(array ->
                    overload.isJavaArray(array)
                        ? "(long) %s.length".formatted(array.javaName())
                        : array.javaName() + ".size()"),
            " +"));
    List<String> arguments = new ArrayList<>(List.of(locals.size()));
    if (!views().isEmpty()) {
      start.append(
          joined(
              "boolean %s = ".formatted(locals.isNative()),
              arrays.stream().map(array -> array.javaName() + ".isNative()"),
              " &&"));
      arguments = List.of(locals.isNative(), locals.size());
    }
    start.append(
        Layout.list(
            4,
            "long %s = %s.KERNEL.start".formatted(locals.started(), function.handles()),
            arguments,
            ";\n"));
    return start
        .append(byCall("%s == %s.BY_CALL".formatted(locals.started(), imports.type("Kernel"))))
        .toString();
  }

  private String byCall(String condition) {
    boolean returns = !(entry.returns() instanceof Result.Nothing);
    String handOver =
        Layout.list(
            6,
            (returns ? "return " : "") + function.handles() + ".call",
            entry.params().stream()
                .map(param ->
                    param instanceof Parameter.Array array ? view(array) : param.javaName())
                .toList(),
            returns ? ";\n" : ";\nreturn;\n");
    return """
    if (%s) {
    %s}
    """
        .formatted(condition, Layout.indent(2, handOver));
  }

  private static String joined(String head, Stream<String> items, String separator) {
    return Layout.joined(4, head, items.toList(), separator, ";\n");
  }

  private boolean needsScratch() {
    return NativeSignature.slotCount(entry.returns()) > 0
        || entry.params().stream()
            .anyMatch(p ->
                p instanceof Parameter.Text || (p instanceof Parameter.Array a && a.isDynamic()));
  }

  /** Memory that lives as long as the call. */
  private String places() {
    String segment = imports.type("MemorySegment");
    StringBuilder places = new StringBuilder();
    for (Parameter param : entry.params()) {
      if (param instanceof Parameter.Text text) {
        places.append(
            Layout.list(
                4,
                "%s %s = %s.utf8".formatted(segment, locals.utf8(text), imports.type("Arguments")),
                List.of(locals.scratch(), name, Layout.literal(text.javaName()), text.javaName()),
                ";\n"));
      }
    }
    int slots = NativeSignature.slotCount(entry.returns());
    if (slots > 0) {
      places.append(
          "%s %s = %s.allocate(%s, %d);\n"
              .formatted(
                  segment, locals.slots(), locals.scratch(), imports.layout("JAVA_LONG"), slots));
    }
    return places.toString();
  }

  /** Where the library keeps what it has between two parts. */
  private String state() {
    return entry.split() == null || !entry.split().hasState()
        ? ""
        : "%s %s = %s.allocate(%s);\n"
            .formatted(
                imports.type("MemorySegment"),
                locals.state(),
                locals.scratch(),
                imports.layout("JAVA_LONG"));
  }

  /** Returns the length of the axis along which a call is cut. */
  private String cutLength() {
    Split split = entry.split();
    if (split == null) {
      return imports.type("Call") + ".WHOLE";
    }
    if (split.along() == null) {
      if (overload.isJavaArray(function.measured())) {
        return length(function.measured(), 0);
      }
      return "%s.longestAxis(%s)".formatted(imports.type("Call"), function.measured().javaName());
    }
    ShapeBindings.Source source = function.bindings().source(new Dim.Symbol(split.along()));
    if (source instanceof ShapeBindings.FromScalar from) {
      return from.scalar().javaName();
    }
    ShapeBindings.FromAxis from = (ShapeBindings.FromAxis) source;
    return length(from.array(), from.axis());
  }

  /** The calls of native code on one part after the other. */
  private String parts() {
    String carrier = NativeSignature.returnCarrier(entry.returns());
    boolean isStatus = carrier.equals("int");
    String variable = isStatus ? locals.status() : locals.result();
    String whole =
        function.arrays().isEmpty()
            ? invocation(carrier, variable, "PLAIN", List.of())
            : byRoad(carrier, variable, "", List.of());
    String one =
        """
        try {
        %s} catch (%s %s) {
        %s}
        """
            .formatted(
                Layout.indent(
                    2,
                    entry.split() == null
                        ? whole
                        : """
                        if (%s.isPart()) {
                        %s} else {
                        %s}
                        """
                            .formatted(
                                locals.call(),
                                Layout.indent(2, byRoad(carrier, variable, "PART_", partOfCall())),
                                Layout.indent(2, whole))),
                imports.type("Throwable"),
                locals.thrown(),
                Layout.indent(2, unexpected("KERNEL", function.arrays())));
    String all =
        """
        while (%s.next()) {
        %s}
        """
            .formatted(
                locals.call(),
                Layout.indent(
                    2,
                    (isStatus ? "int %s;\n".formatted(variable) : "")
                        + one
                        + errorCheck(variable)));
    if (!state().isEmpty()) {
      all =
          """
          try {
          %s} finally {
            %s.abandon(PART_PLAIN, %s, %s);
          }
          """
              .formatted(
                  Layout.indent(2, all),
                  library(),
                  locals.state(),
                  NativeSignature.slotCount(entry.returns()) > 0);
    }
    String declared = isStatus ? "" : "%s %s = 0;\n".formatted(carrier, variable);
    return declared + all + returned();
  }

  private String byRoad(String carrier, String variable, String prefix, List<String> part) {
    return """
    if (%s.isCritical()) {
    %s} else {
    %s}
    """
        .formatted(
            locals.call(),
            Layout.indent(2, invocation(carrier, variable, prefix + "CRITICAL", part)),
            Layout.indent(2, invocation(carrier, variable, prefix + "PLAIN", part)));
  }

  private String call() {
    String carrier = NativeSignature.returnCarrier(entry.returns());
    String variable = carrier.equals("int") ? locals.status() : locals.result();
    List<Parameter.Array> arrays = function.arrays();
    String claim = "";
    String end = "";
    if (!arrays.isEmpty()) {
      String borrow = imports.type("Borrow");
      boolean writes = arrays.stream().anyMatch(Parameter.Array::isWritten);
      claim =
          "%s %s = %s.claim(%s.KERNEL, %s);\n"
              .formatted(borrow, locals.borrow(), borrow, function.handles(), writes);
      end =
          "%s.KERNEL.end(%s, %s);\n".formatted(function.handles(), locals.started(), locals.size());
    }
    return """
    %s %s;
    %stry {
    %s} catch (%s %s) {
    %s}%s
    %s%s%s\
    """
        .formatted(
            carrier,
            variable,
            claim,
            Layout.indent(2, borrows() + invocations(carrier, variable)),
            imports.type("Throwable"),
            locals.thrown(),
            Layout.indent(2, unexpected(function.handles() + ".KERNEL", views())),
            fences(),
            errorCheck(variable),
            end,
            returned());
  }

  /** Finds what to throw for what the handle threw; only views can be the cause. */
  private String unexpected(String kernel, List<Parameter.Array> views) {
    List<String> arguments = new ArrayList<>(List.of(kernel, locals.thrown()));
    views.forEach(view -> arguments.add(view.javaName()));
    return Layout.list(
        6, "throw " + imports.type("NativeLibrary") + ".unexpected", arguments, ";\n");
  }

  /** Writes the arrays down for other threads to see. */
  private String borrows() {
    List<Parameter.Array> arrays = function.arrays();
    if (arrays.isEmpty()) {
      return "";
    }
    List<String> links = new ArrayList<>();
    for (int index = 0; index < arrays.size(); index++) {
      Parameter.Array array = arrays.get(index);
      String argument = array.javaName();
      if (overload.isJavaArray(array)) {
        argument += ", %dL * %s.length".formatted(array.element().byteSize(), array.javaName());
      }
      links.add(".%s(%d, %s)".formatted(array.isWritten() ? "write" : "read", index, argument));
    }
    // What a call takes is told by the sizes of its arrays, unless there is something else.
    boolean mayVary = arrays.size() < entry.params().size();
    links.add(".check(%s);".formatted(mayVary ? locals.started() : ""));
    String head = mayVary ? locals.started() + " = " : "";
    return Layout.chained(6, head + locals.borrow(), links) + "\n";
  }

  /** A reduction of more than one unit is of the symbol that works on parts: one that is all. */
  private String invocations(String carrier, String variable) {
    String whole = invocationsOfWhole(carrier, variable);
    if (!function.isReduction()) {
      return whole;
    }
    List<String> arguments = new ArrayList<>();
    entry
        .params()
        .forEach(param ->
            arguments.add(param instanceof Parameter.Array array ? view(array) : param.javaName()));
    arguments.add(views().isEmpty() ? "false" : locals.isNative());
    arguments.addAll(List.of(locals.size(), locals.cut()));
    arguments.addAll(placeNames());
    return """
    long %s = %s > %s.UNIT ? %s : 0;
    if (%s > 0) {
    %s} else %s\
    """
        .formatted(
            locals.cut(),
            locals.size(),
            imports.type("Kernel"),
            cutLength(),
            locals.cut(),
            Layout.indent(
                2,
                Layout.list(
                    8,
                    "%s = %s.inUnits".formatted(variable, function.handles()),
                    arguments,
                    ";\n")),
            views().isEmpty() ? "{\n" + Layout.indent(2, whole) + "}\n" : whole);
  }

  /** A call on native memory alone may be a plain one, which lets the JVM pause meanwhile. */
  private String invocationsOfWhole(String carrier, String variable) {
    List<Parameter.Array> arrays = function.arrays();
    if (arrays.isEmpty()) {
      return invocation(carrier, variable, function.handles() + ".PLAIN", List.of());
    }
    if (views().isEmpty()) {
      return invocation(carrier, variable, function.handles() + ".CRITICAL", List.of());
    }
    return """
    if (%s) {
    %s} else {
    %s}
    """
        .formatted(
            locals.isNative(),
            Layout.indent(
                2, invocation(carrier, variable, function.handles() + ".PLAIN", List.of())),
            Layout.indent(
                2, invocation(carrier, variable, function.handles() + ".CRITICAL", List.of())));
  }

  private String invocation(String carrier, String variable, String handle, List<String> part) {
    // Two columns for the method, two for the try, two for the if, two for the class.
    return Layout.list(
        8, "%s = (%s) %s.invokeExact".formatted(variable, carrier, handle), arguments(part), ";\n");
  }

  /** Returns the arguments that say which part a call is of. */
  private List<String> partOfCall() {
    String call = locals.call();
    List<String> part = new ArrayList<>(List.of("%s.start(), %s.end()".formatted(call, call)));
    if (!state().isEmpty()) {
      part.add("%s.unit(), %s".formatted(call, locals.state()));
    }
    return part;
  }

  /** Returns the arguments, those of one parameter together. */
  private List<String> arguments(List<String> part) {
    List<String> arguments = new ArrayList<>();
    for (Parameter param : entry.params()) {
      if (param instanceof Parameter.Array array) {
        arguments.add(arrayArguments(array));
      } else if (param instanceof Parameter.Scalar scalar) {
        arguments.add(scalarArguments(scalar));
      } else if (param instanceof Parameter.Text text) {
        arguments.add("%s, %s.byteSize()".formatted(locals.utf8(text), locals.utf8(text)));
      }
    }
    arguments.addAll(part);
    if (NativeSignature.slotCount(entry.returns()) > 0) {
      arguments.add(locals.slots());
    }
    return arguments;
  }

  private String arrayArguments(Parameter.Array array) {
    String variable = array.javaName();
    if (overload.isJavaArray(array)) {
      return "%s.ofArray(%s), (long) %s.length%s"
          .formatted(
              imports.type("MemorySegment"), variable, variable, array.contiguous() ? "" : ", 1L");
    }
    List<String> parts = new ArrayList<>(List.of(variable + ".origin()"));
    if (array.isDynamic()) {
      parts.add("(long) %s.rank()".formatted(variable));
      parts.add(
          "%s.layout(%s, %s)".formatted(imports.type("Arguments"), locals.scratch(), variable));
    } else {
      for (int axis = 0; axis < array.rank(); axis++) {
        parts.add("%s.shape(%d)".formatted(variable, axis));
      }
      for (int axis = 0; axis < array.rank() && !array.contiguous(); axis++) {
        parts.add("%s.stride(%d)".formatted(variable, axis));
      }
    }
    return String.join(", ", parts);
  }

  private static String scalarArguments(Parameter.Scalar scalar) {
    String variable = scalar.javaName();
    ScalarType type = scalar.type();
    if (!scalar.optional()) {
      if (type == ScalarType.BOOL) {
        return variable + " ? 1L : 0L";
      }
      return type.primitive().equals(type.carrier()) ? variable : "(long) " + variable;
    }
    String present = variable + " == null ? 0L : 1L, ";
    return switch (type) {
      case BOOL -> present + "%s != null && %s ? 1L : 0L".formatted(variable, variable);
      case F64 -> present + "%s == null ? 0.0 : %s".formatted(variable, variable);
      case F32 -> present + "%s == null ? 0.0f : %s".formatted(variable, variable);
      default -> present + "%s == null ? 0L : %s".formatted(variable, variable);
    };
  }

  /**
   * Gives the borrowed arrays back. And the collector must not free what only an address stands for
   * while the call runs.
   */
  private String fences() {
    if (function.arrays().isEmpty()) {
      return "";
    }
    String fences =
        views().stream()
            .map(array ->
                "  %s.reachabilityFence(%s);\n"
                    .formatted(imports.type("Reference"), array.javaName()))
            .collect(Collectors.joining());
    String release =
        """
          try {
            %s.release(%d);
          } catch (%s %s) {
            %s.isAbandoned = true;
          }
        """
            .formatted(
                locals.borrow(),
                function.arrays().size(),
                imports.type("StackOverflowError"),
                locals.thrown(),
                locals.borrow());
    return " finally {\n" + release + fences + "}";
  }

  private List<Parameter.Array> views() {
    return function.arrays().stream().filter(array -> !overload.isJavaArray(array)).toList();
  }

  private String errorCheck(String variable) {
    return entry.returns() instanceof Result.Scalar
        ? """
        if (%s.maySignalError(%s)) {
          %s.throwIfPending(%s);
        }
        """
            .formatted(imports.type("NativeLibrary"), variable, library(), name)
        : """
        if (%s != 0) {
          throw %s.failure(%s);
        }
        """
            .formatted(variable, library(), name);
  }

  /** The statement that returns what the call gave, if it gave anything. */
  private String returned() {
    Result returns = entry.returns();
    if (returns instanceof Result.Scalar scalar) {
      String result = locals.result();
      ScalarType type = scalar.type();
      if (type == ScalarType.BOOL) {
        return "return %s != 0;\n".formatted(result);
      }
      return type.primitive().equals(type.carrier())
          ? "return %s;\n".formatted(result)
          : "return (%s) %s;\n".formatted(type.primitive(), result);
    }
    if (returns instanceof Result.Tuple tuple && function.tuple() != null) {
      List<String> values = new ArrayList<>();
      for (int slot = 0; slot < tuple.fields().size(); slot++) {
        values.add(fromSlot(tuple.fields().get(slot).value(), slot));
      }
      String made = Layout.list(6, "return new " + function.tuple().name(), values, ";\n");
      List<String> owned =
          IntStream.range(0, values.size())
              .filter(slot -> !(tuple.fields().get(slot).value() instanceof Result.Scalar))
              .mapToObj(Integer::toString)
              .toList();
      // Where one cannot be taken, the ones after it would be left.
      return owned.size() < 2
          ? made
          : """
          try {
          %s} finally {
            %s.releaseUntaken(%s, %s);
          }
          """
              .formatted(
                  Layout.indent(2, made), library(), locals.slots(), String.join(", ", owned));
    }
    return returns instanceof Result.Value value ? "return " + fromSlot(value, 0) + ";\n" : "";
  }

  private String fromSlot(Result.Value value, int slot) {
    String slots = locals.slots();
    if (value instanceof Result.Text) {
      return "%s.takeString(%s, %d)".formatted(library(), slots, slot);
    }
    if (value instanceof Result.Array array) {
      return "(%s) %s.takeArray(%s, %d)"
          .formatted(imports.type(array.element().viewClass()), library(), slots, slot);
    }
    ScalarType type = ((Result.Scalar) value).type();
    if (type == ScalarType.F64) {
      return "%s.getAtIndex(%s, %d)".formatted(slots, imports.layout("JAVA_DOUBLE"), slot);
    }
    String bits = "%s.getAtIndex(%s, %d)".formatted(slots, imports.layout("JAVA_LONG"), slot);
    return switch (type) {
      case BOOL -> bits + " != 0";
      case F32 -> "%s.intBitsToFloat((int) %s)".formatted(imports.type("Float"), bits);
      default ->
          type.primitive().equals("long") ? bits : "(%s) %s".formatted(type.primitive(), bits);
    };
  }

  private String library() {
    return function.handles() + ".LIBRARY";
  }

  private static String statement(String method, String... arguments) {
    return Layout.list(4, method, List.of(arguments), ";\n");
  }
}
