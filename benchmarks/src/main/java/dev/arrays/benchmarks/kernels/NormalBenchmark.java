package dev.arrays.benchmarks.kernels;

import java.util.Random;
import java.util.SplittableRandom;
import org.apache.commons.math3.random.Well19937c;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.openjdk.jmh.annotations.Benchmark;

/// Random numbers of the standard normal distribution.
public class NormalBenchmark extends RandomBenchmark {

  /// Made by JMH.
  public NormalBenchmark() {}

  @Benchmark
  public double[] java() {
    Random random = new Random(seed++);
    for (int i = 0; i < n; i++) {
      y[i] = random.nextGaussian();
    }
    return y;
  }

  @Benchmark
  public double[] carefulJava() {
    SplittableRandom random = new SplittableRandom(seed++);
    for (int i = 0; i < n; i++) {
      y[i] = random.nextGaussian();
    }
    return y;
  }

  @Benchmark
  public double[] commonsMath() {
    Well19937c random = new Well19937c(seed++);
    for (int i = 0; i < n; i++) {
      y[i] = random.nextGaussian();
    }
    return y;
  }

  @Benchmark
  public INDArray nd4j() {
    return Nd4j.randn(nd4jY.get());
  }

  @Benchmark
  public double[] rust() {
    dev.arrays.kernels.Random.normal(seed++, 0.0, 1.0, n, y);
    return y;
  }

  @Benchmark
  public double[] rustParallel() {
    dev.arrays.kernels.Random.parallelNormal(seed++, 0.0, 1.0, n, y);
    return y;
  }
}
