package dev.arrays.benchmarks.kernels;

import java.util.Arrays;
import org.openjdk.jmh.annotations.Setup;

/// A statistic of the window that ends at each element; NaN where the window is not full.
public abstract class RollingBenchmark extends ArrayBenchmark {
  static final int WINDOW = 50;
  double[] y = {};

  /// For the subclasses.
  RollingBenchmark() {}

  /// Makes room for the results.
  @Setup
  public void makeY() {
    y = new double[n];
    Arrays.fill(y, 0, Math.min(WINDOW - 1, n), Double.NaN);
  }
}
