package dev.arrays.fuzz;

import dev.arrays.ArraysException;
import dev.arrays.DataType;
import dev.arrays.NdArray;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/// The numbers of an `ArraysOwned`, as a library may return them: they make a view whose every
/// corner lies in the memory, or none.
///
/// The pointers of the struct cannot be fuzzed, since no check tells a wrong one.
final class ViewFuzz implements FuzzTarget {
  private static final MemorySegment MEMORY = Arena.global().allocate(1 << 10, 8);

  @Override
  public List<byte[]> seeds() {
    return List.of(
        struct(1, 1024, 0, new long[] {4, 32}, new long[] {32, 1}),
        struct(4, 1024, 1020, new long[] {256}, new long[] {-1}),
        struct(11, 1023, 1, new long[] {3, 0, 5}, new long[] {Long.MAX_VALUE, 7, Long.MIN_VALUE}),
        struct(5, 64, 0, new long[0], new long[0]),
        struct(6, 64, 8, new long[] {Long.MAX_VALUE, 1}, new long[] {0, Long.MIN_VALUE}));
  }

  private static byte[] struct(
      int type, int byteSize, int byteOffset, long[] shape, long[] strides) {
    ByteBuffer bytes =
        ByteBuffer.allocate(3 * Integer.BYTES + 2 * shape.length * Long.BYTES)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putInt(type)
            .putInt(byteSize)
            .putInt(byteOffset);
    for (int axis = 0; axis < shape.length; axis++) {
      bytes.putLong(shape[axis]).putLong(strides[axis]);
    }
    return bytes.array();
  }

  @Override
  public void test(byte[] input) {
    if (input.length < 3 * Integer.BYTES) {
      return;
    }
    ByteBuffer struct = ByteBuffer.wrap(input).order(ByteOrder.LITTLE_ENDIAN);
    int type = struct.getInt();
    MemorySegment memory =
        MEMORY.asSlice(0, Integer.toUnsignedLong(struct.getInt()) % (MEMORY.byteSize() + 1));
    long byteOffset = struct.getInt();
    int rank = struct.remaining() / (2 * Long.BYTES);
    long[] shape = new long[rank];
    long[] strides = new long[rank];
    for (int axis = 0; axis < rank; axis++) {
      shape[axis] = struct.getLong();
      strides[axis] = struct.getLong();
    }
    NdArray<?> view;
    try {
      view = NdArray.wrap(memory, DataType.ofCode(type), byteOffset, shape, strides, null);
    } catch (ArraysException e) {
      return;
    }
    if (view.size() == 0) {
      return;
    }
    // The lowest and the highest byte that any index reaches, by arithmetic that cannot overflow.
    int size = view.dataType().byteSize();
    long low = byteOffset;
    long high = byteOffset + size - 1;
    for (int axis = 0; axis < rank; axis++) {
      if (shape[axis] > 1) {
        long reach = Math.multiplyExact(Math.multiplyExact(shape[axis] - 1, strides[axis]), size);
        low = Math.addExact(low, Math.min(reach, 0));
        high = Math.addExact(high, Math.max(reach, 0));
      }
    }
    if (low < 0 || high >= memory.byteSize()) {
      throw new AssertionError(low + " to " + high + " of " + memory.byteSize() + " bytes");
    }
  }
}
