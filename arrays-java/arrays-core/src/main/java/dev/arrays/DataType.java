package dev.arrays;

/// The type of an array's elements, by NumPy's names.
///
/// Unsigned integers and booleans use the Java carrier of the same width: `uint8`, `int8` and
/// `bool` are all held in bytes. `bool` is one byte, 0 or 1, as in Rust.
public enum DataType {
  /// 64-bit IEEE 754 numbers, Rust's `f64`, in a [DoubleNdArray].
  FLOAT64(1, "float64", Double.BYTES),
  /// 32-bit IEEE 754 numbers, Rust's `f32`, in a [FloatNdArray].
  FLOAT32(2, "float32", Float.BYTES),
  /// Signed 64-bit integers, Rust's `i64`, in a [LongNdArray].
  INT64(3, "int64", Long.BYTES),
  /// Signed 32-bit integers, Rust's `i32`, in an [IntNdArray].
  INT32(4, "int32", Integer.BYTES),
  /// Signed 16-bit integers, Rust's `i16`, in a [ShortNdArray].
  INT16(5, "int16", Short.BYTES),
  /// Signed 8-bit integers, Rust's `i8`, in a [ByteNdArray].
  INT8(6, "int8", Byte.BYTES),
  /// Unsigned 64-bit integers, Rust's `u64`, in a [LongNdArray].
  UINT64(7, "uint64", Long.BYTES),
  /// Unsigned 32-bit integers, Rust's `u32`, in an [IntNdArray].
  UINT32(8, "uint32", Integer.BYTES),
  /// Unsigned 16-bit integers, Rust's `u16`, in a [ShortNdArray].
  UINT16(9, "uint16", Short.BYTES),
  /// Unsigned 8-bit integers, Rust's `u8`, in a [ByteNdArray].
  UINT8(10, "uint8", Byte.BYTES),
  /// Booleans, Rust's `bool`, in a [ByteNdArray] of zeros and ones.
  BOOL(11, "bool", Byte.BYTES);

  private static final DataType[] BY_CODE = values();

  private final int code;
  private final String text;
  private final int byteSize;

  DataType(int code, String text, int byteSize) {
    this.code = code;
    this.text = text;
    this.byteSize = byteSize;
  }

  /// The size of one element.
  ///
  /// @return 1, 2, 4 or 8 bytes
  public int byteSize() {
    return byteSize;
  }

  /// The number of this type in the binary interface, which counts from 1 in the order of
  /// declaration.
  ///
  /// @return 1 to 11
  public int code() {
    return code;
  }

  /// The type with a number of the binary interface.
  ///
  /// @param code 1 to 11
  /// @return the type
  /// @throws DataTypeException when no type has this number
  public static DataType ofCode(int code) {
    if (code < 1 || code > BY_CODE.length) {
      throw new DataTypeException(
          "no data type has the code " + code + ", known are 1 to " + BY_CODE.length);
    }
    return BY_CODE[code - 1];
  }

  /// NumPy's name of the type.
  ///
  /// @return for example `float64`
  @Override
  public String toString() {
    return text;
  }
}
