package dev.arrays;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ElementCopyTest {

  @Test
  void anyLayoutIsCopiedToAnyOther() {
    double[] elements = new double[5040];
    Arrays.setAll(elements, i -> i);
    DoubleNdArray x = DoubleNdArray.wrap(elements, 7, 8, 9, 10);
    DoubleNdArray turned = x.permute(2, 0, 3, 1).flip(1).slice(Slice.every(2));
    DoubleNdArray target = DoubleNdArray.zeros(8, 10, 7, 5).transpose().flip(3);
    turned.copyTo(target);
    assertThat(target).isEqualTo(turned);
    try (Arena arena = Arena.ofConfined()) {
      DoubleNdArray outside = DoubleNdArray.wrap(arena.allocate(8 * 5040, 8), x.shape());
      x.copyTo(outside);
      assertThat(outside).isEqualTo(x);
    }
  }

  /// Larger than a tile and than a row, and no multiple of either.
  @Test
  void planesAndLinesAreCopiedWhole() {
    int[] elements = new int[67 * 10_001];
    Arrays.setAll(elements, i -> i * 31);
    IntNdArray x = IntNdArray.wrap(elements, 67, 10_001);
    IntNdArray target = IntNdArray.zeros(10_001, 67);
    x.transpose().copyTo(target);
    assertThat(target).isEqualTo(x.transpose());
    IntNdArray gaps = IntNdArray.zeros(67, 30_003);
    x.flip(1).copyTo(gaps.slice(1, Slice.every(3)));
    assertThat(gaps.slice(1, Slice.every(3))).isEqualTo(x.flip(1));
    assertThat(gaps.slice(1, Slice.range(1, 30_003, 3))).isEqualTo(IntNdArray.zeros(67, 10_001));
    ByteNdArray cube = ByteNdArray.zeros(40, 50, 60);
    for (int i = 0; i < 120_000; i++) {
      cube.segment().set(ValueLayout.JAVA_BYTE, i, (byte) (i * 7));
    }
    ByteNdArray turned = cube.permute(2, 0, 1);
    assertThat(turned.copy()).isEqualTo(turned);
  }

  @Test
  void everyElementSizeIsCopied() {
    short[] shorts = {1, 2, 3, 4, 5, 6};
    assertThat(ShortNdArray.wrap(shorts, 2, 3).transpose().copy().toArray())
        .containsExactly((short) 1, (short) 4, (short) 2, (short) 5, (short) 3, (short) 6);
    byte[] bytes = {1, 2, 3};
    assertThat(ByteNdArray.wrap(bytes).flip(0).copy().toArray())
        .containsExactly((byte) 3, (byte) 2, (byte) 1);
    float[] floats = {1, 2, 3};
    assertThat(FloatNdArray.wrap(floats).flip(0).copy().toArray()).containsExactly(3, 2, 1);
  }

  @Test
  void anArrayLargerThanOnePieceIsCopiedWhole() {
    int[] elements = new int[100_003];
    Arrays.setAll(elements, i -> i * 31);
    IntNdArray target = IntNdArray.zeros(elements.length);
    IntNdArray.wrap(elements).copyTo(target);
    assertThat(target.toArray()).isEqualTo(elements);
  }

  @Test
  void emptyArraysAndSingleValuesAreCopied() {
    DoubleNdArray.zeros(3, 0, 2).copyTo(DoubleNdArray.zeros(3, 0, 2));
    DoubleNdArray value = DoubleNdArray.wrap(new double[] {4}, new long[0]);
    DoubleNdArray target = DoubleNdArray.zeros();
    value.copyTo(target);
    assertThat(target).isEqualTo(value);
  }

  @Test
  void whatDoesNotFitIsRefused() {
    DoubleNdArray x = DoubleNdArray.zeros(2, 3);
    assertThatThrownBy(() -> x.copyTo(DoubleNdArray.zeros(3, 2)))
        .isInstanceOf(ShapeMismatchException.class)
        .hasMessage("copyTo: the other array has shape [3, 2], this one [2, 3]");
    assertThatThrownBy(() -> x.copyTo(DoubleNdArray.zeros(2, 3).asReadOnly()))
        .isInstanceOf(BorrowException.class)
        .hasMessage("copyTo: the target is read-only; copy() gives one to write to");
    LongNdArray numbers = LongNdArray.wrap(new long[1]);
    assertThatThrownBy(() -> numbers.copyTo(numbers.asDataType(DataType.UINT64)))
        .isInstanceOf(DataTypeException.class)
        .hasMessage("copyTo: the target is of uint64, not int64");
  }
}
