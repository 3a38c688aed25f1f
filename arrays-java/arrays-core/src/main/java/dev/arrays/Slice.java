package dev.arrays;

import org.jspecify.annotations.Nullable;

/// A range of indexes along one axis, by the rules of NumPy and Python.
///
/// `start` is included, `stop` is not. Negative values count from the end of the axis. What lies
/// outside the axis is cut off, so a slice never fails on the length of an axis. A negative `step`
/// runs backwards, and then an open `start` is the last element and an open `stop` lies before the
/// first.
///
/// ```java
/// x.slice(Slice.range(1, 3))            // x[1:3]
/// x.slice(Slice.all(), Slice.from(-2))  // x[:, -2:]
/// x.slice(Slice.every(-1))              // x[::-1]
/// ```
///
/// @param start the first index, null for the axis' own end where the slice begins
/// @param stop the index before which the slice ends, null for all the rest
/// @param step the distance between indexes, not 0
public record Slice(@Nullable Long start, @Nullable Long stop, long step) {
  private static final Slice ALL = new Slice(null, null, 1);

  /// Creates a slice.
  ///
  /// @throws InvalidArgumentException when the step is 0
  public Slice {
    if (step == 0) {
      throw new InvalidArgumentException(
          "slice: step is 0, expected a positive or negative number");
    }
  }

  /// The whole axis, `[:]`.
  ///
  /// @return the slice
  public static Slice all() {
    return ALL;
  }

  /// The indexes from `start` up to, not including, `stop`: `[start:stop]`.
  ///
  /// @param start the first index
  /// @param stop the index after the last
  /// @return the slice
  public static Slice range(long start, long stop) {
    return new Slice(start, stop, 1);
  }

  /// The indexes from `start` towards, not including, `stop`: `[start:stop:step]`.
  ///
  /// @param start the first index
  /// @param stop the index before which the slice ends
  /// @param step the distance between indexes, not 0
  /// @return the slice
  public static Slice range(long start, long stop, long step) {
    return new Slice(start, stop, step);
  }

  /// The indexes from `start` on: `[start:]`.
  ///
  /// @param start the first index
  /// @return the slice
  public static Slice from(long start) {
    return new Slice(start, null, 1);
  }

  /// The indexes before `stop`: `[:stop]`.
  ///
  /// @param stop the index after the last
  /// @return the slice
  public static Slice to(long stop) {
    return new Slice(null, stop, 1);
  }

  /// Every `step`-th index of the axis: `[::step]`.
  ///
  /// @param step the distance between indexes, not 0; -1 reverses the axis
  /// @return the slice
  public static Slice every(long step) {
    return new Slice(null, null, step);
  }

  /// The first index on an axis of this length. It need not lie on the axis when [#count] is 0.
  long first(long length) {
    if (start == null) {
      return step > 0 ? 0 : length - 1;
    }
    return clip(start, length);
  }

  /// How many indexes the slice has on an axis of this length.
  long count(long length) {
    long first = first(length);
    long end = stop == null ? (step > 0 ? length : -1) : clip(stop, length);
    long distance = step > 0 ? end - first : first - end;
    if (distance <= 0) {
      return 0;
    }
    // The unsigned view of |step| keeps Long.MIN_VALUE right.
    return 1 + Long.divideUnsigned(distance - 1, Math.abs(step));
  }

  private long clip(long index, long length) {
    long fromStart = index < 0 ? index + length : index;
    long lowest = step > 0 ? 0 : -1;
    long highest = step > 0 ? length : length - 1;
    return Math.clamp(fromStart, lowest, highest);
  }
}
