package dev.arrays;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// Copies the elements of one array to another of the same shape and data type.
///
/// A copy may take the axes in any order and either direction. It takes them as the target's memory
/// has them, the fastest last and all forwards, and several axes as one where they lie so in both
/// arrays. What is dense in both is then one run, or a few, of bytes. Where another axis is the
/// fastest in the source's memory, the two are gone through in tiles, so that a cache line is used
/// whole while it is there.
final class ElementCopy {

  /// How many bytes are copied at once: the JDK's copy keeps a safepoint waiting until it ends.
  private static final long PIECE = 1L << 17;

  /// How many elements a loop copies at most: it may run to its end before it sees a safepoint.
  private static final long ROW = 1L << 13;

  /// The sides of a tile, in elements: cache lines of both arrays that fit the first cache
  /// together.
  private static final long TILE = 32;

  private final MemorySegment source;
  private final MemorySegment target;
  private final int byteSize;

  // Of each axis, in bytes but for the lengths; `rank` counts those that are left.
  private final long[] lengths;
  private final long[] steps;
  private final long[] strides;
  private int rank;
  private long start;
  private long place;

  private ElementCopy(NdArray<?> from, NdArray<?> to) {
    source = from.alive();
    target = to.alive();
    byteSize = from.dataType().byteSize();
    start = from.byteOffset();
    place = to.byteOffset();
    lengths = new long[from.rank()];
    steps = new long[from.rank()];
    strides = new long[from.rank()];
    for (int axis = 0; axis < from.rank(); axis++) {
      if (from.shape(axis) > 1) {
        insert(from.shape(axis), from.stride(axis) * byteSize, to.stride(axis) * byteSize);
      }
    }
    merge();
  }

  static void copy(NdArray<?> from, NdArray<?> to) {
    try {
      if (from.isContiguous() && to.isContiguous()) {
        copyBytes(
            from.alive(),
            from.byteOffset(),
            to.alive(),
            to.byteOffset(),
            from.size() * from.dataType().byteSize());
      } else if (from.size() > 0) {
        new ElementCopy(from, to).copyAll();
      }
    } catch (IllegalStateException e) {
      throw from.isAlive() ? to.refused(e) : from.refused(e);
    }
  }

  /// Takes in an axis behind those of larger strides, turned so that the target's does not go
  /// backwards.
  private void insert(long length, long step, long stride) {
    long forward = Math.abs(stride);
    if (stride < 0) {
      start += (length - 1) * step;
      place += (length - 1) * stride;
      step = -step;
    }
    int at = rank++;
    while (at > 0
        && (strides[at - 1] < forward
            || (strides[at - 1] == forward && Math.abs(steps[at - 1]) < Math.abs(step)))) {
      move(at - 1, at);
      at--;
    }
    put(at, length, step, forward);
  }

  private void move(int from, int to) {
    put(to, lengths[from], steps[from], strides[from]);
  }

  private void put(int axis, long length, long step, long stride) {
    lengths[axis] = length;
    steps[axis] = step;
    strides[axis] = stride;
  }

  private void merge() {
    int kept = 0;
    for (int axis = 0; axis < rank; axis++) {
      if (kept > 0
          && steps[kept - 1] == lengths[axis] * steps[axis]
          && strides[kept - 1] == lengths[axis] * strides[axis]) {
        put(kept - 1, lengths[kept - 1] * lengths[axis], steps[axis], strides[axis]);
      } else {
        move(axis, kept++);
      }
    }
    rank = kept;
  }

  private void copyAll() {
    int last = rank - 1;
    if (last < 0) {
      copyRow(start, 0, place, 0, 1);
      return;
    }
    int fastest = last;
    for (int axis = 0; axis < last; axis++) {
      if (Math.abs(steps[axis]) < Math.abs(steps[fastest])) {
        fastest = axis;
      }
    }
    if (fastest != last) {
      long length = lengths[fastest];
      long step = steps[fastest];
      long stride = strides[fastest];
      for (int axis = fastest; axis < last - 1; axis++) {
        move(axis + 1, axis);
      }
      put(last - 1, length, step, stride);
    }
    int outer = fastest == last ? last : last - 1;
    long[] index = new long[outer];
    int axis;
    do {
      if (fastest != last) {
        copyPlane(start, place, last - 1, last);
      } else if (steps[last] == byteSize && strides[last] == byteSize) {
        copyBytes(source, start, target, place, lengths[last] * byteSize);
      } else {
        copyLine(start, place, last);
      }
      axis = outer - 1;
      while (axis >= 0) {
        start += steps[axis];
        place += strides[axis];
        if (++index[axis] < lengths[axis]) {
          break;
        }
        start -= lengths[axis] * steps[axis];
        place -= lengths[axis] * strides[axis];
        index[axis--] = 0;
      }
    } while (axis >= 0);
  }

  private static void copyBytes(
      MemorySegment source, long start, MemorySegment target, long place, long size) {
    for (long done = 0; done < size; done += PIECE) {
      MemorySegment.copy(source, start + done, target, place + done, Math.min(PIECE, size - done));
    }
  }

  private void copyLine(long from, long to, int axis) {
    for (long done = 0; done < lengths[axis]; done += ROW) {
      copyRow(
          from + done * steps[axis],
          steps[axis],
          to + done * strides[axis],
          strides[axis],
          Math.min(ROW, lengths[axis] - done));
    }
  }

  private void copyPlane(long from, long to, int fastInSource, int fastInTarget) {
    for (long row = 0; row < lengths[fastInSource]; row += TILE) {
      for (long column = 0; column < lengths[fastInTarget]; column += TILE) {
        copyTile(
            from + row * steps[fastInSource] + column * steps[fastInTarget],
            to + row * strides[fastInSource] + column * strides[fastInTarget],
            fastInSource,
            Math.min(TILE, lengths[fastInSource] - row),
            fastInTarget,
            Math.min(TILE, lengths[fastInTarget] - column));
      }
    }
  }

  private void copyTile(long from, long to, int rows, long width, int columns, long length) {
    for (long row = 0; row < width; row++) {
      copyRow(
          from + row * steps[rows],
          steps[columns],
          to + row * strides[rows],
          strides[columns],
          length);
    }
  }

  private void copyRow(long from, long step, long to, long stride, long length) {
    switch (byteSize) {
      case Long.BYTES -> {
        for (long i = 0; i < length; i++) {
          long element = source.get(ValueLayout.JAVA_LONG, from + i * step);
          target.set(ValueLayout.JAVA_LONG, to + i * stride, element);
        }
      }
      case Integer.BYTES -> {
        for (long i = 0; i < length; i++) {
          int element = source.get(ValueLayout.JAVA_INT, from + i * step);
          target.set(ValueLayout.JAVA_INT, to + i * stride, element);
        }
      }
      case Short.BYTES -> {
        for (long i = 0; i < length; i++) {
          short element = source.get(ValueLayout.JAVA_SHORT, from + i * step);
          target.set(ValueLayout.JAVA_SHORT, to + i * stride, element);
        }
      }
      default -> {
        for (long i = 0; i < length; i++) {
          byte element = source.get(ValueLayout.JAVA_BYTE, from + i * step);
          target.set(ValueLayout.JAVA_BYTE, to + i * stride, element);
        }
      }
    }
  }
}
