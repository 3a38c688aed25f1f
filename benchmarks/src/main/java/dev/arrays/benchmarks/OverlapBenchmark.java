package dev.arrays.benchmarks;

import dev.arrays.DoubleNdArray;
import dev.arrays.Slice;
import java.lang.foreign.Arena;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// What it costs to find two arrays apart, as each call does for each array it writes.
///
/// First the common cases, then those that need more than the ranges the arrays reach over.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 2)
public class OverlapBenchmark {
  private final DoubleNdArray x = DoubleNdArray.zeros(1000);
  private final DoubleNdArray y = DoubleNdArray.zeros(1000);
  private final DoubleNdArray firstHalf = x.slice(Slice.to(500));
  private final DoubleNdArray secondHalf = x.slice(Slice.from(500));
  private final DoubleNdArray nativeX = outside(1000);
  private final DoubleNdArray nativeY = outside(1000);
  private final DoubleNdArray matrix = DoubleNdArray.zeros(100, 100);
  private final DoubleNdArray upper = matrix.slice(Slice.to(50));
  private final DoubleNdArray lower = matrix.slice(Slice.from(50));
  private final DoubleNdArray evenColumns = matrix.slice(1, Slice.every(2));
  private final DoubleNdArray oddColumns = matrix.slice(1, Slice.range(1, 100, 2));
  private final DoubleNdArray left = matrix.slice(1, Slice.to(50));
  private final DoubleNdArray right = matrix.slice(1, Slice.from(50));

  /// Makes the arrays.
  public OverlapBenchmark() {}

  private static DoubleNdArray outside(int length) {
    return DoubleNdArray.wrap(
        Arena.ofAuto().allocate(8L * length, Double.BYTES), new long[] {length});
  }

  /// Two Java arrays.
  ///
  /// @return false
  @Benchmark
  public boolean twoJavaArrays() {
    return x.mayShareMemory(y);
  }

  /// The halves of one Java array.
  ///
  /// @return false
  @Benchmark
  public boolean halvesOfOneJavaArray() {
    return firstHalf.mayShareMemory(secondHalf);
  }

  /// Two arrays in native memory.
  ///
  /// @return false
  @Benchmark
  public boolean twoNativeArrays() {
    return nativeX.mayShareMemory(nativeY);
  }

  /// The upper and the lower rows of one matrix, ranges too.
  ///
  /// @return false
  @Benchmark
  public boolean rowsOfOneMatrix() {
    return upper.mayShareMemory(lower);
  }

  /// A Java array and native memory.
  ///
  /// @return false
  @Benchmark
  public boolean javaArrayAndNativeArray() {
    return x.mayShareMemory(nativeY);
  }

  /// Every other column and those between, told apart by the gcd of their strides.
  ///
  /// @return false
  @Benchmark
  public boolean interleavedColumns() {
    return evenColumns.mayShareMemory(oddColumns);
  }

  /// The left and the right columns, told apart by the bounded equation.
  ///
  /// @return false
  @Benchmark
  public boolean leftAndRightColumns() {
    return left.mayShareMemory(right);
  }
}
