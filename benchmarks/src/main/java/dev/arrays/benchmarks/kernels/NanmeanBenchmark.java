package dev.arrays.benchmarks.kernels;

import dev.arrays.kernels.Reductions;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import org.openjdk.jmh.annotations.Benchmark;

/// The mean of the elements that are not NaN, of which there is one in sixteen.
public class NanmeanBenchmark extends ArrayBenchmark {

  /// Made by JMH.
  public NanmeanBenchmark() {}

  @Override
  double[] values(int n) {
    double[] values = normal(n, 1);
    for (int i = 0; i < n; i += 16) {
      values[i] = Double.NaN;
    }
    return values;
  }

  @Benchmark
  public double java() {
    double sum = 0;
    int count = 0;
    for (double value : x) {
      if (!Double.isNaN(value)) {
        sum += value;
        count++;
      }
    }
    return sum / count;
  }

  @Benchmark
  public double carefulJava() {
    double s0 = 0;
    double s1 = 0;
    long count = 0;
    int i = 0;
    for (; i <= x.length - 2; i += 2) {
      boolean is0 = !Double.isNaN(x[i]);
      boolean is1 = !Double.isNaN(x[i + 1]);
      s0 += is0 ? x[i] : 0;
      s1 += is1 ? x[i + 1] : 0;
      count += (is0 ? 1 : 0) + (is1 ? 1 : 0);
    }
    for (; i < x.length; i++) {
      if (!Double.isNaN(x[i])) {
        s0 += x[i];
        count++;
      }
    }
    return (s0 + s1) / count;
  }

  @Benchmark
  public double vectorApi() {
    DoubleVector sums = DoubleVector.zero(SPECIES);
    long count = 0;
    int bound = SPECIES.loopBound(x.length);
    for (int i = 0; i < bound; i += LANES) {
      DoubleVector values = DoubleVector.fromArray(SPECIES, x, i);
      VectorMask<Double> number = values.test(VectorOperators.IS_NAN).not();
      sums = sums.add(values, number);
      count += number.trueCount();
    }
    double sum = sums.reduceLanes(VectorOperators.ADD);
    for (int i = bound; i < x.length; i++) {
      if (!Double.isNaN(x[i])) {
        sum += x[i];
        count++;
      }
    }
    return sum / count;
  }

  @Benchmark
  public double rust() {
    return Reductions.nanmean(x);
  }

  @Benchmark
  public double rustNative() {
    return Reductions.nanmean(nativeX.get());
  }
}
