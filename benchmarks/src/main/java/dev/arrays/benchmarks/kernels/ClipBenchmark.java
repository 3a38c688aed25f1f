package dev.arrays.benchmarks.kernels;

import dev.arrays.kernels.Elementwise;
import jdk.incubator.vector.DoubleVector;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Setup;

/// Each element held between -1 and 1.
public class ClipBenchmark extends ArrayBenchmark {
  private double[] y = {};
  private double low = -1;
  private double high = 1;

  /// Made by JMH.
  public ClipBenchmark() {}

  /// Makes room for the result.
  @Setup
  public void makeY() {
    y = new double[n];
  }

  @Benchmark
  public double[] java() {
    for (int i = 0; i < x.length; i++) {
      y[i] = Math.clamp(x[i], low, high);
    }
    return y;
  }

  @Benchmark
  public double[] carefulJava() {
    for (int i = 0; i < x.length; i++) {
      y[i] = Math.min(Math.max(x[i], low), high);
    }
    return y;
  }

  @Benchmark
  public double[] vectorApi() {
    int i = 0;
    for (; i < SPECIES.loopBound(x.length); i += LANES) {
      DoubleVector.fromArray(SPECIES, x, i).max(low).min(high).intoArray(y, i);
    }
    for (; i < x.length; i++) {
      y[i] = Math.clamp(x[i], low, high);
    }
    return y;
  }

  @Benchmark
  public double[] rust() {
    Elementwise.clip(x, low, high, y);
    return y;
  }
}
