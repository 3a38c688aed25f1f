package dev.arrays.benchmarks.kernels;

import dev.arrays.DoubleNdArray;
import dev.arrays.benchmarks.calls.Limits;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Setup;

/// What the machine can do at most: bytes moved between memory and the processor, and
/// multiplications with additions in registers.
///
/// The arrays are larger than any cache. They are native, so that each call is one call.
public class LimitsBenchmark extends KernelBenchmark {
  /// How many elements each array has.
  public static final int ELEMENTS = 10_000_000;

  /// How many operations `fma` does; a multiplication with an addition is two.
  public static final long OPERATIONS = 100_000_000;

  private DoubleNdArray x = DoubleNdArray.wrap(new double[0]);
  private DoubleNdArray y = x;
  private DoubleNdArray z = x;

  /// Made by JMH.
  public LimitsBenchmark() {}

  /// Fills the arrays.
  @Setup
  public void fill() {
    x = inNative(uniform(ELEMENTS, 1));
    y = inNative(uniform(ELEMENTS, 2));
    z = inNative(new double[ELEMENTS]);
  }

  @Benchmark
  public double read() {
    return Limits.read(x);
  }

  @Benchmark
  public double readParallel() {
    return Limits.readParallel(x);
  }

  @Benchmark
  public DoubleNdArray copy() {
    Limits.copy(x, y);
    return y;
  }

  @Benchmark
  public DoubleNdArray update() {
    Limits.update(x, y);
    return y;
  }

  @Benchmark
  public DoubleNdArray triad() {
    Limits.triad(x, y, z);
    return z;
  }

  @Benchmark
  public double fma() {
    return Limits.fma(OPERATIONS);
  }

  @Benchmark
  public double fmaParallel() {
    return Limits.fmaParallel(OPERATIONS);
  }
}
