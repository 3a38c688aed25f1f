package dev.arrays.bind;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import org.jspecify.annotations.Nullable;

/// Native memory for what a call hands over beside its arrays: shapes, texts, and places for
/// results.
///
/// Each platform thread keeps a little of it, since an arena for each call would take longer than
/// many a call. A call within another one, a call on a virtual thread, and what is too large get
/// memory that lives as long as the call.
public final class Scratch implements SegmentAllocator, AutoCloseable {
  private static final long SIZE = 4096;
  private static final ThreadLocal<Scratch> KEPT =
      ThreadLocal.withInitial(() -> new Scratch(Arena.ofAuto().allocate(SIZE, Long.BYTES)));

  private final MemorySegment memory;
  private long used;
  private boolean isTaken;
  private @Nullable Arena arena;

  private Scratch(MemorySegment memory) {
    this.memory = memory;
  }

  /// Takes memory for one call on this thread.
  ///
  /// @return the memory, to be closed when the call has ended
  public static Scratch take() {
    if (!Thread.currentThread().isVirtual()) {
      Scratch kept = KEPT.get();
      if (!kept.isTaken) {
        kept.isTaken = true;
        return kept;
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
    used = 0;
    isTaken = false;
    if (arena != null) {
      Arena ended = arena;
      arena = null;
      ended.close();
    }
  }
}
