package dev.arrays.testing;

import dev.arrays.NdArray;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;

/// A copy of an array that keeps its strides, in memory that holds what they reach and no more.
final class StridedCopy {
  private StridedCopy() {}

  static <A extends NdArray<A>> A of(A array, SegmentAllocator allocator) {
    int elementSize = array.dataType().byteSize();
    long below = 0;
    long byteSize = array.size() == 0 ? 0 : elementSize;
    for (int axis = 0; axis < array.rank() && byteSize > 0; axis++) {
      long reach = (array.shape(axis) - 1) * array.stride(axis) * elementSize;
      below += Math.max(-reach, 0);
      byteSize += Math.abs(reach);
    }
    MemorySegment copy = allocator.allocate(byteSize, elementSize);
    MemorySegment.copy(array.segment(), array.byteOffset() - below, copy, 0, byteSize);
    NdArray<?> view =
        NdArray.wrap(
            array.isReadOnly() ? copy.asReadOnly() : copy,
            array.dataType(),
            below,
            array.shape(),
            array.strides(),
            null);
    // A data type has one class of arrays, so this is the class of the original.
    @SuppressWarnings("unchecked")
    A typed = (A) view;
    return typed;
  }
}
