package dev.arrays;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// Copies the elements of one array to another of the same shape and data type.
final class ElementCopy {

  /// How much is copied at once: the JDK's copy keeps a safepoint waiting until it ends.
  private static final long PIECE = 1L << 17;

  private ElementCopy() {}

  static void copy(NdArray<?> from, NdArray<?> to) {
    try {
      if (from.isContiguous() && to.isContiguous()) {
        copyBytes(from, to);
      } else {
        copyRows(from, to);
      }
    } catch (IllegalStateException e) {
      throw from.isAlive() ? to.refused(e) : from.refused(e);
    }
  }

  private static void copyBytes(NdArray<?> from, NdArray<?> to) {
    MemorySegment source = from.alive();
    MemorySegment target = to.alive();
    long size = from.size() * from.dataType().byteSize();
    for (long done = 0; done < size; done += PIECE) {
      MemorySegment.copy(
          source,
          from.byteOffset() + done,
          target,
          to.byteOffset() + done,
          Math.min(PIECE, size - done));
    }
  }

  /// Goes along the last axis in a loop the JIT can work on.
  private static void copyRows(NdArray<?> from, NdArray<?> to) {
    int last = from.rank() - 1;
    if (last < 0) {
      copyRow(from, from.byteOffset(), 0, to, to.byteOffset(), 0, 1);
      return;
    }
    if (from.size() == 0) {
      return;
    }
    int byteSize = from.dataType().byteSize();
    Offsets starts = new Offsets(from.select(last, 0));
    Offsets targets = new Offsets(to.select(last, 0));
    while (starts.hasNext()) {
      copyRow(
          from,
          starts.next(),
          from.stride(last) * byteSize,
          to,
          targets.next(),
          to.stride(last) * byteSize,
          from.shape(last));
    }
  }

  private static void copyRow(
      NdArray<?> from,
      long start,
      long step,
      NdArray<?> to,
      long target,
      long stride,
      long length) {
    MemorySegment source = from.alive();
    MemorySegment sink = to.alive();
    switch (from.dataType().byteSize()) {
      case Long.BYTES -> {
        for (long i = 0; i < length; i++) {
          long element = source.get(ValueLayout.JAVA_LONG, start + i * step);
          sink.set(ValueLayout.JAVA_LONG, target + i * stride, element);
        }
      }
      case Integer.BYTES -> {
        for (long i = 0; i < length; i++) {
          int element = source.get(ValueLayout.JAVA_INT, start + i * step);
          sink.set(ValueLayout.JAVA_INT, target + i * stride, element);
        }
      }
      case Short.BYTES -> {
        for (long i = 0; i < length; i++) {
          short element = source.get(ValueLayout.JAVA_SHORT, start + i * step);
          sink.set(ValueLayout.JAVA_SHORT, target + i * stride, element);
        }
      }
      default -> {
        for (long i = 0; i < length; i++) {
          byte element = source.get(ValueLayout.JAVA_BYTE, start + i * step);
          sink.set(ValueLayout.JAVA_BYTE, target + i * stride, element);
        }
      }
    }
  }
}
