package dev.arrays;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.LongBuffer;
import java.util.NoSuchElementException;
import java.util.PrimitiveIterator;
import java.util.Spliterators;
import java.util.stream.LongStream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/// An array of `long`, of the data type `int64` or `uint64`.
///
/// Values go in and out as `long`: those of `uint64` from 2⁶³ on are negative numbers in Java,
/// which [Long#toUnsignedString(long)] and [Long#compareUnsigned] read. Text shows them as they are
/// meant.
///
/// {@snippet class="dev.arrays.SnippetsTest" region="long"}
public final class LongNdArray extends NdArray<LongNdArray> {
  private static final ValueLayout.OfLong ELEMENT = ValueLayout.JAVA_LONG;

  LongNdArray(Memory memory, DataType dataType, long byteOffset, long[] shape, long[] strides) {
    super(memory, dataType, byteOffset, shape, strides);
  }

  private LongNdArray(long[] elements) {
    super(MemorySegment.ofArray(elements), elements, DataType.INT64, elements.length);
  }

  private LongNdArray(long[] elements, long[] shape) {
    super(
        MemorySegment.ofArray(elements),
        elements,
        DataType.INT64,
        filled(shape, elements.length, DataType.INT64));
  }

  /// Shows a Java array as one axis of `int64`; see [#asDataType] for the other data type.
  ///
  /// @param elements the memory to share
  /// @return a view of shape `[elements.length]`
  public static LongNdArray wrap(long[] elements) {
    return new LongNdArray(elements);
  }

  /// Shows a Java array under a shape, in C order.
  ///
  /// @param elements the memory to share
  /// @param shape lengths whose product is `elements.length`
  /// @return a contiguous view of that shape
  /// @throws ShapeMismatchException when the shape has another number of elements
  public static LongNdArray wrap(long[] elements, long... shape) {
    return new LongNdArray(elements, shape);
  }

  /// Shows a buffer from its position to its limit under a shape, in C order.
  ///
  /// @param buffer the memory to share, in native byte order; a direct buffer stays reachable
  /// @param shape lengths whose product is the number of remaining elements; none for one axis of
  ///   them all
  /// @return a contiguous view, read-only where the buffer is
  /// @throws InvalidArgumentException when the buffer has the other byte order, or is not aligned
  /// @throws ShapeMismatchException when the shape has another number of elements
  public static LongNdArray wrap(LongBuffer buffer, long... shape) {
    Buffers.checkOrder(buffer.order());
    return dense(
        MemorySegment.ofBuffer(buffer),
        DataType.INT64,
        filled(Buffers.shape(shape, buffer.remaining()), buffer.remaining(), DataType.INT64));
  }

  /// Shows the bytes of a buffer from its position to its limit under a shape, in C order.
  ///
  /// @param buffer the memory to share, in native byte order: Java's default is the other one on
  ///   most machines, see [ByteBuffer#order]
  /// @param shape lengths whose product is the number of remaining elements; none for one axis of
  ///   them all
  /// @return a contiguous view, read-only where the buffer is
  /// @throws InvalidArgumentException when the buffer has the other byte order, or is not aligned
  /// @throws ShapeMismatchException when the shape has another number of elements
  public static LongNdArray wrap(ByteBuffer buffer, long... shape) {
    Buffers.checkOrder(buffer.order());
    long elements = Buffers.elements(buffer, DataType.INT64);
    return dense(
        MemorySegment.ofBuffer(buffer),
        DataType.INT64,
        filled(Buffers.shape(shape, elements), elements, DataType.INT64));
  }

  /// Shows the start of a segment under a shape, in C order.
  ///
  /// @param segment the memory to share: of a Java array, an arena, a mapped file
  /// @param shape the length of each axis; copied
  /// @return a contiguous view, read-only where the segment is
  /// @throws ShapeMismatchException when the segment is too small
  /// @throws InvalidArgumentException when the segment is not aligned to 8 bytes
  public static LongNdArray wrap(MemorySegment segment, long[] shape) {
    Shapes.check("wrap", shape, Long.BYTES);
    return dense(segment, DataType.INT64, shape.clone());
  }

  /// Shows a segment under a shape with any strides, from the segment's start.
  ///
  /// @param segment the memory to share
  /// @param shape the length of each axis; copied
  /// @param strides the distance of neighbours along each axis, in elements; copied
  /// @return a view, read-only where the segment is
  /// @throws ShapeMismatchException when elements would lie outside the segment
  /// @throws InvalidArgumentException when the segment is not aligned to 8 bytes
  public static LongNdArray wrap(MemorySegment segment, long[] shape, long[] strides) {
    return wrap(segment, DataType.INT64, 0, shape, strides, null);
  }

  /// Shows a segment under a shape with any strides, from any element, for an owner: see
  /// [NdArray#wrap(MemorySegment, DataType, long, long\[\], long\[\], Owner)].
  ///
  /// @param segment the memory to share
  /// @param dataType `int64` or `uint64`
  /// @param byteOffset where the element at index `[0, …, 0]` starts, in bytes
  /// @param shape the length of each axis; copied
  /// @param strides the distance of neighbours along each axis, in elements; copied
  /// @param owner who else decides how long the memory lives, null for nobody
  /// @return a view, read-only where the segment is
  /// @throws DataTypeException when the data type is another
  /// @throws ShapeMismatchException when elements would lie outside the segment
  /// @throws InvalidArgumentException when the elements would not be aligned to 8 bytes
  public static LongNdArray wrap(
      MemorySegment segment,
      DataType dataType,
      long byteOffset,
      long[] shape,
      long[] strides,
      @Nullable Owner owner) {
    return new LongNdArray(
        Memory.of(segment, owner),
        carried("wrap", dataType, "LongNdArray", DataType.INT64, DataType.UINT64),
        byteOffset,
        shape.clone(),
        strides.clone());
  }

  /// Copies values into a new array of one axis.
  ///
  /// @param values the elements
  /// @return an array of shape `[values.length]`
  public static LongNdArray of(long... values) {
    return new LongNdArray(values.clone());
  }

  /// Copies rows into a new matrix.
  ///
  /// @param rows arrays of equal length
  /// @return an array of shape `[rows, columns]`
  /// @throws ShapeMismatchException when the rows differ in length
  public static LongNdArray of(long[][] rows) {
    int columns = rows.length == 0 ? 0 : rows[0].length;
    LongNdArray matrix = zeros("of", new long[] {rows.length, columns});
    for (int row = 0; row < rows.length; row++) {
      Shapes.checkRow(row, rows[row].length, columns);
      MemorySegment.copy(
          rows[row], 0, matrix.segment(), ELEMENT, (long) row * columns * Long.BYTES, columns);
    }
    return matrix;
  }

  /// Creates an array of zeros in Java memory.
  ///
  /// @param shape the length of each axis, none for a single value; copied
  /// @return a contiguous, writable array
  /// @throws InvalidArgumentException when there are more elements than a Java array can hold
  public static LongNdArray zeros(long... shape) {
    return zeros("zeros", shape.clone());
  }

  /// The element of an array of one axis.
  ///
  /// @param i the index, from 0
  /// @return the element
  /// @throws IndexOutOfBoundsException when the index is outside the shape or the rank is not 1
  /// @throws ClosedArrayException when the memory was released
  public long get(long i) {
    return read(offset(i));
  }

  /// The element of a matrix.
  ///
  /// @param i the row, from 0
  /// @param j the column, from 0
  /// @return the element
  /// @throws IndexOutOfBoundsException when the index is outside the shape or the rank is not 2
  /// @throws ClosedArrayException when the memory was released
  public long get(long i, long j) {
    return read(offset(i, j));
  }

  /// The element of an array of any rank.
  ///
  /// @param index one index per axis, from 0; none for an array of rank 0
  /// @return the element
  /// @throws IndexOutOfBoundsException when the index is outside the shape
  /// @throws ClosedArrayException when the memory was released
  public long get(long... index) {
    return read(offset(index));
  }

  /// Sets the element of an array of one axis.
  ///
  /// @param i the index, from 0
  /// @param value the new value
  /// @throws IndexOutOfBoundsException when the index is outside the shape or the rank is not 1
  /// @throws BorrowException when the array is read-only
  /// @throws ClosedArrayException when the memory was released
  public void set(long i, long value) {
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
  public void set(long i, long j, long value) {
    write(offset(i, j), value);
  }

  /// Sets the element of an array of any rank.
  ///
  /// @param index one index per axis, from 0; empty for an array of rank 0
  /// @param value the new value
  /// @throws IndexOutOfBoundsException when the index is outside the shape
  /// @throws BorrowException when the array is read-only
  /// @throws ClosedArrayException when the memory was released
  public void set(long[] index, long value) {
    write(offset(index), value);
  }

  /// Sets every element to one value.
  ///
  /// @param value the new value
  /// @throws BorrowException when the array is read-only
  /// @throws ClosedArrayException when the memory was released
  public void fill(long value) {
    for (Offsets offsets = new Offsets(this); offsets.hasNext(); ) {
      write(offsets.next(), value);
    }
  }

  /// Copies the elements to a Java array, in C order.
  ///
  /// @return a fresh array
  /// @throws InvalidArgumentException when there are more elements than a Java array can hold
  /// @throws ClosedArrayException when the memory was released
  public long[] toArray() {
    long[] elements = new long[javaLength("toArray", shape())];
    copyElementsTo(MemorySegment.ofArray(elements));
    return elements;
  }

  /// The same bits under another data type of the same width.
  ///
  /// @param dataType `int64` or `uint64`
  /// @return a view
  /// @throws DataTypeException when the data type is another
  public LongNdArray asDataType(DataType dataType) {
    carried("asDataType", dataType, "LongNdArray", DataType.INT64, DataType.UINT64);
    return view(memory(), dataType, byteOffset(), shape(), strides());
  }

  /// The elements one after the other, in C order.
  ///
  /// @return an iterator that reads as it goes
  public PrimitiveIterator.OfLong elements() {
    Offsets offsets = new Offsets(this);
    return new PrimitiveIterator.OfLong() {
      @Override
      public boolean hasNext() {
        return offsets.hasNext();
      }

      @Override
      public long nextLong() {
        if (!offsets.hasNext()) {
          throw new NoSuchElementException("all elements have been read");
        }
        return read(offsets.next());
      }
    };
  }

  /// The elements one after the other, in C order.
  ///
  /// @return a sequential stream that reads as it goes
  public LongStream stream() {
    return StreamSupport.longStream(Spliterators.spliterator(elements(), size(), 0), false);
  }

  @Override
  LongNdArray view(
      Memory memory, DataType dataType, long byteOffset, long[] shape, long[] strides) {
    return new LongNdArray(memory, dataType, byteOffset, shape, strides);
  }

  @Override
  LongNdArray allocate(DataType dataType, long[] shape) {
    return dense(MemorySegment.ofArray(new long[javaLength("copy", shape)]), dataType, shape);
  }

  @Override
  long bitsAt(long offset) {
    return read(offset);
  }

  private static LongNdArray zeros(String operation, long[] shape) {
    Shapes.check(operation, shape, Long.BYTES);
    return dense(
        MemorySegment.ofArray(new long[javaLength(operation, shape)]), DataType.INT64, shape);
  }

  private static LongNdArray dense(MemorySegment segment, DataType dataType, long[] shape) {
    return new LongNdArray(
        Memory.of(segment, null), dataType, 0, shape, Shapes.stridesInOrder(shape));
  }

  private long read(long offset) {
    try {
      return alive().get(ELEMENT, offset);
    } catch (IllegalStateException e) {
      throw refused(e);
    }
  }

  private void write(long offset, long value) {
    try {
      alive().set(ELEMENT, offset, value);
    } catch (IllegalStateException | IllegalArgumentException | UnsupportedOperationException e) {
      throw refused(e);
    }
  }
}
