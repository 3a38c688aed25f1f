package dev.arrays.bind;

import dev.arrays.DoubleNdArray;
import dev.arrays.FloatNdArray;
import dev.arrays.NdArray;
import dev.arrays.Slice;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
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

/// What it costs to copy a call's Java arrays to native memory, beside one `memcpy` of the bytes
/// that have to move.
///
/// It is in the package of what it measures, which is not public: a call is staged when it is long,
/// and then its own work would hide the copies.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 2, jvmArgsAppend = "--enable-native-access=ALL-UNNAMED")
public class StagingBenchmark {

  /// The arrays of a call.
  public enum Arrays {
    /// 8 MB as they lie.
    CONTIGUOUS,
    /// Two matrices of 2000 by 2000, transposed.
    TRANSPOSED,
    /// The same of `float`.
    TRANSPOSED_FLOAT,
    /// One matrix of 2000 by 2000 and its transpose, which share a copy.
    SYMMETRIC,
    /// 20,000 windows of 20,000 elements over 39,999 elements.
    WINDOWS,
    /// A matrix of 1000 by 1000 with both axes backwards.
    BACKWARDS,
    /// A column of a matrix of 16 columns; each element is on a cache line of its own.
    COLUMN,
    /// The first 100 of 1000 columns.
    LEFT,
    /// 8 MB that are copied back.
    WRITTEN,
    /// A transposed matrix that is copied back.
    WRITTEN_TRANSPOSED,
    /// The left half of a matrix of 2000 by 1000, which is copied back.
    WRITTEN_LEFT
  }

  /// Which arrays are copied.
  @Param public Arrays arrays = Arrays.CONTIGUOUS;

  private List<NdArray<?>> staged = List.of();
  private MemorySegment heap = MemorySegment.NULL;
  private MemorySegment outside = MemorySegment.NULL;
  private long bytes;
  private boolean isWritten;

  /// Made by JMH.
  public StagingBenchmark() {}

  /// Makes the arrays.
  @Setup
  public void make() {
    DoubleNdArray square = filled(2000, 2000);
    isWritten = arrays.name().startsWith("WRITTEN");
    staged =
        switch (arrays) {
          case CONTIGUOUS, WRITTEN -> List.of(filled(1_000_000));
          case TRANSPOSED -> List.of(square.transpose(), filled(2000, 2000).transpose());
          case TRANSPOSED_FLOAT ->
              List.of(
                  FloatNdArray.zeros(2000, 2000).transpose(),
                  FloatNdArray.zeros(2000, 2000).transpose());
          case SYMMETRIC -> List.of(square, square.transpose());
          case WINDOWS -> List.of(windows());
          case BACKWARDS -> List.of(filled(1000, 1000).flip(0).flip(1));
          case COLUMN -> List.of(filled(100_000, 16).slice(1, Slice.to(1)));
          case LEFT -> List.of(filled(1000, 1000).slice(1, Slice.to(100)));
          case WRITTEN_TRANSPOSED -> List.of(square.transpose());
          case WRITTEN_LEFT -> List.of(filled(2000, 1000).slice(1, Slice.to(500)));
        };
    bytes =
        switch (arrays) {
          case TRANSPOSED -> 2 * 8 * 4_000_000;
          case TRANSPOSED_FLOAT -> 2 * 4 * 4_000_000;
          case SYMMETRIC, WRITTEN_TRANSPOSED -> 8 * 4_000_000;
          case WINDOWS -> 8 * 39_999;
          case COLUMN -> 64 * 100_000;
          case LEFT -> 8 * 100_000;
          case CONTIGUOUS, BACKWARDS, WRITTEN, WRITTEN_LEFT -> 8 * 1_000_000;
        };
    heap = MemorySegment.ofArray(new long[(int) (bytes / Long.BYTES)]).fill((byte) 1);
    outside = Arena.ofAuto().allocate(bytes, 64).fill((byte) 1);
  }

  private static DoubleNdArray filled(long... shape) {
    DoubleNdArray x = DoubleNdArray.zeros(shape);
    x.fill(1.5);
    return x;
  }

  private static DoubleNdArray windows() {
    MemorySegment memory = MemorySegment.ofArray(new double[39_999]);
    memory.set(ValueLayout.JAVA_DOUBLE, 0, 1.5);
    return DoubleNdArray.wrap(memory, new long[] {20_000, 20_000}, new long[] {1, 1});
  }

  /// Copies the arrays as a call does.
  ///
  /// @return how many bytes were copied in
  @Benchmark
  public long staging() {
    long byteSize = 0;
    for (NdArray<?> array : staged) {
      byteSize += Staging.byteSize(array);
    }
    try (Staging staging = new Staging(byteSize)) {
      for (NdArray<?> array : staged) {
        stage(staging, array);
      }
      return staging.copied();
    }
  }

  @SuppressWarnings("unchecked") // An array is of its own type.
  private <A extends NdArray<A>> void stage(Staging staging, NdArray<?> array) {
    A own = (A) array;
    if (isWritten) {
      staging.copyToWrite(own).copyTo(own);
    } else {
      staging.copyToRead(own);
    }
  }

  /// Copies as many bytes at once, and back where the arrays are copied back.
  ///
  /// @return the memory
  @Benchmark
  public MemorySegment memcpy() {
    MemorySegment.copy(heap, 0, outside, 0, bytes);
    if (isWritten) {
      MemorySegment.copy(outside, 0, heap, 0, bytes);
    }
    return outside;
  }
}
