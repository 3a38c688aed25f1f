package dev.arrays.benchmarks.kernels;

import dev.arrays.kernels.Linalg;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.QRDecomposition;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.ojalgo.matrix.decomposition.QR;
import org.ojalgo.matrix.store.MatrixStore;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;

/// The orthogonal and the upper triangular matrix whose product a matrix is; returned is the
/// latter.
public class QrBenchmark extends MatrixBenchmark {
  /// How many rows and columns the matrix has.
  @Param({"8", "32", "100", "300"})
  public int n;

  /// Made by JMH.
  public QrBenchmark() {}

  @Override
  int side() {
    return n;
  }

  @Benchmark
  public double[] java() {
    // Gram and Schmidt, modified.
    double[] q = a.clone();
    double[] r = new double[n * n];
    for (int j = 0; j < n; j++) {
      double squares = 0;
      for (int i = 0; i < n; i++) {
        squares += q[i * n + j] * q[i * n + j];
      }
      double norm = Math.sqrt(squares);
      r[j * n + j] = norm;
      for (int i = 0; i < n; i++) {
        q[i * n + j] /= norm;
      }
      for (int k = j + 1; k < n; k++) {
        double product = 0;
        for (int i = 0; i < n; i++) {
          product += q[i * n + j] * q[i * n + k];
        }
        r[j * n + k] = product;
        for (int i = 0; i < n; i++) {
          q[i * n + k] -= product * q[i * n + j];
        }
      }
    }
    return r;
  }

  @Benchmark
  public DMatrixRMaj ejml() {
    QRDecomposition<DMatrixRMaj> qr = DecompositionFactory_DDRM.qr(n, n);
    qr.decompose(ejmlA.get().copy());
    qr.getQ(null, true);
    return qr.getR(null, true);
  }

  @Benchmark
  public MatrixStore<Double> ojAlgo() {
    QR<Double> qr = QR.R064.make(n, n);
    qr.decompose(ojAlgoA.get());
    qr.getQ();
    return qr.getR();
  }

  @Benchmark
  public INDArray nd4j() {
    return Nd4j.linalg().qr(nd4jA.get())[1];
  }

  @Benchmark
  public double[] rust() {
    Linalg.QrResult qr = Linalg.qr(wrap(a));
    qr.q().close();
    return toArray(qr.r());
  }
}
