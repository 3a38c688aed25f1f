package dev.arrays.nd4j;

import dev.arrays.ByteNdArray;
import dev.arrays.ClosedArrayException;
import dev.arrays.DataTypeException;
import dev.arrays.DoubleNdArray;
import dev.arrays.FloatNdArray;
import dev.arrays.ForeignMemory;
import dev.arrays.IntNdArray;
import dev.arrays.InvalidArgumentException;
import dev.arrays.LongNdArray;
import dev.arrays.NdArray;
import dev.arrays.ShortNdArray;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import org.nd4j.linalg.api.buffer.DataBuffer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/// ND4J's arrays seen as ours, and ours as ND4J's. Neither way copies an element: both sides share
/// the memory, and what one writes the other reads.
///
/// | ND4J | here | class | method |
/// |---|---|---|---|
/// | `DOUBLE` | `float64` | [DoubleNdArray] | [#asDouble(INDArray)] |
/// | `FLOAT` | `float32` | [FloatNdArray] | [#asFloat(INDArray)] |
/// | `LONG`, `UINT64` | `int64`, `uint64` | [LongNdArray] | [#asLong(INDArray)] |
/// | `INT`, `UINT32` | `int32`, `uint32` | [IntNdArray] | [#asInt(INDArray)] |
/// | `SHORT`, `UINT16` | `int16`, `uint16` | [ShortNdArray] | [#asShort(INDArray)] |
/// | `BYTE`, `UBYTE`, `BOOL` | `int8`, `uint8`, `bool` | [ByteNdArray] | [#asByte(INDArray)] |
///
/// [#view(INDArray)] is any of them, by what it is assigned to. Where a method has overloads for
/// several classes of arrays, its call does not say which is meant, and takes the one by name:
/// `Reductions.sum(Nd4jArrays.asDouble(features))`.
public final class Nd4jArrays {
  private static final Map<DataType, dev.arrays.DataType> DATA_TYPES =
      Map.ofEntries(
          Map.entry(DataType.DOUBLE, dev.arrays.DataType.FLOAT64),
          Map.entry(DataType.FLOAT, dev.arrays.DataType.FLOAT32),
          Map.entry(DataType.INT64, dev.arrays.DataType.INT64),
          Map.entry(DataType.INT32, dev.arrays.DataType.INT32),
          Map.entry(DataType.INT16, dev.arrays.DataType.INT16),
          Map.entry(DataType.INT8, dev.arrays.DataType.INT8),
          Map.entry(DataType.UINT64, dev.arrays.DataType.UINT64),
          Map.entry(DataType.UINT32, dev.arrays.DataType.UINT32),
          Map.entry(DataType.UINT16, dev.arrays.DataType.UINT16),
          Map.entry(DataType.UINT8, dev.arrays.DataType.UINT8),
          Map.entry(DataType.BOOL, dev.arrays.DataType.BOOL));

  /// The most axes ND4J's native code allows.
  private static final int ND4J_MAX_RANK = 32;

  private Nd4jArrays() {}

  /// Views an INDArray, also one that is a view itself, permuted, transposed or in `f` order.
  ///
  /// A view of an INDArray that was viewed before may be the same object as then.
  ///
  /// The view keeps the INDArray's memory from being collected. When the INDArray, or the one it is
  /// a view of, is closed, the view is closed too: using it is a [ClosedArrayException].
  ///
  /// While a call that was given the view is running, closing the INDArray is a
  /// [dev.arrays.BorrowException] and leaves it open. For that, the first view of a buffer
  /// exchanges ND4J's pointer to the buffer's native side for a guarded one; only a `close()` on
  /// another thread in that very moment is not guarded against.
  ///
  /// The class of the result follows from the data type. It is the caller who knows which it is, as
  /// in `DoubleNdArray x = Nd4jArrays.view(features)` or where it becomes an argument:
  /// `Model.predict(Nd4jArrays.view(features), …)`. Where the data type is another one, that
  /// statement throws a `ClassCastException`. A method with overloads for several classes needs to
  /// be told which is meant, by [#asDouble(INDArray)] and the like. Where the data type is not
  /// known, `NdArray<?> x = Nd4jArrays.viewOfAnyType(array)` says it.
  ///
  /// @param <A> the class that fits the data type, by the table above
  /// @param array any dense array in the memory of the CPU that is not attached to a workspace
  /// @return a view with the shape, strides and memory of `array`
  /// @throws DataTypeException when the data type has no counterpart: `FLOAT16`, `BFLOAT16`, `UTF8`
  /// @throws InvalidArgumentException when the array is compressed or attached to a workspace,
  ///   whose end would free the memory without notice; or empty without an axis of length 0, as
  ///   `Nd4j.empty(DataType)` is
  /// @throws ClosedArrayException when the array is closed
  // The caller names the class, as with a cast, so that a view fits into a call as it is.
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  public static <A extends NdArray<A>> A view(INDArray array) {
    return (A) viewOfAnyType(array);
  }

  /// Views an INDArray as [#view(INDArray)] does, for a caller who does not know its data type.
  ///
  /// @param array any dense array in the memory of the CPU that is not attached to a workspace
  /// @return a view with the shape, strides and memory of `array`
  /// @throws DataTypeException when the data type has no counterpart: `FLOAT16`, `BFLOAT16`, `UTF8`
  /// @throws InvalidArgumentException when the array is compressed or attached to a workspace,
  ///   whose end would free the memory without notice; or empty without an axis of length 0, as
  ///   `Nd4j.empty(DataType)` is
  /// @throws ClosedArrayException when the array is closed
  public static NdArray<?> viewOfAnyType(INDArray array) {
    Objects.requireNonNull(array, "view: array is null");
    if (array.wasClosed()) {
      throw new ClosedArrayException(
          "view: the INDArray was closed; view it before it is closed, or keep it open");
    }
    dev.arrays.DataType dataType = dataType(array);
    if (array.isAttached()) {
      throw new InvalidArgumentException(
          "view: the INDArray is attached to a workspace, which frees its memory without notice; "
              + "view array.detach() instead");
    }
    if (array.isEmpty()) {
      long[] shape = array.shape();
      if (Arrays.stream(shape).allMatch(length -> length > 0)) {
        throw new InvalidArgumentException(
            "view: the INDArray is empty but has the shape "
                + Arrays.toString(shape)
                + ", which has an element, as has what Nd4j.empty(DataType) returns; create one with an"
                + " axis of length 0 instead, as Nd4j.create(DataType, 0) does");
      }
      return NdArray.wrap(
          MemorySegment.NULL,
          dataType,
          0,
          shape,
          new long[shape.length],
          new Lifetime(array, null, null));
    }
    DataBuffer buffer = array.data();
    GuardedBuffer guard = GuardedBuffer.of(buffer);
    NdArray<?> last = guard.last();
    if (last != null && isViewOf(array, buffer, dataType, last)) {
      return last;
    }
    Lifetime lifetime = new Lifetime(array, buffer, guard);
    long[] shape = array.shape();
    long[] strides = array.stride();
    Extent extent = Extent.of(shape, strides);
    int byteSize = dataType.byteSize();
    MemorySegment segment =
        ForeignMemory.at(
            origin(buffer) + extent.lowest() * byteSize, extent.length() * byteSize, lifetime);
    NdArray<?> view =
        NdArray.wrap(segment, dataType, -extent.lowest() * byteSize, shape, strides, lifetime);
    guard.setLast(view);
    return view;
  }

  /// Whether a view is what a new one of the INDArray would be. An INDArray can change in place:
  /// its shape, its strides and its buffer.
  @SuppressWarnings("ReferenceEquality") // Equal INDArrays are two.
  private static boolean isViewOf(
      INDArray array, DataBuffer buffer, dev.arrays.DataType dataType, NdArray<?> view) {
    return view.owner() instanceof Lifetime lifetime
        && lifetime.array() == array
        && lifetime.buffer() == buffer
        && view.dataType() == dataType
        && hasLayout(view, array.shape(), array.stride())
        // The guard sees only the root's memory exchanged.
        && (buffer.underlyingDataBuffer() == null || view.origin().address() == origin(buffer));
  }

  private static boolean hasLayout(NdArray<?> view, long[] shape, long[] strides) {
    if (view.rank() != shape.length) {
      return false;
    }
    for (int axis = 0; axis < shape.length; axis++) {
      if (view.shape(axis) != shape[axis] || view.stride(axis) != strides[axis]) {
        return false;
      }
    }
    return true;
  }

  /// The address of element [0, …, 0]: in ND4J it includes the offset of a view.
  private static long origin(DataBuffer buffer) {
    return buffer.addressPointer().address();
  }

  /// Views an INDArray of `DOUBLE` as [#view(INDArray)] does.
  ///
  /// @param array a dense array in the memory of the CPU that is not attached to a workspace
  /// @return a view with the shape, strides and memory of `array`
  /// @throws DataTypeException when the data type is another
  /// @throws InvalidArgumentException when the array is compressed or attached to a workspace
  /// @throws ClosedArrayException when the array is closed
  public static DoubleNdArray asDouble(INDArray array) {
    return view(array, DoubleNdArray.class);
  }

  /// Views an INDArray of `FLOAT` as [#view(INDArray)] does.
  ///
  /// @param array a dense array in the memory of the CPU that is not attached to a workspace
  /// @return a view with the shape, strides and memory of `array`
  /// @throws DataTypeException when the data type is another
  /// @throws InvalidArgumentException when the array is compressed or attached to a workspace
  /// @throws ClosedArrayException when the array is closed
  public static FloatNdArray asFloat(INDArray array) {
    return view(array, FloatNdArray.class);
  }

  /// Views an INDArray of `LONG` or `UINT64` as [#view(INDArray)] does.
  ///
  /// @param array a dense array in the memory of the CPU that is not attached to a workspace
  /// @return a view with the shape, strides and memory of `array`
  /// @throws DataTypeException when the data type is another
  /// @throws InvalidArgumentException when the array is compressed or attached to a workspace
  /// @throws ClosedArrayException when the array is closed
  public static LongNdArray asLong(INDArray array) {
    return view(array, LongNdArray.class);
  }

  /// Views an INDArray of `INT` or `UINT32` as [#view(INDArray)] does.
  ///
  /// @param array a dense array in the memory of the CPU that is not attached to a workspace
  /// @return a view with the shape, strides and memory of `array`
  /// @throws DataTypeException when the data type is another
  /// @throws InvalidArgumentException when the array is compressed or attached to a workspace
  /// @throws ClosedArrayException when the array is closed
  public static IntNdArray asInt(INDArray array) {
    return view(array, IntNdArray.class);
  }

  /// Views an INDArray of `SHORT` or `UINT16` as [#view(INDArray)] does.
  ///
  /// @param array a dense array in the memory of the CPU that is not attached to a workspace
  /// @return a view with the shape, strides and memory of `array`
  /// @throws DataTypeException when the data type is another
  /// @throws InvalidArgumentException when the array is compressed or attached to a workspace
  /// @throws ClosedArrayException when the array is closed
  public static ShortNdArray asShort(INDArray array) {
    return view(array, ShortNdArray.class);
  }

  /// Views an INDArray of `BYTE`, `UBYTE` or `BOOL` as [#view(INDArray)] does.
  ///
  /// @param array a dense array in the memory of the CPU that is not attached to a workspace
  /// @return a view with the shape, strides and memory of `array`
  /// @throws DataTypeException when the data type is another
  /// @throws InvalidArgumentException when the array is compressed or attached to a workspace
  /// @throws ClosedArrayException when the array is closed
  public static ByteNdArray asByte(INDArray array) {
    return view(array, ByteNdArray.class);
  }

  /// Makes an INDArray of an array in native memory, sharing the memory.
  ///
  /// The INDArray, and every INDArray made as a view of it, keeps `array` from being collected. It
  /// does not own the memory: closing the INDArray leaves `array` as it is, and ND4J does not
  /// notice when `array` or its arena is closed. Reading the INDArray after that reads freed
  /// memory; so end its use first.
  ///
  /// ND4J reads native memory only. The elements of an array over a `double[]` and the like have to
  /// be copied: by `Nd4j.create(double[])`, or by making the array in native memory in the first
  /// place.
  ///
  /// @param array an array of any data type in native memory, writable, with strides of 0 or more
  /// @return an INDArray with the shape, strides and memory of `array`; one of its own without
  ///   elements when `array` has none
  /// @throws InvalidArgumentException when `array` lies on the Java heap, is read-only, or has a
  ///   negative stride or more axes than ND4J allows
  /// @throws ClosedArrayException when `array` is closed
  public static INDArray wrap(NdArray<?> array) {
    Objects.requireNonNull(array, "wrap: array is null");
    if (!array.isAlive()) {
      throw new ClosedArrayException("wrap: the array was closed");
    }
    if (array.rank() > ND4J_MAX_RANK) {
      throw new InvalidArgumentException(
          "wrap: the array has %d axes, ND4J allows %d; reshape it"
              .formatted(array.rank(), ND4J_MAX_RANK));
    }
    if (array.isReadOnly()) {
      throw new InvalidArgumentException(
          "wrap: the array is read-only, but an INDArray can always be written; "
              + "wrap a writable copy");
    }
    long[] shape = array.shape();
    if (array.size() == 0) {
      return Nd4j.create(nd4jType(array.dataType()), shape);
    }
    if (!array.isNative()) {
      throw new InvalidArgumentException(
          "wrap: the array lies on the Java heap, which ND4J cannot read; make it in native memory "
              + "(wrap a segment of an Arena), or copy the elements with Nd4j.create");
    }
    long[] strides = array.strides();
    if (Arrays.stream(strides).anyMatch(stride -> stride < 0)) {
      throw new InvalidArgumentException(
          "wrap: the array has the strides %s, but ND4J allows no negative ones; wrap it unflipped"
              .formatted(Arrays.toString(strides)));
    }
    DataBuffer buffer =
        BorrowedPointer.buffer(array, array.origin().address(), Extent.of(shape, strides).length());
    return Nd4j.create(buffer, shape, strides, 0, order(array));
  }

  private static <A extends NdArray<A>> A view(INDArray array, Class<A> type) {
    NdArray<?> view = viewOfAnyType(array);
    if (!type.isInstance(view)) {
      throw new DataTypeException(
          "%s: the INDArray has the data type %s; view it with %s, or a copy with array.castTo"
              .formatted(method(type), array.dataType(), method(view.getClass())));
    }
    return type.cast(view);
  }

  /// The method above that gives views of a class.
  private static String method(Class<?> type) {
    return "as" + type.getSimpleName().replace("NdArray", "");
  }

  /// The order ND4J's fast paths look for. It is a hint: what counts are the strides.
  private static char order(NdArray<?> array) {
    return !array.isContiguous() && array.transpose().isContiguous() ? 'f' : 'c';
  }

  private static dev.arrays.DataType dataType(INDArray array) {
    dev.arrays.DataType type = DATA_TYPES.get(array.dataType());
    if (type != null && !array.isCompressed()) {
      return type;
    }
    if (array.isCompressed() || array.dataType() == DataType.COMPRESSED) {
      throw new InvalidArgumentException(
          "view: the INDArray is compressed; view Nd4j.getCompressor().decompress(array) instead");
    }
    if (array.dataType() == DataType.FLOAT16 || array.dataType() == DataType.BFLOAT16) {
      throw new DataTypeException(
          "view: the INDArray has the data type %s, which Java and Rust have no type for; "
                  .formatted(array.dataType())
              + "view array.castTo(DataType.FLOAT) instead");
    }
    throw new DataTypeException(
        "view: the INDArray has the data type %s, expected numbers or BOOL"
            .formatted(array.dataType()));
  }

  private static DataType nd4jType(dev.arrays.DataType type) {
    return DATA_TYPES.entrySet().stream()
        .filter(entry -> entry.getValue() == type)
        .findFirst()
        .orElseThrow()
        .getKey();
  }
}
