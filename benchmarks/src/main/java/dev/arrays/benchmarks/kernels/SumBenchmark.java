package dev.arrays.benchmarks.kernels;

import dev.arrays.DoubleNdArray;
import dev.arrays.kernels.Reductions;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorOperators;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.openjdk.jmh.annotations.Benchmark;

/// The sum.
public class SumBenchmark extends ReductionBenchmark {

  /// Made by JMH.
  public SumBenchmark() {}

  @Benchmark
  public double java() {
    double sum = 0;
    for (double value : x) {
      sum += value;
    }
    return sum;
  }

  @Benchmark
  public double carefulJava() {
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    double s4 = 0;
    double s5 = 0;
    double s6 = 0;
    double s7 = 0;
    int i = 0;
    for (; i <= x.length - 8; i += 8) {
      s0 += x[i];
      s1 += x[i + 1];
      s2 += x[i + 2];
      s3 += x[i + 3];
      s4 += x[i + 4];
      s5 += x[i + 5];
      s6 += x[i + 6];
      s7 += x[i + 7];
    }
    for (; i < x.length; i++) {
      s0 += x[i];
    }
    return ((s0 + s1) + (s2 + s3)) + ((s4 + s5) + (s6 + s7));
  }

  @Benchmark
  public double vectorApi() {
    DoubleVector s0 = DoubleVector.zero(SPECIES);
    DoubleVector s1 = s0;
    DoubleVector s2 = s0;
    DoubleVector s3 = s0;
    int i = 0;
    for (; i <= x.length - 4 * LANES; i += 4 * LANES) {
      s0 = s0.add(DoubleVector.fromArray(SPECIES, x, i));
      s1 = s1.add(DoubleVector.fromArray(SPECIES, x, i + LANES));
      s2 = s2.add(DoubleVector.fromArray(SPECIES, x, i + 2 * LANES));
      s3 = s3.add(DoubleVector.fromArray(SPECIES, x, i + 3 * LANES));
    }
    double sum = s0.add(s1).add(s2.add(s3)).reduceLanes(VectorOperators.ADD);
    for (; i < x.length; i++) {
      sum += x[i];
    }
    return sum;
  }

  @Override
  double nd4j(INDArray x) {
    return x.sumNumber().doubleValue();
  }

  @Override
  double rust(double[] x) {
    return Reductions.sum(x);
  }

  @Override
  double rust(DoubleNdArray x) {
    return Reductions.sum(x);
  }

  @Override
  double rustParallel(double[] x) {
    return Reductions.parallelSum(x);
  }
}
