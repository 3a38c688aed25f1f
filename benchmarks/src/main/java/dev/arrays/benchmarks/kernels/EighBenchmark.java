package dev.arrays.benchmarks.kernels;

import dev.arrays.kernels.Linalg;
import java.util.Arrays;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.eigen.Eigen;
import org.ojalgo.matrix.decomposition.Eigenvalue;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;

/// The eigenvalues and eigenvectors of a symmetric matrix; returned are the former.
public class EighBenchmark extends MatrixBenchmark {
  /// How many rows and columns the matrix has.
  @Param({"8", "32", "100", "200"})
  public int n;

  /// Made by JMH.
  public EighBenchmark() {}

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
    // Jacobi's rotations, row by row, until nothing is left beside the diagonal.
    double[][] m = new double[n][];
    double[][] v = new double[n][n];
    for (int i = 0; i < n; i++) {
      m[i] = Arrays.copyOfRange(a, i * n, (i + 1) * n);
      v[i][i] = 1;
    }
    boolean rotated = true;
    while (rotated) {
      rotated = false;
      for (int p = 0; p < n; p++) {
        for (int q = p + 1; q < n; q++) {
          if (Math.abs(m[p][q]) > 1e-13 * Math.sqrt(Math.abs(m[p][p] * m[q][q]))) {
            rotated = true;
            double theta = (m[q][q] - m[p][p]) / (2 * m[p][q]);
            double t = Math.copySign(1, theta) / (Math.abs(theta) + Math.sqrt(1 + theta * theta));
            double cos = 1 / Math.sqrt(1 + t * t);
            double sin = cos * t;
            for (int k = 0; k < n; k++) {
              double before = m[k][p];
              m[k][p] = cos * before - sin * m[k][q];
              m[k][q] = sin * before + cos * m[k][q];
            }
            rotate(m[p], m[q], cos, sin);
            rotate(v[p], v[q], cos, sin);
          }
        }
      }
    }
    double[] values = new double[n];
    for (int i = 0; i < n; i++) {
      values[i] = m[i][i];
    }
    return values;
  }

  @Benchmark
  public double[] ejml() {
    EigenDecomposition_F64<DMatrixRMaj> eig = DecompositionFactory_DDRM.eig(n, true, true);
    eig.decompose(ejmlA.get().copy());
    double[] values = new double[n];
    for (int i = 0; i < n; i++) {
      values[i] = eig.getEigenvalue(i).real;
      eig.getEigenVector(i);
    }
    return values;
  }

  @Benchmark
  public double[] ojAlgo() {
    Eigenvalue<Double> eig = Eigenvalue.R064.make(n, true);
    eig.decompose(ojAlgoA.get());
    eig.getV();
    double[] values = new double[n];
    for (int i = 0; i < n; i++) {
      values[i] = eig.getD().doubleValue(i, i);
    }
    return values;
  }

  @Benchmark
  public INDArray nd4j() {
    return Eigen.symmetricGeneralizedEigenvalues(nd4jA.get().dup());
  }

  @Benchmark
  public double[] rust() {
    Linalg.EighResult eigh = Linalg.eigh(wrap(a));
    eigh.eigenvectors().close();
    return toArray(eigh.eigenvalues());
  }
}
