package dev.arrays.benchmarks.kernels;

import dev.arrays.DoubleNdArray;
import dev.arrays.kernels.Order;
import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Setup;

/// Random numbers, sorted in place after a copy, which all contenders make alike.
public class SortBenchmark extends ArrayBenchmark {
  private double[] scratch = {};
  private final Lazy<INDArray> nd4jScratch = new Lazy<>(() -> Nd4j.createFromArray(scratch));
  private final Lazy<DoubleNdArray> nativeScratch = new Lazy<>(() -> inNative(scratch));

  /// Made by JMH.
  public SortBenchmark() {}

  /// Makes room for the copy.
  @Setup
  public void makeScratch() {
    scratch = new double[n];
  }

  private double[] copied() {
    System.arraycopy(x, 0, scratch, 0, n);
    return scratch;
  }

  @Benchmark
  public double[] java() {
    Arrays.sort(copied());
    return scratch;
  }

  @Benchmark
  public double[] parallelSort() {
    Arrays.parallelSort(copied());
    return scratch;
  }

  @Benchmark
  public INDArray nd4j() {
    return Nd4j.sort(nd4jScratch.get().assign(nd4jX.get()), true);
  }

  @Benchmark
  public double[] rust() {
    Order.sort(copied());
    return scratch;
  }

  @Benchmark
  public DoubleNdArray rustNative() {
    DoubleNdArray copy = nativeScratch.get();
    copy.segment().copyFrom(nativeX.get().segment());
    Order.sort(copy);
    return copy;
  }

  @Benchmark
  public double[] rustParallel() {
    Order.parallelSort(copied());
    return scratch;
  }
}
