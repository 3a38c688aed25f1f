package dev.arrays.benchmarks.kernels;

import dev.arrays.DoubleNdArray;
import dev.arrays.kernels.Elementwise;
import jdk.incubator.vector.DoubleVector;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.scalar.RectifiedLinear;
import org.nd4j.linalg.factory.Nd4j;

/// The larger of each element and 0.
public class ReluBenchmark extends VectorMapBenchmark {

  /// Made by JMH.
  public ReluBenchmark() {}

  @Override
  double function(double value) {
    return Math.max(value, 0);
  }

  @Override
  DoubleVector function(DoubleVector values) {
    return values.max(0);
  }

  @Override
  INDArray nd4j(INDArray x, INDArray y) {
    return Nd4j.exec(new RectifiedLinear(x, y, 0));
  }

  @Override
  void rust(double[] x, double[] y) {
    Elementwise.relu(x, y);
  }

  @Override
  void rust(DoubleNdArray x, DoubleNdArray y) {
    Elementwise.relu(x, y);
  }
}
