package dev.arrays.benchmarks.kernels;

import dev.arrays.kernels.Elementwise;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Exp;
import org.nd4j.linalg.factory.Nd4j;
import org.openjdk.jmh.annotations.Benchmark;

/// The exponential function of `float` values.
public class ExpFloatBenchmark extends FloatArrayBenchmark {

  /// Made by JMH.
  public ExpFloatBenchmark() {}

  @Benchmark
  public float[] java() {
    for (int i = 0; i < x.length; i++) {
      y[i] = (float) Math.exp(x[i]);
    }
    return y;
  }

  @Benchmark
  public float[] vectorApi() {
    int i = 0;
    for (; i < FLOATS.loopBound(x.length); i += FLOATS.length()) {
      FloatVector.fromArray(FLOATS, x, i).lanewise(VectorOperators.EXP).intoArray(y, i);
    }
    for (; i < x.length; i++) {
      y[i] = (float) Math.exp(x[i]);
    }
    return y;
  }

  @Benchmark
  public INDArray nd4j() {
    return Nd4j.exec(new Exp(nd4jX.get(), nd4jY.get()));
  }

  @Benchmark
  public float[] rust() {
    Elementwise.exp(x, y);
    return y;
  }
}
