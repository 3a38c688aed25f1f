package dev.arrays.kernels.reference;

import dev.arrays.DataType;
import dev.arrays.NdArray;
import dev.arrays.kernels.Linalg;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.lang.reflect.RecordComponent;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** The generated classes, by reflection. */
final class Facade {
  private final List<Method> methods;

  private Facade(List<Method> methods) {
    this.methods = methods;
  }

  /** All public static methods of the public classes of the package. */
  static Facade load() throws IOException, URISyntaxException {
    Path root = Path.of(Linalg.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    try (Stream<Path> files = Files.list(root.resolve("dev/arrays/kernels"))) {
      return of(
          files
              .map(file -> file.getFileName().toString())
              .filter(file -> file.endsWith(".class") && file.indexOf('$') < 0)
              .sorted()
              .map(file -> classNamed("dev.arrays.kernels." + file.replace(".class", "")))
              .filter(type -> Modifier.isPublic(type.getModifiers())));
    }
  }

  /** The public static methods of some classes. */
  static Facade of(Stream<? extends Class<?>> types) {
    return new Facade(
        types
            .flatMap(type -> Arrays.stream(type.getMethods()))
            .filter(method -> Modifier.isStatic(method.getModifiers()))
            .toList());
  }

  private static Class<?> classNamed(String name) {
    try {
      return Class.forName(name);
    } catch (ClassNotFoundException e) {
      throw new AssertionError(e);
    }
  }

  List<Method> methods() {
    return methods;
  }

  /** The overloads that take the arguments of a case and may give what it expects. */
  List<Method> overloads(ReferenceCase reference) {
    return methods.stream().filter(method -> takes(method, reference)).toList();
  }

  static String name(Method method) {
    return method.getDeclaringClass().getSimpleName() + "." + method.getName();
  }

  /** For messages: {@code std(DoubleNdArray, Double)}. */
  static String signature(Method method) {
    return name(method)
        + Arrays.stream(method.getParameterTypes()).map(Class::getSimpleName).toList();
  }

  private static boolean takes(Method method, ReferenceCase reference) {
    if (!name(method).equals(reference.name())) {
      return false;
    }
    Parameter[] parameters = method.getParameters();
    List<String> names = Arrays.stream(parameters).map(Parameter::getName).toList();
    boolean areAllGiven =
        reference.arguments().entrySet().stream()
            .allMatch(argument -> argument.getValue() == null || names.contains(argument.getKey()));
    return areAllGiven
        && Arrays.stream(parameters).allMatch(parameter -> takes(parameter, reference))
        && mayReturn(method, reference);
  }

  private static boolean takes(Parameter parameter, ReferenceCase reference) {
    Class<?> type = parameter.getType();
    if (reference.arguments().containsKey(parameter.getName())) {
      return takes(type, reference.arguments().get(parameter.getName()));
    }
    if (isOptional(type)) {
      return true;
    }
    Expected expected = isArray(type) ? output(parameter, reference) : null;
    return expected != null && expected.value() instanceof NdArray<?> array && takes(type, array);
  }

  /** What is expected in an array that the method is given to fill, null when that is not known. */
  static Expected output(Parameter parameter, ReferenceCase reference) {
    if (!(reference.expectation() instanceof ReferenceCase.Results results)) {
      return null;
    }
    Expected named = results.byName().get(parameter.getName());
    return named == null ? results.byName().get(ReferenceCase.RESULT) : named;
  }

  /** Whether a parameter may be null, which is what it gets when a case does not name it. */
  private static boolean isOptional(Class<?> type) {
    return Number.class.isAssignableFrom(type) || type == Boolean.class;
  }

  static boolean isArray(Class<?> type) {
    return type.isArray() || NdArray.class.isAssignableFrom(type);
  }

  private static boolean takes(Class<?> type, Object value) {
    return switch (value) {
      case null -> !type.isPrimitive() && !isArray(type);
      case NdArray<?> array ->
          array.getClass() == type || (array.rank() == 1 && type == javaArray(array.dataType()));
      case Double _ -> type == double.class || type == Double.class;
      case Float _ -> type == float.class || type == Float.class;
      case Boolean _ -> type == boolean.class || type == Boolean.class;
      case String _ -> type == String.class;
      case Long _ ->
          (type.isPrimitive() && type != boolean.class) || Number.class.isAssignableFrom(type);
      default -> throw new AssertionError(value);
    };
  }

  private static Class<?> javaArray(DataType dataType) {
    return switch (dataType) {
      case FLOAT64 -> double[].class;
      case FLOAT32 -> float[].class;
      case INT64, UINT64 -> long[].class;
      case INT32, UINT32 -> int[].class;
      case INT16, UINT16 -> short[].class;
      case INT8, UINT8, BOOL -> byte[].class;
    };
  }

  /**
   * Whether a result of the expected type can come back: methods that differ in nothing but what
   * they make, as those of random numbers, are told apart by it.
   */
  private static boolean mayReturn(Method method, ReferenceCase reference) {
    if (!(reference.expectation() instanceof ReferenceCase.Results results)) {
      return true;
    }
    Class<?> type = method.getReturnType();
    if (type.isRecord()) {
      return Arrays.stream(type.getRecordComponents())
          .allMatch(component -> mayBe(component, results.byName().get(component.getName())));
    }
    return mayBe(type, results.byName().get(ReferenceCase.RESULT));
  }

  private static boolean mayBe(RecordComponent component, Expected expected) {
    return mayBe(component.getType(), expected);
  }

  private static boolean mayBe(Class<?> type, Expected expected) {
    if (expected == null || type == void.class) {
      return true;
    }
    if (isArray(type)) {
      return !(expected.value() instanceof NdArray<?> array)
          || array.getClass() == type
          || type == javaArray(array.dataType());
    }
    return expected.value() instanceof NdArray<?> || takes(type, expected.value());
  }

  /** A scalar argument as the type of a parameter has it. */
  static Object convert(Object value, Class<?> type) {
    if (!(value instanceof Long integer)) {
      return value;
    }
    return switch (type.getSimpleName()) {
      case "double", "Double" -> integer.doubleValue();
      case "float", "Float" -> integer.floatValue();
      case "int", "Integer" -> Math.toIntExact(integer);
      case "short", "Short" -> (short) Math.toIntExact(integer);
      case "byte", "Byte" -> (byte) Math.toIntExact(integer);
      default -> integer;
    };
  }
}
