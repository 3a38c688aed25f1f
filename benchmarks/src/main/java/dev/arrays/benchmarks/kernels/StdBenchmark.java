package dev.arrays.benchmarks.kernels;

import dev.arrays.DoubleNdArray;
import dev.arrays.kernels.Reductions;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorOperators;
import org.apache.commons.math3.stat.descriptive.moment.StandardDeviation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.openjdk.jmh.annotations.Benchmark;

/// The standard deviation of a sample: two passes, as accuracy demands.
public class StdBenchmark extends ReductionBenchmark {

  /// Made by JMH.
  public StdBenchmark() {}

  @Benchmark
  public double java() {
    double sum = 0;
    for (double value : x) {
      sum += value;
    }
    double mean = sum / x.length;
    double squares = 0;
    for (double value : x) {
      squares += (value - mean) * (value - mean);
    }
    return Math.sqrt(squares / (x.length - 1));
  }

  @Benchmark
  public double carefulJava() {
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    int i = 0;
    for (; i <= x.length - 4; i += 4) {
      s0 += x[i];
      s1 += x[i + 1];
      s2 += x[i + 2];
      s3 += x[i + 3];
    }
    for (; i < x.length; i++) {
      s0 += x[i];
    }
    double mean = ((s0 + s1) + (s2 + s3)) / x.length;
    s0 = 0;
    s1 = 0;
    s2 = 0;
    s3 = 0;
    for (i = 0; i <= x.length - 4; i += 4) {
      double d0 = x[i] - mean;
      double d1 = x[i + 1] - mean;
      double d2 = x[i + 2] - mean;
      double d3 = x[i + 3] - mean;
      s0 += d0 * d0;
      s1 += d1 * d1;
      s2 += d2 * d2;
      s3 += d3 * d3;
    }
    for (; i < x.length; i++) {
      s0 += (x[i] - mean) * (x[i] - mean);
    }
    return Math.sqrt(((s0 + s1) + (s2 + s3)) / (x.length - 1));
  }

  @Benchmark
  public double vectorApi() {
    int bound = x.length - x.length % (2 * LANES);
    DoubleVector s0 = DoubleVector.zero(SPECIES);
    DoubleVector s1 = s0;
    for (int i = 0; i < bound; i += 2 * LANES) {
      s0 = s0.add(DoubleVector.fromArray(SPECIES, x, i));
      s1 = s1.add(DoubleVector.fromArray(SPECIES, x, i + LANES));
    }
    double sum = s0.add(s1).reduceLanes(VectorOperators.ADD);
    for (int i = bound; i < x.length; i++) {
      sum += x[i];
    }
    double mean = sum / x.length;
    s0 = DoubleVector.zero(SPECIES);
    s1 = s0;
    for (int i = 0; i < bound; i += 2 * LANES) {
      DoubleVector d0 = DoubleVector.fromArray(SPECIES, x, i).sub(mean);
      DoubleVector d1 = DoubleVector.fromArray(SPECIES, x, i + LANES).sub(mean);
      s0 = d0.fma(d0, s0);
      s1 = d1.fma(d1, s1);
    }
    double squares = s0.add(s1).reduceLanes(VectorOperators.ADD);
    for (int i = bound; i < x.length; i++) {
      squares += (x[i] - mean) * (x[i] - mean);
    }
    return Math.sqrt(squares / (x.length - 1));
  }

  @Benchmark
  public double commonsMath() {
    return new StandardDeviation().evaluate(x);
  }

  @Override
  double nd4j(INDArray x) {
    return x.stdNumber().doubleValue();
  }

  @Override
  double rust(double[] x) {
    return Reductions.std(x, 1.0);
  }

  @Override
  double rust(DoubleNdArray x) {
    return Reductions.std(x, 1.0);
  }

  @Override
  double rustParallel(double[] x) {
    return Reductions.parallelStd(x, 1.0);
  }
}
