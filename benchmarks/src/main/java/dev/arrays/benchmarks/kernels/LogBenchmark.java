package dev.arrays.benchmarks.kernels;

import dev.arrays.DoubleNdArray;
import dev.arrays.kernels.Elementwise;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorOperators;
import org.apache.commons.math3.util.FastMath;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Log;
import org.nd4j.linalg.factory.Nd4j;
import org.openjdk.jmh.annotations.Benchmark;

/// The natural logarithm.
public class LogBenchmark extends VectorMapBenchmark {

  /// Made by JMH.
  public LogBenchmark() {}

  @Override
  double[] values(int n) {
    return uniform(n, 1);
  }

  @Override
  double function(double value) {
    return Math.log(value);
  }

  @Override
  DoubleVector function(DoubleVector values) {
    return values.lanewise(VectorOperators.LOG);
  }

  @Benchmark
  public double[] commonsMath() {
    for (int i = 0; i < x.length; i++) {
      y[i] = FastMath.log(x[i]);
    }
    return y;
  }

  @Override
  INDArray nd4j(INDArray x, INDArray y) {
    return Nd4j.exec(new Log(x, y));
  }

  @Override
  void rust(double[] x, double[] y) {
    Elementwise.log(x, y);
  }

  @Override
  void rust(DoubleNdArray x, DoubleNdArray y) {
    Elementwise.log(x, y);
  }

  @Benchmark
  public double[] rustParallel() {
    Elementwise.parallelLog(x, y);
    return y;
  }
}
