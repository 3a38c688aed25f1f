package dev.arrays.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Percentage.withPercentage;

import org.junit.jupiter.api.Test;

/// A call in parts computes what the whole one does.
class SplitBenchmarkTest {

  @Test
  void partsAndWholeAgree() throws Throwable {
    SplitBenchmark benchmark = new SplitBenchmark();
    benchmark.size = 100_000;
    benchmark.fill();
    assertThat(benchmark.sumSplit()).isCloseTo(benchmark.sumWhole(), withPercentage(1e-9));
    assertThat(benchmark.dotSplit()).isCloseTo(benchmark.dotWhole(), withPercentage(1e-9));
    assertThat(benchmark.axpyWhole()).isZero();
    assertThat(benchmark.expWhole()).isZero();
  }
}
