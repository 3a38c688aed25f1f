package dev.arrays.benchmarks.kernels;

import dev.arrays.DoubleNdArray;
import dev.arrays.kernels.Reductions;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorOperators;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.openjdk.jmh.annotations.Benchmark;

/// The largest element; NaN when there is one.
public class MaxBenchmark extends ReductionBenchmark {

  /// Made by JMH.
  public MaxBenchmark() {}

  @Benchmark
  public double java() {
    double max = Double.NEGATIVE_INFINITY;
    for (double value : x) {
      max = Math.max(max, value);
    }
    return max;
  }

  @Benchmark
  public double carefulJava() {
    double m0 = Double.NEGATIVE_INFINITY;
    double m1 = m0;
    double m2 = m0;
    double m3 = m0;
    int i = 0;
    for (; i <= x.length - 4; i += 4) {
      m0 = Math.max(m0, x[i]);
      m1 = Math.max(m1, x[i + 1]);
      m2 = Math.max(m2, x[i + 2]);
      m3 = Math.max(m3, x[i + 3]);
    }
    for (; i < x.length; i++) {
      m0 = Math.max(m0, x[i]);
    }
    return Math.max(Math.max(m0, m1), Math.max(m2, m3));
  }

  @Benchmark
  public double vectorApi() {
    DoubleVector m0 = DoubleVector.broadcast(SPECIES, Double.NEGATIVE_INFINITY);
    DoubleVector m1 = m0;
    DoubleVector m2 = m0;
    DoubleVector m3 = m0;
    int i = 0;
    for (; i <= x.length - 4 * LANES; i += 4 * LANES) {
      m0 = m0.max(DoubleVector.fromArray(SPECIES, x, i));
      m1 = m1.max(DoubleVector.fromArray(SPECIES, x, i + LANES));
      m2 = m2.max(DoubleVector.fromArray(SPECIES, x, i + 2 * LANES));
      m3 = m3.max(DoubleVector.fromArray(SPECIES, x, i + 3 * LANES));
    }
    double max = m0.max(m1).max(m2.max(m3)).reduceLanes(VectorOperators.MAX);
    for (; i < x.length; i++) {
      max = Math.max(max, x[i]);
    }
    return max;
  }

  @Override
  double nd4j(INDArray x) {
    return x.maxNumber().doubleValue();
  }

  @Override
  double rust(double[] x) {
    return Reductions.max(x);
  }

  @Override
  double rust(DoubleNdArray x) {
    return Reductions.max(x);
  }

  @Override
  double rustParallel(double[] x) {
    return Reductions.parallelMax(x);
  }
}
