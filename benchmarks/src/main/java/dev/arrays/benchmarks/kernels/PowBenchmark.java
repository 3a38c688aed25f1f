package dev.arrays.benchmarks.kernels;

import dev.arrays.kernels.Elementwise;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorOperators;
import org.apache.commons.math3.util.FastMath;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Setup;

/// `z = x ** y`, with bases between 0 and 1.
public class PowBenchmark extends PairBenchmark {
  private double[] z = {};

  /// Made by JMH.
  public PowBenchmark() {}

  @Override
  double[] values(int n) {
    return uniform(n, 1);
  }

  /// Makes room for the result.
  @Setup
  public void makeZ() {
    z = new double[n];
  }

  @Benchmark
  public double[] java() {
    for (int i = 0; i < x.length; i++) {
      z[i] = Math.pow(x[i], y[i]);
    }
    return z;
  }

  @Benchmark
  public double[] vectorApi() {
    int i = 0;
    for (; i < SPECIES.loopBound(x.length); i += LANES) {
      DoubleVector.fromArray(SPECIES, x, i)
          .lanewise(VectorOperators.POW, DoubleVector.fromArray(SPECIES, y, i))
          .intoArray(z, i);
    }
    for (; i < x.length; i++) {
      z[i] = Math.pow(x[i], y[i]);
    }
    return z;
  }

  @Benchmark
  public double[] commonsMath() {
    for (int i = 0; i < x.length; i++) {
      z[i] = FastMath.pow(x[i], y[i]);
    }
    return z;
  }

  @Benchmark
  public double[] rust() {
    Elementwise.pow(x, y, z);
    return z;
  }

  @Benchmark
  public double[] rustParallel() {
    Elementwise.parallelPow(x, y, z);
    return z;
  }
}
