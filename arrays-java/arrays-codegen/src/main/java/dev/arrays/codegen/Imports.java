package dev.arrays.codegen;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The imports of one source file, collected while its body is written. */
final class Imports {
  private static final Map<String, String> PACKAGES = packages();

  private final Set<String> classesOfPackage;
  private final boolean jspecify;
  private final TreeSet<String> statics = new TreeSet<>();
  private final TreeSet<String> types = new TreeSet<>();

  /**
   * Starts an empty set.
   *
   * @param classesOfPackage the simple names that mean a class of the package being written
   * @param jspecify whether JSpecify's annotations are written
   */
  Imports(Set<String> classesOfPackage, boolean jspecify) {
    this.classesOfPackage = classesOfPackage;
    this.jspecify = jspecify;
  }

  /** Returns how to write a type that generated code uses: simple unless the package hides it. */
  String type(String simpleName) {
    String home = PACKAGES.get(simpleName);
    if (home == null) {
      return simpleName;
    }
    if (classesOfPackage.contains(simpleName)) {
      return home + "." + simpleName;
    }
    if (!home.equals("java.lang")) {
      types.add(home + "." + simpleName);
    }
    return simpleName;
  }

  /** Returns one of JSpecify's annotations and what follows it, or nothing without JSpecify. */
  String annotation(String simpleName, String after) {
    return jspecify ? "@" + type(simpleName) + after : "";
  }

  /** Returns how to write a constant of {@code ValueLayout}. */
  String layout(String constant) {
    statics.add("java.lang.foreign.ValueLayout." + constant);
    return constant;
  }

  /** Returns the import statements: the static ones, a blank line, the types. */
  String text() {
    String staticPart = lines("import static ", statics);
    String typePart = lines("import ", types);
    return staticPart + (staticPart.isEmpty() || typePart.isEmpty() ? "" : "\n") + typePart;
  }

  private static String lines(String keyword, Set<String> names) {
    return names.stream().map(name -> keyword + name + ";\n").collect(Collectors.joining());
  }

  private static Map<String, String> packages() {
    Map<String, String> packages = new HashMap<>();
    Map.of(
            "java.lang",
            Set.of(
                "Boolean",
                "Byte",
                "Deprecated",
                "Double",
                "Float",
                "Integer",
                "Long",
                "NullPointerException",
                "Short",
                "StackOverflowError",
                "String",
                "Throwable"),
            "java.lang.foreign",
            Set.of("FunctionDescriptor", "MemorySegment"),
            "java.lang.invoke",
            Set.of("MethodHandle"),
            "java.lang.ref",
            Set.of("Reference"),
            "org.jspecify.annotations",
            Set.of("NullMarked", "Nullable"),
            "dev.arrays.bind",
            Set.of(
                "Arguments",
                "Binding",
                "Borrow",
                "Call",
                "Kernel",
                "NativeLibrary",
                "Parts",
                "Scratch",
                "Shapes"),
            "dev.arrays",
            Set.of(
                "BorrowException",
                "ByteNdArray",
                "ClosedArrayException",
                "DataType",
                "DataTypeException",
                "DoubleNdArray",
                "FloatNdArray",
                "IntNdArray",
                "InvalidArgumentException",
                "LongNdArray",
                "NativeLoadException",
                "RustException",
                "RustPanicException",
                "ShapeMismatchException",
                "ShortNdArray"))
        .forEach((home, names) -> names.forEach(name -> packages.put(name, home)));
    return packages;
  }
}
