package dev.arrays.benchmarks.kernels;

import dev.arrays.kernels.Linalg;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.inverse.InvertMatrix;
import org.ojalgo.matrix.decomposition.LU;
import org.ojalgo.matrix.store.MatrixStore;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;

/// The inverse of a square matrix.
public class InvBenchmark extends MatrixBenchmark {
  /// How many rows and columns the matrix has.
  @Param({"8", "32", "100", "300"})
  public int n;

  /// Made by JMH.
  public InvBenchmark() {}

  @Override
  int side() {
    return n;
  }

  @Benchmark
  public double[] java() {
    // Gauss and Jordan, in place.
    double[] inverse = a.clone();
    int[] pivots = new int[n];
    for (int k = 0; k < n; k++) {
      int pivot = k;
      for (int i = k + 1; i < n; i++) {
        if (Math.abs(inverse[i * n + k]) > Math.abs(inverse[pivot * n + k])) {
          pivot = i;
        }
      }
      pivots[k] = pivot;
      for (int j = 0; j < n; j++) {
        double swapped = inverse[k * n + j];
        inverse[k * n + j] = inverse[pivot * n + j];
        inverse[pivot * n + j] = swapped;
      }
      double factor = 1 / inverse[k * n + k];
      inverse[k * n + k] = 1;
      for (int j = 0; j < n; j++) {
        inverse[k * n + j] *= factor;
      }
      for (int i = 0; i < n; i++) {
        if (i != k) {
          double other = inverse[i * n + k];
          inverse[i * n + k] = 0;
          for (int j = 0; j < n; j++) {
            inverse[i * n + j] -= other * inverse[k * n + j];
          }
        }
      }
    }
    for (int k = n - 1; k >= 0; k--) {
      int pivot = pivots[k];
      for (int i = 0; i < n && pivot != k; i++) {
        double swapped = inverse[i * n + k];
        inverse[i * n + k] = inverse[i * n + pivot];
        inverse[i * n + pivot] = swapped;
      }
    }
    return inverse;
  }

  @Benchmark
  public DMatrixRMaj ejml() {
    DMatrixRMaj inverse = new DMatrixRMaj(n, n);
    CommonOps_DDRM.invert(ejmlA.get(), inverse);
    return inverse;
  }

  @Benchmark
  public MatrixStore<Double> ojAlgo() {
    LU<Double> lu = LU.R064.make(n, n);
    lu.decompose(ojAlgoA.get());
    return lu.getInverse();
  }

  @Benchmark
  public INDArray nd4j() {
    return InvertMatrix.invert(nd4jA.get(), false);
  }

  @Benchmark
  public double[] rust() {
    return toArray(Linalg.inv(wrap(a)));
  }
}
