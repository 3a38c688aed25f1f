package dev.arrays.bind;

import dev.arrays.ArraysException;
import dev.arrays.BorrowException;
import dev.arrays.ClosedArrayException;
import dev.arrays.DataType;
import dev.arrays.Explanation;
import dev.arrays.InvalidArgumentException;
import dev.arrays.NdArray;
import dev.arrays.Road;
import java.lang.ref.Reference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// One call that is not short: it is split into parts, or works on copies, so that it keeps no
/// safepoint waiting for longer than the budget; and it can explain itself. Arrays of `bool` are
/// always copied, wherever they lie.
///
/// Generated code uses it so:
///
/// ```java
/// try (Call call = new Call(KERNEL)) {
///   call.read(x);
///   call.write(y);
///   call.begin(x.shape(0));
///   x = call.view(x);
///   y = call.view(y);
///   while (call.next()) {
///     // One call of native code, critical if call.isCritical(), on indices call.start() to
///     // call.end(); a failure is thrown.
///   }
/// }
/// ```
///
/// What was copied is copied back when the last part has succeeded: a call that fails has written
/// nothing to the arrays it had copies of.
public final class Call implements AutoCloseable {

  /// The length to give to [#begin] for functions that are not exported with `split`.
  public static final long WHOLE = 0;

  private final Kernel kernel;
  private final List<NdArray<?>> arrays;
  private final List<NdArray<?>> written = new ArrayList<>();
  private final List<Copy<?>> copies = new ArrayList<>();

  /// Null when nobody wants to hear of the call.
  private final @Nullable KernelCallEvent event;

  private final long began;

  private @Nullable Borrow borrow;
  private @Nullable Staging staging;
  private Road road = Road.CRITICAL;
  private double predicted;
  private boolean isMemoryShort;

  /// Whether an array lies on the Java heap that is not copied anyway.
  private boolean isOnHeap;

  private boolean hasBool;
  private long size;
  private boolean isPart;
  private long length;
  private long unit = 1;
  private long start;
  private long end;
  private int parts;
  private long partStarted;
  private long longestPart;
  private long nativeTime;

  /// An array and its copy in native memory.
  private record Copy<A extends NdArray<A>>(A array, A copy) {

    /// Copies the elements, and never what lies between them: that may be another call's to write.
    void copyBack() {
      copy.copyTo(array);
    }
  }

  /// Makes ready for a call.
  ///
  /// @param kernel the called function
  /// @throws StackOverflowError when the stack is nearly used up; nothing has begun then
  public Call(Kernel kernel) {
    boolean isExplained = kernel.isExplained();
    if (isExplained) {
      Room.checkForBinding();
    } else {
      Room.checkForCall();
    }
    this.kernel = kernel;
    arrays = new ArrayList<>(kernel.arrayCount());
    event = isExplained ? new KernelCallEvent() : null;
    // The time is asked for as seldom as can be: it would be a good part of a short call.
    began = isExplained ? System.nanoTime() : 0;
    if (event != null) {
      event.begin();
    }
  }

  /// Names the next array, which the call reads.
  ///
  /// @param x the array, already checked
  public void read(NdArray<?> x) {
    arrays.add(x);
  }

  /// Names the next array, which the call writes.
  ///
  /// @param x the array, already checked
  public void write(NdArray<?> x) {
    arrays.add(x);
    written.add(x);
  }

  /// Borrows the arrays, chooses the road, and copies what has to be copied.
  ///
  /// @param cutLength the length of the axis along which the function may be cut; [#WHOLE], which
  ///   is 0, where it may not or there is nothing to cut
  /// @throws BorrowException when a call on another thread conflicts with this one
  /// @throws ClosedArrayException when the memory of an array was released
  /// @throws InvalidArgumentException when an array lies in a confined arena of another thread
  public void begin(long cutLength) {
    for (NdArray<?> array : arrays) {
      size += array.size();
      hasBool |= isBool(array);
      isOnHeap |= !array.isNative() && !isBool(array);
    }
    isPart = cutLength > 0;
    length = isPart ? cutLength : 1;
    unit = kernel.unit(size, length);
    choose();
    Arguments.checkAccessible(kernel, arrays.toArray(NdArray<?>[]::new));
    borrow();
    stage();
  }

  /// The length of the axis along which arrays of one shape are cut: the longest, the first of
  /// such.
  ///
  /// @param x one of the arrays
  /// @return the length, 0 for an array of rank 0, which cannot be cut
  public static long longestAxis(NdArray<?> x) {
    long longest = 0;
    for (int axis = 0; axis < x.rank(); axis++) {
      longest = Math.max(longest, x.shape(axis));
    }
    return longest;
  }

  private void borrow() {
    borrow = Borrow.claim(kernel, !written.isEmpty());
    for (int i = 0; i < arrays.size(); i++) {
      NdArray<?> array = arrays.get(i);
      if (isWritten(array)) {
        borrow.write(i, array);
      } else {
        borrow.read(i, array);
      }
    }
    borrow.check();
  }

  /// A read array that is the written one as well does not get here.
  @SuppressWarnings("ReferenceEquality")
  private boolean isWritten(NdArray<?> array) {
    for (NdArray<?> candidate : written) {
      if (candidate == array) {
        return true;
      }
    }
    return false;
  }

  private void choose() {
    predicted = kernel.predicted(size);
    if (!isOnHeap) {
      road = hasBool && !areNative() ? Road.STAGED : Road.PLAIN;
    } else if (predicted <= Kernel.BUDGET) {
      road = Road.CRITICAL;
    } else if (isPart && kernel.predicted((long) (unit * perIndex())) <= Kernel.BUDGET) {
      road = Road.SPLIT;
    } else {
      road = Road.STAGED;
    }
  }

  private boolean areNative() {
    return arrays.stream().allMatch(NdArray::isNative);
  }

  /// Any byte but 0 and 1 in an array of `bool` is undefined behaviour in Rust, which checks them
  /// first; so nobody else may be able to write there once they are checked.
  private static boolean isBool(NdArray<?> array) {
    return array.dataType() == DataType.BOOL;
  }

  private boolean isStaged(NdArray<?> array) {
    return isBool(array) || (road == Road.STAGED && !array.isNative());
  }

  private void stage() {
    long byteSize = 0;
    for (NdArray<?> array : arrays) {
      byteSize += isStaged(array) ? Staging.byteSize(array) : 0;
    }
    if (byteSize == 0) {
      return;
    }
    try {
      staging = new Staging(byteSize);
    } catch (OutOfMemoryError e) {
      if (hasBool) {
        throw e;
      }
      road = Road.CRITICAL;
      isMemoryShort = true;
    }
  }

  /// The array to hand to native code in place of one of the call's: itself, or its copy.
  ///
  /// @param <A> the type of the array
  /// @param x the array
  /// @return the array to use
  public <A extends NdArray<A>> A view(A x) {
    if (staging == null || !isStaged(x)) {
      return x;
    }
    try {
      if (!isWritten(x)) {
        return staging.copyToRead(x);
      }
      A copy = staging.copyToWrite(x);
      copies.add(new Copy<>(x, copy));
      return copy;
    } catch (ArraysException | IllegalStateException e) {
      throw closedMeanwhile(e);
    }
  }

  /// Names the array that another thread closed while it was copied.
  private RuntimeException closedMeanwhile(RuntimeException e) {
    Arguments.checkAccessible(kernel, arrays.toArray(NdArray<?>[]::new));
    return e;
  }

  /// Goes on to the next part, if there is one; else copies back what was written.
  ///
  /// @return whether there is a call to make
  public boolean next() {
    if (parts > 0) {
      endPart(System.nanoTime() - partStarted);
      if (end == length) {
        // Native memory may be slower or faster than the Java heap, but tells more than nothing.
        kernel.learn(size, nativeTime);
        try {
          copies.forEach(Copy::copyBack);
        } catch (ArraysException | IllegalStateException e) {
          throw closedMeanwhile(e);
        }
        return false;
      }
    }
    start = end;
    end = road == Road.SPLIT ? Math.min(length, start + indicesOfPart()) : length;
    parts++;
    partStarted = System.nanoTime();
    return true;
  }

  private void endPart(long nanoseconds) {
    longestPart = Math.max(longestPart, nanoseconds);
    nativeTime += nanoseconds;
    if (road == Road.SPLIT && end < length) {
      kernel.learnPart(nanoseconds);
    }
  }

  private long indicesOfPart() {
    return Math.max(1, (long) (kernel.partSize() / (unit * perIndex()))) * unit;
  }

  private double perIndex() {
    // A size too large for a long has come out negative.
    double elements = size < 0 ? Long.MAX_VALUE : Math.max(size, 1);
    return elements / length;
  }

  /// Whether the call is of the symbol that works on parts, even if there is but one.
  ///
  /// @return false where the function cannot be cut
  public boolean isPart() {
    return isPart;
  }

  /// Whether the part has to be called critically.
  ///
  /// @return true when an array lies on the Java heap
  public boolean isCritical() {
    return road == Road.CRITICAL || road == Road.SPLIT;
  }

  /// The first index of the part along the axis that is cut.
  ///
  /// @return 0 or more
  public long start() {
    return start;
  }

  /// The first index behind the part along the axis that is cut.
  ///
  /// @return at most the length of the axis
  public long end() {
    return end;
  }

  /// At multiples of how many indices of the axis that is cut the parts begin.
  ///
  /// @return 1 or more
  public long unit() {
    return unit;
  }

  /// Gives back what was borrowed, and explains the call to who asked.
  @Override
  public void close() {
    try {
      if (staging != null) {
        staging.close();
      }
    } finally {
      if (borrow != null) {
        try {
          borrow.release(arrays.size());
        } catch (StackOverflowError e) {
          borrow.isAbandoned = true;
        }
      }
      // Until here native code may have used memory of which it knew the address only.
      Reference.reachabilityFence(arrays);
    }
    if (event != null) {
      explain(event);
    }
  }

  private void explain(KernelCallEvent event) {
    long borrowed = 0;
    for (NdArray<?> array : arrays) {
      borrowed += parts == 0 || isStaged(array) ? 0 : reached(array);
    }
    Explanations.add(
        event,
        new Explanation(
            kernel.name(),
            road,
            reason(),
            borrowed,
            staging == null ? 0 : staging.copied(),
            parts,
            Duration.ofNanos(System.nanoTime() - began),
            Duration.ofNanos(longestPart)));
  }

  /// How many bytes an array reaches, each counted once: repeated elements and windows that overlap
  /// are of the same memory.
  private static long reached(NdArray<?> array) {
    long bytes = array.dataType().byteSize();
    for (int axis = 0; axis < array.rank(); axis++) {
      bytes *= array.stride(axis) == 0 ? 1 : array.shape(axis);
    }
    return Math.min(bytes, array.end() - array.start());
  }

  private String reason() {
    if (parts == 0) {
      return "it was refused before it began";
    }
    if (road == Road.PLAIN) {
      return arrays.isEmpty() ? "the function takes no arrays" : "all arrays are native memory";
    }
    if (road == Road.STAGED && !isOnHeap) {
      return "arrays of bool are always copied";
    }
    boolean isLong = predicted > Kernel.BUDGET;
    return String.format(
        Locale.ROOT,
        "%s predicted, %s the budget of %,.0f µs%s%s",
        predicted < 1000 ? "less than 1 µs was" : "%,.0f µs were".formatted(predicted / 1000),
        isLong ? "more than" : "within",
        Kernel.BUDGET / 1000,
        isLong ? ", and " + parting() : "",
        isMemoryShort ? "; there is no native memory for copies" : "");
  }

  private String parting() {
    if (road == Road.SPLIT) {
      return "the function can be split";
    }
    return isPart ? "the smallest part of it would take longer" : "the function cannot be split";
  }
}
