package dev.arrays.benchmarks.kernels;

import dev.arrays.DoubleNdArray;
import dev.arrays.kernels.Statistics;
import org.apache.commons.math3.stat.correlation.PearsonsCorrelation;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/// The correlations of 8 variables, one in each row.
public class CorrcoefBenchmark extends KernelBenchmark {
  private static final int VARIABLES = 8;

  /// How many observations each variable has.
  @Param({"100", "1000", "10000", "100000", "1000000"})
  public int n;

  private double[] x = {};

  /// Made by JMH.
  public CorrcoefBenchmark() {}

  /// Fills the variables.
  @Setup
  public void fill() {
    x = normal(VARIABLES * n, 1);
  }

  @Benchmark
  public double[] java() {
    double[] means = new double[VARIABLES];
    double[] deviations = new double[VARIABLES];
    for (int i = 0; i < VARIABLES; i++) {
      for (int k = 0; k < n; k++) {
        means[i] += x[i * n + k];
      }
      means[i] /= n;
    }
    double[] r = new double[VARIABLES * VARIABLES];
    for (int i = 0; i < VARIABLES; i++) {
      for (int j = 0; j <= i; j++) {
        double sum = 0;
        for (int k = 0; k < n; k++) {
          sum += (x[i * n + k] - means[i]) * (x[j * n + k] - means[j]);
        }
        r[i * VARIABLES + j] = sum;
      }
      deviations[i] = Math.sqrt(r[i * VARIABLES + i]);
    }
    for (int i = 0; i < VARIABLES; i++) {
      for (int j = 0; j <= i; j++) {
        r[i * VARIABLES + j] /= deviations[i] * deviations[j];
        r[j * VARIABLES + i] = r[i * VARIABLES + j];
      }
    }
    return r;
  }

  @Benchmark
  public double[] commonsMath() {
    double[][] columns = new double[n][VARIABLES];
    for (int i = 0; i < VARIABLES; i++) {
      for (int k = 0; k < n; k++) {
        columns[k][i] = x[i * n + k];
      }
    }
    return flat(new PearsonsCorrelation(columns).getCorrelationMatrix().getData());
  }

  @Benchmark
  public double[] rust() {
    return toArray(Statistics.corrcoef(DoubleNdArray.wrap(x, VARIABLES, n)));
  }

  @Benchmark
  public double[] rustParallel() {
    return toArray(Statistics.parallelCorrcoef(DoubleNdArray.wrap(x, VARIABLES, n)));
  }
}
