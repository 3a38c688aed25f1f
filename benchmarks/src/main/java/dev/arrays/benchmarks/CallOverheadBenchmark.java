package dev.arrays.benchmarks;

import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;

import dev.arrays.DoubleNdArray;
import dev.arrays.benchmarks.calls.Sums;
import dev.arrays.kernels.Linalg;
import dev.arrays.kernels.Reductions;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// What it costs to cross the boundary: the sum of few values, by each of the ways there are.
///
/// The work itself is a few additions, so that what differs is the call. `rawCritical` is the least
/// any facade over the same function can cost.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
    value = 2,
    jvmArgsAppend = {
      "--enable-native-access=ALL-UNNAMED",
      // JavaCPP, under ND4J, reads through sun.misc.Unsafe.
      "--sun-misc-unsafe-memory-access=allow"
    })
public class CallOverheadBenchmark {
  private static final int SIZE = 8;

  private final double[] values = IntStream.rangeClosed(1, SIZE).asDoubleStream().toArray();
  private final double[] second = values.clone();
  private final double[] third = values.clone();
  private final DoubleNdArray view = DoubleNdArray.wrap(values);
  private final INDArray nd4jArray = Nd4j.createFromArray(values);

  /// Makes the values 1 to 8 in all the forms the ways of calling take.
  public CallOverheadBenchmark() {}

  /// A hand-written call of the symbol the facade calls, on a Java array.
  ///
  /// @return the sum
  /// @throws Throwable what `invokeExact` may throw
  @Benchmark
  public double rawCritical() throws Throwable {
    return (double)
        RawCalls.SUM_CRITICAL.invokeExact(MemorySegment.ofArray(values), (long) values.length, 1L);
  }

  /// A hand-written call of the symbol `facadeThree` calls, on three Java arrays.
  ///
  /// @return the sum of all elements
  /// @throws Throwable what `invokeExact` may throw
  @Benchmark
  public double rawCriticalThree() throws Throwable {
    return (double)
        RawCalls.SUM_THREE_CRITICAL.invokeExact(
            MemorySegment.ofArray(values),
            (long) values.length,
            1L,
            MemorySegment.ofArray(second),
            (long) second.length,
            1L,
            MemorySegment.ofArray(third),
            (long) third.length,
            1L);
  }

  /// The generated method, on a Java array.
  ///
  /// @return the sum
  @Benchmark
  public double facade() {
    return Reductions.sum(values);
  }

  /// A hand-written call of the symbol `facadeTwo` calls, on two Java arrays.
  ///
  /// @return the inner product
  /// @throws Throwable what `invokeExact` may throw
  @Benchmark
  public double rawCriticalTwo() throws Throwable {
    return (double)
        RawCalls.DOT_CRITICAL.invokeExact(
            MemorySegment.ofArray(values),
            (long) values.length,
            1L,
            MemorySegment.ofArray(second),
            (long) second.length,
            1L);
  }

  /// A generated method that takes two Java arrays.
  ///
  /// @return the inner product
  @Benchmark
  public double facadeTwo() {
    return Reductions.dot(values, second);
  }

  /// The same without the check across threads.
  ///
  /// @return the inner product
  @Benchmark
  @Fork(
      value = 2,
      jvmArgsAppend = {"--enable-native-access=ALL-UNNAMED", "-Ddev.arrays.borrow=call"})
  public double facadeTwoWithoutThreads() {
    return Reductions.dot(values, second);
  }

  /// A generated method that writes the second of two Java arrays.
  @Benchmark
  public void facadeTwoWritten() {
    Linalg.axpy(1e-9, values, second);
  }

  /// The generated method, on a view that exists.
  ///
  /// @return the sum
  @Benchmark
  public double facadeView() {
    return Reductions.sum(view);
  }

  /// A generated method that takes three Java arrays.
  ///
  /// @return the sum of all elements
  @Benchmark
  public double facadeThree() {
    return Sums.sumThree(values, second, third);
  }

  /// The usual way without heap access: a copy to native memory, then a plain call.
  ///
  /// @return the sum
  /// @throws Throwable what `invokeExact` may throw
  @Benchmark
  public double copyingFfm() throws Throwable {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment copy = arena.allocateFrom(JAVA_DOUBLE, values);
      return (double) RawCalls.SUM_PLAIN.invokeExact(copy, (long) values.length, 1L);
    }
  }

  /// JNI without a copy.
  ///
  /// @return the sum
  @Benchmark
  public double jniCritical() {
    return JniSum.sum(values);
  }

  /// ND4J's own sum, on an INDArray that exists.
  ///
  /// @return the sum
  @Benchmark
  public double nd4j() {
    return nd4jArray.sumNumber().doubleValue();
  }
}
