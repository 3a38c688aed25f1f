package dev.arrays.codegen;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The pass that groups functions into classes and decides every name, once.
 *
 * @param libraryName the name of the native library, without prefix and suffix
 * @param libraryClass the simple name of the class that loads it
 * @param classes one class per Rust module, by name
 */
record FacadePlan(String libraryName, String libraryClass, List<ClassPlan> classes) {
  /** The longest array every JVM can make. */
  static final int MAX_JAVA_ARRAY = Integer.MAX_VALUE - 8;

  /**
   * Plans the facade of a manifest.
   *
   * @throws CodegenException if two Rust names become one Java name
   */
  static FacadePlan of(Manifest manifest, String libraryName) {
    Map<String, List<FunctionEntry>> byModule = new TreeMap<>();
    for (FunctionEntry function : manifest.functions()) {
      byModule.computeIfAbsent(function.module(), module -> new ArrayList<>()).add(function);
    }
    Map<String, ModuleEntry> modules = new HashMap<>();
    manifest.modules().forEach(module -> modules.put(module.module(), module));

    String libraryClass = JavaNames.upperCamel(libraryName) + "Library";
    Map<String, String> moduleOfClass = new HashMap<>();
    List<ClassPlan> classes = new ArrayList<>();
    byModule.forEach((module, functions) -> {
      String name = JavaNames.upperCamel(lastSegment(module));
      String other = moduleOfClass.put(name, module);
      if (other != null) {
        throw new CodegenException(
            "The Rust modules `%s` and `%s` would both be the Java class %s: rename one of them"
                .formatted(other, module, name));
      }
      if (name.equals(libraryClass)) {
        throw new CodegenException(
            ("The Rust module `%s` would be the Java class %s, which is the name of the class"
                    + " that loads the library: rename the module")
                .formatted(module, name));
      }
      FunctionEntry first = functions.get(0);
      ModuleEntry entry = modules.get(module);
      classes.add(
          new ClassPlan(
              name,
              first.crate(),
              first.crateVersion(),
              module,
              entry == null ? "" : entry.doc(),
              entry == null ? null : entry.deprecation(),
              functions(name, functions)));
    });
    return new FacadePlan(libraryName, libraryClass, List.copyOf(classes));
  }

  private static String lastSegment(String module) {
    return module.substring(module.lastIndexOf(':') + 1);
  }

  private static List<FunctionPlan> functions(String className, List<FunctionEntry> entries) {
    Map<String, List<FunctionEntry>> byMethod = new LinkedHashMap<>();
    for (FunctionEntry entry : entries) {
      byMethod
          .computeIfAbsent(JavaNames.method(entry.javaName()), method -> new ArrayList<>())
          .add(entry);
    }
    NameScope methods = new NameScope();
    byMethod.keySet().forEach(methods::take);
    NameScope nested = new NameScope();
    nested.take(className);
    Set<String> prefixes = new HashSet<>();
    List<FunctionPlan> plans = new ArrayList<>();
    byMethod.forEach((method, overloaded) -> {
      overloaded.sort(
          Comparator.comparing(FunctionEntry::rustPath).thenComparing(OverloadNames.BY_TYPES));
      String hiddenMethod = methods.take(method + "OnViews");
      List<FunctionPlan> ofMethod = new ArrayList<>();
      for (FunctionEntry entry : overloaded) {
        String prefix = OverloadNames.prefix(entry, method, overloaded, prefixes);
        ofMethod.add(function(entry, method, hiddenMethod, prefix, methods, nested));
      }
      plans.addAll(Overloads.apart(className, ofMethod));
    });
    return List.copyOf(plans);
  }

  private static FunctionPlan function(
      FunctionEntry entry,
      String method,
      String hiddenMethod,
      String prefix,
      NameScope methods,
      NameScope nested) {
    NameScope variables = new NameScope();
    List<Parameter> params =
        entry.params().stream()
            .map(p -> p.withJavaName(variables.take(JavaNames.variable(p.javaName()))))
            .toList();
    FunctionEntry named = entry.withParams(params);
    ShapeBindings bindings = new ShapeBindings(params);
    List<Overload> overloads = Overload.of(named, bindings);
    FunctionDoc doc = FunctionDoc.of(named);
    RecordPlan tuple = tuple(named, doc, prefix, nested);
    boolean allocates = overloads.stream().anyMatch(Overload::allocates);
    String handles = nested.take(JavaNames.ascii(prefix) + "Handles");
    return new FunctionPlan(
        named,
        doc,
        method,
        hiddenMethod,
        handles,
        methods.take("bind" + handles),
        methods.take("link" + handles),
        tuple,
        allocates ? outputs(named, doc, tuple, prefix, nested) : null,
        FunctionPlan.Locals.in(variables, params),
        bindings,
        overloads,
        Set.of());
  }

  private static @Nullable RecordPlan tuple(
      FunctionEntry entry, FunctionDoc doc, String upper, NameScope nested) {
    if (!(entry.returns() instanceof Result.Tuple tuple)) {
      return null;
    }
    NameScope names = new NameScope();
    List<RecordPlan.Component> components = new ArrayList<>();
    for (Result.Field field : tuple.fields()) {
      components.add(
          new RecordPlan.Component(
              ResultTypes.javaType(field.value()),
              names.take(JavaNames.method(field.javaName())),
              FunctionDoc.joined(
                  doc.fields().getOrDefault(field.name(), ""),
                  ResultTypes.describe(field.value(), doc.fields().containsKey(field.name())))));
    }
    return new RecordPlan(nested.take(upper + "Result"), List.copyOf(components));
  }

  private static @Nullable RecordPlan outputs(
      FunctionEntry entry,
      FunctionDoc doc,
      @Nullable RecordPlan tuple,
      String upper,
      NameScope nested) {
    NameScope names = new NameScope();
    List<RecordPlan.Component> components = new ArrayList<>();
    if (tuple != null) {
      for (RecordPlan.Component component : tuple.components()) {
        names.take(component.name());
        components.add(component);
      }
    } else if (!(entry.returns() instanceof Result.Nothing)) {
      components.add(
          new RecordPlan.Component(
              ResultTypes.javaType(entry.returns()),
              names.take(JavaNames.method(entry.resultName())),
              ResultTypes.describe(doc, entry.returns())));
    }
    for (Parameter param : entry.params()) {
      if (param instanceof Parameter.Array array && array.isOut()) {
        components.add(
            new RecordPlan.Component(
                ResultTypes.allocatedType(array),
                names.take(JavaNames.method(array.javaName())),
                FunctionDoc.joined(doc.of(array), ResultTypes.describeAllocated(array))));
      }
    }
    if (components.size() == 1) {
      return null;
    }
    return new RecordPlan(nested.take(upper + (tuple == null ? "Result" : "Outputs")), components);
  }
}
