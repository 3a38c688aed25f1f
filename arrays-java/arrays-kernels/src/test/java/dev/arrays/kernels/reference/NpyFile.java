package dev.arrays.kernels.reference;

import dev.arrays.DataType;
import dev.arrays.NdArray;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * NumPy's file format, version 1.0: the magic string, the length of the header, the header, which
 * is a Python literal, and the elements.
 *
 * @see <a
 *     href="https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html">numpy.lib.format</a>
 */
final class NpyFile {
  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0};
  private static final Pattern HEADER =
      Pattern.compile(
          "\\{'descr': '(?<type>[^']+)', 'fortran_order': (?<fortran>True|False),"
              + " 'shape': \\((?<shape>[^)]*)\\), }\\s*");

  private NpyFile() {}

  /** The array in a file, on the Java heap. */
  static NdArray<?> read(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    if (bytes.length < 10 || !Arrays.equals(bytes, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
      throw new IOException(file + " is no .npy file of version 1.0");
    }
    int start = 10 + Byte.toUnsignedInt(bytes[8]) + (Byte.toUnsignedInt(bytes[9]) << 8);
    String header = new String(bytes, 10, start - 10, StandardCharsets.ISO_8859_1);
    Matcher matcher = HEADER.matcher(header);
    if (!matcher.matches()) {
      throw new IOException(file + " has the header " + header);
    }
    DataType dataType = dataType(matcher.group("type"));
    long[] shape =
        Pattern.compile("\\d+")
            .matcher(matcher.group("shape"))
            .results()
            .mapToLong(length -> Long.parseLong(length.group()))
            .toArray();
    Layout layout = matcher.group("fortran").equals("True") ? Layout.BY_COLUMNS : Layout.BY_ROWS;
    MemorySegment elements = Memory.javaArray(dataType, Layout.size(shape));
    if (elements.byteSize() != bytes.length - start) {
      throw new IOException(file + " has not the length its header tells");
    }
    MemorySegment.copy(MemorySegment.ofArray(bytes), start, elements, 0, elements.byteSize());
    return NdArray.wrap(elements, dataType, 0, shape, layout.strides(shape), null);
  }

  private static DataType dataType(String descr) throws IOException {
    if (ByteOrder.nativeOrder() != ByteOrder.LITTLE_ENDIAN) {
      throw new IOException("reference data is little-endian");
    }
    return switch (descr) {
      case "<f8" -> DataType.FLOAT64;
      case "<f4" -> DataType.FLOAT32;
      case "<i8" -> DataType.INT64;
      case "<i4" -> DataType.INT32;
      case "<i2" -> DataType.INT16;
      case "|i1" -> DataType.INT8;
      case "|u1" -> DataType.UINT8;
      case "|b1" -> DataType.BOOL;
      default -> throw new IOException("no data type is read for " + descr);
    };
  }
}
