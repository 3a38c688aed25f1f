package dev.arrays.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import dev.arrays.ArraysException;
import dev.arrays.DataType;
import dev.arrays.NdArray;
import dev.arrays.testing.Guard;
import dev.arrays.testing.GuardedArena;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every function of the facade, found by reflection, on arrays of all short lengths beside an
 * inaccessible page: one that reaches too far ends this JVM. What the functions compute there,
 * their own tests say.
 */
class GuardPageTest {

  @ParameterizedTest
  @EnumSource
  void everyFunctionStaysInsideItsArrays(Guard guard) throws Exception {
    List<Method> functions = functions();
    assertThat(functions).isNotEmpty();
    for (Method function : functions) {
      for (int length = 1; length <= 20; length++) {
        try (GuardedArena arena = new GuardedArena(Arena.ofConfined(), guard)) {
          Object[] arguments = new Object[function.getParameterCount()];
          assertThat(works(function, arguments, 0, length, arena))
              .as("%s takes arrays of zeros whose axes have the length %d", function, length)
              .isTrue();
        }
      }
    }
  }

  /** The methods on views; those on Java arrays cannot be handed guarded memory. */
  private static List<Method> functions() throws IOException, URISyntaxException {
    Path root = Path.of(Linalg.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .map(file -> root.relativize(file).toString().replace('\\', '.').replace('/', '.'))
          .filter(file -> file.matches("dev\\.arrays\\.kernels\\.\\w+\\.class"))
          .map(file -> classNamed(file.substring(0, file.lastIndexOf('.'))))
          .flatMap(type -> Arrays.stream(type.getMethods()))
          .filter(method -> Modifier.isStatic(method.getModifiers()))
          .filter(method -> takes(method, NdArray.class::isAssignableFrom))
          .filter(method -> !takes(method, Class::isArray))
          .toList();
    }
  }

  private static boolean takes(Method method, Predicate<Class<?>> kind) {
    return Arrays.stream(method.getParameterTypes()).anyMatch(kind);
  }

  private static Class<?> classNamed(String name) {
    try {
      return Class.forName(name);
    } catch (ClassNotFoundException e) {
      throw new AssertionError(e);
    }
  }

  /** Whether the function returns for some ranks and data types of its arrays. */
  private static boolean works(
      Method function, Object[] arguments, int given, int length, Arena arena) {
    if (given == arguments.length) {
      return returns(function, arguments);
    }
    Class<?> type = function.getParameterTypes()[given];
    return candidates(type, length, arena)
        .anyMatch(candidate -> {
          arguments[given] = candidate.orElse(null);
          return works(function, arguments, given + 1, length, arena);
        });
  }

  private static boolean returns(Method function, Object[] arguments) {
    try {
      function.invoke(null, arguments);
      return true;
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof ArraysException) {
        return false;
      }
      throw new AssertionError(function + " of " + Arrays.toString(arguments), e.getCause());
    } catch (IllegalAccessException e) {
      throw new AssertionError(e);
    }
  }

  /** Values for a parameter; none for one that is optional. */
  private static Stream<Optional<Object>> candidates(Class<?> type, int length, Arena arena) {
    if (NdArray.class.isAssignableFrom(type)) {
      return Stream.of(1, 2, 3, 0)
          .flatMap(rank -> Arrays.stream(DataType.values()).map(t -> zeros(t, rank, length, arena)))
          .filter(type::isInstance)
          .map(Optional::of);
    }
    return Stream.of(
        switch (type.getSimpleName()) {
          case "double" -> Optional.of(1.0);
          case "float" -> Optional.of(1.0f);
          case "long" -> Optional.of(1L);
          case "int" -> Optional.of(1);
          case "boolean" -> Optional.of(true);
          default -> Optional.empty();
        });
  }

  private static NdArray<?> zeros(DataType dataType, int rank, int length, Arena arena) {
    long[] shape = new long[rank];
    long[] strides = new long[rank];
    Arrays.fill(shape, length);
    Arrays.setAll(strides, axis -> (long) Math.pow(length, rank - 1 - axis));
    long byteSize = (long) Math.pow(length, rank) * dataType.byteSize();
    return NdArray.wrap(
        arena.allocate(byteSize, dataType.byteSize()), dataType, 0, shape, strides, null);
  }
}
