package dev.arrays.boundary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.arrays.ByteNdArray;
import dev.arrays.DataType;
import dev.arrays.DoubleNdArray;
import dev.arrays.FloatNdArray;
import dev.arrays.InvalidArgumentException;
import dev.arrays.LongNdArray;
import dev.arrays.ShapeMismatchException;
import dev.arrays.fixtures.Outs;
import org.junit.jupiter.api.Test;

class OutsTest {
  private static final DoubleNdArray X = DoubleNdArray.wrap(new double[] {1, 2, 3, 4, 5, 6}, 2, 3);

  @Test
  void anArrayLeftOutIsAllocatedFromTheContract() {
    double[] scores = Outs.predict(X, DoubleNdArray.wrap(new double[] {1, 0, 10}));
    assertThat(scores).containsExactly(31, 64);
    assertThat(Outs.predict(X, new double[] {1, 0, 10})).containsExactly(31, 64);
  }

  @Test
  void anArrayGivenIsFilledInPlace() {
    double[] scores = new double[2];
    Outs.predict(X, new double[] {1, 1, 1}, scores);
    assertThat(scores).containsExactly(6, 15);
    double[] wide = new double[4];
    DoubleNdArray everySecond = DoubleNdArray.wrap(wide, 2, 2).transpose();
    Outs.predict(X, DoubleNdArray.wrap(new double[] {1, 1, 1}), column(everySecond, 1));
    assertThat(wide).containsExactly(0, 0, 6, 15);
  }

  private static DoubleNdArray column(DoubleNdArray x, int column) {
    return x.select(1, column);
  }

  @Test
  void higherRanksAreAllocatedAsViews() {
    FloatNdArray products = Outs.outer(new float[] {1, 2}, new float[] {3, 4, 5});
    assertThat(products.shape()).containsExactly(2, 3);
    assertThat(products.get(1, 2)).isEqualTo(10f);
  }

  @Test
  void anIntegerParameterMayGiveALength() {
    assertThat(Outs.squares(4)).containsExactly(0L, 1L, 4L, 9L);
    assertThat(Outs.squares(0)).isEmpty();
    assertThatThrownBy(() -> Outs.squares(3, LongNdArray.zeros(4)))
        .isInstanceOf(ShapeMismatchException.class)
        .hasMessage("squares: squares has shape [4], but k = 3");
    assertThatThrownBy(() -> Outs.squares(-1))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessage("squares: k is -1, expected 0 to 9223372036854775807");
  }

  @Test
  void severalArraysAndAResultComeAsARecord() {
    var parts = Outs.split(new double[] {1.5, -2.25});
    assertThat(parts.negative()).isEqualTo(1);
    assertThat(parts.whole()).containsExactly(1, -2);
    assertThat(parts.fraction()).containsExactly(0.5, -0.25);
  }

  @Test
  void booleansAreBytes() {
    ByteNdArray above = ByteNdArray.zeros(3).asDataType(DataType.BOOL);
    Outs.maskAbove(DoubleNdArray.wrap(new double[] {1, 5, 9}), 4, above);
    assertThat(above.toArray()).containsExactly((byte) 0, (byte) 1, (byte) 1);
    assertThat(Outs.maskAbove(new double[] {1, 5}, 4)).containsExactly((byte) 0, (byte) 1);
  }

  @Test
  void nothingIsWrittenWhereShapesDoNotFit() {
    assertThatThrownBy(() -> Outs.predict(X, new double[] {1, 0}))
        .isInstanceOf(ShapeMismatchException.class)
        .hasMessage("predict: w has shape [2], but m = 3 (from x, shape [2, 3])");
    double[] scores = {7, 7, 7};
    assertThatThrownBy(() -> Outs.predict(X, new double[] {1, 1, 1}, scores))
        .hasMessage("predict: scores has shape [3], but n = 2 (from x, shape [2, 3])");
    assertThat(scores).containsExactly(7, 7, 7);
  }
}
