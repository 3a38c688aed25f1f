package dev.arrays.benchmarks.kernels;

import dev.arrays.kernels.Signal;
import jdk.incubator.vector.DoubleVector;
import org.apache.commons.math3.util.MathArrays;
import org.openjdk.jmh.annotations.Benchmark;

/// A signal and a filter of 63 coefficients, convolved.
public class ConvolveBenchmark extends ArrayBenchmark {
  private final double[] v = normal(63, 2);

  /// Made by JMH.
  public ConvolveBenchmark() {}

  @Benchmark
  public double[] java() {
    double[] y = new double[x.length + v.length - 1];
    for (int i = 0; i < y.length; i++) {
      double sum = 0;
      for (int k = Math.max(0, i - x.length + 1); k <= Math.min(i, v.length - 1); k++) {
        sum += v[k] * x[i - k];
      }
      y[i] = sum;
    }
    return y;
  }

  @Benchmark
  public double[] carefulJava() {
    // The inner loop runs along the signal, in blocks that stay in the cache; C2 vectorises it.
    double[] y = new double[x.length + v.length - 1];
    for (int from = 0; from < x.length; from += 1024) {
      int to = Math.min(from + 1024, x.length);
      for (int k = 0; k < v.length; k++) {
        double factor = v[k];
        for (int i = from; i < to; i++) {
          y[i + k] += factor * x[i];
        }
      }
    }
    return y;
  }

  @Benchmark
  public double[] vectorApi() {
    double[] y = new double[x.length + v.length - 1];
    int edge = v.length - 1;
    int i = edge;
    for (; i <= x.length - 2 * LANES; i += 2 * LANES) {
      DoubleVector s0 = DoubleVector.zero(SPECIES);
      DoubleVector s1 = s0;
      for (int k = 0; k < v.length; k++) {
        DoubleVector factor = DoubleVector.broadcast(SPECIES, v[k]);
        s0 = factor.fma(DoubleVector.fromArray(SPECIES, x, i - k), s0);
        s1 = factor.fma(DoubleVector.fromArray(SPECIES, x, i - k + LANES), s1);
      }
      s0.intoArray(y, i);
      s1.intoArray(y, i + LANES);
    }
    for (int j = 0; j < y.length; j++) {
      if (j == edge) {
        j = i;
      }
      double sum = 0;
      for (int k = Math.max(0, j - x.length + 1); k <= Math.min(j, edge); k++) {
        sum += v[k] * x[j - k];
      }
      y[j] = sum;
    }
    return y;
  }

  @Benchmark
  public double[] commonsMath() {
    return MathArrays.convolve(x, v);
  }

  @Benchmark
  public double[] rust() {
    return toArray(Signal.convolve(x, v, "full"));
  }
}
