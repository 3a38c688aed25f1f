package dev.arrays.benchmarks.kernels;

import dev.arrays.kernels.Order;
import java.util.Arrays;
import java.util.PriorityQueue;
import org.openjdk.jmh.annotations.Benchmark;

/// The ten largest elements, the largest first.
public class TopkBenchmark extends ArrayBenchmark {
  private static final int K = 10;

  /// Made by JMH.
  public TopkBenchmark() {}

  @Benchmark
  public double[] java() {
    PriorityQueue<Double> largest = new PriorityQueue<>();
    for (double value : x) {
      largest.add(value);
      if (largest.size() > K) {
        largest.poll();
      }
    }
    double[] values = new double[K];
    for (int i = K - 1; i >= 0; i--) {
      values[i] = largest.remove();
    }
    return values;
  }

  @Benchmark
  public double[] carefulJava() {
    double[] values = new double[K];
    Arrays.fill(values, Double.NEGATIVE_INFINITY);
    for (double value : x) {
      if (value > values[K - 1]) {
        int i = K - 1;
        while (i > 0 && values[i - 1] < value) {
          values[i] = values[i - 1];
          i--;
        }
        values[i] = value;
      }
    }
    return values;
  }

  @Benchmark
  public double[] rust() {
    Order.TopkResult top = Order.topk(x, K);
    top.indices().close();
    return toArray(top.values());
  }
}
