package dev.arrays.benchmarks.kernels;

import dev.arrays.DoubleNdArray;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/// Random numbers, written into an array that exists. Each contender has its own; the test compares
/// their moments.
public abstract class RandomBenchmark extends KernelBenchmark {
  /// How many numbers are made.
  @Param({"100", "1000", "10000", "100000", "1000000", "10000000"})
  public int n;

  long seed = 1;
  double[] y = {};
  final Lazy<INDArray> nd4jY = new Lazy<>(() -> Nd4j.createFromArray(y));
  final Lazy<DoubleNdArray> nativeY = new Lazy<>(() -> inNative(y));

  /// For the subclasses.
  RandomBenchmark() {}

  /// Makes room for the numbers.
  @Setup
  public void makeY() {
    y = new double[n];
  }
}
