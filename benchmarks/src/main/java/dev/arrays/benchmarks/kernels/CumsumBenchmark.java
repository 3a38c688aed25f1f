package dev.arrays.benchmarks.kernels;

import dev.arrays.DoubleNdArray;
import dev.arrays.kernels.Reductions;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Setup;

/// The running sum.
public class CumsumBenchmark extends ArrayBenchmark {
  private double[] y = {};
  private final Lazy<DoubleNdArray> nativeY = new Lazy<>(() -> inNative(y));

  /// Made by JMH.
  public CumsumBenchmark() {}

  /// Makes room for the result.
  @Setup
  public void makeY() {
    y = new double[n];
  }

  @Benchmark
  public double[] java() {
    double sum = 0;
    for (int i = 0; i < x.length; i++) {
      sum += x[i];
      y[i] = sum;
    }
    return y;
  }

  @Benchmark
  public double[] carefulJava() {
    double sum = 0;
    int i = 0;
    // The chain of additions that depend on each other has one link per four elements.
    for (; i <= x.length - 4; i += 4) {
      double s01 = x[i] + x[i + 1];
      double s012 = s01 + x[i + 2];
      double s0123 = s01 + (x[i + 2] + x[i + 3]);
      y[i] = sum + x[i];
      y[i + 1] = sum + s01;
      y[i + 2] = sum + s012;
      sum += s0123;
      y[i + 3] = sum;
    }
    for (; i < x.length; i++) {
      sum += x[i];
      y[i] = sum;
    }
    return y;
  }

  @Benchmark
  public INDArray nd4j() {
    return nd4jX.get().cumsum(0);
  }

  @Benchmark
  public double[] rust() {
    Reductions.cumsum(x, y);
    return y;
  }

  @Benchmark
  public DoubleNdArray rustNative() {
    Reductions.cumsum(nativeX.get(), nativeY.get());
    return nativeY.get();
  }
}
