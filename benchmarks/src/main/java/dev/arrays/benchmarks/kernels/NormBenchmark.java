package dev.arrays.benchmarks.kernels;

import dev.arrays.DoubleNdArray;
import dev.arrays.kernels.Reductions;
import dev.ludovic.netlib.blas.JavaBLAS;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorOperators;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.openjdk.jmh.annotations.Benchmark;

/// The Euclidean norm.
public class NormBenchmark extends ReductionBenchmark {

  /// Made by JMH.
  public NormBenchmark() {}

  @Benchmark
  public double java() {
    double sum = 0;
    for (double value : x) {
      sum += value * value;
    }
    return Math.sqrt(sum);
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
      s0 += x[i] * x[i];
      s1 += x[i + 1] * x[i + 1];
      s2 += x[i + 2] * x[i + 2];
      s3 += x[i + 3] * x[i + 3];
      s4 += x[i + 4] * x[i + 4];
      s5 += x[i + 5] * x[i + 5];
      s6 += x[i + 6] * x[i + 6];
      s7 += x[i + 7] * x[i + 7];
    }
    for (; i < x.length; i++) {
      s0 += x[i] * x[i];
    }
    return Math.sqrt(((s0 + s1) + (s2 + s3)) + ((s4 + s5) + (s6 + s7)));
  }

  @Benchmark
  public double vectorApi() {
    DoubleVector s0 = DoubleVector.zero(SPECIES);
    DoubleVector s1 = s0;
    DoubleVector s2 = s0;
    DoubleVector s3 = s0;
    int i = 0;
    for (; i <= x.length - 4 * LANES; i += 4 * LANES) {
      DoubleVector x0 = DoubleVector.fromArray(SPECIES, x, i);
      DoubleVector x1 = DoubleVector.fromArray(SPECIES, x, i + LANES);
      DoubleVector x2 = DoubleVector.fromArray(SPECIES, x, i + 2 * LANES);
      DoubleVector x3 = DoubleVector.fromArray(SPECIES, x, i + 3 * LANES);
      s0 = x0.fma(x0, s0);
      s1 = x1.fma(x1, s1);
      s2 = x2.fma(x2, s2);
      s3 = x3.fma(x3, s3);
    }
    double sum = s0.add(s1).add(s2.add(s3)).reduceLanes(VectorOperators.ADD);
    for (; i < x.length; i++) {
      sum += x[i] * x[i];
    }
    return Math.sqrt(sum);
  }

  @Benchmark
  public double netlib() {
    return JavaBLAS.getInstance().dnrm2(x.length, x, 1);
  }

  @Override
  double nd4j(INDArray x) {
    return x.norm2Number().doubleValue();
  }

  @Override
  double rust(double[] x) {
    return Reductions.norm(x);
  }

  @Override
  double rust(DoubleNdArray x) {
    return Reductions.norm(x);
  }

  @Override
  double rustParallel(double[] x) {
    return Reductions.parallelNorm(x);
  }
}
