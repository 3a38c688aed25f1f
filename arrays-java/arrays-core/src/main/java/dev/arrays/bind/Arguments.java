package dev.arrays.bind;

import dev.arrays.ArraysException;
import dev.arrays.BorrowException;
import dev.arrays.ClosedArrayException;
import dev.arrays.DataType;
import dev.arrays.DataTypeException;
import dev.arrays.InvalidArgumentException;
import dev.arrays.NdArray;
import dev.arrays.ShapeMismatchException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.foreign.ValueLayout;
import java.lang.reflect.Array;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The checks that generated methods make of their arguments before they call Rust.
///
/// Each check is a short test that the JIT inlines and a separate method that finds the words. That
/// method gets the facts and not the array, where it can: an array that is handed on cannot be
/// scalar-replaced in its caller.
public final class Arguments {

  /// The longest Java array that every JVM can make.
  private static final int MAX_JAVA_ARRAY = Integer.MAX_VALUE - 8;

  private Arguments() {}

  /// Checks an array that Rust reads.
  ///
  /// @param function the name of the called function
  /// @param parameter the name of the parameter
  /// @param x the argument
  /// @param dataType the data type the parameter has
  /// @param rank the rank the parameter has, -1 for any
  /// @throws NullPointerException when there is no array
  /// @throws DataTypeException when the data type is another
  /// @throws ShapeMismatchException when the rank is another
  /// @throws ClosedArrayException when the memory was released
  public static void checkReadable(
      String function, String parameter, @Nullable NdArray<?> x, DataType dataType, int rank) {
    if (x == null) {
      throw isNull(function, parameter);
    }
    if (x.dataType() != dataType || (x.rank() != rank && rank >= 0) || !x.isAlive()) {
      throw unusable(function, parameter, x.dataType(), x.rank(), dataType, rank);
    }
  }

  /// Checks an array that Rust writes: as [#checkReadable], and that the array can be written.
  ///
  /// @param function the name of the called function
  /// @param parameter the name of the parameter
  /// @param x the argument
  /// @param dataType the data type the parameter has
  /// @param rank the rank the parameter has, -1 for any
  /// @throws NullPointerException when there is no array
  /// @throws DataTypeException when the data type is another
  /// @throws ShapeMismatchException when the rank is another
  /// @throws ClosedArrayException when the memory was released
  /// @throws BorrowException when the array is read-only or overlaps itself
  public static void checkWritable(
      String function, String parameter, @Nullable NdArray<?> x, DataType dataType, int rank) {
    if (x == null) {
      throw isNull(function, parameter);
    }
    if (x.dataType() != dataType || (x.rank() != rank && rank >= 0) || !x.isAlive()) {
      throw unusable(function, parameter, x.dataType(), x.rank(), dataType, rank);
    }
    if (x.isReadOnly()) {
      throw readOnly(function, parameter);
    }
    if (x.mayOverlapItself()) {
      throw new BorrowException(OverlapMessage.ofView(function, parameter, x));
    }
  }

  /// Checks that this thread may use the memory of each array of a call.
  ///
  /// @param kernel the called function
  /// @param arrays its arrays
  /// @throws ClosedArrayException when the memory of one was released
  /// @throws InvalidArgumentException when one lies in a confined arena of another thread
  static void checkAccessible(Kernel kernel, NdArray<?>... arrays) {
    for (int i = 0; i < arrays.length; i++) {
      NdArray<?> x = arrays[i];
      if (!x.isAlive()) {
        throw closed(kernel.name(), kernel.parameter(i));
      }
      if (!x.segment().isAccessibleBy(Thread.currentThread())) {
        throw new InvalidArgumentException(
            kernel
                + ": "
                + kernel.parameter(i)
                + " lies in a confined arena of another thread; use Arena.ofShared() or"
                + " Arena.ofAuto() for memory that threads share");
      }
    }
  }

  /// Checks that the elements of an array of one axis lie next to each other.
  ///
  /// @param function the name of the called function
  /// @param parameter the name of the parameter
  /// @param x the argument, known to have rank 1
  /// @throws InvalidArgumentException when there are gaps between elements
  public static void checkContiguous(String function, String parameter, NdArray<?> x) {
    if (!x.isContiguous()) {
      throw notContiguous(function, parameter, x.stride(0));
    }
  }

  /// Checks that a written array has no bytes in common with another array of the same call.
  ///
  /// @param function the name of the called function
  /// @param writtenName the name of the written parameter
  /// @param written the array that Rust writes
  /// @param otherName the name of the other parameter
  /// @param other the array it must be apart from
  /// @param areBothWritten whether Rust writes the other array too
  /// @throws BorrowException when they may overlap
  public static void checkDisjoint(
      String function,
      String writtenName,
      NdArray<?> written,
      String otherName,
      NdArray<?> other,
      boolean areBothWritten) {
    if (written.mayShareMemory(other)) {
      throw new BorrowException(
          areBothWritten
              ? OverlapMessage.ofViews(function, writtenName, written, otherName, other, true)
              : OverlapMessage.ofViews(function, otherName, other, writtenName, written, false));
    }
  }

  /// Checks that a written Java array is another one than another array of the same call.
  ///
  /// @param function the name of the called function
  /// @param writtenName the name of the written parameter
  /// @param written the Java array that Rust writes
  /// @param otherName the name of the other parameter
  /// @param other the Java array it must be apart from
  /// @param areBothWritten whether Rust writes the other array too
  /// @throws BorrowException when they are one array with elements
  @SuppressWarnings("ReferenceEquality") // One array is one memory; equal arrays are two.
  public static void checkDistinct(
      String function,
      String writtenName,
      Object written,
      String otherName,
      Object other,
      boolean areBothWritten) {
    if (written == other && Array.getLength(written) > 0) {
      throw new BorrowException(
          areBothWritten
              ? OverlapMessage.ofJavaArray(function, writtenName, written, otherName, true)
              : OverlapMessage.ofJavaArray(function, otherName, other, writtenName, false));
    }
  }

  /// Says that an axis has another length than the shape contract asks for.
  ///
  /// @param function the name of the called function
  /// @param parameter the name of the parameter that does not fit
  /// @param x its argument
  /// @param symbol the contract's symbol; for a literal length the axis, such as `axis 0`
  /// @param expected the length that is asked for
  /// @param from the parameter that gave the symbol its value, null for a literal length
  /// @param fromArray that parameter's argument, null when it is a number
  /// @return the exception to throw
  public static ShapeMismatchException shapeMismatch(
      String function,
      String parameter,
      NdArray<?> x,
      String symbol,
      long expected,
      @Nullable String from,
      @Nullable NdArray<?> fromArray) {
    String came = function + ": " + parameter + " has shape " + Arrays.toString(x.shape());
    if (from == null) {
      return new ShapeMismatchException(came + ", but its " + symbol + " must be " + expected);
    }
    String source = from.equals(symbol) ? "" : " (from " + from + ")";
    if (fromArray != null) {
      source = " (from " + from + ", shape " + Arrays.toString(fromArray.shape()) + ")";
    }
    return new ShapeMismatchException(came + ", but " + symbol + " = " + expected + source);
  }

  /// Checks that two arrays of any rank have one shape.
  ///
  /// @param function the name of the called function
  /// @param firstName the name of the first parameter
  /// @param first its argument
  /// @param otherName the name of the other parameter
  /// @param other its argument
  /// @throws ShapeMismatchException when the shapes differ
  public static void checkSameShape(
      String function, String firstName, NdArray<?> first, String otherName, NdArray<?> other) {
    if (!Arrays.equals(first.shape(), other.shape())) {
      throw new ShapeMismatchException(
          function
              + ": "
              + otherName
              + " has shape "
              + Arrays.toString(other.shape())
              + ", but must have that of "
              + firstName
              + ", "
              + Arrays.toString(first.shape()));
    }
  }

  /// Checks that a number fits the Rust type of its parameter.
  ///
  /// @param function the name of the called function
  /// @param parameter the name of the parameter
  /// @param value the argument
  /// @param min the smallest value of the type
  /// @param max the largest value of the type
  /// @return the argument
  /// @throws InvalidArgumentException when the argument is outside
  public static long checkRange(String function, String parameter, long value, long min, long max) {
    if (value < min || value > max) {
      throw outOfRange(function, parameter, value, min, max);
    }
    return value;
  }

  /// Checks that there is an argument.
  ///
  /// @param <T> the type of the argument
  /// @param function the name of the called function
  /// @param parameter the name of the parameter
  /// @param value the argument
  /// @return the argument
  /// @throws NullPointerException when it is null
  public static <T> T checkNotNull(String function, String parameter, @Nullable T value) {
    if (value == null) {
      throw isNull(function, parameter);
    }
    return value;
  }

  /// Checks that a Java array can have the elements of an array that the call allocates.
  ///
  /// @param function the name of the called function
  /// @param parameter the name of the parameter
  /// @param shape the shape the array will have
  /// @return the shape
  /// @throws InvalidArgumentException when it has more elements than a Java array
  public static long[] checkAllocatable(String function, String parameter, long... shape) {
    long size = 1;
    boolean isEmpty = false;
    for (long length : shape) {
      isEmpty |= length == 0;
      size = length != 0 && size > MAX_JAVA_ARRAY / length ? Long.MAX_VALUE : size * length;
    }
    if (size > MAX_JAVA_ARRAY && !isEmpty) {
      throw new InvalidArgumentException(
          function
              + ": "
              + parameter
              + " would have shape "
              + Arrays.toString(shape)
              + ", more elements than the "
              + MAX_JAVA_ARRAY
              + " of a Java array; pass an array in native memory");
    }
    return shape;
  }

  /// Encodes a string for Rust.
  ///
  /// @param scratch where the bytes are allocated
  /// @param function the name of the called function
  /// @param parameter the name of the parameter
  /// @param s the string
  /// @return its UTF-8 bytes, without a terminator
  /// @throws InvalidArgumentException when the string has a lone surrogate, which UTF-8 cannot
  ///   spell
  public static MemorySegment utf8(
      SegmentAllocator scratch, String function, String parameter, String s) {
    for (int i = 0; i < s.length(); i++) {
      if (Character.isSurrogate(s.charAt(i))) {
        if (!Character.isSupplementaryCodePoint(s.codePointAt(i))) {
          throw loneSurrogate(function, parameter, s.charAt(i), i);
        }
        i++;
      }
    }
    return scratch.allocateFrom(ValueLayout.JAVA_BYTE, s.getBytes(StandardCharsets.UTF_8));
  }

  /// Writes down the shape of an array for a parameter of dynamic rank.
  ///
  /// @param scratch where the numbers are allocated
  /// @param x the array
  /// @return `2 * rank` numbers of 64 bits: the lengths, then the strides in elements
  public static MemorySegment layout(SegmentAllocator scratch, NdArray<?> x) {
    int rank = x.rank();
    MemorySegment numbers = scratch.allocate(ValueLayout.JAVA_LONG, 2L * rank);
    for (int axis = 0; axis < rank; axis++) {
      numbers.setAtIndex(ValueLayout.JAVA_LONG, axis, x.shape(axis));
      numbers.setAtIndex(ValueLayout.JAVA_LONG, rank + axis, x.stride(axis));
    }
    return numbers;
  }

  private static NullPointerException isNull(String function, String parameter) {
    return new NullPointerException(function + ": " + parameter + " is null");
  }

  private static ArraysException unusable(
      String function,
      String parameter,
      DataType dataType,
      int rank,
      DataType expectedType,
      int expectedRank) {
    String subject = function + ": " + parameter;
    if (dataType != expectedType) {
      // What one class of views can carry is one memory under several data types.
      String remedy =
          dataType.byteSize() == expectedType.byteSize() && !isFloat(dataType, expectedType)
              ? "; asDataType(DataType." + expectedType.name() + ") shows the same memory so"
              : "";
      return new DataTypeException(
          subject + " has the data type " + dataType + ", expected " + expectedType + remedy);
    }
    if (rank != expectedRank && expectedRank >= 0) {
      return new ShapeMismatchException(
          subject + " has rank " + rank + ", expected rank " + expectedRank);
    }
    return closed(function, parameter);
  }

  static ClosedArrayException closed(String function, String parameter) {
    return new ClosedArrayException(
        function + ": " + parameter + " is closed: its memory was released before the call");
  }

  private static boolean isFloat(DataType a, DataType b) {
    return a == DataType.FLOAT64
        || a == DataType.FLOAT32
        || b == DataType.FLOAT64
        || b == DataType.FLOAT32;
  }

  private static BorrowException readOnly(String function, String parameter) {
    return new BorrowException(
        function
            + ": "
            + parameter
            + " is read-only, but is written by the function; pass a writable array, copy() makes one");
  }

  private static InvalidArgumentException notContiguous(
      String function, String parameter, long stride) {
    return new InvalidArgumentException(
        function
            + ": "
            + parameter
            + " has stride "
            + stride
            + ", but the function takes a slice, whose elements lie next to each other; pass a copy()");
  }

  private static InvalidArgumentException loneSurrogate(
      String function, String parameter, char surrogate, int index) {
    return new InvalidArgumentException(
        "%s: %s has a lone surrogate, U+%04X at index %d, which Rust's str cannot hold"
            .formatted(function, parameter, (int) surrogate, index));
  }

  private static InvalidArgumentException outOfRange(
      String function, String parameter, long value, long min, long max) {
    return new InvalidArgumentException(
        function + ": " + parameter + " is " + value + ", expected " + min + " to " + max);
  }
}
