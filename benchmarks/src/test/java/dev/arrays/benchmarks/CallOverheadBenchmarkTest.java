package dev.arrays.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// All ways compute the same: what the benchmark compares is comparable.
class CallOverheadBenchmarkTest {
  private final CallOverheadBenchmark benchmark = new CallOverheadBenchmark();

  @Test
  void everyWaySumsTheSameValues() throws Throwable {
    assertThat(benchmark.rawCritical()).isEqualTo(36);
    assertThat(benchmark.rawCriticalThree()).isEqualTo(3 * 36);
    assertThat(benchmark.facade()).isEqualTo(36);
    assertThat(benchmark.facadeView()).isEqualTo(36);
    assertThat(benchmark.facadeThree()).isEqualTo(3 * 36);
    assertThat(benchmark.copyingFfm()).isEqualTo(36);
    assertThat(benchmark.jniCritical()).isEqualTo(36);
    assertThat(benchmark.nd4j()).isEqualTo(36);
  }

  @Test
  void everyWayHasTheSameInnerProduct() throws Throwable {
    assertThat(benchmark.rawCriticalTwo()).isEqualTo(204);
    assertThat(benchmark.facadeTwo()).isEqualTo(204);
    assertThat(benchmark.facadeTwoWithoutThreads()).isEqualTo(204);
  }
}
