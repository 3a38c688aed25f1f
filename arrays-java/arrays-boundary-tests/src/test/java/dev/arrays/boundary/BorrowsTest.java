package dev.arrays.boundary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.arrays.BorrowException;
import dev.arrays.ByteNdArray;
import dev.arrays.DataType;
import dev.arrays.DoubleNdArray;
import dev.arrays.IntNdArray;
import dev.arrays.NdArray;
import dev.arrays.Slice;
import dev.arrays.fixtures.Borrows;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.DoubleBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Which arrays one call may take, decided for real calls.
class BorrowsTest {

  /// Where the elements lie.
  enum Memory {
    DOUBLE_ARRAY,
    LONG_ARRAY,
    ARENA,
    DIRECT_BUFFER;

    MemorySegment allocate(int byteSize) {
      return switch (this) {
        case DOUBLE_ARRAY -> MemorySegment.ofArray(new double[byteSize / Double.BYTES]);
        case LONG_ARRAY -> MemorySegment.ofArray(new long[byteSize / Long.BYTES]);
        case ARENA -> Arena.ofAuto().allocate(byteSize, Double.BYTES);
        case DIRECT_BUFFER -> MemorySegment.ofBuffer(ByteBuffer.allocateDirect(byteSize));
      };
    }

    /// Zeros in this memory.
    DoubleNdArray zeros(long... shape) {
      long size = Arrays.stream(shape).reduce(1, Math::multiplyExact);
      return DoubleNdArray.wrap(allocate(Math.toIntExact(size * Double.BYTES)), shape);
    }

    /// The numbers 0, 1, 2, … in this memory.
    DoubleNdArray count(int size) {
      DoubleNdArray array = zeros(size);
      for (int i = 0; i < size; i++) {
        array.set(i, i);
      }
      return array;
    }
  }

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource
  void oneArrayIsNotWrittenTwice(Memory memory) {
    DoubleNdArray a = memory.count(4);
    assertRefused(a, "a and b", () -> Borrows.mark(a, a));
    assertRefused(a, "a and b", () -> Borrows.mark(a, a.reshape(2, 2)));
    assertRefused(a, "from and to", () -> Borrows.assign(a, a));
  }

  @ParameterizedTest
  @EnumSource
  void oneArrayIsReadAsOftenAsOneLikes(Memory memory) {
    DoubleNdArray a = memory.count(4);
    assertThat(Borrows.dot(a, a)).isEqualTo(14);
    assertThat(Borrows.dot(a, a.flip(0))).isEqualTo(4);
    assertThat(Borrows.dot(a.slice(Slice.range(0, 2)), a.slice(Slice.range(1, 3)))).isEqualTo(2);
  }

  @ParameterizedTest
  @EnumSource
  void whatIsReadTwiceMayStandBesideWhatIsWritten(Memory memory) {
    DoubleNdArray x = memory.count(3);
    DoubleNdArray y = memory.count(3);
    DoubleNdArray z = memory.zeros(3);
    Borrows.add(x, x, z);
    assertThat(z.toArray()).containsExactly(0, 2, 4);
    assertRefused(y, "y and z", () -> Borrows.add(x, y, y));
    assertRefused(x, "x and z", () -> Borrows.add(x, y, x));
    assertRefused(x, "x and z", () -> Borrows.add(x, x, x));
  }

  @ParameterizedTest
  @EnumSource
  void rangesThatMeetAreRefused(Memory memory) {
    DoubleNdArray a = memory.count(6);
    DoubleNdArray first = a.slice(Slice.range(0, 2));
    DoubleNdArray second = a.slice(Slice.range(1, 3));
    assertRefused(a, "a and b", () -> Borrows.mark(first, second));
    assertRefused(a, "from and to", () -> Borrows.assign(first, second));
    assertRefused(a, "from and to", () -> Borrows.assign(second, first));
    assertRefused(a, "from and to", () -> Borrows.assign(second, first.flip(0)));
  }

  @ParameterizedTest
  @EnumSource
  void rangesApartPass(Memory memory) {
    DoubleNdArray a = memory.count(4);
    Borrows.mark(a.slice(Slice.range(0, 1)), a.slice(Slice.range(2, 3)));
    assertThat(a.toArray()).containsExactly(-1, 1, -2, 3);
    Borrows.assign(a.slice(Slice.to(2)), a.slice(Slice.from(2)));
    assertThat(a.toArray()).containsExactly(-1, 1, -1, 1);
  }

  @ParameterizedTest
  @EnumSource
  void everyOtherElementIsApartFromThoseBetween(Memory memory) {
    DoubleNdArray a = memory.count(6);
    DoubleNdArray even = a.slice(Slice.every(2));
    DoubleNdArray odd = a.slice(Slice.range(1, 6, 2));
    Borrows.mark(even, odd.flip(0));
    assertThat(a.toArray()).containsExactly(-1, -2, -1, -2, -1, -2);
    assertRefused(a, "a and b", () -> Borrows.mark(even, a.slice(Slice.every(3))));
  }

  @ParameterizedTest
  @EnumSource
  void columnsOfOneMatrixAreApart(Memory memory) {
    DoubleNdArray m = memory.zeros(10, 10);
    DoubleNdArray left = m.slice(1, Slice.to(5));
    DoubleNdArray right = m.slice(1, Slice.from(5));
    Borrows.mark(left, right);
    assertThat(m.select(0, 3).toArray()).containsExactly(-1, -1, -1, -1, -1, -2, -2, -2, -2, -2);
    assertRefused(m, "a and b", () -> Borrows.mark(left, m.slice(1, Slice.from(4))));
    assertRefused(m, "a and b", () -> Borrows.mark(left.transpose(), m.select(0, 9)));

    DoubleNdArray n = memory.zeros(10, 10);
    Borrows.mark(n.slice(1, Slice.every(3)), n.slice(1, Slice.range(1, 10, 3)));
    assertThat(n.select(0, 9).toArray()).containsExactly(-1, -2, 0, -1, -2, 0, -1, -2, 0, -1);
  }

  @ParameterizedTest
  @EnumSource
  void theChannelsOfAPictureAreApart(Memory memory) {
    ByteNdArray picture =
        ByteNdArray.wrap(
                memory.allocate(23 * 42 * 3 + 6), new long[] {23, 42, 3}, new long[] {126, 3, 1})
            .asDataType(DataType.UINT8);
    ByteNdArray red = picture.select(2, 0);
    ByteNdArray green = picture.select(2, 1);
    ByteNdArray blue = picture.select(2, 2);
    Borrows.paint(red, green, blue);
    assertThat(picture.select(0, 22).select(0, 41).toArray()).containsExactly(1, 2, 3);
    assertThat(picture.select(0, 0).select(0, 0).toArray()).containsExactly(1, 2, 3);
    assertRefused(picture, "red and green", () -> Borrows.paint(red, red.flip(1), blue));
    assertRefused(picture, "green and blue", () -> Borrows.paint(red, green, green));
  }

  @ParameterizedTest
  @EnumSource
  void whatHasNoElementsMeetsNothing(Memory memory) {
    DoubleNdArray whole = memory.zeros(1, 4, 3);
    DoubleNdArray empty = whole.slice(1, Slice.range(2, 2));
    assertThat(empty.shape()).containsExactly(1, 0, 3);
    Borrows.mark(empty, empty);
    Borrows.mark(whole, empty);
    assertThat(whole.get(new long[] {0, 2, 0})).isEqualTo(-1);
    Borrows.mark(empty, whole);
    assertThat(whole.get(new long[] {0, 2, 0})).isEqualTo(-2);
  }

  @ParameterizedTest
  @EnumSource
  void theBytesCountAndNotTheDataType(Memory memory) {
    MemorySegment bytes = memory.allocate(32);
    IntNdArray integers = IntNdArray.wrap(bytes, new long[] {8});
    DoubleNdArray numbers = DoubleNdArray.wrap(bytes, new long[] {4});
    assertRefused(
        numbers,
        "from and to",
        () -> Borrows.widen(integers.slice(Slice.range(2, 5)), numbers.slice(Slice.to(3))));
    // The first halves of two numbers, and a number between them.
    IntNdArray halves = integers.slice(Slice.range(0, 8, 4)).slice(Slice.to(1));
    integers.set(0, 7);
    Borrows.widen(halves, numbers.slice(Slice.range(1, 2)));
    assertThat(numbers.get(1)).isEqualTo(7);
    Borrows.widen(integers.slice(Slice.range(0, 8, 4)), numbers.slice(Slice.range(1, 4, 2)));
    assertThat(numbers.get(1)).isEqualTo(7);
    assertRefused(
        numbers,
        "from and to",
        () ->
            Borrows.widen(
                integers.slice(Slice.range(1, 8, 4)), numbers.slice(Slice.range(0, 3, 2))));
  }

  @ParameterizedTest
  @EnumSource
  void aWrittenViewDoesNotOverlapItself(Memory memory) {
    DoubleNdArray a = memory.count(6);
    DoubleNdArray other = memory.zeros(1);
    DoubleNdArray repeated = DoubleNdArray.wrap(a.segment(), new long[] {4}, new long[] {0});
    DoubleNdArray windows = DoubleNdArray.wrap(a.segment(), new long[] {4, 3}, new long[] {1, 1});
    assertRefused(a, "b overlaps itself", () -> Borrows.mark(other, repeated));
    assertRefused(a, "b overlaps itself", () -> Borrows.mark(other, windows));
    assertThat(Borrows.dot(repeated, repeated)).isZero();
    Borrows.mark(other, DoubleNdArray.wrap(a.segment(), new long[] {3, 2}, new long[] {2, 1}));
    assertThat(a.toArray()).containsOnly(-2);
  }

  @Test
  void theJavaArrayCountsAndNotItsWrapper() {
    double[] values = {0, 1, 2, 3};
    DoubleNdArray a = DoubleNdArray.wrap(values);
    DoubleNdArray y = DoubleNdArray.zeros(4);
    assertRefused(a, "x and z", () -> Borrows.add(a, y, DoubleNdArray.wrap(values)));
    assertRefused(
        a, "x and z", () -> Borrows.add(a, y, DoubleNdArray.wrap(DoubleBuffer.wrap(values), 4)));
    assertRefused(a, "x and z", () -> Borrows.add(values, y.toArray(), values));
    double[] equal = values.clone();
    Borrows.add(values, values, equal);
    assertThat(equal).containsExactly(0, 2, 4, 6);
  }

  @Test
  void javaArraysAndNativeMemoryAreApart() {
    DoubleNdArray inJava = Memory.DOUBLE_ARRAY.count(4);
    DoubleNdArray outside = Memory.ARENA.count(4);
    Borrows.mark(inJava, outside);
    assertThat(inJava.toArray()).containsOnly(-1);
    assertThat(outside.toArray()).containsOnly(-2);
  }

  @Test
  void aReadOnlySegmentDoesNotHideItsJavaArray() {
    double[] values = {0, 1, 2, 3};
    MemorySegment hidden = MemorySegment.ofArray(values).asReadOnly();
    DoubleNdArray a = DoubleNdArray.wrap(values);
    DoubleNdArray read = DoubleNdArray.wrap(hidden, new long[] {4});
    assertRefused(a, "from and to", () -> Borrows.assign(read, a));
    assertRefused(a, "from and to", () -> Borrows.assign(a.asReadOnly(), a));
    DoubleNdArray tail = DoubleNdArray.wrap(hidden.asSlice(16), new long[] {2});
    assertRefused(a, "from and to", () -> Borrows.assign(tail, a.slice(Slice.range(1, 3))));
    Borrows.assign(tail, a.slice(Slice.to(2)));
    assertThat(values).containsExactly(2, 3, 2, 3);
    DoubleNdArray other = DoubleNdArray.zeros(4);
    Borrows.assign(read, other);
    assertThat(other.toArray()).containsExactly(2, 3, 2, 3);
  }

  @Test
  void aMappedFileIsOneMemoryPerMapping() throws IOException {
    try (Arena arena = Arena.ofConfined();
        FileChannel file =
            FileChannel.open(
                folder.resolve("numbers"),
                StandardOpenOption.CREATE_NEW,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE)) {
      MemorySegment mapped = file.map(FileChannel.MapMode.READ_WRITE, 0, 32, arena);
      DoubleNdArray a = DoubleNdArray.wrap(mapped, new long[] {4});
      DoubleNdArray same = DoubleNdArray.wrap(mapped.asReadOnly(), new long[] {4});
      assertRefused(a, "both are a mapped file at [0x", () -> Borrows.assign(same, a));
      Borrows.mark(a.slice(Slice.to(2)), a.slice(Slice.from(2)));
      assertThat(a.toArray()).containsExactly(-1, -1, -2, -2);

      // The limitation: a second mapping shows the same bytes at other addresses.
      MemorySegment again = file.map(FileChannel.MapMode.READ_WRITE, 0, 32, arena);
      DoubleNdArray twin = DoubleNdArray.wrap(again, new long[] {4});
      assertThat(a.mayShareMemory(twin)).isFalse();
      a.set(0, 5);
      assertThat(twin.get(0)).isEqualTo(5);
    }
  }

  /// A call is refused with a message that has the words, and leaves the array as it is.
  private static void assertRefused(NdArray<?> array, String words, ThrowingCallable call) {
    NdArray<?> before = array.copy();
    assertThatThrownBy(call).isInstanceOf(BorrowException.class).hasMessageContaining(words);
    assertThat(array).isEqualTo(before);
  }
}
