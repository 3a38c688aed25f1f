package dev.arrays.benchmarks.kernels;

import dev.arrays.DoubleNdArray;
import dev.arrays.kernels.Elementwise;
import org.apache.commons.math3.special.Erf;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.openjdk.jmh.annotations.Benchmark;

/// The error function, which Java has only in libraries: `java` takes the one of Commons Math.
public class ErfBenchmark extends MapBenchmark {

  /// Made by JMH.
  public ErfBenchmark() {}

  @Override
  double function(double value) {
    return Erf.erf(value);
  }

  @Override
  INDArray nd4j(INDArray x, INDArray y) {
    return Nd4j.exec(new org.nd4j.linalg.api.ops.impl.transforms.strict.Erf(x, y));
  }

  @Override
  void rust(double[] x, double[] y) {
    Elementwise.erf(x, y);
  }

  @Override
  void rust(DoubleNdArray x, DoubleNdArray y) {
    Elementwise.erf(x, y);
  }

  @Benchmark
  public double[] rustParallel() {
    Elementwise.parallelErf(x, y);
    return y;
  }
}
