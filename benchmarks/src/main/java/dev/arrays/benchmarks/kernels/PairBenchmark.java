package dev.arrays.benchmarks.kernels;

import dev.arrays.DoubleNdArray;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.openjdk.jmh.annotations.Setup;

/// A kernel on two arrays.
public abstract class PairBenchmark extends ArrayBenchmark {
  double[] y = {};
  final Lazy<INDArray> nd4jY = new Lazy<>(() -> Nd4j.createFromArray(y));
  final Lazy<DoubleNdArray> nativeY = new Lazy<>(() -> inNative(y));

  /// For the subclasses.
  PairBenchmark() {}

  /// Fills `y`.
  @Setup
  public void fillY() {
    y = normal(n, 2);
  }
}
