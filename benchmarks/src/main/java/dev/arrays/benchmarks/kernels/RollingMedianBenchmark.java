package dev.arrays.benchmarks.kernels;

import dev.arrays.kernels.Statistics;
import java.util.Arrays;
import org.openjdk.jmh.annotations.Benchmark;

/// The median of each window.
public class RollingMedianBenchmark extends RollingBenchmark {

  /// Made by JMH.
  public RollingMedianBenchmark() {}

  @Benchmark
  public double[] java() {
    for (int i = WINDOW - 1; i < x.length; i++) {
      double[] window = Arrays.copyOfRange(x, i - WINDOW + 1, i + 1);
      Arrays.sort(window);
      y[i] = (window[(WINDOW - 1) / 2] + window[WINDOW / 2]) / 2;
    }
    return y;
  }

  @Benchmark
  public double[] carefulJava() {
    // A sorted window, from which one value goes and into which one comes.
    double[] window = Arrays.copyOf(x, WINDOW);
    Arrays.sort(window);
    y[WINDOW - 1] = (window[(WINDOW - 1) / 2] + window[WINDOW / 2]) / 2;
    for (int i = WINDOW; i < x.length; i++) {
      int from = Arrays.binarySearch(window, x[i - WINDOW]);
      int to = Arrays.binarySearch(window, x[i]);
      if (to < 0) {
        to = -to - 1;
      }
      if (to > from) {
        to--;
        System.arraycopy(window, from + 1, window, from, to - from);
      } else {
        System.arraycopy(window, to, window, to + 1, from - to);
      }
      window[to] = x[i];
      y[i] = (window[(WINDOW - 1) / 2] + window[WINDOW / 2]) / 2;
    }
    return y;
  }

  @Benchmark
  public double[] rust() {
    Statistics.rollingMedian(x, WINDOW, y);
    return y;
  }

  @Benchmark
  public double[] rustParallel() {
    Statistics.parallelRollingMedian(x, WINDOW, y);
    return y;
  }
}
