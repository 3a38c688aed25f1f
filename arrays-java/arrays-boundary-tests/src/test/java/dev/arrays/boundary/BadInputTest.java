package dev.arrays.boundary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.arrays.BorrowException;
import dev.arrays.ClosedArrayException;
import dev.arrays.DataType;
import dev.arrays.DataTypeException;
import dev.arrays.DoubleNdArray;
import dev.arrays.InvalidArgumentException;
import dev.arrays.LongNdArray;
import dev.arrays.ShapeMismatchException;
import dev.arrays.Slice;
import dev.arrays.fixtures.Contracts;
import dev.arrays.fixtures.Views;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.Test;

/// Every wrong argument is refused before the call, by name, with nothing written.
class BadInputTest {
  private static final String READ_ONLY =
      "fillF64: x is read-only, but is written by the function; pass a writable array, copy() makes"
          + " one";

  @Test
  void null_() {
    assertThatThrownBy(() -> Views.sumF64((double[]) null))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("sumF64: x is null");
    assertThatThrownBy(() -> Views.sumF64((DoubleNdArray) null))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("sumF64: x is null");
    double[] z = {1};
    assertThatThrownBy(() -> Contracts.addThree(z.clone(), null, z))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("addThree: y is null");
    assertThat(z).containsExactly(1);
  }

  @Test
  void wrongRank() {
    assertThatThrownBy(() -> Views.sumF64(DoubleNdArray.zeros(2, 3)))
        .isInstanceOf(ShapeMismatchException.class)
        .hasMessage("sumF64: x has rank 2, expected rank 1");
  }

  @Test
  void wrongDataType() {
    LongNdArray signed = LongNdArray.of(1, 2);
    assertThatThrownBy(() -> Views.sumU64(signed))
        .isInstanceOf(DataTypeException.class)
        .hasMessage(
            "sumU64: x has the data type int64, expected uint64; asDataType(DataType.UINT64) shows"
                + " the same memory so");
    assertThat(Views.sumU64(signed.asDataType(DataType.UINT64))).isEqualTo(3);
  }

  @Test
  void closedArena() {
    Arena arena = Arena.ofConfined();
    MemorySegment memory = arena.allocate(ValueLayout.JAVA_DOUBLE, 4);
    DoubleNdArray x = DoubleNdArray.wrap(memory, new long[] {4});
    assertThat(Views.sumF64(x)).isZero();
    arena.close();
    assertThatThrownBy(() -> Views.sumF64(x))
        .isInstanceOf(ClosedArrayException.class)
        .hasMessage("sumF64: x is closed: its memory was released before the call");
  }

  @Test
  void anotherThreadsArena() throws Exception {
    try (Arena arena = Arena.ofConfined()) {
      DoubleNdArray x =
          DoubleNdArray.wrap(arena.allocate(ValueLayout.JAVA_DOUBLE, 4), new long[] {4});
      Throwable[] thrown = new Throwable[1];
      Thread thread =
          Thread.ofPlatform()
              .start(() -> {
                try {
                  Views.sumF64(x);
                } catch (RuntimeException e) {
                  thrown[0] = e;
                }
              });
      thread.join();
      assertThat(thrown[0])
          .isInstanceOf(InvalidArgumentException.class)
          .hasMessage(
              "sumF64: an array lies in a confined arena of another thread; use Arena.ofShared() or"
                  + " Arena.ofAuto() for memory that threads share");
    }
  }

  @Test
  void readOnly() {
    double[] x = {1, 2};
    DoubleNdArray readOnly = DoubleNdArray.wrap(x).asReadOnly();
    assertThat(Views.sumF64(readOnly)).isEqualTo(3);
    assertThatThrownBy(() -> Views.fillF64(readOnly, 9))
        .isInstanceOf(BorrowException.class)
        .hasMessage(READ_ONLY);
    DoubleNdArray readOnlySegment =
        DoubleNdArray.wrap(MemorySegment.ofArray(x).asReadOnly(), new long[] {2});
    assertThat(Views.sumF64(readOnlySegment)).isEqualTo(3);
    assertThatThrownBy(() -> Views.fillF64(readOnlySegment, 9))
        .isInstanceOf(BorrowException.class)
        .hasMessage(READ_ONLY);
    assertThat(x).containsExactly(1, 2);
  }

  @Test
  void overlap() {
    double[] x = {1, 2, 3, 4};
    assertThatThrownBy(() -> Contracts.addThree(new double[4], x, x))
        .isInstanceOf(BorrowException.class)
        .hasMessage("addThree: y and z overlap: both are double[4] at [0, 4); z is written");
    DoubleNdArray whole = DoubleNdArray.wrap(x);
    assertThatThrownBy(() ->
            Contracts.addThree(
                whole.slice(Slice.to(2)),
                whole.slice(Slice.from(2)),
                whole.slice(Slice.range(1, 3))))
        .isInstanceOf(BorrowException.class)
        .hasMessage(
            "addThree: x and z overlap: x is double[4] at [0, 2), z at [1, 3); z is written");
    assertThat(x).containsExactly(1, 2, 3, 4);
    DoubleNdArray even = whole.slice(Slice.every(2));
    DoubleNdArray odd = whole.slice(Slice.range(1, 4, 2));
    Contracts.addThree(even, even, odd);
    assertThat(x).containsExactly(1, 4, 3, 10);
  }

  @Test
  void selfOverlap() {
    DoubleNdArray same =
        DoubleNdArray.wrap(MemorySegment.ofArray(new double[1]), new long[] {4}, new long[] {0});
    assertThat(Views.sumF64(same)).isZero();
    assertThatThrownBy(() -> Views.fillF64(same, 1))
        .isInstanceOf(BorrowException.class)
        .hasMessage(
            "fillF64: x overlaps itself: it is double[1] at [0, 1) with shape [4] and strides [0]; x"
                + " is written");
  }

  @Test
  void shapeOutsideItsMemory() {
    MemorySegment memory = MemorySegment.ofArray(new double[6]);
    assertThatThrownBy(() -> DoubleNdArray.wrap(memory, new long[] {2, 4}, new long[] {4, 1}))
        .isInstanceOf(ShapeMismatchException.class)
        .hasMessage(outside("shape [2, 4] with strides [4, 1]"));
    assertThatThrownBy(() -> DoubleNdArray.wrap(memory, new long[] {4}, new long[] {-1}))
        .isInstanceOf(ShapeMismatchException.class)
        .hasMessage(outside("shape [4] with strides [-1]"));
    assertThatThrownBy(
            () -> DoubleNdArray.wrap(memory, new long[] {1L << 40, 1L << 40}, new long[] {0, 0}))
        .isInstanceOf(ShapeMismatchException.class)
        .hasMessage("shape [1099511627776, 1099511627776] has more elements than memory can hold");
  }

  private static String outside(String layout) {
    return "wrap: " + layout + " of float64 from byte 0 reaches outside the memory of 48 bytes";
  }
}
