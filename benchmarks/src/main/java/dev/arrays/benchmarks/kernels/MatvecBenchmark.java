package dev.arrays.benchmarks.kernels;

import dev.arrays.DoubleNdArray;
import dev.arrays.kernels.Linalg;
import dev.ludovic.netlib.blas.JavaBLAS;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorOperators;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/// The product of a square matrix and a vector.
public class MatvecBenchmark extends MatrixBenchmark {
  /// How many rows and columns the matrix has.
  @Param({"10", "32", "100", "316", "1000", "3162"})
  public int n;

  private double[] x = {};
  private double[] y = {};
  private final Lazy<INDArray> nd4jX = new Lazy<>(() -> Nd4j.createFromArray(x));
  private final Lazy<DMatrixRMaj> ejmlX = new Lazy<>(() -> DMatrixRMaj.wrap(n, 1, x));
  private final Lazy<DMatrixRMaj> ejmlY = new Lazy<>(() -> new DMatrixRMaj(n, 1));
  private final Lazy<DoubleNdArray> nativeA = new Lazy<>(() -> inNative(a, n, n));
  private final Lazy<DoubleNdArray> nativeX = new Lazy<>(() -> inNative(x));
  private final Lazy<DoubleNdArray> nativeY = new Lazy<>(() -> inNative(y));

  /// Made by JMH.
  public MatvecBenchmark() {}

  @Override
  int side() {
    return n;
  }

  /// Fills the vector and makes room for the product.
  @Setup
  public void fillX() {
    x = normal(n, 2);
    y = new double[n];
  }

  @Benchmark
  public double[] java() {
    for (int i = 0; i < n; i++) {
      double sum = 0;
      for (int j = 0; j < n; j++) {
        sum += a[i * n + j] * x[j];
      }
      y[i] = sum;
    }
    return y;
  }

  @Benchmark
  public double[] carefulJava() {
    for (int i = 0; i < n; i++) {
      int row = i * n;
      double s0 = 0;
      double s1 = 0;
      double s2 = 0;
      double s3 = 0;
      int j = 0;
      for (; j <= n - 4; j += 4) {
        s0 += a[row + j] * x[j];
        s1 += a[row + j + 1] * x[j + 1];
        s2 += a[row + j + 2] * x[j + 2];
        s3 += a[row + j + 3] * x[j + 3];
      }
      for (; j < n; j++) {
        s0 += a[row + j] * x[j];
      }
      y[i] = (s0 + s1) + (s2 + s3);
    }
    return y;
  }

  @Benchmark
  public double[] vectorApi() {
    for (int i = 0; i < n; i++) {
      int row = i * n;
      DoubleVector s0 = DoubleVector.zero(SPECIES);
      DoubleVector s1 = s0;
      int j = 0;
      for (; j <= n - 2 * LANES; j += 2 * LANES) {
        s0 =
            DoubleVector.fromArray(SPECIES, a, row + j)
                .fma(DoubleVector.fromArray(SPECIES, x, j), s0);
        s1 =
            DoubleVector.fromArray(SPECIES, a, row + j + LANES)
                .fma(DoubleVector.fromArray(SPECIES, x, j + LANES), s1);
      }
      double sum = s0.add(s1).reduceLanes(VectorOperators.ADD);
      for (; j < n; j++) {
        sum += a[row + j] * x[j];
      }
      y[i] = sum;
    }
    return y;
  }

  @Benchmark
  public DMatrixRMaj ejml() {
    return CommonOps_DDRM.mult(ejmlA.get(), ejmlX.get(), ejmlY.get());
  }

  @Benchmark
  public double[] netlib() {
    JavaBLAS.getInstance().dgemv("T", n, n, 1, a, n, x, 1, 0, y, 1);
    return y;
  }

  @Benchmark
  public INDArray nd4j() {
    return nd4jA.get().mmul(nd4jX.get());
  }

  @Benchmark
  public double[] rust() {
    Linalg.matvec(wrap(a), x, y);
    return y;
  }

  @Benchmark
  public DoubleNdArray rustNative() {
    Linalg.matvec(nativeA.get(), nativeX.get(), nativeY.get());
    return nativeY.get();
  }
}
