package dev.arrays.benchmarks.kernels;

import dev.arrays.DoubleNdArray;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/// A kernel on one array or two of the same length.
public abstract class ArrayBenchmark extends KernelBenchmark {
  /// How many elements each array has.
  @Param({"100", "1000", "10000", "100000", "1000000", "10000000"})
  public int n;

  double[] x = {};
  final Lazy<INDArray> nd4jX = new Lazy<>(() -> Nd4j.createFromArray(x));
  final Lazy<DoubleNdArray> nativeX = new Lazy<>(() -> inNative(x));

  /// For the subclasses.
  ArrayBenchmark() {}

  /// Fills `x`.
  @Setup
  public void fillX() {
    x = values(n);
  }

  /// What `x` is filled with.
  double[] values(int n) {
    return normal(n, 1);
  }
}
