package dev.arrays;

import java.lang.foreign.MemorySegment;

/// Whether arrays can share bytes: the question behind the borrow rules.
///
/// The answer is exact, up to the work that [BoundedEquation] does.
final class Overlap {

  /// Whether bytes are shared. The strides may be so irregular that it takes too long to tell.
  enum Answer {
    NO,
    PERHAPS,
    YES
  }

  private Overlap() {}

  /// Whether two arrays share a byte. Cheapest answer first: this one is short so that the JIT
  /// inlines it.
  @SuppressWarnings("ReferenceEquality") // It is the identity of the Java arrays that counts.
  static Answer between(NdArray<?> a, NdArray<?> b) {
    Object left = a.memory().heap();
    Object right = b.memory().heap();
    if (left != right && left != null && right != null) {
      return Answer.NO;
    }
    if (a.end() <= b.start() || b.end() <= a.start()) {
      return Answer.NO;
    }
    return inOneRange(a, b);
  }

  private static Answer inOneRange(NdArray<?> a, NdArray<?> b) {
    if (a.start() == a.end() || b.start() == b.end()) {
      return Answer.NO;
    }
    MemorySegment first = a.segment();
    MemorySegment second = b.segment();
    if (first.isNative() != second.isNative()) {
      return Answer.NO;
    }
    boolean isHidden = a.memory().heap() == null || b.memory().heap() == null;
    if (!first.isNative() && isHidden && first.asOverlappingSlice(second).isEmpty()) {
      // A read-only heap segment does not tell its object, but still compares itself with another.
      return Answer.NO;
    }
    return areLatticesApart(a, b) ? Answer.NO : sharedByte(a, b);
  }

  /// Whether two elements of one array, at different indexes, share a byte.
  ///
  /// Takes the axes from the smallest stride to the largest: as long as each stride reaches over
  /// everything the smaller ones cover, no two indexes meet. Else the exact question is asked.
  static Answer within(NdArray<?> array) {
    if (array.size() <= 1) {
      return Answer.NO;
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
        return Answer.NO;
      }
      taken[smallest] = true;
      long stride = Math.abs(array.stride(smallest));
      if (stride < covered) {
        return stride == 0 ? Answer.YES : repeatedElement(array);
      }
      covered += (array.shape(smallest) - 1) * stride;
    }
    return Answer.NO;
  }

  /// The exact question: with the strides taken as positive, counted from the lowest byte of one
  /// array up and from the highest byte of the other down, do indexes and bytes within an element
  /// add up to the distance between the two?
  private static Answer sharedByte(NdArray<?> a, NdArray<?> b) {
    int rank = a.rank() + b.rank();
    long[] coefficients = new long[rank];
    long[] bounds = new long[rank];
    for (int i = 0; i < rank; i++) {
      NdArray<?> array = i < a.rank() ? a : b;
      int axis = i < a.rank() ? i : i - a.rank();
      bounds[i] = array.shape(axis) - 1;
      // The stride of an axis of length 1 may be any number, its product too large.
      coefficients[i] =
          bounds[i] == 0 ? 0 : Math.abs(array.stride(axis)) * array.dataType().byteSize();
    }
    long distance = b.end() - 1 - a.start();
    int withinElements = a.dataType().byteSize() + b.dataType().byteSize() - 2;
    return solve(coefficients, bounds, distance - withinElements, distance);
  }

  /// The exact question within one array whose strides over lengths above 1 are not zero: is there
  /// a step, from one index to another, that moves by no element?
  ///
  /// Elements start at whole multiples of their size, so they share a byte only where they are the
  /// same. Of a step and its opposite one goes up along the first axis where it moves at all; so
  /// for each axis: at least 1 along it, anything along the later ones, nothing along the earlier.
  /// From the lowest such step the others are counted up, as an equation asks.
  private static Answer repeatedElement(NdArray<?> array) {
    int rank = array.rank();
    long[] coefficients = new long[rank];
    long[] bounds = new long[rank];
    long lowered = 0;
    for (int axis = rank - 1; axis >= 0; axis--) {
      long most = array.shape(axis) - 1;
      if (most == 0) {
        continue;
      }
      coefficients[axis] = Math.abs(array.stride(axis));
      bounds[axis] = most - 1;
      long value = lowered - coefficients[axis];
      Answer answer = solve(coefficients, bounds, value, value);
      if (answer != Answer.NO) {
        return answer;
      }
      bounds[axis] = BoundedEquation.sum(most, most);
      lowered += most * coefficients[axis];
    }
    return Answer.NO;
  }

  private static Answer solve(long[] coefficients, long[] bounds, long low, long high) {
    BoundedEquation equation = new BoundedEquation(coefficients, bounds);
    if (!equation.mayReach(low, high)) {
      return Answer.NO;
    }
    return equation.isGivenUp() ? Answer.PERHAPS : Answer.YES;
  }

  /// Both arrays' elements start at whole multiples of `g`, the gcd of all byte strides, from their
  /// origins. So modulo `g` each occupies one interval of its element's size, and if these lie
  /// apart no bytes meet.
  private static boolean areLatticesApart(NdArray<?> a, NdArray<?> b) {
    long g = BoundedEquation.gcd(strideGcd(a), strideGcd(b));
    if (g == 0) {
      return false;
    }
    long distance = Math.floorMod(b.origin().address() - a.origin().address(), g);
    return distance >= a.dataType().byteSize() && g - distance >= b.dataType().byteSize();
  }

  private static long strideGcd(NdArray<?> array) {
    long g = 0;
    for (int axis = 0; axis < array.rank(); axis++) {
      if (array.shape(axis) > 1) {
        long stride = Math.abs(array.stride(axis)) * array.dataType().byteSize();
        g = BoundedEquation.gcd(g, stride);
      }
    }
    return g;
  }
}
