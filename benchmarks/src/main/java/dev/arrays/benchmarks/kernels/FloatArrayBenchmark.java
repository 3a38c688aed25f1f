package dev.arrays.benchmarks.kernels;

import java.util.Random;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/// A kernel on an array of `float`.
public abstract class FloatArrayBenchmark extends KernelBenchmark {
  static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;

  /// How many elements each array has.
  @Param({"100", "1000", "10000", "100000", "1000000", "10000000"})
  public int n;

  float[] x = {};
  float[] y = {};
  final Lazy<INDArray> nd4jX = new Lazy<>(() -> Nd4j.createFromArray(x));
  final Lazy<INDArray> nd4jY = new Lazy<>(() -> Nd4j.createFromArray(y));

  /// For the subclasses.
  FloatArrayBenchmark() {}

  /// Fills `x` and makes room for results.
  @Setup
  public void fill() {
    Random random = new Random(1);
    x = new float[n];
    y = new float[n];
    for (int i = 0; i < n; i++) {
      x[i] = (float) random.nextGaussian();
    }
  }
}
