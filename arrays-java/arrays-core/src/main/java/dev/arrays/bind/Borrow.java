package dev.arrays.bind;

import dev.arrays.BorrowException;
import dev.arrays.DataType;
import dev.arrays.NdArray;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/// What one running call has borrowed, where calls on other threads see it: while a call writes
/// memory, no other call may read or write it.
///
/// A call claims a slot, writes down its arrays, publishes them, and then looks at the slots of all
/// other calls. Of two calls that conflict, at least one published before the other looked, so at
/// least one of them sees the other: Dekker's algorithm, for any number of threads. Nothing blocks:
/// the call that comes second is refused.
///
/// 1. A slot's phase goes from free to claimed, published, active and free again, each step adding
///    1 to its state, which therefore never repeats. Only the thread that claimed it takes the
///    other steps, and only while it is claimed does it change what the slot says.
/// 2. Publishing is a volatile write, and looking happens after it.
/// 3. A call is active once it has looked and found no conflict. Of two that are published and not
///    yet active the one in the slot with the lower number goes first: so a race has a winner.
/// 4. Reading calls do not conflict with each other. They have slots of their own, at which only
///    writing calls look.
///
/// The property `dev.arrays.borrow` set to `call` turns all of it off; the arrays of one call are
/// compared with each other all the same.
public final class Borrow {
  private static final boolean IS_ON = isOn(System.getProperty("dev.arrays.borrow", "threads"));

  private static final VarHandle WORD = MethodHandles.arrayElementVarHandle(long[].class);

  // The phases, the lowest two bits of a state.
  private static final int FREE = 0;
  private static final int PUBLISHED = 2;
  private static final int ACTIVE = 3;
  private static final int PHASES = 3;

  // Both arrays of a slot begin with as many unused elements as keep two slots out of one pair of
  // cache lines; they end with such.
  private static final int PADDING = 16;
  private static final int STATE = PADDING;
  private static final int RANGES = PADDING + 1;

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

  private static final BorrowTable READERS = new BorrowTable(false);
  private static final BorrowTable WRITERS = new BorrowTable(true);
  private static final Borrow NONE = new Borrow(0, false);

  private final int number;
  private final boolean isWriter;

  /// The state, how many arrays there are, the number of the function, then the range of each
  /// array.
  private final long[] words;

  /// What each array is: a Java array whose elements from start to end are borrowed, or any other
  /// [NdArray].
  private final @Nullable Object[] arrays;

  /// The function that is called.
  private Kernel kernel = Kernel.NONE;

  Borrow(int number, boolean isWriter) {
    this.number = number;
    this.isWriter = isWriter;
    this.words = new long[RANGES + RANGE * MAX_ARRAYS + PADDING];
    this.arrays = new Object[PADDING + MAX_ARRAYS + PADDING];
  }

  private static boolean isOn(String setting) {
    return switch (setting) {
      case "threads" -> true;
      case "call" -> false;
      default ->
          throw new IllegalArgumentException(
              "-Ddev.arrays.borrow is " + setting + ", expected threads or call");
    };
  }

  /// Claims a slot for a call on this thread.
  ///
  /// @param kernel the function that is called
  /// @param writes whether it writes an array
  /// @return the slot, to be given back by [#release()]
  public static Borrow claim(Kernel kernel, boolean writes) {
    if (!IS_ON) {
      return NONE;
    }
    Borrow slot = (writes ? WRITERS : READERS).claim();
    if (slot.kernel != kernel) {
      slot.kernel = kernel;
    }
    return slot;
  }

  /// Takes the slot if it is free.
  boolean tryClaim() {
    long state = (long) WORD.getOpaque(words, STATE);
    return (state & PHASES) == FREE && WORD.compareAndSet(words, STATE, state, state + 1);
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

  /// Writes down an array that the call reads.
  ///
  /// @param index which of the function's arrays it is
  /// @param x the array
  /// @return this
  public Borrow read(int index, NdArray<?> x) {
    return IS_ON ? set(index, x, 0) : this;
  }

  /// Writes down an array that the call writes.
  ///
  /// @param index which of the function's arrays it is
  /// @param x the array
  /// @return this
  public Borrow write(int index, NdArray<?> x) {
    return IS_ON ? set(index, x, 1) : this;
  }

  private Borrow set(int index, NdArray<?> x, long isWritten) {
    MemorySegment segment = x.segment();
    long start = segment.address() + x.byteOffset();
    int byteSize = x.dataType().byteSize();
    if (x.isContiguous()) {
      long end = start + x.size() * byteSize;
      if (start == end) {
        // Without elements it may still begin in the midst of another array; this is below all.
        return set(index, x, 0, 0, isWritten);
      }
      Object javaArray = segment.heapBase().orElse(null);
      return set(index, javaArray == null ? x : javaArray, start, end, isWritten);
    }
    long end = start + byteSize;
    for (int axis = 0; axis < x.rank(); axis++) {
      long reach = (x.shape(axis) - 1) * x.stride(axis) * byteSize;
      start += Math.min(reach, 0);
      end += Math.max(reach, 0);
    }
    return set(index, x, start, end, isWritten);
  }

  private Borrow set(int index, Object array, long start, long end, long isWritten) {
    arrays[PADDING + index] = array;
    int range = RANGES + RANGE * index;
    words[range] = start;
    words[range + END] = end;
    words[range + IS_WRITTEN] = isWritten;
    return this;
  }

  /// Publishes what was written down, which must be all arrays of the function, and refuses the
  /// call if it conflicts with another one.
  ///
  /// @param started what [Kernel#start] answered
  /// @return what to hand to [Kernel#end]: now and then a short call is measured after all
  /// @throws BorrowException when a call on another thread writes memory that this one uses, or
  ///   uses memory that this one writes
  public long check(long started) {
    if (!IS_ON) {
      return started == Kernel.UNTIMED && isSampled(ThreadLocalRandom.current().nextInt())
          ? Kernel.now()
          : started;
    }
    long state = words[STATE] + 1;
    WORD.setVolatile(words, STATE, state);
    look(WRITERS);
    if (isWriter) {
      look(READERS);
    }
    WORD.setRelease(words, STATE, state + 1);
    return started == Kernel.UNTIMED && isSampled(state >> 2) ? Kernel.now() : started;
  }

  private static boolean isSampled(long number) {
    return (number & SAMPLED) == 0;
  }

  private void look(BorrowTable table) {
    Borrow[] slots = table.slots();
    for (Borrow other : slots) {
      // Volatile: no earlier than this call's own publication.
      long state = (long) WORD.getVolatile(other.words, STATE);
      if ((state & PUBLISHED) != 0 && other != this) {
        compare(other, state);
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
  }

  @SuppressWarnings("ReferenceEquality") // It is the identity of the Java arrays that counts.
  private boolean isConflict(int mine, Borrow other, int theirs) {
    int range = RANGES + RANGE * mine;
    int otherRange = RANGES + RANGE * theirs;
    if ((words[range + IS_WRITTEN] | other.words[otherRange + IS_WRITTEN]) == 0
        || words[range] >= other.words[otherRange + END]
        || other.words[otherRange] >= words[range + END]) {
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
    int range = RANGES + RANGE * index;
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
    long start = Math.min(words[range], bytes.byteSize());
    long end = Math.clamp(words[range + END], start, bytes.byteSize());
    return NdArray.wrap(
        bytes, DataType.INT8, start, new long[] {end - start}, new long[] {1}, null);
  }

  /// Whether the other call is still the one that `state` was read of, and goes first.
  ///
  /// What was read of the slot of a call that has ended since may be a mixture of two calls. The
  /// later one published after this call did, and looks at it.
  private boolean isRunning(Borrow other, long state) {
    long now = (long) WORD.getAcquire(other.words, STATE);
    if (now == state && (state & PHASES) == PUBLISHED && number < other.number) {
      // It may have looked before this call published; then it will be active.
      for (int i = 0; i < PATIENCE && now == state; i++) {
        Thread.onSpinWait();
        now = (long) WORD.getAcquire(other.words, STATE);
      }
    }
    return now == state || now == (state | ACTIVE);
  }

  private BorrowException refusal(int mine, Borrow other, int theirs, Kernel called) {
    boolean isWritten = words[RANGES + RANGE * mine + IS_WRITTEN] != 0;
    boolean isWrittenThere = other.words[RANGES + RANGE * theirs + IS_WRITTEN] != 0;
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

  /// Gives the slot back, whether or not the call was refused.
  public void release() {
    if (IS_ON) {
      for (int i = 0; i < kernel.arrayCount(); i++) {
        arrays[PADDING + i] = null;
      }
      WORD.setRelease(words, STATE, (words[STATE] | PHASES) + 1);
    }
  }
}
