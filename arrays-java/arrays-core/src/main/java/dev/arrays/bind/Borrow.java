package dev.arrays.bind;

import dev.arrays.BorrowException;
import dev.arrays.ClosedArrayException;
import dev.arrays.DataType;
import dev.arrays.NdArray;
import dev.arrays.Owner;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/// What one running call has borrowed, where calls on other threads see it: while a call writes
/// memory, no other call may read or write it. And while a call uses memory that an [Owner] may
/// free, the owner keeps it.
///
/// A call claims a slot, writes down its arrays, publishes them, and then looks at the slots of all
/// other calls. Of two calls that conflict, at least one published before the other looked, so at
/// least one of them sees the other: Dekker's algorithm, for any number of threads. Nothing blocks:
/// the call that comes second is refused.
///
/// 1. A slot's phase goes from free to claimed, published, active and free again, each step adding
///    to its state, which therefore never repeats. Only the thread that claimed it takes the other
///    steps, and only while it is claimed does it change what the slot says.
/// 2. Publishing is a volatile write, and looking happens after it.
/// 3. A call is active once it has looked and found no conflict. Of two that are published and not
///    yet active the one in the slot with the lower number goes first: so a race nearly always has
///    a winner.
/// 4. Reading calls do not conflict with each other. They have slots of their own, at which only
///    writing calls look.
///
/// The property `dev.arrays.borrow` set to `call` turns all of it off; the arrays of one call are
/// compared with each other, and foreign memory is held, all the same.
public final class Borrow {
  private static final boolean IS_ON = Settings.looksAtOtherThreads();

  private static final VarHandle ABANDONED = abandoned();

  // The phases, the lowest two bits of a state.
  private static final int FREE = 0;
  private static final int PUBLISHED = 2;
  private static final int ACTIVE = 3;
  private static final long PHASES = 3;

  // Both arrays of a slot begin with as many unused elements as keep two slots out of one pair of
  // cache lines; they end with such.
  private static final int PADDING = 16;

  // Of each array: the first byte, the first one behind it, and whether the call writes it.
  private static final int RANGE = 3;
  private static final int END = 1;
  private static final int IS_WRITTEN = 2;

  /// The most arrays a call has: each takes 3 of the 252 argument slots of a function for its
  /// address.
  private static final int MAX_ARRAYS = 84;

  /// One short call in so many, less 1, is measured.
  private static final int SAMPLED = 31;

  /// How often a call looks again at one that is about to begin.
  private static final int PATIENCE = 1000;

  private static final BorrowTable READERS = BorrowTable.of(false);
  private static final BorrowTable WRITERS = BorrowTable.of(true);
  private static final long[] NO_RANGES = {};
  private static final @Nullable Object[] NO_ARRAYS = {};

  private final BorrowTable table;
  private final int index;

  /// The range of each array.
  private final long[] ranges;

  /// What each array is: a Java array whose bytes from start to end are borrowed, or any other
  /// [NdArray].
  private final @Nullable Object[] arrays;

  /// The owners that keep memory for the call. What an abandoned slot has left here is let go with
  /// what the next call holds.
  private final List<Owner> held = new ArrayList<>();

  /// Whether the call has ended without [#release], for which there was no stack left. Setting a
  /// field needs none. Of those who want the slot next, the one that clears it has claimed it.
  public volatile boolean isAbandoned;

  /// The function that is called.
  private Kernel kernel = Kernel.NONE;

  Borrow(BorrowTable table, int index) {
    this.table = table;
    this.index = index;
    this.ranges = new long[PADDING + RANGE * MAX_ARRAYS + PADDING];
    this.arrays = new Object[PADDING + MAX_ARRAYS + PADDING];
  }

  /// Where threads do not look at each other: it only holds.
  private Borrow(Kernel kernel) {
    this.table = READERS;
    this.index = -1;
    this.ranges = NO_RANGES;
    this.arrays = NO_ARRAYS;
    this.kernel = kernel;
  }

  private static VarHandle abandoned() {
    try {
      return MethodHandles.lookup().findVarHandle(Borrow.class, "isAbandoned", boolean.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /// Claims a slot for a call on this thread.
  ///
  /// @param kernel the function that is called
  /// @param writes whether it writes an array
  /// @return the slot, to be given back by [#release]
  public static Borrow claim(Kernel kernel, boolean writes) {
    if (!IS_ON) {
      return new Borrow(kernel);
    }
    Borrow slot = (writes ? WRITERS : READERS).claim();
    // What is written down now is not seen before the slot is claimed.
    VarHandle.storeStoreFence();
    if (slot.kernel != kernel) {
      slot.kernel = kernel;
    }
    return slot;
  }

  static boolean isFree(long state) {
    return (state & PHASES) == FREE;
  }

  /// Takes an abandoned slot, for one of all who try.
  boolean tryAdopt() {
    return isAbandoned && ABANDONED.compareAndSet(this, true, false);
  }

  /// The state after `state`, which is that of a free slot or an abandoned one.
  static long claimed(long state) {
    return isFree(state) ? state + 1 : (state | PHASES) + 2;
  }

  /// Writes down a Java array that the call reads.
  ///
  /// @param index which of the function's arrays it is
  /// @param javaArray the array
  /// @param byteSize its length in bytes
  /// @return this
  public Borrow read(int index, Object javaArray, long byteSize) {
    return IS_ON ? set(index, javaArray, 0, byteSize, 0) : this;
  }

  /// Writes down a Java array that the call writes.
  ///
  /// @param index which of the function's arrays it is
  /// @param javaArray the array
  /// @param byteSize its length in bytes
  /// @return this
  public Borrow write(int index, Object javaArray, long byteSize) {
    return IS_ON ? set(index, javaArray, 0, byteSize, 1) : this;
  }

  /// Writes down an array that the call reads, and holds its memory.
  ///
  /// @param index which of the function's arrays it is
  /// @param x the array
  /// @return this
  /// @throws ClosedArrayException when the owner of the memory has released it
  public Borrow read(int index, NdArray<?> x) {
    hold(index, x);
    return IS_ON ? set(index, x, 0) : this;
  }

  /// Writes down an array that the call writes, and holds its memory.
  ///
  /// @param index which of the function's arrays it is
  /// @param x the array
  /// @return this
  /// @throws ClosedArrayException when the owner of the memory has released it
  public Borrow write(int index, NdArray<?> x) {
    hold(index, x);
    return IS_ON ? set(index, x, 1) : this;
  }

  private void hold(int index, NdArray<?> x) {
    if (x.isForeign()) {
      Owner owner = Objects.requireNonNull(x.owner());
      if (!owner.acquire()) {
        throw Arguments.closed(kernel.name(), kernel.parameter(index));
      }
      held.add(owner);
    }
  }

  private Borrow set(int index, NdArray<?> x, long isWritten) {
    if (x.start() == x.end()) {
      // Without elements it may still begin in the midst of another array; this is below all.
      return set(index, x, 0, 0, isWritten);
    }
    Object javaArray = x.isContiguous() ? x.segment().heapBase().orElse(null) : null;
    return set(index, javaArray == null ? x : javaArray, x.start(), x.end(), isWritten);
  }

  private Borrow set(int index, Object array, long start, long end, long isWritten) {
    arrays[PADDING + index] = array;
    int range = PADDING + RANGE * index;
    ranges[range] = start;
    ranges[range + END] = end;
    ranges[range + IS_WRITTEN] = isWritten;
    return this;
  }

  /// Publishes what was written down, which must be all arrays of the function, and refuses the
  /// call if it conflicts with another one.
  ///
  /// @throws BorrowException when a call on another thread writes memory that this one uses, or
  ///   uses memory that this one writes
  public void check() {
    if (IS_ON) {
      publish();
    }
  }

  /// Does the same for a function whose calls may take longer at one time than at another, as its
  /// numbers say: now and then a short call is measured.
  ///
  /// @param started what [Kernel#start] answered
  /// @return what to hand to [Kernel#end]
  /// @throws BorrowException when a call on another thread writes memory that this one uses, or
  ///   uses memory that this one writes
  public long check(long started) {
    long number = IS_ON ? publish() : ThreadLocalRandom.current().nextInt();
    return started == Kernel.UNTIMED && (number & SAMPLED) == 0 ? Kernel.now() : started;
  }

  /// Returns how many calls the slot has seen.
  private long publish() {
    long state = table.state(index) + 1;
    table.publish(index, state);
    look(WRITERS);
    if (table.isOfWriters()) {
      look(READERS);
    }
    table.release(index, state + 1);
    return state >> 2;
  }

  private void look(BorrowTable first) {
    for (BorrowTable at = first; at != null; at = at.next().get()) {
      for (int i = 0; i < BorrowTable.SIZE; i++) {
        long state = at.state(i);
        if ((state & PUBLISHED) != 0 && at.slots()[i] != this) {
          compare(at.slots()[i], state);
        }
      }
    }
  }

  private void compare(Borrow other, long state) {
    Kernel called = other.kernel;
    for (int mine = 0; mine < kernel.arrayCount(); mine++) {
      for (int theirs = 0; theirs < called.arrayCount(); theirs++) {
        if (isConflict(mine, other, theirs) && isRunning(other, state)) {
          throw refusal(mine, other, theirs, called);
        }
      }
    }
    // Where a call was found to end, what this one does happens after what that one did.
    VarHandle.acquireFence();
  }

  @SuppressWarnings("ReferenceEquality") // It is the identity of the Java arrays that counts.
  private boolean isConflict(int mine, Borrow other, int theirs) {
    int range = PADDING + RANGE * mine;
    int otherRange = PADDING + RANGE * theirs;
    if ((ranges[range + IS_WRITTEN] | other.ranges[otherRange + IS_WRITTEN]) == 0
        || ranges[range] >= other.ranges[otherRange + END]
        || other.ranges[otherRange] >= ranges[range + END]) {
      return false;
    }
    Object here = arrays[PADDING + mine];
    Object there = other.arrays[PADDING + theirs];
    if (there == null || !(here instanceof NdArray<?> || there instanceof NdArray<?>)) {
      return here == there;
    }
    return view(mine, here).mayShareMemory(other.view(theirs, there));
  }

  /// An array that was written down, or the borrowed bytes of a Java array.
  private NdArray<?> view(int index, Object array) {
    if (array instanceof NdArray<?> view) {
      return view;
    }
    int range = PADDING + RANGE * index;
    MemorySegment bytes =
        switch (array) {
          case double[] elements -> MemorySegment.ofArray(elements);
          case float[] elements -> MemorySegment.ofArray(elements);
          case long[] elements -> MemorySegment.ofArray(elements);
          case int[] elements -> MemorySegment.ofArray(elements);
          case short[] elements -> MemorySegment.ofArray(elements);
          case char[] elements -> MemorySegment.ofArray(elements);
          case byte[] elements -> MemorySegment.ofArray(elements);
          default -> throw new IllegalStateException("no array of numbers: " + array.getClass());
        };
    long start = Math.min(ranges[range], bytes.byteSize());
    long end = Math.clamp(ranges[range + END], start, bytes.byteSize());
    return NdArray.wrap(
        bytes, DataType.INT8, start, new long[] {end - start}, new long[] {1}, null);
  }

  /// Whether the other call is still the one that `state` was read of, and goes first.
  ///
  /// What was read of the slot of a call that has ended since may be a mixture of two calls. The
  /// later one published after this call did, and looks at it.
  private boolean isRunning(Borrow other, long state) {
    // What the slot says was read before its state is read again.
    VarHandle.acquireFence();
    long now = other.table.state(other.index);
    if (now == state && (state & PHASES) == PUBLISHED && goesBefore(other)) {
      // It may have looked before this call published; then it will be active.
      for (int i = 0; i < PATIENCE && now == state; i++) {
        Thread.onSpinWait();
        now = other.table.state(other.index);
      }
    }
    return (now == state || now == (state | ACTIVE)) && !other.isAbandoned;
  }

  private boolean goesBefore(Borrow other) {
    int number = table.first() + index;
    int otherNumber = other.table.first() + other.index;
    return number < otherNumber
        || (number == otherNumber && table.isOfWriters() && !other.table.isOfWriters());
  }

  private BorrowException refusal(int mine, Borrow other, int theirs, Kernel called) {
    boolean isWritten = ranges[PADDING + RANGE * mine + IS_WRITTEN] != 0;
    boolean isWrittenThere = other.ranges[PADDING + RANGE * theirs + IS_WRITTEN] != 0;
    return new BorrowException(
        kernel
            + ": "
            + kernel.parameter(mine)
            + " is in use: a call of "
            + called
            + " on another thread "
            + (isWrittenThere ? "writes" : "reads")
            + " its memory, as "
            + called.parameter(theirs)
            + ", which this call "
            + (isWritten ? "writes" : "reads")
            + "; call again when that one has ended, or give each thread memory of its own");
  }

  /// Lets the memory go and gives the slot back, whether or not the call was refused.
  ///
  /// @param arrayCount how many arrays the function has
  public void release(int arrayCount) {
    while (!held.isEmpty()) {
      held.removeLast().release();
    }
    if (IS_ON) {
      // Who sees an array gone sees what the call wrote to it.
      VarHandle.releaseFence();
      for (int i = 0; i < arrayCount; i++) {
        arrays[PADDING + i] = null;
      }
      table.release(index, (table.state(index) | PHASES) + 1);
    }
  }
}
