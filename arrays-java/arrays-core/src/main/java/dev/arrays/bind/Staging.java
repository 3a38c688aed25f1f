package dev.arrays.bind;

import dev.arrays.NdArray;
import dev.arrays.Slice;
import dev.arrays.internal.ffm.NativeBuffer;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.ref.SoftReference;
import java.util.concurrent.ArrayBlockingQueue;
import org.jspecify.annotations.Nullable;

/// Native memory for copies of a call's Java arrays.
///
/// Buffers are kept for later calls, one per processor at most: memory that the system gives anew
/// costs more, page for page, than most work on it. The collector frees those that are not used for
/// a while. What is larger than most calls need is allocated for one call.
final class Staging implements AutoCloseable {
  private static final long LEAST_SIZE = 4L << 20;
  private static final long LARGEST_KEPT_SIZE = 256L << 20;
  private static final ArrayBlockingQueue<SoftReference<MemorySegment>> KEPT =
      new ArrayBlockingQueue<>(Runtime.getRuntime().availableProcessors());

  /// Keeps two arrays out of one cache line, and suits any element.
  private static final long ALIGNMENT = 64;

  private final @Nullable Arena arena;
  private final MemorySegment memory;
  private long used;
  private long copied;

  /// Takes memory for copies of arrays.
  ///
  /// @param byteSize the sum of their [#byteSize]
  /// @throws OutOfMemoryError when there is none
  Staging(long byteSize) {
    if (byteSize > LARGEST_KEPT_SIZE) {
      arena = Arena.ofConfined();
      memory = NativeBuffer.allocate(byteSize, arena);
    } else {
      arena = null;
      MemorySegment kept = kept();
      memory =
          kept == null || kept.byteSize() < byteSize
              ? NativeBuffer.allocate(keptSize(byteSize), Arena.ofAuto())
              : kept;
    }
  }

  private static @Nullable MemorySegment kept() {
    SoftReference<MemorySegment> kept = KEPT.poll();
    return kept == null ? null : kept.get();
  }

  /// The power of two from `byteSize` on, so that buffers fit the next call, too.
  private static long keptSize(long byteSize) {
    return Math.max(LEAST_SIZE, Long.highestOneBit(byteSize - 1) << 1);
  }

  /// How much memory a copy of an array takes.
  static long byteSize(NdArray<?> array) {
    return Math.addExact(new Plan(array).byteSize, 2 * ALIGNMENT);
  }

  /// Copies an array.
  ///
  /// @param <A> the type of the array
  /// @param array the array
  /// @return an array of the same data type and shape; of the same strides too, unless the elements
  ///   lie far apart
  <A extends NdArray<A>> A copy(A array) {
    Plan plan = new Plan(array);
    long start = -(memory.address() + used) & ALIGNMENT - 1;
    MemorySegment place = memory.asSlice(used + start, plan.byteSize);
    used += start + plan.byteSize;
    @SuppressWarnings("unchecked") // One data type is of one class.
    A copy =
        (A)
            NdArray.wrap(
                place, array.dataType(), plan.byteOffset, array.shape(), plan.strides, null);
    A elements = once(array);
    elements.copyTo(once(copy));
    copied += elements.size() * elements.dataType().byteSize();
    return copy;
  }

  /// How many bytes were copied so far.
  long copied() {
    return copied;
  }

  /// The array without the repetitions along axes of stride 0, which may be more than any memory.
  private static <A extends NdArray<A>> A once(A array) {
    A once = array;
    for (int axis = 0; axis < array.rank(); axis++) {
      if (array.stride(axis) == 0 && array.shape(axis) > 1) {
        once = once.slice(axis, Slice.to(1));
      }
    }
    return once;
  }

  /// Gives the memory back.
  @Override
  public void close() {
    if (arena != null) {
      arena.close();
    } else {
      // When enough are kept, the collector frees this one.
      KEPT.offer(new SoftReference<>(memory));
    }
  }

  /// How a copy lies in memory.
  private static final class Plan {
    final long[] strides;
    final long byteSize;
    final long byteOffset;

    Plan(NdArray<?> array) {
      // Without repetitions.
      long elements = Math.min(array.size(), 1);
      for (int axis = 0; axis < array.rank(); axis++) {
        elements *= array.stride(axis) == 0 ? 1 : array.shape(axis);
      }
      long dense = elements * array.dataType().byteSize();
      long extent = array.end() - array.start();
      // Rounding may depend on how a function goes through memory, so the strides are kept where
      // that does not take more than twice the memory.
      if (extent / 2 <= dense) {
        strides = array.strides();
        byteSize = extent;
        byteOffset = array.segment().address() + array.byteOffset() - array.start();
      } else {
        strides = new long[array.rank()];
        long stride = 1;
        for (int axis = array.rank() - 1; axis >= 0; axis--) {
          if (array.stride(axis) != 0) {
            strides[axis] = stride;
            stride *= array.shape(axis);
          }
        }
        byteSize = dense;
        byteOffset = 0;
      }
    }
  }
}
