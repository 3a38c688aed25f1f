package dev.arrays.benchmarks.kernels;

import dev.arrays.kernels.Linalg;
import java.util.Arrays;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.SingularValueDecomposition;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.SingularValueDecomposition_F64;
import org.ojalgo.matrix.decomposition.SingularValue;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;

/// The singular values and both bases of singular vectors; returned are the former.
public class SvdBenchmark extends MatrixBenchmark {
  /// How many rows and columns the matrix has.
  @Param({"8", "32", "100", "200"})
  public int n;

  /// Made by JMH.
  public SvdBenchmark() {}

  @Override
  int side() {
    return n;
  }

  @Benchmark
  public double[] java() {
    // One-sided rotations (Hestenes), until all columns of u are orthogonal.
    double[][] u = new double[n][n];
    double[][] v = new double[n][n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        u[j][i] = a[i * n + j];
      }
      v[i][i] = 1;
    }
    boolean rotated = true;
    while (rotated) {
      rotated = false;
      for (int p = 0; p < n; p++) {
        for (int q = p + 1; q < n; q++) {
          double pp = 0;
          double qq = 0;
          double pq = 0;
          for (int i = 0; i < n; i++) {
            pp += u[p][i] * u[p][i];
            qq += u[q][i] * u[q][i];
            pq += u[p][i] * u[q][i];
          }
          if (Math.abs(pq) > 1e-14 * Math.sqrt(pp * qq)) {
            rotated = true;
            double zeta = (qq - pp) / (2 * pq);
            double t = Math.copySign(1, zeta) / (Math.abs(zeta) + Math.sqrt(1 + zeta * zeta));
            double cos = 1 / Math.sqrt(1 + t * t);
            rotate(u[p], u[q], cos, cos * t);
            rotate(v[p], v[q], cos, cos * t);
          }
        }
      }
    }
    double[] singular = new double[n];
    for (int j = 0; j < n; j++) {
      double squares = 0;
      for (double value : u[j]) {
        squares += value * value;
      }
      singular[j] = Math.sqrt(squares);
    }
    return singular;
  }

  @Benchmark
  public double[] ejml() {
    SingularValueDecomposition_F64<DMatrixRMaj> svd =
        DecompositionFactory_DDRM.svd(n, n, true, true, true);
    svd.decompose(ejmlA.get().copy());
    return svd.getSingularValues();
  }

  @Benchmark
  public double[] ojAlgo() {
    SingularValue<Double> svd = SingularValue.R064.make(n, n);
    svd.decompose(ojAlgoA.get());
    svd.getU();
    svd.getV();
    return svd.getSingularValues().toRawCopy1D();
  }

  @Benchmark
  public double[] commonsMath() {
    double[][] rows = new double[n][];
    for (int i = 0; i < n; i++) {
      rows[i] = Arrays.copyOfRange(a, i * n, (i + 1) * n);
    }
    return new SingularValueDecomposition(new Array2DRowRealMatrix(rows, false))
        .getSingularValues();
  }

  @Benchmark
  public double[] rust() {
    Linalg.SvdResult svd = Linalg.svd(wrap(a));
    svd.u().close();
    svd.vh().close();
    return toArray(svd.s());
  }
}
