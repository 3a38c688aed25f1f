package dev.arrays.demo;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.function.Supplier;

/// A computation run some times: its result, how long it takes, and what it allocates on the Java
/// heap.
///
/// @param result what the last run returned
/// @param nanos the median time of a run after the warm-up
/// @param allocatedBytes bytes the calling thread allocates on the Java heap in one run, results
///   included: the least of all runs, since the JIT compiler may still be at work in the first ones
record Trial<T>(T result, long nanos, long allocatedBytes) {
  private static final int WARM_UP_RUNS = 10;
  private static final int MEASURED_RUNS = 15;
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /// Runs a computation that leaves its inputs as they are.
  static <T> Trial<T> of(Supplier<T> computation) {
    return of(() -> {}, computation);
  }

  /// Runs a computation that changes its inputs.
  ///
  /// @param prepare brings the inputs back; runs before each run and is not measured
  static <T> Trial<T> of(Runnable prepare, Supplier<T> computation) {
    prepare.run();
    T result = computation.get();
    long[] nanos = new long[MEASURED_RUNS];
    long leastAllocated = Long.MAX_VALUE;
    for (int run = -WARM_UP_RUNS; run < MEASURED_RUNS; run++) {
      prepare.run();
      long allocatedBefore = THREADS.getCurrentThreadAllocatedBytes();
      long start = System.nanoTime();
      result = computation.get();
      long elapsed = System.nanoTime() - start;
      long allocated = THREADS.getCurrentThreadAllocatedBytes() - allocatedBefore;
      if (run >= 0) {
        nanos[run] = elapsed;
        leastAllocated = Math.min(leastAllocated, allocated);
      }
    }
    Arrays.sort(nanos);
    return new Trial<>(result, nanos[MEASURED_RUNS / 2], leastAllocated);
  }
}
