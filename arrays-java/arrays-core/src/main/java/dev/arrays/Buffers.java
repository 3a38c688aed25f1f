package dev.arrays;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// What has to hold before a buffer can be shown as an array.
final class Buffers {

  private Buffers() {}

  static void checkOrder(ByteOrder order) {
    if (order != ByteOrder.nativeOrder()) {
      throw new InvalidArgumentException(
          "wrap: the buffer is "
              + order
              + ", this machine is "
              + ByteOrder.nativeOrder()
              + "; call order(ByteOrder.nativeOrder()) on the ByteBuffer before filling it");
    }
  }

  static long elements(ByteBuffer buffer, DataType dataType) {
    if (buffer.remaining() % dataType.byteSize() != 0) {
      throw new ShapeMismatchException(
          "wrap: the buffer has "
              + buffer.remaining()
              + " bytes left, not a multiple of the "
              + dataType.byteSize()
              + " of one "
              + dataType);
    }
    return buffer.remaining() / dataType.byteSize();
  }

  /// The shape asked for, or one axis of everything when none was given.
  static long[] shape(long[] shape, long elements) {
    return shape.length == 0 ? new long[] {elements} : shape;
  }
}
