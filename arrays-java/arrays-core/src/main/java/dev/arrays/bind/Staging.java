package dev.arrays.bind;

import dev.arrays.NdArray;
import dev.arrays.internal.ffm.NativeBuffer;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.ref.SoftReference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/// Native memory for copies of a call's Java arrays.
///
/// Buffers are kept for later calls, one per processor at most: memory that the system gives anew
/// costs more, page for page, than most work on it. The collector frees those that are not used for
/// a while. What is larger than most calls need is allocated for one call.
final class Staging implements AutoCloseable {
  private static final long LEAST_SIZE = 4L << 20;
  private static final long LARGEST_KEPT_SIZE = 256L << 20;

  /// Taken and given back without a lock, which a stack overflow could leave held for ever.
  private static final AtomicReferenceArray<@Nullable SoftReference<MemorySegment>> KEPT =
      new AtomicReferenceArray<>(Runtime.getRuntime().availableProcessors());

  /// Keeps two arrays out of one cache line, and suits any element.
  private static final long ALIGNMENT = 64;

  private final @Nullable Arena arena;
  private final MemorySegment memory;
  private final List<Whole> wholes = new ArrayList<>();
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
    for (int i = 0; i < KEPT.length(); i++) {
      SoftReference<MemorySegment> kept = KEPT.getAndSet(i, null);
      if (kept != null) {
        return kept.get();
      }
    }
    return null;
  }

  /// The power of two from `byteSize` on, so that buffers fit the next call, too.
  private static long keptSize(long byteSize) {
    return Math.max(LEAST_SIZE, Long.highestOneBit(byteSize - 1) << 1);
  }

  /// How much memory a copy of an array takes.
  static long byteSize(NdArray<?> array) {
    return Math.addExact(StagedLayout.of(array).byteSize(), 2 * ALIGNMENT);
  }

  /// Copies an array that is only read. Arrays that show the same elements, or some of those of an
  /// earlier one, share its copy.
  ///
  /// @param <A> the type of the array
  /// @param array the array
  /// @return an array of the same data type and shape; of the same strides too, unless the elements
  ///   lie far apart
  <A extends NdArray<A>> A copyToRead(A array) {
    StagedLayout layout = StagedLayout.of(array);
    if (!layout.isWhole()) {
      return layout.view(array, copy(array, layout));
    }
    for (Whole whole : wholes) {
      if (whole.holds(array)) {
        long start = array.start() - whole.array.start();
        return layout.view(array, whole.copy.asSlice(start, layout.byteSize()));
      }
    }
    Whole whole = new Whole(array, copy(array, layout));
    wholes.add(whole);
    return layout.view(array, whole.copy);
  }

  /// Copies an array that is written: its copy is its own.
  ///
  /// @param <A> the type of the array
  /// @param array the array
  /// @return an array as [#copyToRead] gives
  <A extends NdArray<A>> A copyToWrite(A array) {
    StagedLayout layout = StagedLayout.of(array);
    return layout.view(array, copy(array, layout));
  }

  private MemorySegment copy(NdArray<?> array, StagedLayout layout) {
    long start = -(memory.address() + used) & ALIGNMENT - 1;
    MemorySegment place = memory.asSlice(used + start, layout.byteSize());
    used += start + layout.byteSize();
    layout.copy(array, place);
    copied += layout.byteSize();
    return place;
  }

  /// How many bytes were copied so far.
  long copied() {
    return copied;
  }

  /// Gives the memory back.
  @Override
  public void close() {
    if (arena != null) {
      arena.close();
    } else {
      SoftReference<MemorySegment> kept = new SoftReference<>(memory);
      // When enough are kept, the collector frees this one.
      for (int i = 0; i < KEPT.length() && !KEPT.compareAndSet(i, null, kept); i++) {}
    }
  }

  /// An array that was copied as it lies.
  private record Whole(NdArray<?> array, MemorySegment copy) {

    boolean holds(NdArray<?> other) {
      // Of one data type, so that the other's elements are aligned in the copy, too.
      return other.dataType() == array.dataType()
          && other.start() >= array.start()
          && other.end() <= array.end()
          && array.segment().asOverlappingSlice(other.segment()).isPresent();
    }
  }
}
