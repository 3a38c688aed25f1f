package dev.arrays.benchmarks.kernels;

import dev.arrays.DoubleNdArray;
import dev.arrays.kernels.Elementwise;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorOperators;
import org.apache.commons.math3.util.FastMath;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Tanh;
import org.nd4j.linalg.factory.Nd4j;
import org.openjdk.jmh.annotations.Benchmark;

/// The hyperbolic tangent.
public class TanhBenchmark extends VectorMapBenchmark {

  /// Made by JMH.
  public TanhBenchmark() {}

  @Override
  double function(double value) {
    return Math.tanh(value);
  }

  @Override
  DoubleVector function(DoubleVector values) {
    return values.lanewise(VectorOperators.TANH);
  }

  @Benchmark
  public double[] commonsMath() {
    for (int i = 0; i < x.length; i++) {
      y[i] = FastMath.tanh(x[i]);
    }
    return y;
  }

  @Override
  INDArray nd4j(INDArray x, INDArray y) {
    return Nd4j.exec(new Tanh(x, y));
  }

  @Override
  void rust(double[] x, double[] y) {
    Elementwise.tanh(x, y);
  }

  @Override
  void rust(DoubleNdArray x, DoubleNdArray y) {
    Elementwise.tanh(x, y);
  }

  @Benchmark
  public double[] rustParallel() {
    Elementwise.parallelTanh(x, y);
    return y;
  }
}
