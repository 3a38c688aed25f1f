package dev.arrays.benchmarks.kernels;

import dev.arrays.kernels.Order;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;

/// The indices that sort.
public class ArgsortBenchmark extends ArrayBenchmark {

  /// Made by JMH.
  public ArgsortBenchmark() {}

  @Benchmark
  public int[] java() {
    return IntStream.range(0, n)
        .boxed()
        .sorted(Comparator.comparingDouble(i -> x[i]))
        .mapToInt(Integer::intValue)
        .toArray();
  }

  @Benchmark
  public int[] carefulJava() {
    // Runs of doubling length are merged from one array into the other.
    int[] from = new int[n];
    int[] to = new int[n];
    Arrays.setAll(from, i -> i);
    for (int width = 1; width < n; width *= 2) {
      for (int start = 0; start < n; start += 2 * width) {
        int middle = Math.min(start + width, n);
        int end = Math.min(start + 2 * width, n);
        int i = start;
        int j = middle;
        for (int k = start; k < end; k++) {
          to[k] = i < middle && (j >= end || x[from[i]] <= x[from[j]]) ? from[i++] : from[j++];
        }
      }
      int[] swapped = from;
      from = to;
      to = swapped;
    }
    return from;
  }

  @Benchmark
  public long[] rust() {
    return Order.argsort(x);
  }

  @Benchmark
  public long[] rustParallel() {
    return Order.parallelArgsort(x);
  }
}
