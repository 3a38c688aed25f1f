package dev.arrays.bind;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// The slots of the calls of one kind.
///
/// The first table has one slot for each of a few threads, which nobody else uses; so they publish
/// without having to claim. All other threads, virtual ones among them, share the slots of the
/// tables behind it, of which there are as many as there have been such calls at once.
///
/// A record, because the JIT takes its fields for constants: looking at the state of a slot is then
/// one load.
///
/// @param first the number of the first slot
/// @param isOfWriters whether the calls write
/// @param states the state of each slot, in a pair of cache lines of its own
/// @param owners the identifier of the thread each slot belongs to, 0 for none yet; empty where the
///   slots are shared
/// @param slots the slots
/// @param next the table with more slots; null until it was needed
@SuppressWarnings("ArrayRecordComponent") // Nobody compares tables.
record BorrowTable(
    int first,
    boolean isOfWriters,
    long[] states,
    long[] owners,
    Borrow[] slots,
    AtomicReference<@Nullable BorrowTable> next) {
  static final int SIZE = 4;

  private static final int SPACING = 16;
  private static final VarHandle WORD = MethodHandles.arrayElementVarHandle(long[].class);

  /// The first table of a kind.
  static BorrowTable of(boolean isOfWriters) {
    return new BorrowTable(0, isOfWriters, SIZE);
  }

  private BorrowTable(int first, boolean isOfWriters, int owned) {
    this(
        first,
        isOfWriters,
        new long[(SIZE + 1) * SPACING],
        new long[owned],
        new Borrow[SIZE],
        new AtomicReference<>(null));
    for (int i = 0; i < SIZE; i++) {
      slots[i] = new Borrow(this, i);
    }
  }

  /// The state of a slot.
  long state(int index) {
    return (long) WORD.getVolatile(states, cell(index));
  }

  /// Sets the state of a slot; what follows happens after it.
  void publish(int index, long state) {
    WORD.setVolatile(states, cell(index), state);
  }

  /// Sets the state of a slot; what came before it happens before.
  void release(int index, long state) {
    WORD.setRelease(states, cell(index), state);
  }

  /// Takes a slot for a call on this thread. Only of the first table.
  Borrow claim() {
    Thread thread = Thread.currentThread();
    int index = (int) thread.threadId() & SIZE - 1;
    return owners[index] == thread.threadId() && isClaimedByOwner(index)
        ? slots[index]
        : claimAnother(thread, index);
  }

  /// The owner needs no atomic operation, since nobody else changes the state. The slot is taken
  /// where code that runs within a call makes another one: that of an array's [dev.arrays.Owner].
  private boolean isClaimedByOwner(int index) {
    long state = (long) WORD.getOpaque(states, cell(index));
    if (!Borrow.isFree(state) && !slots[index].tryAdopt()) {
      return false;
    }
    WORD.setOpaque(states, cell(index), Borrow.claimed(state));
    return true;
  }

  private Borrow claimAnother(Thread thread, int index) {
    boolean isOwned =
        owners[index] == 0
            && !thread.isVirtual()
            && WORD.compareAndSet(owners, index, 0L, thread.threadId())
            && isClaimedByOwner(index);
    return isOwned ? slots[index] : behind().claimShared(index);
  }

  private Borrow claimShared(int preferred) {
    for (int i = 0; i < SIZE; i++) {
      int index = preferred + i & SIZE - 1;
      if (isClaimedByCaller(index)) {
        return slots[index];
      }
    }
    return behind().claimShared(preferred);
  }

  private boolean isClaimedByCaller(int index) {
    long state = state(index);
    if (Borrow.isFree(state)) {
      return WORD.compareAndSet(states, cell(index), state, Borrow.claimed(state));
    }
    if (!slots[index].tryAdopt()) {
      return false;
    }
    // Nobody changes the state of a slot that is abandoned but who adopts it; it may have changed
    // between the two looks at it until then.
    publish(index, Borrow.claimed(state(index)));
    return true;
  }

  /// The table behind this one. A call that saw none had published by then, so the calls of the
  /// slots that are added now look at it.
  private BorrowTable behind() {
    BorrowTable more = next.get();
    if (more != null) {
      return more;
    }
    BorrowTable added = new BorrowTable(first + SIZE, isOfWriters, 0);
    BorrowTable witness = next.compareAndExchange(null, added);
    return witness == null ? added : witness;
  }

  private static int cell(int index) {
    return (index + 1) * SPACING;
  }
}
