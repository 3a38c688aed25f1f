package dev.arrays;

/// The byte offsets of an array's elements in C order, the last axis fastest.
final class Offsets {
  private final long[] shape;
  private final long[] byteStrides;
  private final long[] index;
  private long offset;
  private long left;

  Offsets(NdArray<?> array) {
    int rank = array.rank();
    shape = new long[rank];
    byteStrides = new long[rank];
    for (int axis = 0; axis < rank; axis++) {
      shape[axis] = array.shape(axis);
      byteStrides[axis] = array.stride(axis) * array.dataType().byteSize();
    }
    index = new long[rank];
    offset = array.byteOffset();
    left = array.size();
  }

  boolean hasNext() {
    return left > 0;
  }

  /// The offset of the next element; only after [#hasNext()] said that there is one.
  long next() {
    long current = offset;
    left--;
    int axis = shape.length - 1;
    while (axis >= 0) {
      offset += byteStrides[axis];
      if (++index[axis] < shape[axis]) {
        break;
      }
      offset -= shape[axis] * byteStrides[axis];
      index[axis--] = 0;
    }
    return current;
  }
}
