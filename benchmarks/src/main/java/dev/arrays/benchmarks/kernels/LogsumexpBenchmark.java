package dev.arrays.benchmarks.kernels;

import dev.arrays.DoubleNdArray;
import dev.arrays.kernels.Reductions;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorOperators;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.openjdk.jmh.annotations.Benchmark;

/// The logarithm of the sum of the exponentials, without overflow.
public class LogsumexpBenchmark extends ReductionBenchmark {

  /// Made by JMH.
  public LogsumexpBenchmark() {}

  @Benchmark
  public double java() {
    double max = Double.NEGATIVE_INFINITY;
    for (double value : x) {
      max = Math.max(max, value);
    }
    double sum = 0;
    for (double value : x) {
      sum += Math.exp(value - max);
    }
    return max + Math.log(sum);
  }

  @Benchmark
  public double vectorApi() {
    int bound = SPECIES.loopBound(x.length);
    DoubleVector maxima = DoubleVector.broadcast(SPECIES, Double.NEGATIVE_INFINITY);
    for (int i = 0; i < bound; i += LANES) {
      maxima = maxima.max(DoubleVector.fromArray(SPECIES, x, i));
    }
    double max = maxima.reduceLanes(VectorOperators.MAX);
    for (int i = bound; i < x.length; i++) {
      max = Math.max(max, x[i]);
    }
    DoubleVector sums = DoubleVector.zero(SPECIES);
    for (int i = 0; i < bound; i += LANES) {
      sums = sums.add(DoubleVector.fromArray(SPECIES, x, i).sub(max).lanewise(VectorOperators.EXP));
    }
    double sum = sums.reduceLanes(VectorOperators.ADD);
    for (int i = bound; i < x.length; i++) {
      sum += Math.exp(x[i] - max);
    }
    return max + Math.log(sum);
  }

  @Override
  double nd4j(INDArray x) {
    return Nd4j.math().logSumExp(x, 0).getDouble(0);
  }

  @Override
  double rust(double[] x) {
    return Reductions.logsumexp(x);
  }

  @Override
  double rust(DoubleNdArray x) {
    return Reductions.logsumexp(x);
  }

  @Override
  double rustParallel(double[] x) {
    return Reductions.parallelLogsumexp(x);
  }
}
