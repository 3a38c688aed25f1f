package dev.arrays.boundary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.arrays.BorrowException;
import dev.arrays.ByteNdArray;
import dev.arrays.ClosedArrayException;
import dev.arrays.DataType;
import dev.arrays.DataTypeException;
import dev.arrays.DoubleNdArray;
import dev.arrays.Explanation;
import dev.arrays.FloatNdArray;
import dev.arrays.InvalidArgumentException;
import dev.arrays.LongNdArray;
import dev.arrays.ShapeMismatchException;
import dev.arrays.Slice;
import dev.arrays.fixtures.Contracts;
import dev.arrays.fixtures.Outs;
import dev.arrays.fixtures.Results;
import dev.arrays.fixtures.Scalars;
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
      MemorySegment memory = arena.allocate(ValueLayout.JAVA_DOUBLE, 4);
      DoubleNdArray x = DoubleNdArray.wrap(memory, new long[] {4});
      DoubleNdArray own = DoubleNdArray.of(1, 2, 3, 4);
      ByteNdArray mask = ByteNdArray.wrap(memory, new long[] {4}).asDataType(DataType.BOOL);
      assertRefused(() -> Views.sumF64(x), "sumF64: x");
      assertRefused(() -> Contracts.addThree(own, x, own.copy()), "addThree: y");
      assertRefused(() -> Contracts.addThree(own, own, x), "addThree: z");
      assertRefused(() -> Explanation.explain(() -> Views.sumF64(x)), "sumF64: x");
      assertRefused(() -> Views.countTrue(mask), "countTrue: mask");
      assertRefused(() -> Views.invert(mask), "invert: mask");
      assertRefused(() -> Outs.maskAbove(own, 2, mask), "maskAbove: above");
      // Each time before the call, and so that the next one is not in its way.
      assertThat(Views.sumF64(x)).isZero();
      assertThat(Views.countTrue(mask)).isZero();
    }
  }

  private static void assertRefused(Runnable call, String subject) throws InterruptedException {
    Throwable[] thrown = new Throwable[1];
    Thread.ofPlatform()
        .start(() -> {
          try {
            call.run();
          } catch (RuntimeException e) {
            thrown[0] = e;
          }
        })
        .join();
    assertThat(thrown[0])
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessage(
            subject
                + " lies in a confined arena of another thread; use Arena.ofShared() or"
                + " Arena.ofAuto() for memory that threads share");
  }

  @Test
  void aTextThatUtf8CannotSpell() {
    assertThat(Scalars.countChars("a🦀")).isEqualTo(2);
    assertThatThrownBy(() -> Scalars.countChars("a\uD83E"))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessage(
            "countChars: text has a lone surrogate, U+D83E at index 1, which Rust's str cannot"
                + " hold");
    assertThatThrownBy(() -> Results.words("\uDD80"))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessageStartingWith("words: text has a lone surrogate, U+DD80 at index 0");
  }

  @Test
  void moreThanAJavaArrayHolds() {
    float[] x = new float[50_000];
    assertThatThrownBy(() -> Outs.outer(x, x))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessage(
            "outer: products would have shape [50000, 50000], more elements than the 2147483639 of"
                + " a Java array; pass an array in native memory");
    FloatNdArray long_ =
        FloatNdArray.wrap(
            MemorySegment.ofArray(new float[1]), new long[] {1L << 40}, new long[] {0});
    assertThatThrownBy(() -> Outs.outer(long_, long_))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessageStartingWith("outer: products would have shape [1099511627776, 1099511627776]");
    assertThat(Outs.outer(x, new float[0]).shape()).containsExactly(50_000, 0);
    assertThatThrownBy(() -> Outs.squares(Long.MAX_VALUE))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessageStartingWith("squares: the length of squares is 9223372036854775807");
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
        .hasMessage(
            "wrap: shape [1099511627776, 1099511627776] has more elements than memory can hold");
  }

  private static String outside(String layout) {
    return "wrap: " + layout + " of float64 from byte 0 reaches outside the memory of 48 bytes";
  }
}
