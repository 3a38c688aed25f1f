package dev.arrays;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;

/// How the elements of one array are written, all to the same width.
interface ElementFormat {

  /// The element at a byte offset.
  String text(long offset);

  /// The format for the elements that will be shown.
  static ElementFormat of(NdArray<?> array, List<Long> shown) {
    MemorySegment segment = array.alive();
    return switch (array.dataType()) {
      case FLOAT64, FLOAT32 -> {
        boolean isFloat = array.dataType() == DataType.FLOAT32;
        double[] values = shown.stream().mapToDouble(at -> number(segment, isFloat, at)).toArray();
        FloatFormat format = FloatFormat.of(values, isFloat);
        yield offset -> format.text(number(segment, isFloat, offset));
      }
      case BOOL -> offset -> (segment.get(ValueLayout.JAVA_BYTE, offset) == 0 ? "False" : " True");
      default -> {
        DataType dataType = array.dataType();
        int width =
            shown.stream().mapToInt(at -> integer(segment, dataType, at).length()).max().orElse(0);
        yield offset -> {
          String digits = integer(segment, dataType, offset);
          return " ".repeat(width - digits.length()) + digits;
        };
      }
    };
  }

  /// The text of an array of rank 0: its element as NumPy writes a scalar.
  static String single(NdArray<?> array) {
    MemorySegment segment = array.alive();
    long offset = array.byteOffset();
    return switch (array.dataType()) {
      case FLOAT64 -> FloatFormat.scalar(number(segment, false, offset), false);
      case FLOAT32 -> FloatFormat.scalar(number(segment, true, offset), true);
      case BOOL -> segment.get(ValueLayout.JAVA_BYTE, offset) == 0 ? "False" : "True";
      default -> integer(segment, array.dataType(), offset);
    };
  }

  private static double number(MemorySegment segment, boolean isFloat, long offset) {
    return isFloat
        ? segment.get(ValueLayout.JAVA_FLOAT, offset)
        : segment.get(ValueLayout.JAVA_DOUBLE, offset);
  }

  private static String integer(MemorySegment segment, DataType dataType, long offset) {
    return switch (dataType) {
      case INT64 -> Long.toString(segment.get(ValueLayout.JAVA_LONG, offset));
      case UINT64 -> Long.toUnsignedString(segment.get(ValueLayout.JAVA_LONG, offset));
      case INT32 -> Integer.toString(segment.get(ValueLayout.JAVA_INT, offset));
      case UINT32 -> Integer.toUnsignedString(segment.get(ValueLayout.JAVA_INT, offset));
      case INT16 -> Integer.toString(segment.get(ValueLayout.JAVA_SHORT, offset));
      case UINT16 ->
          Integer.toString(Short.toUnsignedInt(segment.get(ValueLayout.JAVA_SHORT, offset)));
      case UINT8 ->
          Integer.toString(Byte.toUnsignedInt(segment.get(ValueLayout.JAVA_BYTE, offset)));
      default -> Integer.toString(segment.get(ValueLayout.JAVA_BYTE, offset));
    };
  }
}
