package dev.arrays.internal.ffm;

import dev.arrays.BorrowException;
import dev.arrays.ClosedArrayException;
import dev.arrays.InvalidArgumentException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Cleaner;

/// The memory of an array that Rust returned, by itself: given back exactly once, by [#close()], by
/// the arena it was moved to, or when it has become unreachable.
///
/// 1. Every array over the memory, and every segment made of it, keeps the scope of `arena`
///    reachable: it refers to it, or, once moved, to an arena whose cleanup action does.
/// 2. The action refers neither to the scope nor to arrays, so that they can become unreachable.
/// 3. [Cleaner.Cleanable#clean()] runs the action once, whoever comes first.
///
/// So the memory goes back when its scope is closed, which fails while a call or an access is using
/// it, or when no array and no segment is left.
public final class OwnedMemory implements ResultMemory {
  static final Cleaner CLEANER = Cleaner.create();

  private final Arena arena = Arena.ofShared();
  private final Cleaner.Cleanable action;

  /// A monitor, which no error leaves locked, as it may a lock of `java.util.concurrent`.
  private final Object closing = new Object();

  private final MemorySegment segment;

  /// Takes over memory.
  ///
  /// @param base the first byte; may be anything when there are none
  /// @param action what gives the memory back; it must not refer to this object
  OwnedMemory(long base, long byteSize, Runnable action) {
    segment = MemorySegment.ofAddress(base).reinterpret(byteSize, arena, null);
    this.action = CLEANER.register(arena.scope(), action);
  }

  @Override
  public MemorySegment segment() {
    return segment;
  }

  @Override
  public boolean isAlive() {
    return arena.scope().isAlive();
  }

  @Override
  public void close() {
    synchronized (closing) {
      if (isAlive()) {
        closeArena("close: the array's memory is in use by a call; close it afterwards");
        action.clean();
      }
    }
  }

  @Override
  public MemorySegment moveTo(Arena target) {
    synchronized (closing) {
      if (!isAlive()) {
        throw new ClosedArrayException("moveTo: the array's memory has been released");
      }
      ResultMemory.checkTarget(target);
      closeArena("moveTo: the array's memory is in use by a call; move it afterwards");
      try {
        return MemorySegment.ofAddress(segment.address())
            .reinterpret(segment.byteSize(), target, _ -> giveBack());
      } catch (IllegalStateException e) {
        action.clean();
        throw new InvalidArgumentException(
            "moveTo: another thread closed the arena meanwhile; the array's memory was released"
                + " with it",
            e);
      } catch (Throwable t) {
        action.clean();
        throw t;
      }
    }
  }

  /// The target's cleanup action. A method of this object and not of `action`: invariant 1.
  private void giveBack() {
    action.clean();
  }

  private void closeArena(String refusal) {
    try {
      arena.close();
    } catch (IllegalStateException e) {
      throw new BorrowException(refusal, e);
    }
  }
}
