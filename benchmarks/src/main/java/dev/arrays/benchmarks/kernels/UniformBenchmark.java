package dev.arrays.benchmarks.kernels;

import java.util.Random;
import java.util.SplittableRandom;
import org.apache.commons.math3.random.Well19937c;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.openjdk.jmh.annotations.Benchmark;

/// Random numbers between 0 and 1.
public class UniformBenchmark extends RandomBenchmark {

  /// Made by JMH.
  public UniformBenchmark() {}

  @Benchmark
  public double[] java() {
    Random random = new Random(seed++);
    for (int i = 0; i < n; i++) {
      y[i] = random.nextDouble();
    }
    return y;
  }

  @Benchmark
  public double[] carefulJava() {
    SplittableRandom random = new SplittableRandom(seed++);
    for (int i = 0; i < n; i++) {
      y[i] = random.nextDouble();
    }
    return y;
  }

  @Benchmark
  public double[] commonsMath() {
    Well19937c random = new Well19937c(seed++);
    for (int i = 0; i < n; i++) {
      y[i] = random.nextDouble();
    }
    return y;
  }

  @Benchmark
  public INDArray nd4j() {
    return Nd4j.rand(nd4jY.get());
  }

  @Benchmark
  public double[] rust() {
    dev.arrays.kernels.Random.uniform(seed++, 0.0, 1.0, n, y);
    return y;
  }

  @Benchmark
  public double[] rustParallel() {
    dev.arrays.kernels.Random.parallelUniform(seed++, 0.0, 1.0, n, y);
    return y;
  }
}
