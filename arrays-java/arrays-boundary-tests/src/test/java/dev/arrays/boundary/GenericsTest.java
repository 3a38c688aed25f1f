package dev.arrays.boundary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import dev.arrays.DoubleNdArray;
import dev.arrays.Explanation;
import dev.arrays.FloatNdArray;
import dev.arrays.IntNdArray;
import dev.arrays.LongNdArray;
import dev.arrays.Road;
import dev.arrays.RustException;
import dev.arrays.ShapeMismatchException;
import dev.arrays.fixtures.Generics;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/// Instances of generic functions, overloads of one Java name, and contracts over whole shapes.
class GenericsTest {

  /// More than any kernel here works through within the budget.
  private static final int LONG = 3_000_000;

  @Test
  void everyElementTypeHasItsOverload() {
    assertThat(Generics.total(new double[] {1, 2.5})).isEqualTo(3.5);
    assertThat(Generics.total(new float[] {1, 2.5f})).isEqualTo(3.5f);
    assertThat(Generics.total(new long[] {1L << 40, 1})).isEqualTo((1L << 40) + 1);
    assertThat(Generics.total(new int[] {1, 2})).isEqualTo(3);
    assertThat(Generics.total(DoubleNdArray.wrap(new double[] {1, 2, 3, 4}, 2, 2))).isEqualTo(10);
    assertThat(Generics.total(FloatNdArray.wrap(new float[] {1, 2}))).isEqualTo(3);
    assertThat(Generics.total(LongNdArray.wrap(new long[] {1, 2, 3, 4}, 2, 1, 2))).isEqualTo(10);
    assertThat(Generics.total(IntNdArray.wrap(new int[] {5}, 1, 1))).isEqualTo(5);
  }

  @Test
  void anotherFunctionIsAnOverloadOfTheSameName() {
    DoubleNdArray x = DoubleNdArray.wrap(new double[] {1, 2, 3, 4, 5, 6}, 2, 3);
    assertThat(Generics.total(x, 0).toArray()).containsExactly(5, 7, 9);
    assertThat(Generics.total(x, 1).toArray()).containsExactly(6, 15);
    assertThat(Generics.total(FloatNdArray.wrap(new float[] {1, 2}, 1, 2), 0).toArray())
        .containsExactly(1, 2);
    assertThatThrownBy(() -> Generics.total(x, 2))
        .isInstanceOf(RustException.class)
        .hasMessageContaining("total: ")
        .hasMessageContaining("axis 2 is out of bounds");
  }

  @Test
  void reductionsTakeAnyRank() {
    assertThat(Generics.total(DoubleNdArray.wrap(new double[] {7}, new long[0]))).isEqualTo(7);
    assertThat(Generics.total(DoubleNdArray.zeros(0))).isZero();
    assertThat(Generics.total(DoubleNdArray.zeros(3, 0, 2))).isZero();
    assertThat(Generics.total(new double[0])).isZero();
    double[] many = new double[LONG];
    Arrays.fill(many, 0.5);
    DoubleNdArray matrix = DoubleNdArray.wrap(many, 3, LONG / 3);
    for (int i = 0; i < 5; i++) {
      assertThat(Generics.total(many)).isEqualTo(LONG / 2.0);
      assertThat(Generics.total(matrix)).isEqualTo(LONG / 2.0);
      assertThat(Generics.total(matrix.transpose())).isEqualTo(LONG / 2.0);
      assertThat(Generics.mean(matrix)).isCloseTo(0.5, offset(1e-12));
      assertThat(Generics.mean(many)).isCloseTo(0.5, offset(1e-12));
    }
    assertThat(Generics.mean(new float[] {1, 2})).isEqualTo(1.5f);
  }

  @Test
  void javaArraysBecomeJavaArraysAndViewsViews() {
    double[] ofArray = Generics.square(new double[] {1, 2, 3});
    assertThat(ofArray).containsExactly(1, 4, 9);
    DoubleNdArray ofView =
        Generics.square(DoubleNdArray.wrap(new double[] {1, 2, 3, 4}, 2, 2).transpose());
    assertThat(ofView.shape()).containsExactly(2, 2);
    assertThat(ofView.toArray()).containsExactly(1, 9, 4, 16);
    float[] floats = Generics.square(new float[] {3});
    assertThat(floats).containsExactly(9);
    FloatNdArray scalar = Generics.square(FloatNdArray.wrap(new float[] {2}, new long[0]));
    assertThat(scalar.rank()).isZero();
    assertThat(scalar.toArray()).containsExactly(4);
    assertThat(Generics.square(DoubleNdArray.zeros(2, 0)).shape()).containsExactly(2, 0);
  }

  @Test
  void everyRankMayStandForADimension() {
    List<UnaryOperator<DoubleNdArray>> ofDoubles =
        List.of(
            Generics::square0,
            Generics::square,
            Generics::square2,
            Generics::square3,
            Generics::square4,
            Generics::square5,
            Generics::square6);
    List<UnaryOperator<FloatNdArray>> ofFloats =
        List.of(
            Generics::square0,
            Generics::square,
            Generics::square2,
            Generics::square3,
            Generics::square4,
            Generics::square5,
            Generics::square6);
    for (int rank = 0; rank <= 6; rank++) {
      long[] shape = new long[rank];
      Arrays.setAll(shape, axis -> axis + 2);
      int size = (int) Arrays.stream(shape).reduce(1, Math::multiplyExact);
      double[] elements = new double[size];
      Arrays.setAll(elements, i -> i % 50);
      DoubleNdArray x = DoubleNdArray.wrap(elements, shape);
      DoubleNdArray y = ofDoubles.get(rank).apply(x.transpose());
      assertThat(y.shape()).isEqualTo(x.transpose().shape());
      assertThat(y.transpose().toArray())
          .isEqualTo(Arrays.stream(elements).map(element -> element * element).toArray());
      float[] floats = new float[size];
      Arrays.fill(floats, 3);
      FloatNdArray nines = ofFloats.get(rank).apply(FloatNdArray.wrap(floats, shape));
      assertThat(nines.shape()).isEqualTo(shape);
      assertThat(nines.toArray()).containsOnly(9);
      if (rank != 1) {
        UnaryOperator<DoubleNdArray> ofRank = ofDoubles.get(rank);
        assertThatThrownBy(() -> ofRank.apply(DoubleNdArray.zeros(1)))
            .isInstanceOf(ShapeMismatchException.class)
            .hasMessage("square%d: x has rank 1, expected rank %d", rank, rank);
      }
    }
  }

  @Test
  void writtenArraysMayBeGiven() {
    double[] y = new double[2];
    Generics.square(new double[] {1, 2}, y);
    assertThat(y).containsExactly(1, 4);
    Generics.square(DoubleNdArray.wrap(new double[] {3, 4}), y);
    assertThat(y).containsExactly(9, 16);
    DoubleNdArray z = DoubleNdArray.zeros(1, 2);
    Generics.square(DoubleNdArray.wrap(new double[] {5, 6}, 1, 2), z);
    assertThat(z.toArray()).containsExactly(25, 36);
  }

  @Test
  void longElementwiseCallsAreCut() {
    double[] x = new double[LONG];
    Arrays.setAll(x, i -> i % 7);
    DoubleNdArray matrix = DoubleNdArray.wrap(x, 3, LONG / 3);
    for (int i = 0; i < 5; i++) {
      assertThat(Generics.square(matrix).toArray()).isEqualTo(Generics.square(x));
    }
  }

  @Test
  void aShapeIsHeldToThatOfAnotherArray() {
    assertThatThrownBy(() -> Generics.square(DoubleNdArray.zeros(3, 5), DoubleNdArray.zeros(3, 4)))
        .isInstanceOf(ShapeMismatchException.class)
        .hasMessage("square: y has shape [3, 4], but x has [3, 5]");
    assertThatThrownBy(() -> Generics.square(new double[3], new double[4]))
        .isInstanceOf(ShapeMismatchException.class)
        .hasMessage("square: y has shape [4], but x has [3]");
    assertThatThrownBy(() -> Generics.square(DoubleNdArray.zeros(3, 1), new double[3]))
        .isInstanceOf(ShapeMismatchException.class)
        .hasMessage("square: x has rank 2, expected rank 1");
    assertThatThrownBy(() -> Generics.add(new float[3], new float[2]))
        .isInstanceOf(ShapeMismatchException.class)
        .hasMessage("add: y has shape [2], but x has [3]");
  }

  @Test
  void operandsAreBroadcast() {
    DoubleNdArray column = DoubleNdArray.wrap(new double[] {10, 20}, 2, 1);
    DoubleNdArray row = DoubleNdArray.wrap(new double[] {1, 2, 3});
    DoubleNdArray sums = Generics.add(column, row);
    assertThat(sums.shape()).containsExactly(2, 3);
    assertThat(sums.toArray()).containsExactly(11, 12, 13, 21, 22, 23);
    assertThat(Generics.outerSum(column, row).toArray()).containsExactly(11, 12, 13, 21, 22, 23);
    assertThat(Generics.outerSum(column, new double[] {1}).toArray()).containsExactly(11, 21);
    assertThat(Generics.add(new double[] {1, 2}, new double[] {3, 4})).containsExactly(4, 6);
    assertThat(Generics.add(row, DoubleNdArray.wrap(new double[] {1}, new long[0])).toArray())
        .containsExactly(2, 3, 4);
    assertThat(Generics.add(DoubleNdArray.zeros(2, 0), DoubleNdArray.zeros(1)).shape())
        .containsExactly(2, 0);
    assertThat(Generics.add(FloatNdArray.wrap(new float[] {1}), FloatNdArray.zeros(2, 2)).toArray())
        .containsExactly(1, 1, 1, 1);
  }

  @Test
  void longBroadcastCallsAreCut() {
    int columns = LONG / 3;
    double[] elements = new double[LONG];
    Arrays.setAll(elements, i -> i % 1001);
    DoubleNdArray matrix = DoubleNdArray.wrap(elements, 3, columns);
    DoubleNdArray row = matrix.select(0, 1).flip(0);
    DoubleNdArray column = DoubleNdArray.wrap(new double[] {0.25, 0.5, 0.75}, 3, 1);
    DoubleNdArray scalar = DoubleNdArray.wrap(new double[] {7}, new long[0]);
    for (DoubleNdArray other :
        List.of(matrix.flip(1), row, row.reshape(1, columns), column, scalar)) {
      checkLongSum(matrix, other);
      checkLongSum(other, matrix);
      // The longest axis is the first one.
      checkLongSum(matrix.transpose(), other.rank() < 2 ? scalar : other.transpose());
    }
    checkLongSum(column, row);

    DoubleNdArray sums = DoubleNdArray.zeros(3, columns);
    Explanation call = explain(() -> Generics.outerSum(column, row, sums));
    assertThat(call.road()).isEqualTo(Road.SPLIT);
    assertThat(sums).isEqualTo(Generics.add(column, row));
  }

  private static void checkLongSum(DoubleNdArray x, DoubleNdArray y) {
    long[] shape = Generics.add(x, y).shape();
    DoubleNdArray z = DoubleNdArray.zeros(shape);
    Explanation call = explain(() -> Generics.add(x, y, z));
    assertThat(call.road()).isEqualTo(Road.SPLIT);
    assertThat(call.parts()).isGreaterThan(1);
    double[] expected = x.broadcastTo(shape).toArray();
    double[] others = y.broadcastTo(shape).toArray();
    Arrays.setAll(expected, i -> expected[i] + others[i]);
    assertThat(z.toArray()).isEqualTo(expected);
  }

  private static Explanation explain(Runnable call) {
    List<Explanation> calls = Explanation.explain(call);
    assertThat(calls).hasSize(1);
    return calls.get(0);
  }

  @Test
  void shapesThatCannotBeBroadcastAreToldInNumPysWords() {
    assertThatThrownBy(() -> Generics.add(DoubleNdArray.zeros(3), DoubleNdArray.zeros(4)))
        .isInstanceOf(ShapeMismatchException.class)
        .hasMessage("add: operands could not be broadcast together with shapes [3] [4]");
    assertThatThrownBy(() -> Generics.add(DoubleNdArray.zeros(3), DoubleNdArray.zeros(0)))
        .isInstanceOf(ShapeMismatchException.class)
        .hasMessage("add: operands could not be broadcast together with shapes [3] [0]");
    DoubleNdArray z = DoubleNdArray.zeros(3);
    assertThatThrownBy(() -> Generics.add(DoubleNdArray.zeros(2, 1), DoubleNdArray.zeros(3), z))
        .isInstanceOf(ShapeMismatchException.class)
        .hasMessage("add: z has shape [3], but x and y broadcast to [2, 3]");
  }

  @Test
  void scalarsErrorsAndRecordsAreOfTheInstance() {
    assertThat(Generics.extremes(2.0, 1.0)).isEqualTo(new Generics.ExtremesResult(1, 2));
    assertThat(Generics.extremes(2f, 1f, 3f)).isEqualTo(new Generics.ExtremesFloatResult(1, 3));
    assertThat(Generics.extremes(2L, 1L, 0L)).isEqualTo(new Generics.ExtremesLongResult(0, 2));
    assertThat(Generics.checkedTotal(new float[] {1, 2}, 3)).isEqualTo(3);
    assertThatThrownBy(() -> Generics.checkedTotal(new double[] {1, 2}, 2))
        .isInstanceOfSatisfying(
            RustException.class, e -> assertThat(e.errorType()).contains("TooLarge<f64>"))
        .hasMessageContaining("3 is too large");
  }
}
