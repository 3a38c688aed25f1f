package dev.arrays.benchmarks.kernels;

import dev.arrays.kernels.Statistics;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.transforms.Histogram;
import org.nd4j.linalg.factory.Nd4j;
import org.openjdk.jmh.annotations.Benchmark;

/// Counts in 64 bins of equal width between the least and the largest element.
public class HistogramBenchmark extends ArrayBenchmark {
  private static final int BINS = 64;

  /// Made by JMH.
  public HistogramBenchmark() {}

  @Benchmark
  public long[] java() {
    double min = Double.POSITIVE_INFINITY;
    double max = Double.NEGATIVE_INFINITY;
    for (double value : x) {
      min = Math.min(min, value);
      max = Math.max(max, value);
    }
    long[] counts = new long[BINS];
    double width = (max - min) / BINS;
    for (double value : x) {
      int bin = (int) ((value - min) / width);
      counts[Math.min(bin, BINS - 1)]++;
    }
    return counts;
  }

  @Benchmark
  public long[] carefulJava() {
    double min0 = Double.POSITIVE_INFINITY;
    double max0 = Double.NEGATIVE_INFINITY;
    double min1 = min0;
    double max1 = max0;
    int i = 0;
    for (; i <= x.length - 2; i += 2) {
      min0 = Math.min(min0, x[i]);
      max0 = Math.max(max0, x[i]);
      min1 = Math.min(min1, x[i + 1]);
      max1 = Math.max(max1, x[i + 1]);
    }
    for (; i < x.length; i++) {
      min0 = Math.min(min0, x[i]);
      max0 = Math.max(max0, x[i]);
    }
    double min = Math.min(min0, min1);
    double scale = BINS / (Math.max(max0, max1) - min);
    // Two tables: the next count need not wait for the last one.
    int[] even = new int[BINS];
    int[] odd = new int[BINS];
    for (i = 0; i <= x.length - 2; i += 2) {
      even[Math.min((int) ((x[i] - min) * scale), BINS - 1)]++;
      odd[Math.min((int) ((x[i + 1] - min) * scale), BINS - 1)]++;
    }
    for (; i < x.length; i++) {
      even[Math.min((int) ((x[i] - min) * scale), BINS - 1)]++;
    }
    long[] counts = new long[BINS];
    for (int bin = 0; bin < BINS; bin++) {
      counts[bin] = (long) even[bin] + odd[bin];
    }
    return counts;
  }

  @Benchmark
  public INDArray nd4j() {
    return Nd4j.exec(new Histogram(nd4jX.get(), BINS))[0];
  }

  @Benchmark
  public long[] rust() {
    Statistics.HistogramResult histogram = Statistics.histogram(x, BINS);
    histogram.edges().close();
    return toArray(histogram.counts());
  }

  @Benchmark
  public long[] rustParallel() {
    Statistics.ParallelHistogramResult histogram = Statistics.parallelHistogram(x, BINS);
    histogram.edges().close();
    return toArray(histogram.counts());
  }
}
