package dev.arrays.benchmarks.kernels;

import dev.arrays.kernels.Reductions;
import dev.ludovic.netlib.blas.JavaBLAS;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorOperators;
import org.nd4j.linalg.factory.Nd4j;
import org.openjdk.jmh.annotations.Benchmark;

/// The inner product.
public class DotBenchmark extends PairBenchmark {

  /// Made by JMH.
  public DotBenchmark() {}

  @Benchmark
  public double java() {
    double sum = 0;
    for (int i = 0; i < x.length; i++) {
      sum += x[i] * y[i];
    }
    return sum;
  }

  @Benchmark
  public double carefulJava() {
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    int n = Math.min(x.length, y.length);
    int i = 0;
    for (; i <= n - 4; i += 4) {
      s0 += x[i] * y[i];
      s1 += x[i + 1] * y[i + 1];
      s2 += x[i + 2] * y[i + 2];
      s3 += x[i + 3] * y[i + 3];
    }
    for (; i < n; i++) {
      s0 += x[i] * y[i];
    }
    return (s0 + s1) + (s2 + s3);
  }

  @Benchmark
  public double vectorApi() {
    DoubleVector s0 = DoubleVector.zero(SPECIES);
    DoubleVector s1 = s0;
    DoubleVector s2 = s0;
    DoubleVector s3 = s0;
    int i = 0;
    for (; i <= x.length - 4 * LANES; i += 4 * LANES) {
      s0 = DoubleVector.fromArray(SPECIES, x, i).fma(DoubleVector.fromArray(SPECIES, y, i), s0);
      s1 =
          DoubleVector.fromArray(SPECIES, x, i + LANES)
              .fma(DoubleVector.fromArray(SPECIES, y, i + LANES), s1);
      s2 =
          DoubleVector.fromArray(SPECIES, x, i + 2 * LANES)
              .fma(DoubleVector.fromArray(SPECIES, y, i + 2 * LANES), s2);
      s3 =
          DoubleVector.fromArray(SPECIES, x, i + 3 * LANES)
              .fma(DoubleVector.fromArray(SPECIES, y, i + 3 * LANES), s3);
    }
    double sum = s0.add(s1).add(s2.add(s3)).reduceLanes(VectorOperators.ADD);
    for (; i < x.length; i++) {
      sum += x[i] * y[i];
    }
    return sum;
  }

  @Benchmark
  public double netlib() {
    return JavaBLAS.getInstance().ddot(x.length, x, 1, y, 1);
  }

  @Benchmark
  public double nd4j() {
    return Nd4j.getBlasWrapper().dot(nd4jX.get(), nd4jY.get());
  }

  @Benchmark
  public double rust() {
    return Reductions.dot(x, y);
  }

  @Benchmark
  public double rustIndArray() {
    return Reductions.dot(view(nd4jX.get()), view(nd4jY.get()));
  }

  @Benchmark
  public double rustNative() {
    return Reductions.dot(nativeX.get(), nativeY.get());
  }

  @Benchmark
  public double rustParallel() {
    return Reductions.parallelDot(x, y);
  }
}
