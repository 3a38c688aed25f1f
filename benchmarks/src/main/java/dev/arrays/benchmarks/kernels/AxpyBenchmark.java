package dev.arrays.benchmarks.kernels;

import dev.arrays.DoubleNdArray;
import dev.arrays.kernels.Linalg;
import dev.ludovic.netlib.blas.JavaBLAS;
import jdk.incubator.vector.DoubleVector;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.openjdk.jmh.annotations.Benchmark;

/// `y += alpha * x`, with an alpha so small that the values stay finite.
public class AxpyBenchmark extends PairBenchmark {
  private double alpha = 1e-6;

  /// Made by JMH.
  public AxpyBenchmark() {}

  @Benchmark
  public double[] java() {
    for (int i = 0; i < x.length; i++) {
      y[i] += alpha * x[i];
    }
    return y;
  }

  @Benchmark
  public double[] vectorApi() {
    DoubleVector factor = DoubleVector.broadcast(SPECIES, alpha);
    int i = 0;
    for (; i < SPECIES.loopBound(x.length); i += LANES) {
      DoubleVector.fromArray(SPECIES, x, i)
          .fma(factor, DoubleVector.fromArray(SPECIES, y, i))
          .intoArray(y, i);
    }
    for (; i < x.length; i++) {
      y[i] += alpha * x[i];
    }
    return y;
  }

  @Benchmark
  public double[] netlib() {
    JavaBLAS.getInstance().daxpy(x.length, alpha, x, 1, y, 1);
    return y;
  }

  @Benchmark
  public INDArray nd4j() {
    Nd4j.getBlasWrapper().axpy((Number) alpha, nd4jX.get(), nd4jY.get());
    return nd4jY.get();
  }

  @Benchmark
  public double[] rust() {
    Linalg.axpy(alpha, x, y);
    return y;
  }

  @Benchmark
  public INDArray rustIndArray() {
    Linalg.axpy(alpha, view(nd4jX.get()), view(nd4jY.get()));
    return nd4jY.get();
  }

  @Benchmark
  public DoubleNdArray rustNative() {
    Linalg.axpy(alpha, nativeX.get(), nativeY.get());
    return nativeY.get();
  }
}
