package dev.arrays;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// The answers of [Overlap] against sets of bytes.
class OverlapPropertyTest {

  @Test
  void neverDeniesAnOverlapThatExists() {
    Random random = new Random(7);
    int[] answers = new int[2];
    try (Arena arena = Arena.ofConfined()) {
      for (int round = 0; round < 20_000; round++) {
        MemorySegment segment =
            round % 2 == 0 ? MemorySegment.ofArray(new long[12]) : arena.allocate(96, 8);
        NdArray<?> a = randomView(random, segment);
        NdArray<?> b = randomView(random, segment);
        Set<Long> shared = bytes(a);
        shared.retainAll(bytes(b));
        boolean answer = a.mayShareMemory(b);
        assertThat(b.mayShareMemory(a)).isEqualTo(answer);
        assertThat(answer || shared.isEmpty()).as("%s and %s", a, b).isTrue();
        assertThat(a.mayOverlapItself() || bytes(a).size() == a.size() * a.dataType().byteSize())
            .as("shape %s, strides %s", a.shape(), a.strides())
            .isTrue();
        answers[answer ? 1 : 0]++;
      }
    }
    assertThat(answers[0]).isGreaterThan(1000);
    assertThat(answers[1]).isGreaterThan(1000);
  }

  @Test
  void denseArraysAreDecidedExactly() {
    DoubleNdArray x = DoubleNdArray.zeros(10);
    for (int start = 0; start < 10; start++) {
      DoubleNdArray left = x.slice(Slice.to(5));
      DoubleNdArray right = x.slice(Slice.from(start));
      assertThat(left.mayShareMemory(right)).isEqualTo(start < 5);
    }
  }

  @Test
  void interleavedColumnsAreApartAndAnotherGridIsNot() {
    DoubleNdArray x = DoubleNdArray.zeros(4, 3);
    assertThat(x.select(1, 0).mayShareMemory(x.select(1, 1))).isFalse();
    assertThat(x.select(1, 1).mayShareMemory(x.slice(1, Slice.from(1)))).isTrue();
    // A complex number's halves interleave too, but the whole reaches over both.
    LongNdArray whole = LongNdArray.zeros(6);
    IntNdArray halves = IntNdArray.wrap(whole.segment(), new long[] {6}, new long[] {2});
    assertThat(whole.mayShareMemory(halves)).isTrue();
  }

  @Test
  void theObjectCountsAndNotTheWrapper() {
    double[] values = new double[4];
    DoubleNdArray x = DoubleNdArray.wrap(values);
    DoubleNdArray same = DoubleNdArray.wrap(values, 2, 2);
    DoubleNdArray other = DoubleNdArray.zeros(4);
    assertThat(x.mayShareMemory(same)).isTrue();
    assertThat(x.asReadOnly().mayShareMemory(same)).isTrue();
    assertThat(x.mayShareMemory(other)).isFalse();
  }

  @Test
  void readOnlySegmentsOfJavaArraysAreComparedToo() {
    MemorySegment hidden = MemorySegment.ofArray(new double[4]).asReadOnly();
    DoubleNdArray x = DoubleNdArray.wrap(hidden, new long[] {4});
    DoubleNdArray right = DoubleNdArray.wrap(hidden.asSlice(16), new long[] {2});
    assertThat(x.mayShareMemory(right)).isTrue();
    assertThat(x.slice(Slice.to(2)).mayShareMemory(right)).isFalse();
    assertThat(x.mayShareMemory(DoubleNdArray.zeros(4))).isFalse();
  }

  @Test
  void heapAndNativeMemoryAreAlwaysApart() {
    try (Arena arena = Arena.ofConfined()) {
      DoubleNdArray outside = DoubleNdArray.wrap(arena.allocate(32, 8), new long[] {4});
      assertThat(outside.mayShareMemory(DoubleNdArray.zeros(4))).isFalse();
      assertThat(DoubleNdArray.zeros(4).mayShareMemory(outside)).isFalse();
    }
  }

  @Test
  void emptyArraysShareNothing() {
    DoubleNdArray x = DoubleNdArray.zeros(4);
    assertThat(x.mayShareMemory(x.slice(Slice.to(0)))).isFalse();
  }

  @Test
  void repeatedElementsOverlap() {
    assertThat(DoubleNdArray.zeros(1, 3).broadcastTo(2, 3).mayOverlapItself()).isTrue();
    assertThat(DoubleNdArray.zeros(1, 3).broadcastTo(1, 3).mayOverlapItself()).isFalse();
    DoubleNdArray windows =
        DoubleNdArray.wrap(
            MemorySegment.ofArray(new double[10]), new long[] {8, 3}, new long[] {1, 1});
    assertThat(windows.mayOverlapItself()).isTrue();
    assertThat(DoubleNdArray.zeros(3, 4).transpose().flip(0).mayOverlapItself()).isFalse();
  }

  private static NdArray<?> randomView(Random random, MemorySegment segment) {
    DataType[] types = {DataType.INT64, DataType.INT32, DataType.UINT16, DataType.INT8};
    while (true) {
      DataType type = types[random.nextInt(types.length)];
      int rank = random.nextInt(3);
      long[] shape = random.longs(rank, 0, 5).toArray();
      long[] strides = random.longs(rank, -4, 5).toArray();
      long offset = (long) random.nextInt(96 / type.byteSize()) * type.byteSize();
      try {
        return NdArray.wrap(segment, type, offset, shape, strides, null);
      } catch (ShapeMismatchException e) {
        assertThat(e).hasMessageContaining("reaches outside the memory of 96 bytes");
      }
    }
  }

  private static Set<Long> bytes(NdArray<?> array) {
    Set<Long> bytes = new HashSet<>();
    for (Offsets offsets = new Offsets(array); offsets.hasNext(); ) {
      long first = offsets.next();
      for (int i = 0; i < array.dataType().byteSize(); i++) {
        bytes.add(first + i);
      }
    }
    return bytes;
  }
}
