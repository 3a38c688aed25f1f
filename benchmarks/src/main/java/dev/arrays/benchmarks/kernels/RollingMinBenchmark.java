package dev.arrays.benchmarks.kernels;

import dev.arrays.kernels.Statistics;
import org.openjdk.jmh.annotations.Benchmark;

/// The least element of each window.
public class RollingMinBenchmark extends RollingBenchmark {

  /// Made by JMH.
  public RollingMinBenchmark() {}

  @Benchmark
  public double[] java() {
    for (int i = WINDOW - 1; i < x.length; i++) {
      double min = x[i];
      for (int k = i - WINDOW + 1; k < i; k++) {
        min = Math.min(min, x[k]);
      }
      y[i] = min;
    }
    return y;
  }

  @Benchmark
  public double[] carefulJava() {
    // A queue of indices whose elements increase: the first one is the window's least.
    int[] queue = new int[WINDOW];
    int head = 0;
    int size = 0;
    for (int i = 0; i < x.length; i++) {
      if (size > 0 && queue[head] <= i - WINDOW) {
        head = head + 1 == WINDOW ? 0 : head + 1;
        size--;
      }
      while (size > 0) {
        int last = head + size - 1;
        if (x[queue[last >= WINDOW ? last - WINDOW : last]] < x[i]) {
          break;
        }
        size--;
      }
      int next = head + size++;
      queue[next >= WINDOW ? next - WINDOW : next] = i;
      if (i >= WINDOW - 1) {
        y[i] = x[queue[head]];
      }
    }
    return y;
  }

  @Benchmark
  public double[] rust() {
    Statistics.rollingMin(x, WINDOW, y);
    return y;
  }
}
