package dev.arrays.benchmarks.kernels;

import dev.arrays.kernels.Linalg;
import dev.ludovic.netlib.lapack.JavaLAPACK;
import java.util.Arrays;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.CholeskyDecomposition_F64;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.netlib.util.intW;
import org.ojalgo.matrix.decomposition.Cholesky;
import org.ojalgo.matrix.store.MatrixStore;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;

/// The lower triangular matrix whose product with its transpose is a positive definite matrix.
public class CholeskyBenchmark extends MatrixBenchmark {
  /// How many rows and columns the matrix has.
  @Param({"8", "32", "100", "300", "1000"})
  public int n;

  /// Made by JMH.
  public CholeskyBenchmark() {}

  @Override
  int side() {
    return n;
  }

  @Override
  double[] matrix(int side) {
    return positiveDefinite(side);
  }

  @Benchmark
  public double[] java() {
    double[] l = new double[n * n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j <= i; j++) {
        double sum = a[i * n + j];
        for (int k = 0; k < j; k++) {
          sum -= l[i * n + k] * l[j * n + k];
        }
        l[i * n + j] = i == j ? Math.sqrt(sum) : sum / l[j * n + j];
      }
    }
    return l;
  }

  @Benchmark
  public DMatrixRMaj ejml() {
    CholeskyDecomposition_F64<DMatrixRMaj> cholesky = DecompositionFactory_DDRM.chol(n, true);
    cholesky.decompose(ejmlA.get().copy());
    return cholesky.getT(null);
  }

  @Benchmark
  public MatrixStore<Double> ojAlgo() {
    Cholesky<Double> cholesky = Cholesky.R064.make(n, n);
    cholesky.decompose(ojAlgoA.get());
    return cholesky.getL();
  }

  @Benchmark
  public double[] netlib() {
    // What is upper column by column is lower row by row.
    double[] l = a.clone();
    JavaLAPACK.getInstance().dpotrf("U", n, l, n, new intW(0));
    for (int i = 0; i < n; i++) {
      Arrays.fill(l, i * n + i + 1, i * n + n, 0);
    }
    return l;
  }

  @Benchmark
  public INDArray nd4j() {
    return Nd4j.linalg().cholesky(nd4jA.get());
  }

  @Benchmark
  public double[] rust() {
    return toArray(Linalg.cholesky(wrap(a)));
  }

  @Benchmark
  public double[] rustParallel() {
    return toArray(Linalg.parallelCholesky(wrap(a)));
  }
}
