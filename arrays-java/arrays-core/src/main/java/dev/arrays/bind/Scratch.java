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

  /// A thread's memory and, as a `long[]`, whether a call has it. It holds no class of ours:
  /// threads would keep its loader, and the library, for ever.
  private static final ThreadLocal<Object @Nullable []> KEPT = new ThreadLocal<>();

  /// Its element is 1 while a call has the thread's memory. Where the stack has no room for
  /// [#close], the caller sets it to 0 by itself: that takes no stack.
  public final long[] inUse;

  private final MemorySegment memory;
  private long used;
  private @Nullable Arena arena;

  private Scratch(MemorySegment memory, long[] inUse) {
    this.memory = memory;
    this.inUse = inUse;
  }

  /// Takes memory for one call on this thread.
  ///
  /// @return the memory, to be closed when the call has ended
  public static Scratch take() {
    if (!Thread.currentThread().isVirtual()) {
      Object[] kept = KEPT.get();
      if (kept == null) {
        kept = new Object[] {Arena.ofAuto().allocate(SIZE, Long.BYTES), new long[1]};
        KEPT.set(kept);
      }
      long[] inUse = (long[]) kept[1];
      if (inUse[0] == 0) {
        Scratch scratch = new Scratch((MemorySegment) kept[0], inUse);
        // Last: nothing after it can fail.
        inUse[0] = 1;
        return scratch;
      }
    }
    return new Scratch(MemorySegment.NULL, new long[1]);
  }

  /// Takes memory for one call whose result is memory of Rust's. There is room on the stack to take
  /// that over, so that none gets lost on the way.
  ///
  /// @return the memory, to be closed when the call has ended
  /// @throws StackOverflowError when the stack is nearly used up; nothing has begun then
  public static Scratch takeForResults() {
    Room.checkForResults();
    return take();
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
        // A confined arena that is not closed is never freed.
        Room.checkForResults();
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
    inUse[0] = 0;
    if (arena != null) {
      arena.close();
    }
  }
}
