package dev.arrays.benchmarks.kernels;

import dev.arrays.DoubleNdArray;
import dev.arrays.kernels.Statistics;
import java.util.Arrays;
import org.apache.commons.math3.stat.descriptive.rank.Percentile;
import org.openjdk.jmh.annotations.Benchmark;

/// Three quantiles of unsorted values, interpolated linearly.
public class QuantileBenchmark extends ArrayBenchmark {
  private final double[] q = {0.1, 0.5, 0.99};

  /// Made by JMH.
  public QuantileBenchmark() {}

  @Benchmark
  public double[] java() {
    double[] sorted = x.clone();
    Arrays.sort(sorted);
    double[] quantiles = new double[q.length];
    for (int i = 0; i < q.length; i++) {
      double place = q[i] * (sorted.length - 1);
      int below = (int) place;
      int above = Math.min(below + 1, sorted.length - 1);
      quantiles[i] = sorted[below] + (place - below) * (sorted[above] - sorted[below]);
    }
    return quantiles;
  }

  @Benchmark
  public double[] carefulJava() {
    double[] rest = x.clone();
    double[] quantiles = new double[q.length];
    int from = 0;
    for (int i = 0; i < q.length; i++) {
      double place = q[i] * (rest.length - 1);
      int below = (int) place;
      select(rest, from, rest.length - 1, below);
      double above = rest[below];
      if (below + 1 < rest.length) {
        above = Double.POSITIVE_INFINITY;
        for (int j = below + 1; j < rest.length; j++) {
          above = Math.min(above, rest[j]);
        }
      }
      quantiles[i] = rest[below] + (place - below) * (above - rest[below]);
      from = below;
    }
    return quantiles;
  }

  /// Quickselect by Hoare, with the median of three as pivot.
  private static void select(double[] a, int from, int to, int k) {
    int low = from;
    int high = to;
    while (low < high) {
      double first = a[low];
      double middle = a[(low + high) >>> 1];
      double last = a[high];
      double pivot = Math.max(Math.min(first, middle), Math.min(Math.max(first, middle), last));
      int i = low;
      int j = high;
      while (i <= j) {
        while (a[i] < pivot) {
          i++;
        }
        while (a[j] > pivot) {
          j--;
        }
        if (i <= j) {
          double swapped = a[i];
          a[i++] = a[j];
          a[j--] = swapped;
        }
      }
      if (k <= j) {
        high = j;
      } else if (k >= i) {
        low = i;
      } else {
        return;
      }
    }
  }

  @Benchmark
  public double[] commonsMath() {
    Percentile percentile = new Percentile().withEstimationType(Percentile.EstimationType.R_7);
    percentile.setData(x);
    double[] quantiles = new double[q.length];
    for (int i = 0; i < q.length; i++) {
      quantiles[i] = percentile.evaluate(100 * q[i]);
    }
    return quantiles;
  }

  @Benchmark
  public double[] rust() {
    return Statistics.quantile(x, q);
  }

  @Benchmark
  public double[] rustNative() {
    return Statistics.quantile(nativeX.get(), DoubleNdArray.wrap(q));
  }

  @Benchmark
  public double[] rustParallel() {
    return Statistics.parallelQuantile(x, q);
  }
}
