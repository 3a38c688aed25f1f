package dev.arrays.benchmarks.kernels;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorMask;
import org.openjdk.jmh.annotations.Benchmark;

/// A function of each element that the Vector API has.
public abstract class VectorMapBenchmark extends MapBenchmark {

  /// For the subclasses.
  VectorMapBenchmark() {}

  abstract DoubleVector function(DoubleVector values);

  @Benchmark
  public double[] vectorApi() {
    int bound = SPECIES.loopBound(x.length);
    int i = 0;
    for (; i < bound; i += LANES) {
      function(DoubleVector.fromArray(SPECIES, x, i)).intoArray(y, i);
    }
    if (i < x.length) {
      VectorMask<Double> rest = SPECIES.indexInRange(i, x.length);
      function(DoubleVector.fromArray(SPECIES, x, i, rest)).intoArray(y, i, rest);
    }
    return y;
  }
}
