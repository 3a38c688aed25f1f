package dev.arrays.benchmarks.kernels;

import dev.arrays.kernels.Order;
import java.util.Arrays;
import org.openjdk.jmh.annotations.Benchmark;

/// Random `float` values, sorted in place after a copy.
public class SortFloatBenchmark extends FloatArrayBenchmark {

  /// Made by JMH.
  public SortFloatBenchmark() {}

  @Benchmark
  public float[] java() {
    System.arraycopy(x, 0, y, 0, n);
    Arrays.sort(y);
    return y;
  }

  @Benchmark
  public float[] rust() {
    System.arraycopy(x, 0, y, 0, n);
    Order.sort(y);
    return y;
  }
}
