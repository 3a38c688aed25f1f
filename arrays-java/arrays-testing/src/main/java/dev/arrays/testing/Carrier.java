package dev.arrays.testing;

import dev.arrays.DataType;
import dev.arrays.NdArray;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// The kinds of memory in which an array can come to a native function; a test that is run for each
/// of them leaves no road to the function out.
///
/// {@snippet class="dev.arrays.testing.CarrierTest" region="carriers"}
public enum Carrier {
  /// A Java array.
  HEAP,
  /// Memory outside the Java heap.
  NATIVE,
  /// Memory outside the Java heap that starts right after an inaccessible page.
  GUARD_BEFORE,
  /// Memory outside the Java heap that ends right before an inaccessible page.
  GUARD_AFTER;

  /// Copies an array into memory of this kind, which lives as long as the copy is reachable.
  ///
  /// @param array the array to copy, with any strides
  /// @param <A> the type of the array
  /// @return an array of the same data type, shape, strides and elements, read-only where the
  ///   original is
  /// @throws OutOfMemoryError when there is not enough memory
  public <A extends NdArray<A>> A copyOf(A array) {
    return switch (this) {
      case HEAP -> StridedCopy.of(array, (byteSize, _) -> javaArray(array.dataType(), byteSize));
      case NATIVE -> StridedCopy.of(array, Arena.ofAuto());
      case GUARD_BEFORE -> new GuardedArena(Arena.ofAuto(), Guard.BEFORE).copyOf(array);
      case GUARD_AFTER -> new GuardedArena(Arena.ofAuto(), Guard.AFTER).copyOf(array);
    };
  }

  private static MemorySegment javaArray(DataType dataType, long byteSize) {
    int length = Math.toIntExact(byteSize / dataType.byteSize());
    return switch (dataType) {
      case FLOAT64 -> MemorySegment.ofArray(new double[length]);
      case FLOAT32 -> MemorySegment.ofArray(new float[length]);
      case INT64, UINT64 -> MemorySegment.ofArray(new long[length]);
      case INT32, UINT32 -> MemorySegment.ofArray(new int[length]);
      case INT16, UINT16 -> MemorySegment.ofArray(new short[length]);
      case INT8, UINT8, BOOL -> MemorySegment.ofArray(new byte[length]);
    };
  }
}
