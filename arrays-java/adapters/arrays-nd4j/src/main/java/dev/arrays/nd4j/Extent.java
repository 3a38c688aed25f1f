package dev.arrays.nd4j;

/// The elements an array reaches, counted from element [0, …, 0].
///
/// @param lowest the lowest one, 0 or less
/// @param length how many there are from the lowest to the highest, both included
record Extent(long lowest, long length) {

  /// The extent of an array that has elements.
  static Extent of(long[] shape, long[] strides) {
    long lowest = 0;
    long highest = 0;
    for (int axis = 0; axis < shape.length; axis++) {
      long reach = (shape[axis] - 1) * strides[axis];
      lowest += Math.min(reach, 0);
      highest += Math.max(reach, 0);
    }
    return new Extent(lowest, highest - lowest + 1);
  }
}
