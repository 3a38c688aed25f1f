package dev.arrays.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.arrays.ClosedArrayException;
import dev.arrays.DoubleNdArray;
import dev.arrays.ShapeMismatchException;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class ReductionsTest {
  private static final double[] X = Samples.random(1000);
  private static final double[] Y = Samples.random(1001);

  @Test
  void sumIsThatOfPlainJava() {
    double expected = Arrays.stream(X).sum();

    assertThat(Reductions.sum(X)).isCloseTo(expected, relative(expected));
    for (DoubleNdArray view : Samples.views(X)) {
      assertThat(Reductions.sum(view)).isCloseTo(expected, relative(expected));
    }
  }

  @Test
  void meanIsThatOfPlainJava() {
    double expected = Arrays.stream(X).average().orElseThrow();

    assertThat(Reductions.mean(X)).isCloseTo(expected, relative(expected));
    for (DoubleNdArray view : Samples.views(X)) {
      assertThat(Reductions.mean(view)).isCloseTo(expected, relative(expected));
    }
  }

  @Test
  void stdIsThatOfPlainJava() {
    double mean = Arrays.stream(X).average().orElseThrow();
    double squares = Arrays.stream(X).map(value -> (value - mean) * (value - mean)).sum();
    double population = Math.sqrt(squares / X.length);
    double sample = Math.sqrt(squares / (X.length - 1));

    assertThat(Reductions.std(X)).isCloseTo(population, relative(population));
    assertThat(Reductions.std(X, null)).isCloseTo(population, relative(population));
    assertThat(Reductions.std(X, 1.0)).isCloseTo(sample, relative(sample));
    for (DoubleNdArray view : Samples.views(X)) {
      assertThat(Reductions.std(view)).isCloseTo(population, relative(population));
      assertThat(Reductions.std(view, 1.0)).isCloseTo(sample, relative(sample));
    }
  }

  @Test
  void dotIsThatOfPlainJava() {
    double[] y = Arrays.copyOf(Y, X.length);
    double expected = 0;
    for (int i = 0; i < X.length; i++) {
      expected += X[i] * y[i];
    }

    assertThat(Reductions.dot(X, y)).isCloseTo(expected, relative(expected));
    for (DoubleNdArray left : Samples.views(X)) {
      for (DoubleNdArray right : Samples.views(y)) {
        assertThat(Reductions.dot(left, right)).isCloseTo(expected, relative(expected));
      }
    }
  }

  @Test
  void readArraysMayBeTheSame() {
    assertThat(Reductions.dot(new double[] {3, 4}, new double[] {3, 4})).isEqualTo(25);
    DoubleNdArray x = DoubleNdArray.of(3, 4);
    assertThat(Reductions.dot(x, x)).isEqualTo(25);
  }

  @Test
  void nothingReducesAsInNumPy() {
    double[] empty = {};

    assertThat(Reductions.sum(empty)).isZero();
    assertThat(Reductions.mean(empty)).isNaN();
    assertThat(Reductions.std(empty)).isNaN();
    assertThat(Reductions.dot(empty, empty)).isZero();
  }

  @Test
  void readOnlyAndBroadcastArraysCanBeRead() {
    assertThat(Reductions.sum(DoubleNdArray.of(1, 2, 3).asReadOnly())).isEqualTo(6);
    assertThat(Reductions.sum(DoubleNdArray.of(2.5).broadcastTo(4))).isEqualTo(10);
  }

  @Test
  void nullIsNamed() {
    assertThatThrownBy(() -> Reductions.sum((double[]) null))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("sum: x is null");
    assertThatThrownBy(() -> Reductions.dot(DoubleNdArray.of(1), null))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("dot: y is null");
  }

  @Test
  void lengthsThatDifferAreNamed() {
    assertThatThrownBy(() -> Reductions.dot(new double[4], new double[3]))
        .isInstanceOf(ShapeMismatchException.class)
        .hasMessage("dot: y has shape [3], but n = 4 (from x, shape [4])");
  }

  @Test
  void wrongRankIsNamed() {
    DoubleNdArray x = DoubleNdArray.zeros(2, 3);

    assertThatThrownBy(() -> Reductions.dot(x, x))
        .isInstanceOf(ShapeMismatchException.class)
        .hasMessage("dot: x has rank 2, expected rank 1");
  }

  @Test
  void closedArenaIsNamed() {
    DoubleNdArray x;
    try (Arena arena = Arena.ofConfined()) {
      x = DoubleNdArray.wrap(arena.allocate(ValueLayout.JAVA_DOUBLE, 3), new long[] {3});
      assertThat(Reductions.sum(x)).isZero();
    }

    assertThatThrownBy(() -> Reductions.sum(x))
        .isInstanceOf(ClosedArrayException.class)
        .hasMessageStartingWith("sum: x is closed");
  }

  @Test
  void nanOfTheDataIsAValue() {
    for (double nan : List.of(Double.NaN, Double.longBitsToDouble(0x7FFC_A55A_5EED_0001L))) {
      assertThat(Reductions.sum(new double[] {1, nan})).isNaN();
    }
  }

  private static Offset<Double> relative(double expected) {
    return within(1e-12 * Math.max(1, Math.abs(expected)));
  }
}
