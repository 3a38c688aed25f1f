package dev.arrays.benchmarks.kernels;

import dev.arrays.kernels.Statistics;
import org.apache.commons.math3.stat.descriptive.DescriptiveStatistics;
import org.openjdk.jmh.annotations.Benchmark;

/// The mean of each window.
public class RollingMeanBenchmark extends RollingBenchmark {

  /// Made by JMH.
  public RollingMeanBenchmark() {}

  @Benchmark
  public double[] java() {
    double sum = 0;
    for (int i = 0; i < x.length; i++) {
      sum += x[i];
      if (i >= WINDOW) {
        sum -= x[i - WINDOW];
      }
      if (i >= WINDOW - 1) {
        y[i] = sum / WINDOW;
      }
    }
    return y;
  }

  @Benchmark
  public double[] carefulJava() {
    // The sum is compensated as in the Rust kernel: without, errors add up along the array.
    double sum = 0;
    double lost = 0;
    for (int i = 0; i < WINDOW - 1; i++) {
      sum += x[i];
    }
    for (int i = WINDOW - 1; i < x.length; i++) {
      double next = sum + (x[i] - lost);
      lost = (next - sum) - (x[i] - lost);
      sum = next;
      y[i] = sum / WINDOW;
      double leaving = -x[i - WINDOW + 1] - lost;
      next = sum + leaving;
      lost = (next - sum) - leaving;
      sum = next;
    }
    return y;
  }

  @Benchmark
  public double[] commonsMath() {
    DescriptiveStatistics window = new DescriptiveStatistics(WINDOW);
    for (int i = 0; i < x.length; i++) {
      window.addValue(x[i]);
      if (i >= WINDOW - 1) {
        y[i] = window.getMean();
      }
    }
    return y;
  }

  @Benchmark
  public double[] rust() {
    Statistics.rollingMean(x, WINDOW, y);
    return y;
  }
}
