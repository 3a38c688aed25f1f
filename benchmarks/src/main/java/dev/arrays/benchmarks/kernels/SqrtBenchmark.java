package dev.arrays.benchmarks.kernels;

import dev.arrays.DoubleNdArray;
import dev.arrays.kernels.Elementwise;
import jdk.incubator.vector.DoubleVector;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.transforms.floating.Sqrt;
import org.nd4j.linalg.factory.Nd4j;

/// The square root.
public class SqrtBenchmark extends VectorMapBenchmark {

  /// Made by JMH.
  public SqrtBenchmark() {}

  @Override
  double[] values(int n) {
    return uniform(n, 1);
  }

  @Override
  double function(double value) {
    return Math.sqrt(value);
  }

  @Override
  DoubleVector function(DoubleVector values) {
    return values.sqrt();
  }

  @Override
  INDArray nd4j(INDArray x, INDArray y) {
    return Nd4j.exec(new Sqrt(x, y));
  }

  @Override
  void rust(double[] x, double[] y) {
    Elementwise.sqrt(x, y);
  }

  @Override
  void rust(DoubleNdArray x, DoubleNdArray y) {
    Elementwise.sqrt(x, y);
  }
}
