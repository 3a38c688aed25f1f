package dev.arrays.bind;

import static org.assertj.core.api.Assertions.assertThat;

import dev.arrays.DoubleNdArray;
import dev.arrays.Slice;
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
        DoubleNdArray copy = staging.copy(rows);
        assertThat(copy).isEqualTo(rows);
        assertThat(copy.strides()).containsExactly(1, 0);
      }
    }
  }
}
