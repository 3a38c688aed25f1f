package dev.arrays.benchmarks.kernels;

import dev.arrays.DoubleNdArray;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.openjdk.jmh.annotations.Benchmark;

/// One number out of an array.
public abstract class ReductionBenchmark extends ArrayBenchmark {

  /// For the subclasses.
  ReductionBenchmark() {}

  abstract double nd4j(INDArray x);

  abstract double rust(double[] x);

  abstract double rust(DoubleNdArray x);

  abstract double rustParallel(double[] x);

  @Benchmark
  public double nd4j() {
    return nd4j(nd4jX.get());
  }

  @Benchmark
  public double rust() {
    return rust(x);
  }

  @Benchmark
  public double rustIndArray() {
    return rust(view(nd4jX.get()));
  }

  @Benchmark
  public double rustNative() {
    return rust(nativeX.get());
  }

  @Benchmark
  public double rustParallel() {
    return rustParallel(x);
  }
}
