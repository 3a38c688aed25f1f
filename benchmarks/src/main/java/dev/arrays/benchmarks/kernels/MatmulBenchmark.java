package dev.arrays.benchmarks.kernels;

import dev.arrays.DoubleNdArray;
import dev.arrays.kernels.Linalg;
import dev.ludovic.netlib.blas.JavaBLAS;
import java.util.Arrays;
import jdk.incubator.vector.DoubleVector;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.ojalgo.matrix.store.R064Store;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/// The product of two square matrices.
public class MatmulBenchmark extends MatrixBenchmark {
  /// How many rows and columns each matrix has.
  @Param({"8", "32", "128", "512", "1024"})
  public int n;

  private double[] b = {};
  private double[] c = {};
  private final Lazy<INDArray> nd4jB = new Lazy<>(() -> nd4j(b, n));
  private final Lazy<INDArray> nd4jC = new Lazy<>(() -> nd4j(c, n));
  private final Lazy<DMatrixRMaj> ejmlB = new Lazy<>(() -> DMatrixRMaj.wrap(n, n, b));
  private final Lazy<DMatrixRMaj> ejmlC = new Lazy<>(() -> new DMatrixRMaj(n, n));
  private final Lazy<R064Store> ojAlgoB = new Lazy<>(() -> ojAlgo(b, n));
  private final Lazy<R064Store> ojAlgoC = new Lazy<>(() -> ojAlgo(c, n));
  private final Lazy<DoubleNdArray> nativeA = new Lazy<>(() -> inNative(a, n, n));
  private final Lazy<DoubleNdArray> nativeB = new Lazy<>(() -> inNative(b, n, n));
  private final Lazy<DoubleNdArray> nativeC = new Lazy<>(() -> inNative(c, n, n));

  /// Made by JMH.
  public MatmulBenchmark() {}

  @Override
  int side() {
    return n;
  }

  /// Fills the second matrix and makes room for the product.
  @Setup
  public void fillB() {
    b = normal(n * n, 2);
    c = new double[n * n];
  }

  @Benchmark
  public double[] java() {
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        double sum = 0;
        for (int k = 0; k < n; k++) {
          sum += a[i * n + k] * b[k * n + j];
        }
        c[i * n + j] = sum;
      }
    }
    return c;
  }

  @Benchmark
  public double[] carefulJava() {
    // Blocks that stay in the cache, and an inner loop along rows, which C2 vectorises.
    int block = 64;
    Arrays.fill(c, 0);
    for (int kk = 0; kk < n; kk += block) {
      int kEnd = Math.min(kk + block, n);
      for (int jj = 0; jj < n; jj += 4 * block) {
        int jEnd = Math.min(jj + 4 * block, n);
        for (int i = 0; i < n; i++) {
          int row = i * n;
          for (int k = kk; k < kEnd; k++) {
            double factor = a[row + k];
            int other = k * n;
            for (int j = jj; j < jEnd; j++) {
              c[row + j] += factor * b[other + j];
            }
          }
        }
      }
    }
    return c;
  }

  @Benchmark
  public double[] vectorApi() {
    // Tiles of four rows and two vectors: eight accumulators in registers.
    int width = 2 * LANES;
    int iBound = n - n % 4;
    int jBound = n - n % width;
    for (int j = 0; j < jBound; j += width) {
      for (int i = 0; i < iBound; i += 4) {
        tile(i, j);
      }
    }
    for (int i = 0; i < n; i++) {
      for (int j = i < iBound ? jBound : 0; j < n; j++) {
        double sum = 0;
        for (int k = 0; k < n; k++) {
          sum += a[i * n + k] * b[k * n + j];
        }
        c[i * n + j] = sum;
      }
    }
    return c;
  }

  private void tile(int i, int j) {
    DoubleVector c00 = DoubleVector.zero(SPECIES);
    DoubleVector c01 = c00;
    DoubleVector c10 = c00;
    DoubleVector c11 = c00;
    DoubleVector c20 = c00;
    DoubleVector c21 = c00;
    DoubleVector c30 = c00;
    DoubleVector c31 = c00;
    for (int k = 0; k < n; k++) {
      DoubleVector b0 = DoubleVector.fromArray(SPECIES, b, k * n + j);
      DoubleVector b1 = DoubleVector.fromArray(SPECIES, b, k * n + j + LANES);
      DoubleVector a0 = DoubleVector.broadcast(SPECIES, a[i * n + k]);
      DoubleVector a1 = DoubleVector.broadcast(SPECIES, a[(i + 1) * n + k]);
      DoubleVector a2 = DoubleVector.broadcast(SPECIES, a[(i + 2) * n + k]);
      DoubleVector a3 = DoubleVector.broadcast(SPECIES, a[(i + 3) * n + k]);
      c00 = a0.fma(b0, c00);
      c01 = a0.fma(b1, c01);
      c10 = a1.fma(b0, c10);
      c11 = a1.fma(b1, c11);
      c20 = a2.fma(b0, c20);
      c21 = a2.fma(b1, c21);
      c30 = a3.fma(b0, c30);
      c31 = a3.fma(b1, c31);
    }
    c00.intoArray(c, i * n + j);
    c01.intoArray(c, i * n + j + LANES);
    c10.intoArray(c, (i + 1) * n + j);
    c11.intoArray(c, (i + 1) * n + j + LANES);
    c20.intoArray(c, (i + 2) * n + j);
    c21.intoArray(c, (i + 2) * n + j + LANES);
    c30.intoArray(c, (i + 3) * n + j);
    c31.intoArray(c, (i + 3) * n + j + LANES);
  }

  @Benchmark
  public DMatrixRMaj ejml() {
    return CommonOps_DDRM.mult(ejmlA.get(), ejmlB.get(), ejmlC.get());
  }

  @Benchmark
  public R064Store ojAlgo() {
    ojAlgoC.get().fillByMultiplying(ojAlgoA.get(), ojAlgoB.get());
    return ojAlgoC.get();
  }

  @Benchmark
  public double[] netlib() {
    // Row by row is transposed to BLAS: (a b)ᵀ = bᵀ aᵀ.
    JavaBLAS.getInstance().dgemm("N", "N", n, n, n, 1, b, n, a, n, 0, c, n);
    return c;
  }

  @Benchmark
  public INDArray nd4j() {
    return nd4jA.get().mmul(nd4jB.get());
  }

  @Benchmark
  public double[] rust() {
    Linalg.matmul(wrap(a), wrap(b), wrap(c));
    return c;
  }

  @Benchmark
  public INDArray rustIndArray() {
    Linalg.matmul(view(nd4jA.get()), view(nd4jB.get()), view(nd4jC.get()));
    return nd4jC.get();
  }

  @Benchmark
  public DoubleNdArray rustNative() {
    Linalg.matmul(nativeA.get(), nativeB.get(), nativeC.get());
    return nativeC.get();
  }

  @Benchmark
  public double[] rustParallel() {
    Linalg.parallelMatmul(wrap(a), wrap(b), wrap(c));
    return c;
  }
}
