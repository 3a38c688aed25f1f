package dev.arrays.benchmarks.kernels;

import dev.arrays.DoubleNdArray;
import dev.arrays.kernels.Elementwise;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorOperators;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Sigmoid;
import org.nd4j.linalg.factory.Nd4j;
import org.openjdk.jmh.annotations.Benchmark;

/// The logistic function.
public class SigmoidBenchmark extends VectorMapBenchmark {

  /// Made by JMH.
  public SigmoidBenchmark() {}

  @Override
  double function(double value) {
    return 1 / (1 + Math.exp(-value));
  }

  @Override
  DoubleVector function(DoubleVector values) {
    return DoubleVector.broadcast(SPECIES, 1)
        .div(values.neg().lanewise(VectorOperators.EXP).add(1));
  }

  @Override
  INDArray nd4j(INDArray x, INDArray y) {
    return Nd4j.exec(new Sigmoid(x, y));
  }

  @Override
  void rust(double[] x, double[] y) {
    Elementwise.sigmoid(x, y);
  }

  @Override
  void rust(DoubleNdArray x, DoubleNdArray y) {
    Elementwise.sigmoid(x, y);
  }

  @Benchmark
  public double[] rustParallel() {
    Elementwise.parallelSigmoid(x, y);
    return y;
  }
}
