package dev.arrays.benchmarks.kernels;

import dev.arrays.DoubleNdArray;
import dev.arrays.kernels.Linalg;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/// A line through many points: least squares with 8 coefficients.
public class LstsqBenchmark extends KernelBenchmark {
  private static final int COEFFICIENTS = 8;

  /// How many equations there are.
  @Param({"100", "1000", "10000", "100000"})
  public int n;

  private double[] a = {};
  private double[] b = {};
  private final Lazy<DMatrixRMaj> ejmlA =
      new Lazy<>(() -> DMatrixRMaj.wrap(n, COEFFICIENTS, a.clone()));
  private final Lazy<DMatrixRMaj> ejmlB = new Lazy<>(() -> DMatrixRMaj.wrap(n, 1, b.clone()));

  /// Made by JMH.
  public LstsqBenchmark() {}

  /// Fills the equations.
  @Setup
  public void fill() {
    a = normal(n * COEFFICIENTS, 1);
    b = normal(n, 2);
  }

  @Benchmark
  public double[] java() {
    // Gram and Schmidt, modified, on the columns.
    double[][] q = new double[COEFFICIENTS + 1][n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < COEFFICIENTS; j++) {
        q[j][i] = a[i * COEFFICIENTS + j];
      }
      q[COEFFICIENTS][i] = b[i];
    }
    double[][] r = new double[COEFFICIENTS][COEFFICIENTS + 1];
    for (int j = 0; j < COEFFICIENTS; j++) {
      double squares = 0;
      for (double value : q[j]) {
        squares += value * value;
      }
      r[j][j] = Math.sqrt(squares);
      for (int i = 0; i < n; i++) {
        q[j][i] /= r[j][j];
      }
      for (int k = j + 1; k <= COEFFICIENTS; k++) {
        double product = 0;
        for (int i = 0; i < n; i++) {
          product += q[j][i] * q[k][i];
        }
        r[j][k] = product;
        for (int i = 0; i < n; i++) {
          q[k][i] -= product * q[j][i];
        }
      }
    }
    double[] x = new double[COEFFICIENTS];
    for (int j = COEFFICIENTS - 1; j >= 0; j--) {
      double sum = r[j][COEFFICIENTS];
      for (int k = j + 1; k < COEFFICIENTS; k++) {
        sum -= r[j][k] * x[k];
      }
      x[j] = sum / r[j][j];
    }
    return x;
  }

  @Benchmark
  public DMatrixRMaj ejml() {
    DMatrixRMaj x = new DMatrixRMaj(COEFFICIENTS, 1);
    CommonOps_DDRM.solve(ejmlA.get(), ejmlB.get(), x);
    return x;
  }

  @Benchmark
  public double[] rust() {
    Linalg.LstsqResult lstsq =
        Linalg.lstsq(DoubleNdArray.wrap(a, n, COEFFICIENTS), DoubleNdArray.wrap(b));
    lstsq.singularValues().close();
    return toArray(lstsq.solution());
  }
}
