package dev.arrays.benchmarks.kernels;

import dev.arrays.DoubleNdArray;
import dev.arrays.kernels.Elementwise;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorOperators;
import org.apache.commons.math3.util.FastMath;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Sin;
import org.nd4j.linalg.factory.Nd4j;
import org.openjdk.jmh.annotations.Benchmark;

/// The sine.
public class SinBenchmark extends VectorMapBenchmark {

  /// Made by JMH.
  public SinBenchmark() {}

  @Override
  double function(double value) {
    return Math.sin(value);
  }

  @Override
  DoubleVector function(DoubleVector values) {
    return values.lanewise(VectorOperators.SIN);
  }

  @Benchmark
  public double[] commonsMath() {
    for (int i = 0; i < x.length; i++) {
      y[i] = FastMath.sin(x[i]);
    }
    return y;
  }

  @Override
  INDArray nd4j(INDArray x, INDArray y) {
    return Nd4j.exec(new Sin(x, y));
  }

  @Override
  void rust(double[] x, double[] y) {
    Elementwise.sin(x, y);
  }

  @Override
  void rust(DoubleNdArray x, DoubleNdArray y) {
    Elementwise.sin(x, y);
  }

  @Benchmark
  public double[] rustParallel() {
    Elementwise.parallelSin(x, y);
    return y;
  }
}
