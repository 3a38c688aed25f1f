package dev.arrays.benchmarks.kernels;

import dev.arrays.kernels.Order;
import java.util.Arrays;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Setup;

/// The places of unsorted values among as many sorted ones.
public class SearchsortedBenchmark extends ArrayBenchmark {
  private double[] sorted = {};

  /// Made by JMH.
  public SearchsortedBenchmark() {}

  /// Fills the sorted values.
  @Setup
  public void fillSorted() {
    sorted = normal(n, 2);
    Arrays.sort(sorted);
  }

  @Benchmark
  public long[] java() {
    long[] places = new long[n];
    for (int i = 0; i < n; i++) {
      int place = Arrays.binarySearch(sorted, x[i]);
      places[i] = place < 0 ? ~place : place;
    }
    return places;
  }

  @Benchmark
  public long[] carefulJava() {
    // The loop has no branch that depends on the values.
    long[] places = new long[n];
    for (int i = 0; i < n; i++) {
      double value = x[i];
      int base = 0;
      int length = n;
      while (length > 1) {
        int half = length >>> 1;
        base += sorted[base + half - 1] < value ? half : 0;
        length -= half;
      }
      places[i] = sorted[base] < value ? base + 1L : base;
    }
    return places;
  }

  @Benchmark
  public long[] rust() {
    return Order.searchsorted(sorted, x);
  }
}
