package dev.arrays.benchmarks.kernels;

import dev.arrays.DoubleNdArray;
import dev.arrays.kernels.Linalg;
import dev.ludovic.netlib.lapack.JavaLAPACK;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.netlib.util.intW;
import org.ojalgo.matrix.decomposition.LU;
import org.ojalgo.matrix.store.MatrixStore;
import org.ojalgo.matrix.store.R064Store;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/// The solution of as many equations as unknowns.
public class SolveBenchmark extends MatrixBenchmark {
  /// How many equations there are.
  @Param({"8", "32", "100", "300", "1000"})
  public int n;

  private double[] b = {};
  private final Lazy<INDArray> nd4jB = new Lazy<>(() -> Nd4j.createFromArray(b).reshape(n, 1));
  private final Lazy<DMatrixRMaj> ejmlB = new Lazy<>(() -> DMatrixRMaj.wrap(n, 1, b.clone()));
  private final Lazy<R064Store> ojAlgoB = new Lazy<>(() -> R064Store.wrap(b.clone(), n));

  /// Made by JMH.
  public SolveBenchmark() {}

  @Override
  int side() {
    return n;
  }

  /// Fills the right side.
  @Setup
  public void fillB() {
    b = normal(n, 2);
  }

  @Benchmark
  public double[] java() {
    double[] lu = a.clone();
    double[] x = b.clone();
    for (int k = 0; k < n; k++) {
      int pivot = k;
      for (int i = k + 1; i < n; i++) {
        if (Math.abs(lu[i * n + k]) > Math.abs(lu[pivot * n + k])) {
          pivot = i;
        }
      }
      if (pivot != k) {
        for (int j = k; j < n; j++) {
          double swapped = lu[k * n + j];
          lu[k * n + j] = lu[pivot * n + j];
          lu[pivot * n + j] = swapped;
        }
        double swapped = x[k];
        x[k] = x[pivot];
        x[pivot] = swapped;
      }
      for (int i = k + 1; i < n; i++) {
        double factor = lu[i * n + k] / lu[k * n + k];
        for (int j = k + 1; j < n; j++) {
          lu[i * n + j] -= factor * lu[k * n + j];
        }
        x[i] -= factor * x[k];
      }
    }
    for (int i = n - 1; i >= 0; i--) {
      double sum = x[i];
      for (int j = i + 1; j < n; j++) {
        sum -= lu[i * n + j] * x[j];
      }
      x[i] = sum / lu[i * n + i];
    }
    return x;
  }

  @Benchmark
  public DMatrixRMaj ejml() {
    DMatrixRMaj x = new DMatrixRMaj(n, 1);
    CommonOps_DDRM.solve(ejmlA.get(), ejmlB.get(), x);
    return x;
  }

  @Benchmark
  public MatrixStore<Double> ojAlgo() {
    LU<Double> lu = LU.R064.make(n, n);
    lu.decompose(ojAlgoA.get());
    return lu.getSolution(ojAlgoB.get());
  }

  @Benchmark
  public double[] netlib() {
    double[] x = b.clone();
    JavaLAPACK.getInstance().dgesv(n, 1, transposed(a, n), n, new int[n], x, n, new intW(0));
    return x;
  }

  @Benchmark
  public INDArray nd4j() {
    return Nd4j.linalg().solve(nd4jA.get(), nd4jB.get());
  }

  @Benchmark
  public double[] rust() {
    return toArray(Linalg.solve(wrap(a), DoubleNdArray.wrap(b, n, 1)));
  }

  @Benchmark
  public double[] rustParallel() {
    return toArray(Linalg.parallelSolve(wrap(a), DoubleNdArray.wrap(b, n, 1)));
  }
}
