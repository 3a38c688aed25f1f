package dev.arrays.benchmarks.kernels;

import dev.arrays.DoubleNdArray;
import org.ejml.data.DMatrixRMaj;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.ojalgo.OjAlgoUtils;
import org.ojalgo.matrix.store.R064Store;
import org.openjdk.jmh.annotations.Setup;

/// A kernel on a square matrix.
public abstract class MatrixBenchmark extends KernelBenchmark {
  double[] a = {};
  final Lazy<INDArray> nd4jA = new Lazy<>(() -> nd4j(a, side()));
  final Lazy<DMatrixRMaj> ejmlA = new Lazy<>(() -> DMatrixRMaj.wrap(side(), side(), a.clone()));
  final Lazy<R064Store> ojAlgoA = new Lazy<>(() -> ojAlgo(a, side()));

  /// For the subclasses.
  MatrixBenchmark() {}

  /// How many rows and columns the matrix has.
  abstract int side();

  /// Fills `a`.
  @Setup
  public void fillA() {
    a = matrix(side());
  }

  /// What `a` is filled with.
  double[] matrix(int side) {
    return normal(side * side, 1);
  }

  /// A matrix that is symmetric and positive definite.
  static double[] positiveDefinite(int side) {
    double[] a = normal(side * side, 1);
    for (int i = 0; i < side; i++) {
      for (int j = 0; j < i; j++) {
        a[i * side + j] = a[j * side + i];
      }
      a[i * side + i] += 4 * Math.sqrt(side);
    }
    return a;
  }

  /// Rotates two rows in their plane, as Jacobi's methods do.
  static void rotate(double[] p, double[] q, double cos, double sin) {
    for (int i = 0; i < p.length; i++) {
      double before = p[i];
      p[i] = cos * before - sin * q[i];
      q[i] = sin * before + cos * q[i];
    }
  }

  DoubleNdArray wrap(double[] matrix) {
    return DoubleNdArray.wrap(matrix, side(), side());
  }

  static INDArray nd4j(double[] matrix, int side) {
    return Nd4j.createFromArray(matrix).reshape(side, side);
  }

  static R064Store ojAlgo(double[] matrix, int side) {
    // One thread, as all others.
    OjAlgoUtils.limitThreadsTo(1);
    return R064Store.wrap(transposed(matrix, side), side);
  }

  /// The matrix column by column, as LAPACK has it.
  static double[] transposed(double[] matrix, int side) {
    double[] columns = new double[side * side];
    for (int i = 0; i < side; i++) {
      for (int j = 0; j < side; j++) {
        columns[j * side + i] = matrix[i * side + j];
      }
    }
    return columns;
  }
}
