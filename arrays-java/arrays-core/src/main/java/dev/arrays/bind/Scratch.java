package dev.arrays.bind;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.foreign.ValueLayout;
import org.jspecify.annotations.Nullable;

/// Native memory for what a call hands over beside its arrays: shapes, texts, and places for
/// results.
///
/// Each platform thread keeps a little of it, since an arena for each call would take longer than
/// many a call. A call within another one, a call on a virtual thread, and what is too large get
/// memory that lives as long as the call.
public final class Scratch implements SegmentAllocator, AutoCloseable {
  private static final long SIZE = 4096;

  /// Begins with a number that is not 0 while a call has the memory. It holds no class of ours:
  /// threads would keep its loader, and the library, for ever.
  private static final ThreadLocal<MemorySegment> KEPT =
      ThreadLocal.withInitial(() -> Arena.ofAuto().allocate(SIZE, Long.BYTES));

  private final MemorySegment memory;
  private long used = Long.BYTES;
  private @Nullable Arena arena;

  private Scratch(MemorySegment memory) {
    this.memory = memory;
  }

  /// Takes memory for one call on this thread.
  ///
  /// @return the memory, to be closed when the call has ended
  public static Scratch take() {
    if (!Thread.currentThread().isVirtual()) {
      MemorySegment kept = KEPT.get();
      if (kept.get(ValueLayout.JAVA_LONG, 0) == 0) {
        kept.set(ValueLayout.JAVA_LONG, 0, 1);
        return new Scratch(kept);
      }
    }
    return new Scratch(MemorySegment.NULL);
  }

  /// Allocates memory, whose bytes are 0.
  ///
  /// @param byteSize how many bytes
  /// @param byteAlignment what the address is a multiple of
  /// @return the memory, to be used until this is closed
  /// @throws OutOfMemoryError when there is none
  @Override
  public MemorySegment allocate(long byteSize, long byteAlignment) {
    long start = used + byteAlignment - 1 & -byteAlignment;
    if (byteAlignment > Long.BYTES || byteSize > memory.byteSize() - start) {
      if (arena == null) {
        arena = Arena.ofConfined();
      }
      return arena.allocate(byteSize, byteAlignment);
    }
    used = start + byteSize;
    return memory.asSlice(start, byteSize).fill((byte) 0);
  }

  /// Gives all of it back.
  @Override
  public void close() {
    if (memory.byteSize() > 0) {
      memory.set(ValueLayout.JAVA_LONG, 0, 0);
    }
    if (arena != null) {
      arena.close();
    }
  }
}
