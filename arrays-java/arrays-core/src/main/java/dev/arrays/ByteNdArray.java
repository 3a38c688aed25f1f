package dev.arrays;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.util.NoSuchElementException;
import java.util.PrimitiveIterator;
import java.util.Spliterators;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/// An array of `byte`, of the data type `int8`, `uint8` or `bool`.
///
/// Values go in and out as `byte`: those of `uint8` above 127 are negative numbers in Java, which
/// [Byte#toUnsignedInt] reads, and those of `bool` are 0 and 1. Text and streams show them as they
/// are meant. Setting a `bool` to anything but 0 and 1 is refused.
///
/// {@snippet class="dev.arrays.SnippetsTest" region="byte"}
public final class ByteNdArray extends NdArray<ByteNdArray> {
  private static final ValueLayout.OfByte ELEMENT = ValueLayout.JAVA_BYTE;

  ByteNdArray(Memory memory, DataType dataType, long byteOffset, long[] shape, long[] strides) {
    super(memory, dataType, byteOffset, shape, strides);
  }

  private ByteNdArray(byte[] elements) {
    super(MemorySegment.ofArray(elements), elements, DataType.INT8, elements.length);
  }

  private ByteNdArray(byte[] elements, long[] shape) {
    super(
        MemorySegment.ofArray(elements),
        elements,
        DataType.INT8,
        filled(shape, elements.length, DataType.INT8));
  }

  /// Shows a Java array as one axis of `int8`; see [#asDataType] for the other data types.
  ///
  /// @param elements the memory to share
  /// @return a view of shape `[elements.length]`
  public static ByteNdArray wrap(byte[] elements) {
    return new ByteNdArray(elements);
  }

  /// Shows a Java array under a shape, in C order.
  ///
  /// @param elements the memory to share
  /// @param shape lengths whose product is `elements.length`
  /// @return a contiguous view of that shape
  /// @throws ShapeMismatchException when the shape has another number of elements
  public static ByteNdArray wrap(byte[] elements, long... shape) {
    return new ByteNdArray(elements, shape);
  }

  /// Shows the bytes of a buffer from its position to its limit under a shape, in C order.
  ///
  /// @param buffer the memory to share; a direct buffer stays reachable
  /// @param shape lengths whose product is the number of remaining elements; none for one axis of
  ///   them all
  /// @return a contiguous view, read-only where the buffer is
  /// @throws ShapeMismatchException when the shape has another number of elements
  public static ByteNdArray wrap(ByteBuffer buffer, long... shape) {
    int elements = buffer.remaining();
    return dense(
        MemorySegment.ofBuffer(buffer),
        DataType.INT8,
        filled(Buffers.shape(shape, elements), elements, DataType.INT8));
  }

  /// Shows the start of a segment under a shape, in C order.
  ///
  /// @param segment the memory to share: of a Java array, an arena, a mapped file
  /// @param shape the length of each axis; copied
  /// @return a contiguous view, read-only where the segment is
  /// @throws ShapeMismatchException when the segment is too small
  public static ByteNdArray wrap(MemorySegment segment, long[] shape) {
    Shapes.check("wrap", shape, Byte.BYTES);
    return dense(segment, DataType.INT8, shape.clone());
  }

  /// Shows a segment under a shape with any strides, from the segment's start.
  ///
  /// @param segment the memory to share
  /// @param shape the length of each axis; copied
  /// @param strides the distance of neighbours along each axis, in elements; copied
  /// @return a view, read-only where the segment is
  /// @throws ShapeMismatchException when elements would lie outside the segment
  public static ByteNdArray wrap(MemorySegment segment, long[] shape, long[] strides) {
    return wrap(segment, DataType.INT8, 0, shape, strides, null);
  }

  /// Shows a segment under a shape with any strides, from any element, for an owner: see
  /// [NdArray#wrap(MemorySegment, DataType, long, long\[\], long\[\], Owner)].
  ///
  /// @param segment the memory to share
  /// @param dataType `int8`, `uint8` or `bool`
  /// @param byteOffset where the element at index `[0, …, 0]` starts, in bytes
  /// @param shape the length of each axis; copied
  /// @param strides the distance of neighbours along each axis, in elements; copied
  /// @param owner who else decides how long the memory lives, null for nobody
  /// @return a view, read-only where the segment is
  /// @throws DataTypeException when the data type is another
  /// @throws ShapeMismatchException when elements would lie outside the segment
  public static ByteNdArray wrap(
      MemorySegment segment,
      DataType dataType,
      long byteOffset,
      long[] shape,
      long[] strides,
      @Nullable Owner owner) {
    return new ByteNdArray(
        Memory.of(segment, owner),
        carried("wrap", dataType, "ByteNdArray", DataType.INT8, DataType.UINT8, DataType.BOOL),
        byteOffset,
        shape.clone(),
        strides.clone());
  }

  /// Copies values into a new array of one axis.
  ///
  /// @param values the elements
  /// @return an array of shape `[values.length]`
  public static ByteNdArray of(byte... values) {
    return new ByteNdArray(values.clone());
  }

  /// Copies rows into a new matrix.
  ///
  /// @param rows arrays of equal length
  /// @return an array of shape `[rows, columns]`
  /// @throws ShapeMismatchException when the rows differ in length
  public static ByteNdArray of(byte[][] rows) {
    int columns = rows.length == 0 ? 0 : rows[0].length;
    ByteNdArray matrix = zeros("of", new long[] {rows.length, columns});
    for (int row = 0; row < rows.length; row++) {
      Shapes.checkRow(row, rows[row].length, columns);
      MemorySegment.copy(
          rows[row], 0, matrix.segment(), ELEMENT, (long) row * columns * Byte.BYTES, columns);
    }
    return matrix;
  }

  /// Creates an array of zeros in Java memory.
  ///
  /// @param shape the length of each axis, none for a single value; copied
  /// @return a contiguous, writable array
  /// @throws InvalidArgumentException when there are more elements than a Java array can hold
  public static ByteNdArray zeros(long... shape) {
    return zeros("zeros", shape.clone());
  }

  /// The element of an array of one axis.
  ///
  /// @param i the index, from 0
  /// @return the element
  /// @throws IndexOutOfBoundsException when the index is outside the shape or the rank is not 1
  /// @throws ClosedArrayException when the memory was released
  public byte get(long i) {
    return read(offset(i));
  }

  /// The element of a matrix.
  ///
  /// @param i the row, from 0
  /// @param j the column, from 0
  /// @return the element
  /// @throws IndexOutOfBoundsException when the index is outside the shape or the rank is not 2
  /// @throws ClosedArrayException when the memory was released
  public byte get(long i, long j) {
    return read(offset(i, j));
  }

  /// The element of an array of any rank.
  ///
  /// @param index one index per axis, from 0; none for an array of rank 0
  /// @return the element
  /// @throws IndexOutOfBoundsException when the index is outside the shape
  /// @throws ClosedArrayException when the memory was released
  public byte get(long... index) {
    return read(offset(index));
  }

  /// Sets the element of an array of one axis.
  ///
  /// @param i the index, from 0
  /// @param value the new value
  /// @throws IndexOutOfBoundsException when the index is outside the shape or the rank is not 1
  /// @throws BorrowException when the array is read-only
  /// @throws ClosedArrayException when the memory was released
  public void set(long i, byte value) {
    write(offset(i), value);
  }

  /// Sets the element of a matrix.
  ///
  /// @param i the row, from 0
  /// @param j the column, from 0
  /// @param value the new value
  /// @throws IndexOutOfBoundsException when the index is outside the shape or the rank is not 2
  /// @throws BorrowException when the array is read-only
  /// @throws ClosedArrayException when the memory was released
  public void set(long i, long j, byte value) {
    write(offset(i, j), value);
  }

  /// Sets the element of an array of any rank.
  ///
  /// @param index one index per axis, from 0; empty for an array of rank 0
  /// @param value the new value
  /// @throws IndexOutOfBoundsException when the index is outside the shape
  /// @throws BorrowException when the array is read-only
  /// @throws ClosedArrayException when the memory was released
  public void set(long[] index, byte value) {
    write(offset(index), value);
  }

  /// Sets every element to one value.
  ///
  /// @param value the new value
  /// @throws BorrowException when the array is read-only
  /// @throws ClosedArrayException when the memory was released
  public void fill(byte value) {
    for (Offsets offsets = new Offsets(this); offsets.hasNext(); ) {
      write(offsets.next(), value);
    }
  }

  /// Copies the elements to a Java array, in C order.
  ///
  /// @return a fresh array
  /// @throws InvalidArgumentException when there are more elements than a Java array can hold
  /// @throws ClosedArrayException when the memory was released
  public byte[] toArray() {
    byte[] elements = new byte[javaLength("toArray", shape())];
    copyElementsTo(MemorySegment.ofArray(elements));
    return elements;
  }

  /// The same bits under another data type of the same width.
  ///
  /// The bytes of a `bool` array are to be 0 or 1; that is checked by each function that takes the
  /// array, since whoever shares the memory may change them.
  ///
  /// @param dataType `int8`, `uint8` or `bool`
  /// @return a view
  /// @throws DataTypeException when the data type is another
  public ByteNdArray asDataType(DataType dataType) {
    carried("asDataType", dataType, "ByteNdArray", DataType.INT8, DataType.UINT8, DataType.BOOL);
    return view(memory(), dataType, byteOffset(), shape(), strides());
  }

  /// The elements one after the other, in C order, widened as their data type says.
  ///
  /// @return an iterator that reads as it goes
  public PrimitiveIterator.OfInt elements() {
    Offsets offsets = new Offsets(this);
    return new PrimitiveIterator.OfInt() {
      @Override
      public boolean hasNext() {
        return offsets.hasNext();
      }

      @Override
      public int nextInt() {
        if (!offsets.hasNext()) {
          throw new NoSuchElementException("all elements have been read");
        }
        byte value = read(offsets.next());
        return dataType() == DataType.UINT8 ? Byte.toUnsignedInt(value) : value;
      }
    };
  }

  /// The elements one after the other, in C order, widened as their data type says.
  ///
  /// @return a sequential stream that reads as it goes
  public IntStream stream() {
    return StreamSupport.intStream(Spliterators.spliterator(elements(), size(), 0), false);
  }

  @Override
  ByteNdArray view(
      Memory memory, DataType dataType, long byteOffset, long[] shape, long[] strides) {
    return new ByteNdArray(memory, dataType, byteOffset, shape, strides);
  }

  @Override
  ByteNdArray allocate(DataType dataType, long[] shape) {
    return dense(MemorySegment.ofArray(new byte[javaLength("copy", shape)]), dataType, shape);
  }

  @Override
  long bitsAt(long offset) {
    return read(offset);
  }

  private static ByteNdArray zeros(String operation, long[] shape) {
    Shapes.check(operation, shape, Byte.BYTES);
    return dense(
        MemorySegment.ofArray(new byte[javaLength(operation, shape)]), DataType.INT8, shape);
  }

  private static ByteNdArray dense(MemorySegment segment, DataType dataType, long[] shape) {
    return new ByteNdArray(
        Memory.of(segment, null), dataType, 0, shape, Shapes.stridesInOrder(shape));
  }

  private byte read(long offset) {
    try {
      return alive().get(ELEMENT, offset);
    } catch (IllegalStateException e) {
      throw refused(e);
    }
  }

  private void write(long offset, byte value) {
    if (dataType() == DataType.BOOL) {
      checkBool(value);
    }
    try {
      alive().set(ELEMENT, offset, value);
    } catch (IllegalStateException | IllegalArgumentException | UnsupportedOperationException e) {
      throw refused(e);
    }
  }

  private static void checkBool(byte value) {
    if (value != 0 && value != 1) {
      throw new InvalidArgumentException("set: " + value + " is not a bool, expected 0 or 1");
    }
  }
}
