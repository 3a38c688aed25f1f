package dev.arrays.benchmarks.report;

import dev.arrays.benchmarks.kernels.KernelBenchmark;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// A kernel as the report knows it.
///
/// @param benchmark what measures it
/// @param family the heading it comes under
/// @param at the size whose ratios the first table states
/// @param limit what bounds it at its largest size; null for kernels that no single thing bounds
/// @param quick whether it belongs to the quick subset
record Kernel(
    Class<? extends KernelBenchmark> benchmark,
    String family,
    int at,
    @Nullable Limit limit,
    boolean quick) {

  /// The work of a kernel in terms of one of the measured limits.
  ///
  /// @param contender the method of the benchmark of the limits
  /// @param factor how often an element of the limit's arrays is moved for one of the kernel's, or
  ///   how many operations there are for each `n` to the power `degree`
  /// @param degree 1 for what moves memory in proportion to `n`; 3 for a product of matrices
  record Limit(String contender, double factor, int degree) {

    /// How many units of the limit's work the kernel does at that size.
    double work(long n) {
      return factor * Math.pow((double) n, degree);
    }
  }

  /// What the kernel is called: its benchmark without the suffix.
  String name() {
    return name(benchmark.getSimpleName());
  }

  static String name(String benchmark) {
    String name = benchmark.replaceAll("Benchmark$", "");
    return name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1);
  }
}
