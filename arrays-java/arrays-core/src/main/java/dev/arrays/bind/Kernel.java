package dev.arrays.bind;

import java.util.Arrays;

/// An exported function as its generated methods call it: what it is called, and what calls of it
/// cost.
///
/// A critical call holds up every safepoint of the JVM, so one that would take longer than the
/// budget goes another road: see [Call]. How long a call will take is learned from the calls before
/// it, as a cost per element, for each power of two of the number of elements.
public final class Kernel {

  /// What [#start] answers for a call that need not be measured.
  public static final long UNTIMED = 0;

  /// What [#start] answers for a call that has to go by [Call].
  public static final long BY_CALL = Long.MIN_VALUE;

  /// How long a critical call may take, in nanoseconds.
  static final double BUDGET = Settings.budget();

  /// Of about so many elements one accumulator of a reduction is made. A call on more is of the
  /// symbol that works on parts.
  public static final long UNIT = 8192;

  /// What an element costs until a call was measured, in nanoseconds: more than most do.
  private static final double ASSUMED = 10;

  /// Calls that are predicted to be shorter, in nanoseconds, are measured now and then only: asking
  /// for the time twice would be a good part of them.
  private static final double SHORT = Math.min(1000, BUDGET);

  /// The first calls load and link, and are not learned from.
  private static final int FORGOTTEN = 3;

  /// More elements would not make a part cheaper, fewer would make it dear.
  private static final long LARGEST_PART = 1 << 20;

  private static final long SMALLEST_PART = 1 << 10;

  /// What a slot holds that was never used.
  static final Kernel NONE = new Kernel("nothing", Parts.NONE, false);

  private final String name;
  private final String[] parameters;
  private final Parts parts;

  private final boolean takesBool;

  /// Nanoseconds per element, by the number of bits of the number of elements; NaN where no call
  /// was measured yet. Threads write it without order: an estimate may get lost.
  private final double[] costs = new double[Long.SIZE + 1];

  /// The largest size up to which calls are known to be short.
  private long shortSize = -1;

  private int forgotten;

  /// How many elements a part of a call that is split gets.
  private long partSize = UNIT;

  /// Describes a function.
  ///
  /// @param name the name of its Java method
  /// @param parts whether its calls may be cut, and into what
  /// @param takesBool whether it takes an array of `bool`, which [Call] copies
  /// @param parameters the names of its array parameters, in order
  public Kernel(String name, Parts parts, boolean takesBool, String... parameters) {
    this.name = name;
    this.parameters = parameters.clone();
    this.parts = parts;
    this.takesBool = takesBool;
    Arrays.fill(costs, Double.NaN);
  }

  String name() {
    return name;
  }

  String parameter(int index) {
    return parameters[index];
  }

  /// At multiples of how many indices of the axis that is cut the parts of a call begin.
  ///
  /// @param size the number of elements of all arrays together
  /// @param length the length of the axis
  /// @return 1 or more
  public long unit(long size, long length) {
    return parts.unit(elements(size) / length);
  }

  int arrayCount() {
    return parameters.length;
  }

  /// Decides how a call on Java arrays begins.
  ///
  /// @param size the number of elements of all arrays together
  /// @return [#BY_CALL], [#UNTIMED], or the time to hand to [#end]
  public long start(long size) {
    // A size too large for a long has come out negative.
    if (takesBool || size < 0 || Explanations.areAsked()) {
      return BY_CALL;
    }
    if (size <= shortSize) {
      return UNTIMED;
    }
    return predicted(size) > BUDGET || Explanations.areRecorded() ? BY_CALL : now();
  }

  static long now() {
    // Never UNTIMED.
    return System.nanoTime() | 1;
  }

  /// Decides how a call begins.
  ///
  /// @param isNative whether no array lies on the Java heap, so that no safepoint has to wait
  /// @param size the number of elements of all arrays together
  /// @return [#BY_CALL], [#UNTIMED], or the time to hand to [#end]
  public long start(boolean isNative, long size) {
    if (isNative) {
      return takesBool || size < 0 || isExplained() ? BY_CALL : UNTIMED;
    }
    return start(size);
  }

  /// Whether somebody may want this call explained, so that it has to go by [Call].
  ///
  /// @return true under [dev.arrays.Explanation#explain] and while the flight recorder records
  public boolean isExplained() {
    return Explanations.areAsked() || Explanations.areRecorded();
  }

  /// Learns from a call that has ended.
  ///
  /// @param started what [#start] answered
  /// @param size the number of elements of all arrays together
  public void end(long started, long size) {
    if (started != UNTIMED) {
      learn(size, System.nanoTime() - started);
    }
  }

  /// How many nanoseconds a call will take: at the cost of the nearest size that was measured.
  ///
  /// What a call costs beside its elements counts little in larger ones, but may be all of what a
  /// smaller one took, unless that was long.
  double predicted(long size) {
    int bits = bits(size);
    double elements = elements(size);
    if (!Double.isNaN(costs[bits])) {
      return costs[bits] * elements;
    }
    for (int larger = bits + 1; larger <= Long.SIZE; larger++) {
      if (!Double.isNaN(costs[larger])) {
        return costs[larger] * elements;
      }
    }
    for (int smaller = bits - 1; smaller >= 0; smaller--) {
      double cost = costs[smaller];
      double whole = cost * elements(1L << smaller);
      if (whole > BUDGET) {
        return cost * elements;
      }
      if (!Double.isNaN(cost)) {
        return Math.max(whole, Math.min(cost, ASSUMED) * elements);
      }
    }
    return ASSUMED * elements;
  }

  /// Moves the estimate a quarter of the way, and not far at once: a thread that loses its
  /// processor for a while makes one call very long. The first calls are forgotten: they load and
  /// link.
  void learn(long size, long nanoseconds) {
    if (forgotten < FORGOTTEN) {
      forgotten++;
      return;
    }
    int bits = bits(size);
    double known = costs[bits];
    double cost = nanoseconds / elements(size);
    double learned = Double.isNaN(known) ? cost : known + (Math.min(cost, 8 * known) - known) / 4;
    costs[bits] = learned;
    if (size <= shortSize || learned * elements(1L << bits) < SHORT) {
      shortSize = shortSize();
    }
  }

  /// How many elements the next part of a call should have.
  long partSize() {
    return partSize;
  }

  /// Learns from a part of that size: the next one is twice as large, or half as large, unless the
  /// part took between four and nine tenths of the budget. So a thread that lost its processor once
  /// makes the next parts a little smaller, not all for ever.
  void learnPart(long nanoseconds) {
    if (nanoseconds < 0.4 * BUDGET) {
      partSize = Math.min(2 * partSize, LARGEST_PART);
    } else if (nanoseconds > 0.9 * BUDGET) {
      partSize = Math.max(partSize / 2, SMALLEST_PART);
    }
  }

  private long shortSize() {
    long largest = -1;
    for (int bits = 0; bits < Long.SIZE - 1; bits++) {
      if (!Double.isNaN(costs[bits])) {
        long end = 1L << bits;
        if (costs[bits] * end >= SHORT) {
          break;
        }
        largest = end - 1;
      }
    }
    return largest;
  }

  private static int bits(long size) {
    return Long.SIZE - Long.numberOfLeadingZeros(size);
  }

  /// The size as a number above 0; one too large for a `long` has come out negative.
  private static double elements(long size) {
    return size < 0 ? Long.MAX_VALUE : Math.max(size, 1);
  }

  /// The function's name.
  ///
  /// @return the name of its Java method
  @Override
  public String toString() {
    return name;
  }
}
