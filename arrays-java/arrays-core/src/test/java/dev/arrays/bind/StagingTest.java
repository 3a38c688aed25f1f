package dev.arrays.bind;

import static org.assertj.core.api.Assertions.assertThat;

import dev.arrays.DataType;
import dev.arrays.DoubleNdArray;
import dev.arrays.LongNdArray;
import dev.arrays.Slice;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class StagingTest {

  @Test
  void rowsFarApartAreCopiedOnceWhereTheirElementsRepeat() {
    for (long repetitions : new long[] {2, 10, 10_000}) {
      DoubleNdArray column =
          DoubleNdArray.wrap(new double[3000]).reshape(3, 1000).slice(Slice.all(), Slice.to(1));
      DoubleNdArray.wrap(new double[] {1, 2, 3}).reshape(3, 1).copyTo(column);
      DoubleNdArray rows = column.broadcastTo(3, repetitions);

      long byteSize = Staging.byteSize(rows);
      assertThat(byteSize).isLessThan(200);
      try (Staging staging = new Staging(byteSize)) {
        DoubleNdArray copy = staging.copyToRead(rows);
        assertThat(copy).isEqualTo(rows);
        assertThat(copy.strides()).containsExactly(1, 0);
      }
    }
  }

  @Test
  void whatIsDenseInAnyOrderIsCopiedAsItLies() {
    DoubleNdArray x = numbers(60).reshape(3, 4, 5);
    for (DoubleNdArray view :
        new DoubleNdArray[] {x, x.transpose(), x.flip(1), x.permute(1, 0, 2).flip(0).flip(2)}) {
      try (Staging staging = new Staging(Staging.byteSize(view))) {
        DoubleNdArray copy = staging.copyToRead(view);
        assertThat(copy).isEqualTo(view);
        assertThat(copy.strides()).isEqualTo(view.strides());
        assertThat(staging.copied()).isEqualTo(60 * 8);
      }
    }
  }

  @Test
  void windowsAreCopiedOnce() {
    DoubleNdArray windows =
        DoubleNdArray.wrap(
            numbers(39_999).segment(), new long[] {20_000, 20_000}, new long[] {1, 1});
    assertThat(Staging.byteSize(windows)).isLessThan(8 * 40_100);
    try (Staging staging = new Staging(Staging.byteSize(windows))) {
      DoubleNdArray copy = staging.copyToRead(windows);
      assertThat(staging.copied()).isEqualTo(8 * 39_999);
      assertThat(copy.get(19_999, 19_999)).isEqualTo(39_998);
      assertThat(copy.get(17, 4)).isEqualTo(21);
    }
  }

  @Test
  void windowsFarApartAreGatheredByTheirRuns() {
    DoubleNdArray windows =
        DoubleNdArray.wrap(
            numbers(3_000_000).segment(), new long[] {3, 100, 100}, new long[] {1_000_000, 1, 1});
    try (Staging staging = new Staging(Staging.byteSize(windows))) {
      DoubleNdArray copy = staging.copyToRead(windows);
      assertThat(staging.copied()).isEqualTo(3 * 199 * 8);
      assertThat(copy).isEqualTo(windows);
    }
  }

  @Test
  void arraysWithinOneAnotherShareACopy() {
    DoubleNdArray x = numbers(12).reshape(3, 4);
    DoubleNdArray rows = x.slice(Slice.range(1, 3)).flip(0);
    LongNdArray other = LongNdArray.wrap(x.segment(), new long[] {12});
    DoubleNdArray apart = numbers(12);
    long byteSize = 5 * Staging.byteSize(x);
    try (Staging staging = new Staging(byteSize)) {
      DoubleNdArray copy = staging.copyToRead(x);
      assertThat(staging.copyToRead(x.transpose())).isEqualTo(x.transpose());
      assertThat(staging.copyToRead(rows)).isEqualTo(rows);
      assertThat(staging.copied()).isEqualTo(96);
      assertThat(staging.copyToRead(other)).isEqualTo(other);
      assertThat(staging.copyToRead(apart)).isEqualTo(apart);
      DoubleNdArray written = staging.copyToWrite(x);
      assertThat(staging.copied()).isEqualTo(4 * 96);
      written.fill(-1);
      assertThat(copy).isEqualTo(x);
    }
  }

  /// Another call may write the bytes between the elements while this one runs.
  @Test
  void viewsOfAnyLayoutAreCopiedAndWrittenBackAlone() {
    Random random = new Random(5);
    int whole = 0;
    int gathered = 0;
    for (int round = 0; round < 20_000; round++) {
      DoubleNdArray memory = numbers(400);
      DoubleNdArray view = randomView(random, memory.segment());
      long extent = view.end() - view.start();
      try (Staging staging = new Staging(Staging.byteSize(view))) {
        DoubleNdArray copy = staging.copyToRead(view);
        assertThat(copy).isEqualTo(view);
        assertThat(staging.copied()).isLessThanOrEqualTo(Math.max(extent, 8 * view.size()));
        assertThat(staging.copied()).isLessThanOrEqualTo(4 * 8 * view.size());
        if (staging.copied() == extent) {
          whole++;
          assertThat(copy.strides()).isEqualTo(view.strides());
        } else {
          gathered++;
        }
      }
      if (!view.mayOverlapItself()) {
        try (Staging staging = new Staging(Staging.byteSize(view))) {
          DoubleNdArray copy = staging.copyToWrite(view);
          memory.fill(-1);
          copy.fill(-2);
          copy.copyTo(view);
        }
        DoubleNdArray expected = DoubleNdArray.zeros(400);
        expected.fill(-1);
        DoubleNdArray.wrap(
                expected.segment(),
                view.dataType(),
                view.byteOffset(),
                view.shape(),
                view.strides(),
                null)
            .fill(-2);
        assertThat(memory).isEqualTo(expected);
      }
    }
    assertThat(whole).isGreaterThan(1000);
    assertThat(gathered).isGreaterThan(1000);
  }

  private static DoubleNdArray numbers(int count) {
    double[] numbers = new double[count];
    Arrays.setAll(numbers, i -> i);
    return DoubleNdArray.wrap(numbers);
  }

  private static DoubleNdArray randomView(Random random, MemorySegment memory) {
    while (true) {
      int rank = random.nextInt(5);
      long[] shape = new long[rank];
      long[] strides = new long[rank];
      long below = 0;
      long above = 0;
      for (int axis = 0; axis < rank; axis++) {
        shape[axis] = random.nextInt(12) == 0 ? 0 : 1 + random.nextInt(5);
        strides[axis] = random.nextBoolean() ? random.nextInt(-9, 10) : random.nextInt(-90, 91);
        long reach = Math.max(0, shape[axis] - 1) * strides[axis];
        below += Math.max(0, -reach);
        above += Math.max(0, reach);
      }
      long places = memory.byteSize() / 8 - below - above;
      if (places > 0) {
        long offset = (below + random.nextLong(places)) * 8;
        return DoubleNdArray.wrap(memory, DataType.FLOAT64, offset, shape, strides, null);
      }
    }
  }
}
