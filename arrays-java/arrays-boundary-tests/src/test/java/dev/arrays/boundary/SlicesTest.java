package dev.arrays.boundary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.arrays.DoubleNdArray;
import dev.arrays.IntNdArray;
import dev.arrays.InvalidArgumentException;
import dev.arrays.ShapeMismatchException;
import dev.arrays.Slice;
import dev.arrays.fixtures.Slices;
import org.junit.jupiter.api.Test;

class SlicesTest {
  @Test
  void slicesAreReadAndWritten() {
    assertThat(Slices.largest(new int[] {3, 9, -1})).isEqualTo(9);
    assertThat(Slices.largest(new int[0])).isEqualTo(Integer.MIN_VALUE);
    double[] x = {1, 2, 3};
    Slices.reverse(x);
    assertThat(x).containsExactly(3, 2, 1);
    assertThat(Slices.all(new byte[] {1, 1})).isTrue();
    short[] to = new short[2];
    Slices.copy(new short[] {4, -1}, to);
    assertThat(to).containsExactly((short) 4, (short) -1);
  }

  @Test
  void aContiguousPartIsASlice() {
    double[] x = {1, 2, 3, 4, 5};
    Slices.reverse(DoubleNdArray.wrap(x).slice(Slice.range(1, 4)));
    assertThat(x).containsExactly(1, 4, 3, 2, 5);
  }

  @Test
  void aStridedViewIsNone() {
    IntNdArray everySecond = IntNdArray.wrap(new int[] {1, 2, 3, 4}).slice(Slice.every(2));
    assertThatThrownBy(() -> Slices.largest(everySecond))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessageStartingWith("largest: x has stride 2")
        .hasMessageContaining("copy()");
    assertThat(Slices.largest(everySecond.copy())).isEqualTo(3);
  }

  @Test
  void lengthsAreHeldToTheContract() {
    short[] to = new short[3];
    assertThatThrownBy(() -> Slices.copy(new short[] {1, 2}, to))
        .isInstanceOf(ShapeMismatchException.class)
        .hasMessage("copy: to has shape [3], but n = 2 (from from, shape [2])");
    assertThat(to).containsOnly((short) 0);
  }

  @Test
  void aByteThatIsNoBooleanNeverBecomesOne() {
    assertThatThrownBy(() -> Slices.all(new byte[] {1, -1}))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessage("all: mask: element 1 has the byte 255, expected 0 or 1");
  }
}
