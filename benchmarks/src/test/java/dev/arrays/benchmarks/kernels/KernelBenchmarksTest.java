package dev.arrays.benchmarks.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import dev.arrays.DoubleNdArray;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.ejml.data.DMatrixRMaj;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.ojalgo.structure.Access2D;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/// All contenders of a benchmark compute the same.
class KernelBenchmarksTest {
  /// Differences that are allowed, relative to the largest element. Sums of `float` values, and of
  /// many numbers in different orders, differ in their last digits; Commons Math computes `erf` to
  /// 1e-10 or so.
  private static final Map<String, Double> TOLERANCES =
      Map.of("SumFloat", 1e-4, "ExpFloat", 1e-6, "Erf", 1e-7, "Inv", 1e-7, "Solve", 1e-7);

  @TestFactory
  Stream<DynamicTest> contendersAgree() throws IOException {
    try (Stream<Path> sources =
        Files.list(Path.of("src/main/java/dev/arrays/benchmarks/kernels"))) {
      return sources
          .map(source -> source.getFileName().toString().replace(".java", ""))
          .filter(name -> name.endsWith("Benchmark") && !name.equals("LimitsBenchmark"))
          .sorted()
          .map(name -> benchmark(name))
          .filter(type -> !Modifier.isAbstract(type.getModifiers()))
          .flatMap(type -> sizes(type).map(n -> test(type, n)))
          .toList()
          .stream();
    }
  }

  private static Class<?> benchmark(String name) {
    try {
      return Class.forName("dev.arrays.benchmarks.kernels." + name);
    } catch (ClassNotFoundException e) {
      throw new AssertionError(e);
    }
  }

  /// The two least sizes that are measured: what is large only takes time.
  private static Stream<Integer> sizes(Class<?> type) {
    try {
      return Arrays.stream(type.getField("n").getAnnotation(Param.class).value())
          .limit(2)
          .map(Integer::valueOf);
    } catch (NoSuchFieldException e) {
      throw new AssertionError(e);
    }
  }

  private static DynamicTest test(Class<?> type, int n) {
    String name = type.getSimpleName().replace("Benchmark", "");
    return DynamicTest.dynamicTest(
        name + " of " + n,
        () -> {
          List<Method> contenders = annotated(type, Benchmark.class);
          double[] expected = comparable(name, type.getMethod("java").invoke(benchmark(type, n)));
          assertThat(contenders).extracting(Method::getName).contains("java", "rust");
          List<String> wrong = new ArrayList<>();
          for (Method contender : contenders) {
            double[] actual = comparable(name, contender.invoke(benchmark(type, n)));
            double error = error(expected, actual);
            if (!(error <= tolerance(name, n))) {
              wrong.add(contender.getName() + " is wrong by " + error);
            }
          }
          assertThat(wrong).isEmpty();
        });
  }

  /// A benchmark of its own for each contender: what one leaves in an array is not another's
  /// result.
  private static Object benchmark(Class<?> type, int n) throws ReflectiveOperationException {
    Object benchmark = type.getConstructor().newInstance();
    type.getField("n").setInt(benchmark, n);
    for (Method setup : annotated(type, Setup.class)) {
      setup.invoke(benchmark);
    }
    return benchmark;
  }

  private static List<Method> annotated(
      Class<?> type, Class<? extends java.lang.annotation.Annotation> annotation) {
    return Arrays.stream(type.getMethods())
        .filter(method -> method.isAnnotationPresent(annotation) && !method.isBridge())
        // JMH runs the setup of a superclass first.
        .sorted(
            Comparator.<Method>comparingInt(method -> depth(method.getDeclaringClass()))
                .thenComparing(Method::getName))
        .toList();
  }

  private static int depth(Class<?> type) {
    int depth = 0;
    for (Class<?> parent = type; parent != Object.class; parent = parent.getSuperclass()) {
      depth++;
    }
    return depth;
  }

  private static double tolerance(String name, int n) {
    return switch (name) {
      // The mean of random numbers varies with the inverse root of how many there are.
      case "Uniform", "Normal" -> 6 / Math.sqrt(n);
      default -> TOLERANCES.getOrDefault(name, 1e-9);
    };
  }

  /// The numbers of a result, without what contenders may choose.
  private static double[] comparable(String name, Object result) {
    double[] numbers = numbers(result);
    return switch (name) {
      // Each row may have either sign.
      case "Qr" -> Arrays.stream(numbers).map(Math::abs).toArray();
      case "Svd", "Eigh" -> Arrays.stream(numbers).sorted().toArray();
      case "Uniform", "Normal" -> moments(numbers);
      default -> numbers;
    };
  }

  private static double[] moments(double[] numbers) {
    double mean = Arrays.stream(numbers).average().orElseThrow();
    double variance =
        Arrays.stream(numbers).map(x -> (x - mean) * (x - mean)).average().orElseThrow();
    return new double[] {mean, Math.sqrt(variance)};
  }

  private static double[] numbers(Object result) {
    return switch (result) {
      case Number number -> new double[] {number.doubleValue()};
      case double[] array -> array.clone();
      case float[] array -> IntStream.range(0, array.length).mapToDouble(i -> array[i]).toArray();
      case long[] array -> LongStream.of(array).asDoubleStream().toArray();
      case int[] array -> IntStream.of(array).asDoubleStream().toArray();
      case DoubleNdArray array -> array.toArray();
      case INDArray array -> array.dup('c').reshape(-1).toDoubleVector();
      case DMatrixRMaj matrix -> Arrays.copyOf(matrix.data, matrix.getNumElements());
      case Access2D<?> matrix -> rows(matrix);
      default -> throw new AssertionError("a result of type " + result.getClass());
    };
  }

  private static double[] rows(Access2D<?> matrix) {
    double[] rows = new double[Math.toIntExact(matrix.count())];
    int i = 0;
    for (long row = 0; row < matrix.countRows(); row++) {
      for (long column = 0; column < matrix.countColumns(); column++) {
        rows[i++] = matrix.doubleValue(row, column);
      }
    }
    return rows;
  }

  private static double error(double[] expected, double[] actual) {
    if (expected.length != actual.length) {
      return Double.POSITIVE_INFINITY;
    }
    double scale = 1e-300;
    double error = 0;
    for (int i = 0; i < expected.length; i++) {
      if (Double.isNaN(expected[i]) != Double.isNaN(actual[i])) {
        return Double.NaN;
      }
      if (!Double.isNaN(expected[i])) {
        scale = Math.max(scale, Math.abs(expected[i]));
        error = Math.max(error, Math.abs(expected[i] - actual[i]));
      }
    }
    return error / scale;
  }
}
