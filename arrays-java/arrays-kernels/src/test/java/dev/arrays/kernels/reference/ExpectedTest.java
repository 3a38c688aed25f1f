package dev.arrays.kernels.reference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.arrays.DoubleNdArray;
import dev.arrays.FloatNdArray;
import dev.arrays.IntNdArray;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What passes for an expected result, and what does not. */
class ExpectedTest {

  @Test
  void exactMeansEveryBitButThoseOfNaN() {
    Expected zero = new Expected(0.0, Tolerance.EXACT, false);
    assertThat(zero.difference(0.0)).isEmpty();
    assertThat(zero.difference(-0.0)).isPresent();
    assertThat(zero.difference(Double.MIN_VALUE)).isPresent();
    assertThat(zero.difference(0.0f)).hasValue("expected float64, got float32");

    Expected nan = new Expected(Double.NaN, Tolerance.EXACT, false);
    assertThat(nan.difference(Double.longBitsToDouble(0xFFF8_0000_0000_0001L))).isEmpty();
    assertThat(nan.difference(1.0)).isPresent();
  }

  @Test
  void stepsAreThoseOfTheElementType() {
    Expected one = new Expected(1.0, new Tolerance.Ulp(1), false);
    assertThat(one.difference(Math.nextUp(1.0))).isEmpty();
    assertThat(one.difference(1 + 2 * Math.ulp(1.0)))
        .hasValue("expected 1.0, got 1.0000000000000004, 2 ulp apart; at most 1 ulp is allowed");
    assertThat(one.difference(Double.NaN)).isPresent();

    Expected single = new Expected(1.0f, new Tolerance.Ulp(1), false);
    assertThat(single.difference(Math.nextUp(1.0f))).isEmpty();
    assertThat(single.difference(1 + 2 * Math.ulp(1.0f))).isPresent();
  }

  @Test
  void stepsAreCountedAcrossZeroAndInfinity() {
    assertThat(Tolerance.distance(-0.0, 0.0, true)).isZero();
    assertThat(Tolerance.distance(-Double.MIN_VALUE, Double.MIN_VALUE, true)).isEqualTo(2);
    assertThat(Tolerance.distance(Float.MAX_VALUE, Double.POSITIVE_INFINITY, false)).isEqualTo(1);
    assertThat(Tolerance.distance(-Double.MAX_VALUE, Double.MAX_VALUE, true))
        .isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void whatIsNotFiniteHasNoDistance() {
    Expected infinite = new Expected(Double.POSITIVE_INFINITY, new Tolerance.Within(1), false);
    assertThat(infinite.difference(Double.POSITIVE_INFINITY)).isEmpty();
    assertThat(infinite.difference(Double.MAX_VALUE)).isPresent();
    assertThat(infinite.difference(Double.NEGATIVE_INFINITY)).isPresent();
    assertThat(
            new Expected(Double.NEGATIVE_INFINITY, Tolerance.EXACT, true)
                .difference(Double.POSITIVE_INFINITY))
        .isEmpty();
  }

  @Test
  void shapesAndTypesAreCompared() {
    Expected rows = new Expected(DoubleNdArray.zeros(2, 3), Tolerance.EXACT, false);
    assertThat(rows.difference(DoubleNdArray.zeros(3, 2)))
        .hasValue("expected shape [2, 3], got [3, 2]");
    assertThat(rows.difference(FloatNdArray.zeros(2, 3))).hasValue("expected float64, got float32");

    DoubleNdArray other = DoubleNdArray.zeros(2, 3);
    other.set(1, 2, 5);
    assertThat(rows.difference(other).orElseThrow()).startsWith("at [1, 2] expected 0.0, got 5.0");

    Expected integers = new Expected(IntNdArray.of(1, 2), Tolerance.EXACT, false);
    assertThat(integers.difference(new int[] {1, 2})).isEmpty();
    assertThat(integers.difference(new int[] {1, 3})).hasValue("at [1] expected 2, got 3");
    assertThat(integers.difference(new long[] {1, 2})).hasValue("expected int32, got int64");
  }

  @Test
  void equationsHoldOrNot() {
    DoubleNdArray a = DoubleNdArray.of(new double[][] {{0, 2}, {1, 0}});
    DoubleNdArray turn = DoubleNdArray.of(new double[][] {{0, 1}, {1, 0}});
    Map<String, Object> values = Map.of("a", a, "turn", turn, "s", new double[] {2, 1});

    assertThat(new Equation("turn' turn = I", values).difference(0)).isEmpty();
    assertThat(new Equation("diag(s) turn = a", values).difference(0)).isEmpty();
    assertThat(new Equation("a' = a", values).difference(1e-3).orElseThrow())
        .startsWith("a' = a: the sides differ by 1.0");
    assertThat(new Equation("a s = a", values).difference(1))
        .hasValue("a s = a: the sides differ in shape");
  }
}
