package dev.arrays.benchmarks.kernels;

import dev.arrays.kernels.Statistics;
import org.openjdk.jmh.annotations.Benchmark;

/// The standard deviation of each window.
public class RollingStdBenchmark extends RollingBenchmark {

  /// Made by JMH.
  public RollingStdBenchmark() {}

  @Benchmark
  public double[] java() {
    for (int i = WINDOW - 1; i < x.length; i++) {
      double sum = 0;
      for (int k = i - WINDOW + 1; k <= i; k++) {
        sum += x[k];
      }
      double mean = sum / WINDOW;
      double squares = 0;
      for (int k = i - WINDOW + 1; k <= i; k++) {
        squares += (x[k] - mean) * (x[k] - mean);
      }
      y[i] = Math.sqrt(squares / (WINDOW - 1));
    }
    return y;
  }

  @Benchmark
  public double[] carefulJava() {
    double mean = 0;
    double squares = 0;
    for (int i = 0; i < WINDOW; i++) {
      double before = x[i] - mean;
      mean += before / (i + 1);
      squares += before * (x[i] - mean);
    }
    y[WINDOW - 1] = Math.sqrt(squares / (WINDOW - 1));
    for (int i = WINDOW; i < x.length; i++) {
      // Welford's update, for one value that enters and one that leaves.
      double entering = x[i];
      double leaving = x[i - WINDOW];
      double next = mean + (entering - leaving) / WINDOW;
      squares += (entering - leaving) * (entering - next + leaving - mean);
      mean = next;
      y[i] = Math.sqrt(Math.max(squares, 0) / (WINDOW - 1));
    }
    return y;
  }

  @Benchmark
  public double[] rust() {
    Statistics.rollingStd(x, WINDOW, 1L, y);
    return y;
  }
}
