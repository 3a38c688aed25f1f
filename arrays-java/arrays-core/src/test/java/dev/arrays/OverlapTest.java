package dev.arrays;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;

/// Views that programs make, and what [Overlap] says of them. Random pairs of views are the
/// boundary tests' `OverlapPropertyTest`.
class OverlapTest {

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

  @Test
  void partsOfOneArrayAreToldApart() {
    DoubleNdArray a = DoubleNdArray.zeros(6);
    assertThat(a.slice(Slice.range(0, 2)).mayShareMemory(a.slice(Slice.range(1, 3)))).isTrue();
    assertThat(a.slice(Slice.range(0, 1)).mayShareMemory(a.slice(Slice.range(2, 3)))).isFalse();
    Slice even = Slice.every(2);
    Slice odd = Slice.range(1, 6, 2);
    assertThat(a.slice(even).mayShareMemory(a.slice(odd))).isFalse();

    DoubleNdArray m = DoubleNdArray.zeros(10, 10);
    DoubleNdArray left = m.slice(1, Slice.to(5));
    assertThat(left.mayShareMemory(m.slice(1, Slice.from(5)))).isFalse();
    assertThat(left.mayShareMemory(m.slice(1, Slice.from(4)))).isTrue();
    DoubleNdArray everyThird = m.slice(1, Slice.every(3));
    assertThat(everyThird.mayShareMemory(m.slice(1, Slice.range(1, 10, 3)))).isFalse();

    ByteNdArray picture = ByteNdArray.zeros(23, 42, 3);
    ByteNdArray red = picture.select(2, 0);
    ByteNdArray green = picture.select(2, 1);
    ByteNdArray blue = picture.select(2, 2);
    assertThat(red.mayShareMemory(green)).isFalse();
    assertThat(green.mayShareMemory(blue)).isFalse();
    assertThat(blue.mayShareMemory(red)).isFalse();

    DoubleNdArray empty = DoubleNdArray.zeros(1, 0, 3);
    assertThat(empty.mayShareMemory(empty)).isFalse();
    assertThat(empty.mayOverlapItself()).isFalse();
  }

  @Test
  void interlockingAxesOfOneViewMeetOnlyWhereTheyDo() {
    MemorySegment memory = MemorySegment.ofArray(new double[20]);
    long[] shape = {4, 3};
    // 0, 2, 4, 6 and 0, 3, 6 steps meet at 6; 0, 2, 4 and 0, 3 do not.
    assertThat(DoubleNdArray.wrap(memory, shape, new long[] {2, 3}).mayOverlapItself()).isTrue();
    assertThat(DoubleNdArray.wrap(memory, new long[] {3, 2}, new long[] {2, 3}).mayOverlapItself())
        .isFalse();
  }
}
