package dev.arrays.benchmarks.kernels;

import dev.arrays.DoubleNdArray;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Setup;

/// A function of each element, written into an array that exists.
///
/// The hooks are implemented by one loaded class, so the JIT compiler inlines them.
public abstract class MapBenchmark extends ArrayBenchmark {
  double[] y = {};
  private final Lazy<INDArray> nd4jY = new Lazy<>(() -> Nd4j.createFromArray(y));
  private final Lazy<DoubleNdArray> nativeY = new Lazy<>(() -> inNative(y));

  /// For the subclasses.
  MapBenchmark() {}

  /// Makes room for the results.
  @Setup
  public void fillY() {
    y = new double[n];
  }

  abstract double function(double value);

  abstract INDArray nd4j(INDArray x, INDArray y);

  abstract void rust(double[] x, double[] y);

  abstract void rust(DoubleNdArray x, DoubleNdArray y);

  @Benchmark
  public double[] java() {
    for (int i = 0; i < x.length; i++) {
      y[i] = function(x[i]);
    }
    return y;
  }

  @Benchmark
  public INDArray nd4j() {
    return nd4j(nd4jX.get(), nd4jY.get());
  }

  @Benchmark
  public double[] rust() {
    rust(x, y);
    return y;
  }

  @Benchmark
  public INDArray rustIndArray() {
    rust(view(nd4jX.get()), view(nd4jY.get()));
    return nd4jY.get();
  }

  @Benchmark
  public DoubleNdArray rustNative() {
    rust(nativeX.get(), nativeY.get());
    return nativeY.get();
  }
}
