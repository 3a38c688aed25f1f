package dev.arrays.kernels.reference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.arrays.DoubleNdArray;
import dev.arrays.FloatNdArray;
import dev.arrays.InvalidArgumentException;
import java.lang.foreign.ValueLayout;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** That kernels which do wrong are found out: those of this class do all that a kernel must not. */
class CaseRunTest {
  private static final DoubleNdArray X = DoubleNdArray.of(1, 2, 3);
  private static final Expected SUM = new Expected(6.0, Tolerance.EXACT, false);
  private static final Expected NEGATED =
      new Expected(DoubleNdArray.of(-1, -2, -3), Tolerance.EXACT, false);

  /** Kernels, right and wrong ones. */
  public static final class Kernels {
    private Kernels() {}

    public static double sum(DoubleNdArray x) {
      return x.stream().sum();
    }

    public static double sum(double[] x) {
      return sum(DoubleNdArray.wrap(x));
    }

    public static float sum(FloatNdArray x) {
      return (float) x.stream().sum();
    }

    public static double sumOfMemory(DoubleNdArray x) {
      double sum = 0;
      for (double element : x.segment().toArray(ValueLayout.JAVA_DOUBLE)) {
        sum += element;
      }
      return sum;
    }

    public static double sumAndSpoil(DoubleNdArray x) {
      double sum = sum(x);
      x.set(0, 0);
      return sum;
    }

    public static double scaledSum(DoubleNdArray x, Double scale) {
      if (scale != null && Double.isNaN(scale)) {
        throw new InvalidArgumentException("scaledSum: no scale, but NaN");
      }
      return sum(x) * (scale == null ? 1 : scale);
    }

    public static void negate(DoubleNdArray x, DoubleNdArray y) {
      for (long i = 0; i < x.size(); i++) {
        y.set(i, -x.get(i));
      }
    }

    public static double[] negate(double[] x) {
      double[] y = new double[x.length];
      negate(DoubleNdArray.wrap(x), DoubleNdArray.wrap(y));
      return y;
    }

    public static void negateAndSpill(DoubleNdArray x, DoubleNdArray y) {
      y.segment().fill((byte) 0);
      negate(x, y);
    }
  }

  private final Facade facade = Facade.of(Stream.of(Kernels.class));

  @Test
  void overloadsAreThoseThatTakeTheArguments() {
    assertThat(overloads(reference("sum", X, SUM)))
        .containsExactlyInAnyOrder("Kernels.sum[DoubleNdArray]", "Kernels.sum[double[]]");
    assertThat(overloads(reference("negate", X, NEGATED)))
        .containsExactlyInAnyOrder(
            "Kernels.negate[DoubleNdArray, DoubleNdArray]", "Kernels.negate[double[]]");
    assertThat(overloads(reference("sum", DoubleNdArray.zeros(2, 2), SUM)))
        .containsExactly("Kernels.sum[DoubleNdArray]");
    assertThat(overloads(reference("sum", X, new Expected(6f, Tolerance.EXACT, false)))).isEmpty();
  }

  @Test
  void rightKernelsPass() {
    assertThat(problems(reference("sum", X, SUM))).isEmpty();
    assertThat(problems(reference("negate", X, NEGATED))).isEmpty();
    assertThat(problems(scaled(null, new ReferenceCase.Results(results(SUM))))).isEmpty();
    assertThat(problems(reference("scaledSum", X, SUM))).isEmpty();
  }

  @Test
  void wrongResultsAreFound() {
    assertThat(problems(reference("sum", X, new Expected(7.0, Tolerance.EXACT, false))))
        .contains(
            "Kernels.sum[DoubleNdArray][x: NATIVE BACKWARDS]: result expected 7.0, got 6.0,"
                + " 1125899906842624 ulp apart; the same bits is allowed");
  }

  @Test
  void whatReadsGapsIsFound() {
    assertThat(problems(reference("sumOfMemory", X, SUM)))
        .isNotEmpty()
        .allMatch(problem -> problem.contains("WITH_GAPS") && problem.contains("got NaN"));
  }

  @Test
  void whatWritesElsewhereIsFound() {
    assertThat(problems(reference("sumAndSpoil", X, SUM)))
        .hasSize(12)
        .allMatch(problem -> problem.contains("changed x: at [0] expected 1.0, got 0.0"));
    assertThat(problems(reference("negateAndSpill", X, NEGATED)))
        .isNotEmpty()
        .allMatch(problem -> problem.contains("y: ") && problem.contains("WITH_GAPS"))
        .allMatch(problem -> problem.endsWith("wrote between the elements of an array"));
  }

  @Test
  void exceptionsAreComparedByTheirMessage() {
    assertThat(problems(scaled(Double.NaN, new ReferenceCase.Failure("no scale")))).isEmpty();
    assertThat(problems(scaled(Double.NaN, new ReferenceCase.Failure("no such scale"))))
        .isNotEmpty()
        .allMatch(problem -> problem.contains("got dev.arrays.InvalidArgumentException"));
    assertThat(problems(scaled(1.0, new ReferenceCase.Failure("no scale"))))
        .isNotEmpty()
        .allMatch(problem -> problem.endsWith("but it returned"));
    assertThat(problems(scaled(Double.NaN, new ReferenceCase.Results(results(SUM)))))
        .isNotEmpty()
        .allMatch(problem -> problem.contains("threw"));
  }

  @Test
  void otherLengthsRepeatTheElements() {
    ReferenceCase longer = reference("negate", X, NEGATED).withLength(3, 5);

    assertThat(longer.arguments().get("x")).isEqualTo(DoubleNdArray.of(1, 2, 3, 1, 2));
    assertThat(longer.arrays().map(array -> array.shape(0))).containsExactly(5L, 5L);
    DoubleNdArray strided = DoubleNdArray.of(new double[][] {{1, 2}, {3, 4}}).transpose();
    assertThat(Memory.stretch(strided, new long[] {1, 3}))
        .isEqualTo(DoubleNdArray.of(new double[][] {{1, 3, 1}}));
  }

  private List<String> overloads(ReferenceCase reference) {
    return facade.overloads(reference).stream().map(Facade::signature).toList();
  }

  private List<String> problems(ReferenceCase reference) {
    assertThat(facade.overloads(reference)).isNotEmpty();
    return facade.overloads(reference).stream()
        .flatMap(method -> CaseRun.problems(reference, method).stream())
        .toList();
  }

  private static ReferenceCase reference(String method, DoubleNdArray x, Expected expected) {
    return new ReferenceCase(
        "Kernels", method, Map.of("x", x), new ReferenceCase.Results(results(expected)));
  }

  private static ReferenceCase scaled(Double scale, ReferenceCase.Expectation expectation) {
    Map<String, Object> arguments = new HashMap<>();
    arguments.put("x", X);
    arguments.put("scale", scale);
    return new ReferenceCase("Kernels", "scaledSum", arguments, expectation);
  }

  private static Map<String, Expected> results(Expected expected) {
    return Map.of(ReferenceCase.RESULT, expected);
  }
}
