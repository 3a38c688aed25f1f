package dev.arrays.benchmarks.kernels;

import dev.arrays.DoubleNdArray;
import dev.arrays.kernels.Elementwise;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorOperators;
import org.apache.commons.math3.util.FastMath;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Exp;
import org.nd4j.linalg.factory.Nd4j;
import org.openjdk.jmh.annotations.Benchmark;

/// The exponential function.
public class ExpBenchmark extends VectorMapBenchmark {

  /// Made by JMH.
  public ExpBenchmark() {}

  @Override
  double function(double value) {
    return Math.exp(value);
  }

  @Override
  DoubleVector function(DoubleVector values) {
    return values.lanewise(VectorOperators.EXP);
  }

  @Benchmark
  public double[] commonsMath() {
    for (int i = 0; i < x.length; i++) {
      y[i] = FastMath.exp(x[i]);
    }
    return y;
  }

  @Override
  INDArray nd4j(INDArray x, INDArray y) {
    return Nd4j.exec(new Exp(x, y));
  }

  @Override
  void rust(double[] x, double[] y) {
    Elementwise.exp(x, y);
  }

  @Override
  void rust(DoubleNdArray x, DoubleNdArray y) {
    Elementwise.exp(x, y);
  }

  @Benchmark
  public double[] rustParallel() {
    Elementwise.parallelExp(x, y);
    return y;
  }
}
