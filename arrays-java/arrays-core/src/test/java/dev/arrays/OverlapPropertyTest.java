package dev.arrays;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// The answers of [Overlap] against sets of bytes.
class OverlapPropertyTest {
  private static final int SIZE = 256;
  private static final int PAIRS = 1_000_000;

  /// Of the pairs that are apart, those whose ranges are apart too say little: what counts is that
  /// there are many of each kind.
  @Test
  void noOverlapIsMissedAndFewAlarmsAreFalse() {
    Random random = new Random(7);
    int shared = 0;
    int apartInOneRange = 0;
    int falseAlarms = 0;
    int repeating = 0;
    int falseSelfAlarms = 0;
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment[] memories = {
        MemorySegment.ofArray(new long[SIZE / Long.BYTES]),
        MemorySegment.ofArray(new byte[SIZE]),
        arena.allocate(SIZE, Long.BYTES)
      };
      for (int pair = 0; pair < PAIRS; pair++) {
        int memory = random.nextInt(memories.length);
        int otherMemory = random.nextInt(16) == 0 ? random.nextInt(memories.length) : memory;
        NdArray<?> a = randomView(random, memories[memory]);
        NdArray<?> b = randomView(random, memories[otherMemory]);
        BitSet bytes = bytes(a);
        boolean isRepeating = bytes.cardinality() != a.size() * a.dataType().byteSize();
        boolean isShared = memory == otherMemory && bytes.intersects(bytes(b));

        boolean answer = a.mayShareMemory(b);
        boolean selfAnswer = a.mayOverlapItself();
        if ((isShared && !answer)
            || (!isShared && a.sharesMemory(b))
            || b.mayShareMemory(a) != answer) {
          fail("%s and %s: %s", layout(a), layout(b), answer);
        }
        if ((isRepeating && !selfAnswer) || (!isRepeating && a.overlapsItself())) {
          fail("%s: %s", layout(a), selfAnswer);
        }
        shared += isShared ? 1 : 0;
        boolean isOneRange = a.start() < b.end() && b.start() < a.end();
        apartInOneRange += !isShared && memory == otherMemory && isOneRange ? 1 : 0;
        falseAlarms += answer && !isShared ? 1 : 0;
        repeating += isRepeating ? 1 : 0;
        falseSelfAlarms += selfAnswer && !isRepeating ? 1 : 0;
      }
    }
    System.out.printf(
        "%,d pairs: %,d share bytes, %,d are apart within one range; %d false alarms%n"
            + "of themselves %,d repeat elements; %d false alarms%n",
        PAIRS, shared, apartInOneRange, falseAlarms, repeating, falseSelfAlarms);
    assertThat(falseAlarms).isLessThan(PAIRS / 1000);
    assertThat(falseSelfAlarms).isLessThan(PAIRS / 1000);
    assertThat(shared).isGreaterThan(PAIRS / 10);
    assertThat(apartInOneRange).isGreaterThan(PAIRS / 10);
    assertThat(repeating).isBetween(PAIRS / 10, PAIRS - PAIRS / 10);
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

  /// A view of rank 0 to 5, with strides of both signs, that fits the memory by construction.
  private static NdArray<?> randomView(Random random, MemorySegment segment) {
    while (true) {
      DataType type = DataType.ofCode(1 + random.nextInt(DataType.values().length));
      if (type.byteSize() > segment.maxByteAlignment()) {
        continue;
      }
      int rank = random.nextInt(6);
      long[] shape = new long[rank];
      long[] strides = new long[rank];
      long below = 0;
      long above = 0;
      for (int axis = 0; axis < rank; axis++) {
        shape[axis] = random.nextInt(20) == 0 ? 0 : 1 + random.nextInt(4);
        strides[axis] = random.nextInt(-12, 13);
        long reach = Math.max(0, shape[axis] - 1) * strides[axis];
        below += Math.max(0, -reach);
        above += Math.max(0, reach);
      }
      long places = SIZE / type.byteSize() - below - above;
      if (places > 0) {
        long offset = (below + random.nextLong(places)) * type.byteSize();
        return NdArray.wrap(segment, type, offset, shape, strides, null);
      }
    }
  }

  private static BitSet bytes(NdArray<?> array) {
    BitSet bytes = new BitSet();
    for (Offsets offsets = new Offsets(array); offsets.hasNext(); ) {
      int first = (int) offsets.next();
      bytes.set(first, first + array.dataType().byteSize());
    }
    return bytes;
  }

  private static String layout(NdArray<?> array) {
    return "%s %s from byte %d with strides %s"
        .formatted(
            array.dataType(),
            Arrays.toString(array.shape()),
            array.byteOffset(),
            Arrays.toString(array.strides()));
  }
}
