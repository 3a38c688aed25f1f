package dev.arrays.benchmarks.kernels;

import dev.arrays.DoubleNdArray;
import dev.arrays.kernels.Elementwise;
import jdk.incubator.vector.DoubleVector;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Setup;

/// `z = x + y`.
public class AddBenchmark extends PairBenchmark {
  private double[] z = {};
  private final Lazy<INDArray> nd4jZ = new Lazy<>(() -> Nd4j.createFromArray(z));
  private final Lazy<DoubleNdArray> nativeZ = new Lazy<>(() -> inNative(z));

  /// Made by JMH.
  public AddBenchmark() {}

  /// Makes room for the result.
  @Setup
  public void makeZ() {
    z = new double[n];
  }

  @Benchmark
  public double[] java() {
    for (int i = 0; i < x.length; i++) {
      z[i] = x[i] + y[i];
    }
    return z;
  }

  @Benchmark
  public double[] vectorApi() {
    int i = 0;
    for (; i < SPECIES.loopBound(x.length); i += LANES) {
      DoubleVector.fromArray(SPECIES, x, i)
          .add(DoubleVector.fromArray(SPECIES, y, i))
          .intoArray(z, i);
    }
    for (; i < x.length; i++) {
      z[i] = x[i] + y[i];
    }
    return z;
  }

  @Benchmark
  public INDArray nd4j() {
    return nd4jX.get().addi(nd4jY.get(), nd4jZ.get());
  }

  @Benchmark
  public double[] rust() {
    Elementwise.add(x, y, z);
    return z;
  }

  @Benchmark
  public INDArray rustIndArray() {
    Elementwise.add(view(nd4jX.get()), view(nd4jY.get()), view(nd4jZ.get()));
    return nd4jZ.get();
  }

  @Benchmark
  public DoubleNdArray rustNative() {
    Elementwise.add(nativeX.get(), nativeY.get(), nativeZ.get());
    return nativeZ.get();
  }
}
