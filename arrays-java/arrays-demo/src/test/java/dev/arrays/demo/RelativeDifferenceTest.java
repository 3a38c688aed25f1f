package dev.arrays.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class RelativeDifferenceTest {
  private static final double NAN = Double.NaN;
  private static final double INFINITY = Double.POSITIVE_INFINITY;

  @Test
  void theLargestOneCounts() {
    assertThat(
            RelativeDifference.largest(new double[] {1, -2.002, 1001}, new double[] {1, -2, 1000}))
        .isEqualTo(1e-3, within(1e-12));
  }

  @Test
  void equalValuesDoNotDiffer() {
    double[] values = {0, -1.5, NAN, INFINITY};

    assertThat(RelativeDifference.largest(values, values.clone())).isZero();
  }

  @Test
  void whatIsZeroInfiniteOrNanOnOneSideOnlyDiffersInfinitely() {
    assertThat(RelativeDifference.of(1, 0)).isEqualTo(INFINITY);
    assertThat(RelativeDifference.of(NAN, 1)).isEqualTo(INFINITY);
    assertThat(RelativeDifference.of(1, NAN)).isEqualTo(INFINITY);
    assertThat(RelativeDifference.of(INFINITY, 1)).isEqualTo(INFINITY);
    assertThat(RelativeDifference.of(1, INFINITY)).isEqualTo(INFINITY);
  }

  @Test
  void resultsOfDifferentLengthsDifferInfinitely() {
    assertThat(RelativeDifference.largest(new double[2], new double[3])).isEqualTo(INFINITY);
  }
}
