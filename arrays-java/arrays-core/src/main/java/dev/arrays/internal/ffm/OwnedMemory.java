package dev.arrays.internal.ffm;

import dev.arrays.BorrowException;
import dev.arrays.Owner;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Cleaner;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/// The memory of an array that Rust returned: given back exactly once, by [#close()] or when it has
/// become unreachable.
///
/// 1. Every array over the memory, and every segment made of it, refers to the arena's scope.
/// 2. The action refers to the address and the library only: it keeps neither scope nor arrays
///    reachable, and the library loaded until the memory is back.
/// 3. [Cleaner.Cleanable#clean()] runs the action once, whoever comes first.
///
/// So the memory goes back when the scope is closed, which fails while a call or an access is using
/// it, or when no array and no segment is left.
public final class OwnedMemory implements Owner {
  private static final Cleaner CLEANER = Cleaner.create();

  private final Arena arena = Arena.ofShared();
  private final Cleaner.Cleanable release;
  private final Lock closing = new ReentrantLock();

  OwnedMemory(LoadedLibrary library, long ownedAddress) {
    release = CLEANER.register(arena.scope(), () -> library.release(ownedAddress));
  }

  MemorySegment segment(long base, long byteSize) {
    // The pointer of an array without elements may be anything; the offset of such an array is 0.
    return MemorySegment.ofAddress(base).reinterpret(byteSize, arena, null);
  }

  @Override
  public boolean isAlive() {
    return arena.scope().isAlive();
  }

  @Override
  public void close() {
    closing.lock();
    try {
      if (arena.scope().isAlive()) {
        closeArena();
        release.clean();
      }
    } finally {
      closing.unlock();
    }
  }

  private void closeArena() {
    try {
      arena.close();
    } catch (IllegalStateException e) {
      throw new BorrowException(
          "close: the array's memory is in use by a call on another thread; close it afterwards",
          e);
    }
  }
}
