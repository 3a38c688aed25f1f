package dev.arrays;

import java.lang.foreign.MemorySegment;

/// Whether arrays can share bytes: the question behind the borrow rules.
///
/// Answers are safe on one side only: "no" is certain, "yes" may be a "perhaps".
final class Overlap {

  private Overlap() {}

  /// Whether two arrays can share a byte. Cheapest answer first.
  static boolean isPossible(NdArray<?> a, NdArray<?> b) {
    if (a.size() == 0 || b.size() == 0) {
      return false;
    }
    MemorySegment first = a.segment();
    MemorySegment second = b.segment();
    if (first.isNative() != second.isNative()) {
      return false;
    }
    if (!first.isNative() && !isSameHeapObject(a, b)) {
      return false;
    }
    // Addresses of heap segments are offsets from their object, the same one here.
    Bytes left = Bytes.of(a);
    Bytes right = Bytes.of(b);
    if (left.end <= right.start || right.end <= left.start) {
      return false;
    }
    return !areLatticesApart(a, left, b, right);
  }

  /// Whether two elements of one array, at different indexes, can share a byte.
  ///
  /// Takes the axes from the smallest stride to the largest: as long as each stride reaches over
  /// everything the smaller ones cover, no two indexes meet.
  static boolean isPossibleWithin(NdArray<?> array) {
    if (array.size() <= 1) {
      return false;
    }
    int rank = array.rank();
    long covered = 1;
    boolean[] taken = new boolean[rank];
    for (int round = 0; round < rank; round++) {
      int smallest = -1;
      for (int axis = 0; axis < rank; axis++) {
        if (!taken[axis]
            && array.shape(axis) > 1
            && (smallest < 0 || Math.abs(array.stride(axis)) < Math.abs(array.stride(smallest)))) {
          smallest = axis;
        }
      }
      if (smallest < 0) {
        return false;
      }
      taken[smallest] = true;
      long stride = Math.abs(array.stride(smallest));
      if (stride < covered) {
        return true;
      }
      covered += (array.shape(smallest) - 1) * stride;
    }
    return false;
  }

  @SuppressWarnings("ReferenceEquality") // It is the identity of the Java arrays that counts.
  private static boolean isSameHeapObject(NdArray<?> a, NdArray<?> b) {
    Object left = a.memory().heap();
    Object right = b.memory().heap();
    if (left != null && right != null) {
      return left == right;
    }
    // A read-only heap segment does not tell its object, but still compares itself with another.
    return a.segment().asOverlappingSlice(b.segment()).isPresent();
  }

  /// Both arrays' elements start at whole multiples of `g`, the gcd of all byte strides, from their
  /// origins. So modulo `g` each occupies one interval of its element's size, and if these lie
  /// apart no bytes meet.
  private static boolean areLatticesApart(NdArray<?> a, Bytes left, NdArray<?> b, Bytes right) {
    long g = gcd(strideGcd(a), strideGcd(b));
    if (g == 0) {
      return false;
    }
    long distance = Math.floorMod(right.origin - left.origin, g);
    return distance >= a.dataType().byteSize() && g - distance >= b.dataType().byteSize();
  }

  private static long strideGcd(NdArray<?> array) {
    long g = 0;
    for (int axis = 0; axis < array.rank(); axis++) {
      if (array.shape(axis) > 1) {
        g = gcd(g, Math.abs(array.stride(axis)) * array.dataType().byteSize());
      }
    }
    return g;
  }

  private static long gcd(long a, long b) {
    while (b != 0) {
      long rest = a % b;
      a = b;
      b = rest;
    }
    return a;
  }

  /// The bytes an array reaches over, as addresses.
  private record Bytes(long origin, long start, long end) {

    static Bytes of(NdArray<?> array) {
      int byteSize = array.dataType().byteSize();
      long origin = array.segment().address() + array.byteOffset();
      long start = origin;
      long end = origin + byteSize;
      for (int axis = 0; axis < array.rank(); axis++) {
        long reach = (array.shape(axis) - 1) * array.stride(axis) * byteSize;
        if (reach < 0) {
          start += reach;
        } else {
          end += reach;
        }
      }
      return new Bytes(origin, start, end);
    }
  }
}
