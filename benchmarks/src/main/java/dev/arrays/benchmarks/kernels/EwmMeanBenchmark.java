package dev.arrays.benchmarks.kernels;

import dev.arrays.kernels.Statistics;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Setup;

/// The exponentially weighted mean up to each element.
public class EwmMeanBenchmark extends ArrayBenchmark {
  private static final double ALPHA = 0.1;
  private double[] y = {};

  /// Made by JMH.
  public EwmMeanBenchmark() {}

  /// Makes room for the results.
  @Setup
  public void makeY() {
    y = new double[n];
  }

  @Benchmark
  public double[] java() {
    double sum = 0;
    double weights = 0;
    for (int i = 0; i < x.length; i++) {
      sum = x[i] + (1 - ALPHA) * sum;
      weights = 1 + (1 - ALPHA) * weights;
      y[i] = sum / weights;
    }
    return y;
  }

  @Benchmark
  public double[] rust() {
    Statistics.ewmMean(x, ALPHA, true, false, y);
    return y;
  }
}
