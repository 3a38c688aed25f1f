package dev.arrays.kernels.reference;

import dev.arrays.ByteNdArray;
import dev.arrays.DataType;
import dev.arrays.DoubleNdArray;
import dev.arrays.FloatNdArray;
import dev.arrays.IntNdArray;
import dev.arrays.LongNdArray;
import dev.arrays.NdArray;
import dev.arrays.ShortNdArray;
import dev.arrays.testing.Carrier;
import dev.arrays.testing.Guard;
import dev.arrays.testing.GuardedArena;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Arrays of a data type known at run time only. */
final class Memory {
  /** What lies between the elements: NaN in arrays of floating-point numbers, else -1. */
  private static final byte GAP = (byte) 0xFF;

  private Memory() {}

  static MemorySegment javaArray(DataType dataType, long length) {
    int n = Math.toIntExact(length);
    return switch (dataType) {
      case FLOAT64 -> MemorySegment.ofArray(new double[n]);
      case FLOAT32 -> MemorySegment.ofArray(new float[n]);
      case INT64, UINT64 -> MemorySegment.ofArray(new long[n]);
      case INT32, UINT32 -> MemorySegment.ofArray(new int[n]);
      case INT16, UINT16 -> MemorySegment.ofArray(new short[n]);
      case INT8, UINT8, BOOL -> MemorySegment.ofArray(new byte[n]);
    };
  }

  /** The elements by rows, in a new Java array. */
  static Object toJavaArray(NdArray<?> array) {
    return switch (array) {
      case DoubleNdArray a -> a.toArray();
      case FloatNdArray a -> a.toArray();
      case LongNdArray a -> a.toArray();
      case IntNdArray a -> a.toArray();
      case ShortNdArray a -> a.toArray();
      case ByteNdArray a -> a.toArray();
    };
  }

  /** A view of a whole Java array. */
  static NdArray<?> wrap(Object javaArray, DataType dataType) {
    MemorySegment segment =
        switch (javaArray) {
          case double[] a -> MemorySegment.ofArray(a);
          case float[] a -> MemorySegment.ofArray(a);
          case long[] a -> MemorySegment.ofArray(a);
          case int[] a -> MemorySegment.ofArray(a);
          case short[] a -> MemorySegment.ofArray(a);
          case byte[] a -> MemorySegment.ofArray(a);
          default -> throw new AssertionError(javaArray);
        };
    long[] shape = {segment.byteSize() / dataType.byteSize()};
    return NdArray.wrap(segment, dataType, 0, shape, new long[] {1}, null);
  }

  /** An array whose memory, gaps and elements, is filled with {@link #GAP}, and no longer. */
  static NdArray<?> allocate(
      DataType dataType, long[] shape, Layout layout, Carrier carrier, Arena arena) {
    long[] strides = layout.strides(shape);
    boolean isEmpty = Layout.size(shape) == 0;
    long below = 0;
    long length = isEmpty ? 0 : 1;
    for (int axis = 0; axis < shape.length && !isEmpty; axis++) {
      long reach = (shape[axis] - 1) * strides[axis];
      below += Math.max(-reach, 0);
      length += Math.abs(reach);
    }
    int elementSize = dataType.byteSize();
    long byteSize = length * elementSize;
    MemorySegment memory =
        switch (carrier) {
          case HEAP -> javaArray(dataType, length);
          case NATIVE -> arena.allocate(byteSize, elementSize);
          case GUARD_BEFORE ->
              new GuardedArena(arena, Guard.BEFORE).allocate(byteSize, elementSize);
          case GUARD_AFTER -> new GuardedArena(arena, Guard.AFTER).allocate(byteSize, elementSize);
        };
    memory.fill(GAP);
    return NdArray.wrap(memory, dataType, below * elementSize, shape, strides, null);
  }

  /** An array of another shape and no fewer axes, which repeats the elements along each of them. */
  static NdArray<?> stretch(NdArray<?> array, long[] shape) {
    NdArray<?> stretched = allocateJavaArray(array.dataType(), shape);
    long[] rowStrides = stretched.strides();
    int elementSize = array.dataType().byteSize();
    for (long i = 0; i < stretched.size(); i++) {
      long from = 0;
      for (int axis = 0; axis < shape.length; axis++) {
        long index = i / rowStrides[axis] % shape[axis];
        from += index % array.shape(axis) * array.stride(axis);
      }
      MemorySegment.copy(
          array.segment(),
          array.byteOffset() + from * elementSize,
          stretched.segment(),
          i * elementSize,
          elementSize);
    }
    return stretched;
  }

  /** Copies the elements of one array to another of the same data type and shape. */
  static void assign(NdArray<?> to, NdArray<?> from) {
    assignTyped(to, from);
  }

  @SuppressWarnings("unchecked") // A data type has one class of arrays.
  private static <A extends NdArray<A>> void assignTyped(NdArray<?> to, NdArray<?> from) {
    ((A) from).copyTo((A) to);
  }

  /** An array by rows on the Java heap, filled with {@link #GAP}. */
  private static NdArray<?> allocateJavaArray(DataType dataType, long[] shape) {
    try (Arena unused = Arena.ofConfined()) {
      return allocate(dataType, shape, Layout.BY_ROWS, Carrier.HEAP, unused);
    }
  }

  /** Whether the memory of an array has kept what was between its elements, which are lost. */
  static boolean hasGapsLeft(NdArray<?> array) {
    assign(array, allocateJavaArray(array.dataType(), array.shape()));
    byte[] memory = array.segment().toArray(ValueLayout.JAVA_BYTE);
    for (byte b : memory) {
      if (b != GAP) {
        return false;
      }
    }
    return true;
  }
}
