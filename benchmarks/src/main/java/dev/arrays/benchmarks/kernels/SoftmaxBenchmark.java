package dev.arrays.benchmarks.kernels;

import dev.arrays.DoubleNdArray;
import dev.arrays.kernels.Reductions;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorOperators;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Setup;

/// The exponentials divided by their sum.
public class SoftmaxBenchmark extends ArrayBenchmark {
  private double[] y = {};
  private final Lazy<DoubleNdArray> nativeY = new Lazy<>(() -> inNative(y));

  /// Made by JMH.
  public SoftmaxBenchmark() {}

  /// Makes room for the result.
  @Setup
  public void makeY() {
    y = new double[n];
  }

  @Benchmark
  public double[] java() {
    double max = Double.NEGATIVE_INFINITY;
    for (double value : x) {
      max = Math.max(max, value);
    }
    double sum = 0;
    for (int i = 0; i < x.length; i++) {
      y[i] = Math.exp(x[i] - max);
      sum += y[i];
    }
    for (int i = 0; i < x.length; i++) {
      y[i] /= sum;
    }
    return y;
  }

  @Benchmark
  public double[] vectorApi() {
    int bound = SPECIES.loopBound(x.length);
    DoubleVector maxima = DoubleVector.broadcast(SPECIES, Double.NEGATIVE_INFINITY);
    for (int i = 0; i < bound; i += LANES) {
      maxima = maxima.max(DoubleVector.fromArray(SPECIES, x, i));
    }
    double max = maxima.reduceLanes(VectorOperators.MAX);
    for (int i = bound; i < x.length; i++) {
      max = Math.max(max, x[i]);
    }
    DoubleVector sums = DoubleVector.zero(SPECIES);
    for (int i = 0; i < bound; i += LANES) {
      DoubleVector exp =
          DoubleVector.fromArray(SPECIES, x, i).sub(max).lanewise(VectorOperators.EXP);
      exp.intoArray(y, i);
      sums = sums.add(exp);
    }
    double sum = sums.reduceLanes(VectorOperators.ADD);
    for (int i = bound; i < x.length; i++) {
      y[i] = Math.exp(x[i] - max);
      sum += y[i];
    }
    double factor = 1 / sum;
    for (int i = 0; i < bound; i += LANES) {
      DoubleVector.fromArray(SPECIES, y, i).mul(factor).intoArray(y, i);
    }
    for (int i = bound; i < x.length; i++) {
      y[i] *= factor;
    }
    return y;
  }

  @Benchmark
  public INDArray nd4j() {
    return Nd4j.nn().softmax(nd4jX.get(), 0);
  }

  @Benchmark
  public double[] rust() {
    Reductions.softmax(x, y);
    return y;
  }

  @Benchmark
  public DoubleNdArray rustNative() {
    Reductions.softmax(nativeX.get(), nativeY.get());
    return nativeY.get();
  }

  @Benchmark
  public double[] rustParallel() {
    Reductions.parallelSoftmax(x, y);
    return y;
  }
}
