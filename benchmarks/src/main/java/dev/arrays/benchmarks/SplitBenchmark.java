package dev.arrays.benchmarks;

import dev.arrays.kernels.Elementwise;
import dev.arrays.kernels.Linalg;
import dev.arrays.kernels.Reductions;
import java.lang.foreign.MemorySegment;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// What it costs to cut a long call into parts: the generated method, which does so, beside one
/// critical call of the same function on the whole arrays.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 2, jvmArgsAppend = "--enable-native-access=ALL-UNNAMED")
public class SplitBenchmark {

  /// How many elements each array has.
  @Param({"100000", "1000000", "10000000"})
  public int size;

  private double[] x = {};
  private double[] y = {};

  /// Made by JMH.
  public SplitBenchmark() {}

  /// Fills two arrays.
  @Setup
  public void fill() {
    Random random = new Random(11);
    x = random.doubles(size).toArray();
    y = random.doubles(size).toArray();
  }

  /// One call of `sum`.
  ///
  /// @return the sum
  /// @throws Throwable what `invokeExact` may throw
  @Benchmark
  public double sumWhole() throws Throwable {
    return (double)
        RawCalls.SUM_CRITICAL.invokeExact(MemorySegment.ofArray(x), (long) x.length, 1L);
  }

  /// The generated method `sum`.
  ///
  /// @return the sum
  @Benchmark
  public double sumSplit() {
    return Reductions.sum(x);
  }

  /// One call of `dot`.
  ///
  /// @return the inner product
  /// @throws Throwable what `invokeExact` may throw
  @Benchmark
  public double dotWhole() throws Throwable {
    return (double)
        RawCalls.DOT_CRITICAL.invokeExact(
            MemorySegment.ofArray(x),
            (long) x.length,
            1L,
            MemorySegment.ofArray(y),
            (long) y.length,
            1L);
  }

  /// The generated method `dot`.
  ///
  /// @return the inner product
  @Benchmark
  public double dotSplit() {
    return Reductions.dot(x, y);
  }

  /// One call of `axpy`.
  ///
  /// @return the status
  /// @throws Throwable what `invokeExact` may throw
  @Benchmark
  public int axpyWhole() throws Throwable {
    return (int)
        RawCalls.AXPY_CRITICAL.invokeExact(
            1e-9,
            MemorySegment.ofArray(x),
            (long) x.length,
            1L,
            MemorySegment.ofArray(y),
            (long) y.length,
            1L);
  }

  /// The generated method `axpy`.
  @Benchmark
  public void axpySplit() {
    Linalg.axpy(1e-9, x, y);
  }

  /// One call of `exp`.
  ///
  /// @return the status
  /// @throws Throwable what `invokeExact` may throw
  @Benchmark
  public int expWhole() throws Throwable {
    return (int)
        RawCalls.EXP_CRITICAL.invokeExact(
            MemorySegment.ofArray(x),
            (long) x.length,
            1L,
            MemorySegment.ofArray(y),
            (long) y.length,
            1L);
  }

  /// The generated method `exp`.
  @Benchmark
  public void expSplit() {
    Elementwise.exp(x, y);
  }
}
