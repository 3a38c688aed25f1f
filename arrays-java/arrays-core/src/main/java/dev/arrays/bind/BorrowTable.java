package dev.arrays.bind;

import java.util.Arrays;

/// The slots of the calls of one kind, as many as there have ever been calls at once.
final class BorrowTable {
  private static final int INITIAL_SIZE = 1;

  /// Reading calls have odd numbers and writing calls even ones: see [Borrow], 3.
  private final boolean isOfWriters;

  private volatile Borrow[] slots = new Borrow[0];

  BorrowTable(boolean isOfWriters) {
    this.isOfWriters = isOfWriters;
    grow(0, INITIAL_SIZE);
  }

  /// All slots. Slots are added, never taken away.
  Borrow[] slots() {
    return slots;
  }

  /// Takes a free slot, that of this thread's last call if nobody else has it.
  Borrow claim() {
    Borrow[] known = slots;
    int preferred = (int) Thread.currentThread().threadId() & known.length - 1;
    Borrow slot = known[preferred];
    return slot.tryClaim() ? slot : claimAnother(known, preferred);
  }

  private Borrow claimAnother(Borrow[] known, int preferred) {
    for (int i = 1; i < known.length; i++) {
      Borrow slot = known[preferred + i & known.length - 1];
      if (slot.tryClaim()) {
        return slot;
      }
    }
    grow(known.length, 2 * known.length);
    return claim();
  }

  /// A call that has seen only the smaller table looked at it before any slot of the larger one was
  /// claimed, so the calls there look at it.
  private synchronized void grow(int from, int to) {
    if (slots.length == from) {
      Borrow[] larger = Arrays.copyOf(slots, to);
      for (int i = from; i < to; i++) {
        larger[i] = new Borrow(2 * i + (isOfWriters ? 0 : 1), isOfWriters);
      }
      slots = larger;
    }
  }
}
