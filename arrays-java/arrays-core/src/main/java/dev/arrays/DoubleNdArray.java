package dev.arrays;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.DoubleBuffer;
import java.util.NoSuchElementException;
import java.util.PrimitiveIterator;
import java.util.Spliterators;
import java.util.stream.DoubleStream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/// An array of `double`, the data type `float64`.
///
/// {@snippet class="dev.arrays.SnippetsTest" region="double"}
public final class DoubleNdArray extends NdArray<DoubleNdArray> {
  private static final ValueLayout.OfDouble ELEMENT = ValueLayout.JAVA_DOUBLE;

  DoubleNdArray(Memory memory, DataType dataType, long byteOffset, long[] shape, long[] strides) {
    super(memory, dataType, byteOffset, shape, strides);
  }

  private DoubleNdArray(double[] elements) {
    super(MemorySegment.ofArray(elements), elements, DataType.FLOAT64, elements.length);
  }

  private DoubleNdArray(double[] elements, long[] shape) {
    super(
        MemorySegment.ofArray(elements),
        elements,
        DataType.FLOAT64,
        filled(shape, elements.length, DataType.FLOAT64));
  }

  /// Shows a Java array as one axis.
  ///
  /// @param elements the memory to share
  /// @return a view of shape `[elements.length]`
  public static DoubleNdArray wrap(double[] elements) {
    return new DoubleNdArray(elements);
  }

  /// Shows a Java array under a shape, in C order.
  ///
  /// @param elements the memory to share
  /// @param shape lengths whose product is `elements.length`
  /// @return a contiguous view of that shape
  /// @throws ShapeMismatchException when the shape has another number of elements
  public static DoubleNdArray wrap(double[] elements, long... shape) {
    return new DoubleNdArray(elements, shape);
  }

  /// Shows a buffer from its position to its limit under a shape, in C order.
  ///
  /// @param buffer the memory to share, in native byte order; a direct buffer stays reachable
  /// @param shape lengths whose product is the number of remaining elements; none for one axis of
  ///   them all
  /// @return a contiguous view, read-only where the buffer is
  /// @throws InvalidArgumentException when the buffer has the other byte order, or is not aligned
  /// @throws ShapeMismatchException when the shape has another number of elements
  public static DoubleNdArray wrap(DoubleBuffer buffer, long... shape) {
    Buffers.checkOrder(buffer.order());
    return dense(
        MemorySegment.ofBuffer(buffer),
        filled(Buffers.shape(shape, buffer.remaining()), buffer.remaining(), DataType.FLOAT64));
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
  public static DoubleNdArray wrap(ByteBuffer buffer, long... shape) {
    Buffers.checkOrder(buffer.order());
    long elements = Buffers.elements(buffer, DataType.FLOAT64);
    return dense(
        MemorySegment.ofBuffer(buffer),
        filled(Buffers.shape(shape, elements), elements, DataType.FLOAT64));
  }

  /// Shows the start of a segment under a shape, in C order.
  ///
  /// @param segment the memory to share: of a Java array, an arena, a mapped file
  /// @param shape the length of each axis; copied
  /// @return a contiguous view, read-only where the segment is
  /// @throws ShapeMismatchException when the segment is too small
  /// @throws InvalidArgumentException when the segment is not aligned to 8 bytes
  public static DoubleNdArray wrap(MemorySegment segment, long[] shape) {
    Shapes.check("wrap", shape, Double.BYTES);
    return dense(segment, shape.clone());
  }

  /// Shows a segment under a shape with any strides, from the segment's start.
  ///
  /// @param segment the memory to share
  /// @param shape the length of each axis; copied
  /// @param strides the distance of neighbours along each axis, in elements; copied
  /// @return a view, read-only where the segment is
  /// @throws ShapeMismatchException when elements would lie outside the segment
  /// @throws InvalidArgumentException when the segment is not aligned to 8 bytes
  public static DoubleNdArray wrap(MemorySegment segment, long[] shape, long[] strides) {
    return wrap(segment, DataType.FLOAT64, 0, shape, strides, null);
  }

  /// Shows a segment under a shape with any strides, from any element, for an owner: see
  /// [NdArray#wrap(MemorySegment, DataType, long, long\[\], long\[\], Owner)].
  ///
  /// @param segment the memory to share
  /// @param dataType `float64`
  /// @param byteOffset where the element at index `[0, …, 0]` starts, in bytes
  /// @param shape the length of each axis; copied
  /// @param strides the distance of neighbours along each axis, in elements; copied
  /// @param owner who else decides how long the memory lives, null for nobody
  /// @return a view, read-only where the segment is
  /// @throws DataTypeException when the data type is another
  /// @throws ShapeMismatchException when elements would lie outside the segment
  /// @throws InvalidArgumentException when the elements would not be aligned to 8 bytes
  public static DoubleNdArray wrap(
      MemorySegment segment,
      DataType dataType,
      long byteOffset,
      long[] shape,
      long[] strides,
      @Nullable Owner owner) {
    return new DoubleNdArray(
        Memory.of(segment, owner),
        carried("wrap", dataType, "DoubleNdArray", DataType.FLOAT64),
        byteOffset,
        shape.clone(),
        strides.clone());
  }

  /// Copies values into a new array of one axis.
  ///
  /// @param values the elements
  /// @return an array of shape `[values.length]`
  public static DoubleNdArray of(double... values) {
    return new DoubleNdArray(values.clone());
  }

  /// Copies rows into a new matrix.
  ///
  /// @param rows arrays of equal length
  /// @return an array of shape `[rows, columns]`
  /// @throws ShapeMismatchException when the rows differ in length
  public static DoubleNdArray of(double[][] rows) {
    int columns = rows.length == 0 ? 0 : rows[0].length;
    DoubleNdArray matrix = zeros("of", new long[] {rows.length, columns});
    for (int row = 0; row < rows.length; row++) {
      Shapes.checkRow(row, rows[row].length, columns);
      MemorySegment.copy(
          rows[row], 0, matrix.segment(), ELEMENT, (long) row * columns * Double.BYTES, columns);
    }
    return matrix;
  }

  /// Creates an array of zeros in Java memory.
  ///
  /// @param shape the length of each axis, none for a single value; copied
  /// @return a contiguous, writable array
  /// @throws InvalidArgumentException when there are more elements than a Java array can hold
  public static DoubleNdArray zeros(long... shape) {
    return zeros("zeros", shape.clone());
  }

  /// The element of an array of one axis.
  ///
  /// @param i the index, from 0
  /// @return the element
  /// @throws IndexOutOfBoundsException when the index is outside the shape or the rank is not 1
  /// @throws ClosedArrayException when the memory was released
  public double get(long i) {
    return read(offset(i));
  }

  /// The element of a matrix.
  ///
  /// @param i the row, from 0
  /// @param j the column, from 0
  /// @return the element
  /// @throws IndexOutOfBoundsException when the index is outside the shape or the rank is not 2
  /// @throws ClosedArrayException when the memory was released
  public double get(long i, long j) {
    return read(offset(i, j));
  }

  /// The element of an array of any rank.
  ///
  /// @param index one index per axis, from 0; none for an array of rank 0
  /// @return the element
  /// @throws IndexOutOfBoundsException when the index is outside the shape
  /// @throws ClosedArrayException when the memory was released
  public double get(long... index) {
    return read(offset(index));
  }

  /// Sets the element of an array of one axis.
  ///
  /// @param i the index, from 0
  /// @param value the new value
  /// @throws IndexOutOfBoundsException when the index is outside the shape or the rank is not 1
  /// @throws BorrowException when the array is read-only
  /// @throws ClosedArrayException when the memory was released
  public void set(long i, double value) {
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
  public void set(long i, long j, double value) {
    write(offset(i, j), value);
  }

  /// Sets the element of an array of any rank.
  ///
  /// @param index one index per axis, from 0; empty for an array of rank 0
  /// @param value the new value
  /// @throws IndexOutOfBoundsException when the index is outside the shape
  /// @throws BorrowException when the array is read-only
  /// @throws ClosedArrayException when the memory was released
  public void set(long[] index, double value) {
    write(offset(index), value);
  }

  /// Sets every element to one value.
  ///
  /// @param value the new value
  /// @throws BorrowException when the array is read-only
  /// @throws ClosedArrayException when the memory was released
  public void fill(double value) {
    for (Offsets offsets = new Offsets(this); offsets.hasNext(); ) {
      write(offsets.next(), value);
    }
  }

  /// Copies the elements to a Java array, in C order.
  ///
  /// @return a fresh array
  /// @throws InvalidArgumentException when there are more elements than a Java array can hold
  /// @throws ClosedArrayException when the memory was released
  public double[] toArray() {
    double[] elements = new double[javaLength("toArray", shape())];
    copyElementsTo(MemorySegment.ofArray(elements));
    return elements;
  }

  /// The elements one after the other, in C order.
  ///
  /// @return an iterator that reads as it goes
  public PrimitiveIterator.OfDouble elements() {
    Offsets offsets = new Offsets(this);
    return new PrimitiveIterator.OfDouble() {
      @Override
      public boolean hasNext() {
        return offsets.hasNext();
      }

      @Override
      public double nextDouble() {
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
  public DoubleStream stream() {
    return StreamSupport.doubleStream(Spliterators.spliterator(elements(), size(), 0), false);
  }

  /// Whether all elements are close to those of another array, by NumPy's formula with its default
  /// tolerances: relative 1e-5, absolute 1e-8.
  ///
  /// @param other the array to compare with, the reference
  /// @return true when each pair is close
  /// @throws ShapeMismatchException when the shapes differ
  public boolean allClose(DoubleNdArray other) {
    return allClose(other, 1e-5, 1e-8);
  }

  /// Whether all elements are close to those of another array: `|a - b| <= atol + rtol * |b|`.
  ///
  /// Infinities are close to themselves only, and `NaN` to nothing.
  ///
  /// @param other the array to compare with, the reference `b`
  /// @param rtol the relative tolerance
  /// @param atol the absolute tolerance
  /// @return true when each pair is close
  /// @throws ShapeMismatchException when the shapes differ
  public boolean allClose(DoubleNdArray other, double rtol, double atol) {
    Shapes.checkEqual("allClose", shape(), other.shape());
    Offsets left = new Offsets(this);
    Offsets right = new Offsets(other);
    while (left.hasNext()) {
      double a = read(left.next());
      double b = other.read(right.next());
      // The first test is for equal infinities, whose difference is NaN.
      boolean close =
          a == b || (Double.isFinite(b) && Math.abs(a - b) <= atol + rtol * Math.abs(b));
      if (!close) {
        return false;
      }
    }
    return true;
  }

  @Override
  DoubleNdArray view(
      Memory memory, DataType dataType, long byteOffset, long[] shape, long[] strides) {
    return new DoubleNdArray(memory, dataType, byteOffset, shape, strides);
  }

  @Override
  DoubleNdArray allocate(DataType dataType, long[] shape) {
    return dense(MemorySegment.ofArray(new double[javaLength("copy", shape)]), shape);
  }

  @Override
  long bitsAt(long offset) {
    return Double.doubleToLongBits(read(offset));
  }

  private static DoubleNdArray zeros(String operation, long[] shape) {
    Shapes.check(operation, shape, Double.BYTES);
    return dense(MemorySegment.ofArray(new double[javaLength(operation, shape)]), shape);
  }

  private static DoubleNdArray dense(MemorySegment segment, long[] shape) {
    return new DoubleNdArray(
        Memory.of(segment, null), DataType.FLOAT64, 0, shape, Shapes.stridesInOrder(shape));
  }

  private double read(long offset) {
    try {
      return alive().get(ELEMENT, offset);
    } catch (IllegalStateException e) {
      throw refused(e);
    }
  }

  private void write(long offset, double value) {
    try {
      alive().set(ELEMENT, offset, value);
    } catch (IllegalStateException | IllegalArgumentException | UnsupportedOperationException e) {
      throw refused(e);
    }
  }
}
