package dev.arrays.benchmarks.kernels;

import dev.arrays.kernels.Order;
import java.util.Arrays;
import org.openjdk.jmh.annotations.Benchmark;

/// The distinct values, sorted, where each comes ten times on average.
public class UniqueBenchmark extends ArrayBenchmark {

  /// Made by JMH.
  public UniqueBenchmark() {}

  @Override
  double[] values(int n) {
    double[] values = uniform(n, 1);
    Arrays.setAll(values, i -> Math.floor(values[i] * n / 10));
    return values;
  }

  @Benchmark
  public double[] java() {
    return Arrays.stream(x).distinct().sorted().toArray();
  }

  @Benchmark
  public double[] carefulJava() {
    double[] sorted = x.clone();
    Arrays.sort(sorted);
    int count = 0;
    for (int i = 0; i < sorted.length; i++) {
      if (i == 0 || sorted[i] != sorted[i - 1]) {
        sorted[count++] = sorted[i];
      }
    }
    return Arrays.copyOf(sorted, count);
  }

  @Benchmark
  public double[] rust() {
    return toArray(Order.unique(x));
  }

  @Benchmark
  public double[] rustParallel() {
    return toArray(Order.parallelUnique(x));
  }
}
