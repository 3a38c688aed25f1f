package dev.arrays.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// What is measured is the road to "no": each case has two arrays that are apart.
class OverlapBenchmarkTest {
  private final OverlapBenchmark benchmark = new OverlapBenchmark();

  @Test
  void everyCaseIsApart() {
    assertThat(benchmark.twoJavaArrays()).isFalse();
    assertThat(benchmark.halvesOfOneJavaArray()).isFalse();
    assertThat(benchmark.twoNativeArrays()).isFalse();
    assertThat(benchmark.rowsOfOneMatrix()).isFalse();
    assertThat(benchmark.javaArrayAndNativeArray()).isFalse();
    assertThat(benchmark.interleavedColumns()).isFalse();
    assertThat(benchmark.leftAndRightColumns()).isFalse();
  }
}
