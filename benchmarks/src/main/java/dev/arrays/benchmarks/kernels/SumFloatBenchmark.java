package dev.arrays.benchmarks.kernels;

import dev.arrays.kernels.Reductions;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import org.openjdk.jmh.annotations.Benchmark;

/// The sum of `float` values.
public class SumFloatBenchmark extends FloatArrayBenchmark {

  /// Made by JMH.
  public SumFloatBenchmark() {}

  @Benchmark
  public float java() {
    float sum = 0;
    for (float value : x) {
      sum += value;
    }
    return sum;
  }

  @Benchmark
  public float vectorApi() {
    FloatVector s0 = FloatVector.zero(FLOATS);
    FloatVector s1 = s0;
    int lanes = FLOATS.length();
    int i = 0;
    for (; i <= x.length - 2 * lanes; i += 2 * lanes) {
      s0 = s0.add(FloatVector.fromArray(FLOATS, x, i));
      s1 = s1.add(FloatVector.fromArray(FLOATS, x, i + lanes));
    }
    float sum = s0.add(s1).reduceLanes(VectorOperators.ADD);
    for (; i < x.length; i++) {
      sum += x[i];
    }
    return sum;
  }

  @Benchmark
  public float nd4j() {
    return nd4jX.get().sumNumber().floatValue();
  }

  @Benchmark
  public float rust() {
    return Reductions.sum(x);
  }
}
