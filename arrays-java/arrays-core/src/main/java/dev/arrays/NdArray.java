package dev.arrays;

import dev.arrays.internal.ffm.ResultMemory;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Iterator;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/// A typed view, of any number of axes and any strides, of memory that exists.
///
/// An array does not hold elements: it shows those of a Java array, a [MemorySegment] or a buffer.
/// Slices, transposes and reshapes are further views of the same memory. `wrap…` shares memory,
/// `of…` copies into a new array, `to…` copies out, `as…` and the operations on shapes are views.
/// Shapes and indexes are in elements, and so are strides; only [#byteOffset()] counts bytes.
///
/// A view is valid by construction. Every array upholds, from its constructor on:
///
/// 1. The rank is at most 64, no length is negative, and the lengths other than zero multiply to a
///    number of bytes that fits a `long`.
/// 2. When no axis is empty, all bytes of all elements, at `byteOffset + Σ index·stride·byteSize`
///    for each index within the shape, lie inside the segment, for strides of both signs. When an
///    axis is empty, the offset itself lies inside the segment or at its end.
/// 3. When no axis is empty, every element is aligned to its size.
/// 4. Shape, strides, segment and data type never change. What can change is the elements, and
///    whether the memory is alive.
///
/// So a function that is handed the view can reach nothing else, whatever it does with it. Memory
/// that may be released (an arena's, a Rust result's, a foreign array's) is checked at each access:
/// a released array throws [ClosedArrayException].
///
/// Arrays are no more thread-safe than Java arrays are. Memory of a confined arena stays confined.
///
/// @param <A> the type of the views that operations return, the array's own
public abstract sealed class NdArray<A extends NdArray<A>> implements AutoCloseable, Iterable<A>
    permits DoubleNdArray, FloatNdArray, LongNdArray, IntNdArray, ShortNdArray, ByteNdArray {

  /// The strides of every dense array of one axis; shared, because nobody can change it.
  private static final long[] UNIT_STRIDE = {1};

  private final Memory memory;
  private final MemorySegment origin;
  private final DataType dataType;
  private final long byteOffset;
  private final long[] shape;
  private final long[] strides;
  private final boolean contiguous;
  private final long start;
  private final long end;

  /// Shows memory that comes from anywhere, after checking invariants 1 to 3.
  ///
  /// The arrays `shape` and `strides` become the view's own.
  NdArray(Memory memory, DataType dataType, long byteOffset, long[] shape, long[] strides) {
    checkBounds(memory.segment(), dataType, byteOffset, shape, strides);
    this.memory = memory;
    this.origin = byteOffset == 0 ? memory.segment() : memory.segment().asSlice(byteOffset);
    this.dataType = dataType;
    this.byteOffset = byteOffset;
    this.shape = shape;
    this.strides = strides;
    this.contiguous = Shapes.isContiguous(shape, strides);
    int byteSize = dataType.byteSize();
    long first = origin.address();
    this.start = contiguous ? first : first + Shapes.lowest(shape, strides) * byteSize;
    this.end = start + (contiguous ? Shapes.size(shape) : Shapes.extent(shape, strides)) * byteSize;
    checkAlignment();
  }

  /// Shows the whole of a Java array as one axis. The invariants hold because the array's own
  /// length and element type are taken; the constructors of Java arrays are short so that the JIT
  /// can do without the view.
  NdArray(MemorySegment segment, Object javaArray, DataType dataType, long length) {
    this(segment, javaArray, dataType, length, new long[] {length}, UNIT_STRIDE);
  }

  /// Shows the whole of a Java array under a shape that it fills.
  NdArray(MemorySegment segment, Object javaArray, DataType dataType, long[] shape) {
    this(segment, javaArray, dataType, Shapes.size(shape), shape, Shapes.stridesInOrder(shape));
  }

  private NdArray(
      MemorySegment segment,
      Object javaArray,
      DataType dataType,
      long size,
      long[] shape,
      long[] strides) {
    this.memory = new Memory(segment, javaArray, null);
    this.origin = segment;
    this.dataType = dataType;
    this.byteOffset = 0;
    this.shape = shape;
    this.strides = strides;
    this.contiguous = true;
    this.start = segment.address();
    this.end = start + size * dataType.byteSize();
  }

  /// Shows any memory as an array of a data type that is known at run time only.
  ///
  /// This is the general form of the typed `wrap` methods, for adapters: the result is a
  /// [DoubleNdArray] for `float64`, a [ByteNdArray] for `uint8`, and so on.
  ///
  /// @param segment the memory
  /// @param dataType the type of the elements
  /// @param byteOffset where in the segment the element at index `[0, …, 0]` starts, in bytes
  /// @param shape the length of each axis; copied
  /// @param strides the distance of neighbours along each axis, in elements; copied
  /// @param owner who else decides how long the memory lives, null for nobody
  /// @return the view
  /// @throws ShapeMismatchException when elements would lie outside the segment
  /// @throws InvalidArgumentException when the elements would not be aligned to their size
  public static NdArray<?> wrap(
      MemorySegment segment,
      DataType dataType,
      long byteOffset,
      long[] shape,
      long[] strides,
      @Nullable Owner owner) {
    Memory memory = Memory.of(segment, owner);
    long[] ownShape = shape.clone();
    long[] ownStrides = strides.clone();
    return switch (dataType) {
      case FLOAT64 -> new DoubleNdArray(memory, dataType, byteOffset, ownShape, ownStrides);
      case FLOAT32 -> new FloatNdArray(memory, dataType, byteOffset, ownShape, ownStrides);
      case INT64, UINT64 -> new LongNdArray(memory, dataType, byteOffset, ownShape, ownStrides);
      case INT32, UINT32 -> new IntNdArray(memory, dataType, byteOffset, ownShape, ownStrides);
      case INT16, UINT16 -> new ShortNdArray(memory, dataType, byteOffset, ownShape, ownStrides);
      case INT8, UINT8, BOOL -> new ByteNdArray(memory, dataType, byteOffset, ownShape, ownStrides);
    };
  }

  // ---------------------------------------------------------------- what an array is

  /// The type of the elements.
  ///
  /// @return the data type
  public final DataType dataType() {
    return dataType;
  }

  /// The number of axes, 0 for a single value.
  ///
  /// @return 0 to 64
  public final int rank() {
    return shape.length;
  }

  /// The number of elements, the product of the lengths.
  ///
  /// @return 0 when an axis is empty, 1 for an array of rank 0
  public final long size() {
    return Shapes.size(shape);
  }

  /// The lengths of all axes.
  ///
  /// @return a fresh array
  public final long[] shape() {
    return shape.clone();
  }

  /// The length of one axis.
  ///
  /// @param axis the axis, negative counts from the last
  /// @return the number of indexes along it
  /// @throws IndexOutOfBoundsException when there is no such axis
  public final long shape(int axis) {
    return axis >= 0 && axis < shape.length
        ? shape[axis]
        : shape[Shapes.axis(axis, rank(), "shape")];
  }

  /// The distances between neighbours along all axes.
  ///
  /// @return a fresh array, in elements; entries may be negative or zero
  public final long[] strides() {
    return strides.clone();
  }

  /// The distance between neighbours along one axis.
  ///
  /// @param axis the axis, negative counts from the last
  /// @return the stride in elements; it may be negative or zero
  /// @throws IndexOutOfBoundsException when there is no such axis
  public final long stride(int axis) {
    return axis >= 0 && axis < strides.length
        ? strides[axis]
        : strides[Shapes.axis(axis, rank(), "stride")];
  }

  /// The memory the elements lie in, which may hold much else.
  ///
  /// @return the segment that was wrapped; read-only where this array is
  public final MemorySegment segment() {
    return memory.segment();
  }

  /// Where in [#segment()] the element at index `[0, …, 0]` starts.
  ///
  /// @return the offset in bytes
  public final long byteOffset() {
    return byteOffset;
  }

  /// The memory from the element at index `[0, …, 0]` on: what is handed to native code.
  ///
  /// With negative strides, elements also lie before it.
  ///
  /// @return a segment whose base address is that element's
  public final MemorySegment origin() {
    return origin;
  }

  /// The address of the lowest byte of any element, as NumPy's `byte_bounds`.
  ///
  /// @return an address; within a Java array the bytes from its first element on
  public final long start() {
    return start;
  }

  /// The address after the highest byte of any element.
  ///
  /// @return an address, counted as [#start()], which it is equal to where there is no element
  public final long end() {
    return end;
  }

  /// Whether the elements lie next to each other in C order, the last axis fastest.
  ///
  /// @return true also for arrays of one element or none
  public final boolean isContiguous() {
    return contiguous;
  }

  /// Whether elements cannot be set through this view.
  ///
  /// @return true for views made by [#asReadOnly()] and [#broadcastTo], and over read-only memory
  public final boolean isReadOnly() {
    return memory.segment().isReadOnly();
  }

  /// Whether the elements lie outside the Java heap, where native code may use them for as long as
  /// it likes.
  ///
  /// @return false for views of Java arrays
  public final boolean isNative() {
    return memory.heap() == null && memory.segment().isNative();
  }

  /// Whether calls hold the memory through its [Owner] while they run.
  ///
  /// @return true for memory of another library that was wrapped with an owner
  public final boolean isForeign() {
    return memory.isForeign();
  }

  /// Whether the memory is still there.
  ///
  /// @return false once the arena, the owner or the array was closed
  public final boolean isAlive() {
    return memory.isAlive();
  }

  /// Who decides beside the segment's scope how long the memory lives; a call holds it.
  ///
  /// @return the owner that was given when the memory was wrapped, null when there is none
  public final @Nullable Owner owner() {
    return memory.owner();
  }

  /// Releases the memory, where this array or one it is a view of owns it: the arrays that Rust
  /// functions return.
  ///
  /// All views of the memory are dead from then on. Any other array is left as it is: memory of an
  /// arena is released by its arena, a Java array by the garbage collector. Closing twice does
  /// nothing more. An owned array that is never closed is released when it and its views have
  /// become unreachable; when such arrays hold much memory, taking another one waits for a garbage
  /// collection, see the system property `dev.arrays.headroom` in the guide to lifetimes.
  @Override
  public final void close() {
    Owner owner = memory.owner();
    if (owner != null) {
      owner.close();
    }
  }

  /// Hands the memory of an array that Rust returned to an arena: closing the arena releases it,
  /// with everything else of the arena.
  ///
  /// The memory moves; up to a MiB is copied. This array and all other views of it are dead from
  /// then on, as after [#close()]; the one returned obeys the rules of the arena, so in a confined
  /// arena only its thread may use it.
  ///
  /// {@snippet :
  /// try (Arena arena = Arena.ofConfined()) {
  ///   DoubleNdArray scores = Model.predict(features, weights).moveTo(arena);
  ///   System.out.println(scores.slice(Slice.to(10)));
  /// }
  /// }
  ///
  /// @param arena who releases the memory: confined, shared or automatic
  /// @return the same elements in the same shape, in memory of the arena
  /// @throws InvalidArgumentException when the memory is not one that Rust returned, or belongs to
  ///   an arena already; or when the arena is closed, confined to another thread, or the global one
  /// @throws BorrowException when a call on another thread is using more than a MiB of memory
  /// @throws ClosedArrayException when the memory was released
  public final A moveTo(Arena arena) {
    if (!(memory.owner() instanceof ResultMemory result)) {
      throw new InvalidArgumentException(
          "moveTo: the array does not own its memory, which is "
              + memory.description()
              + "; only what a Rust function returned can be moved, and only once");
    }
    MemorySegment moved = result.moveTo(arena);
    Memory moving = Memory.of(isReadOnly() ? moved.asReadOnly() : moved, null);
    return view(moving, dataType, byteOffset, shape, strides);
  }

  /// Whether this array and another may have bytes in common.
  ///
  /// "No" is certain. "Yes" is exact for the views that slices, transposes and their like give;
  /// only for strides so irregular that it would take too long to tell is it a "perhaps".
  ///
  /// What counts is the Java array or the addresses. A file that is mapped twice lies at two
  /// addresses, so its two mappings count as apart though they show the same bytes.
  ///
  /// @param other an array of any type
  /// @return false when no write to one can change the other
  public final boolean mayShareMemory(NdArray<?> other) {
    return Overlap.between(this, other) != Overlap.Answer.NO;
  }

  /// Whether this array and another certainly have bytes in common.
  ///
  /// Differs from [#mayShareMemory] only where that answers "perhaps".
  ///
  /// @param other an array of any type
  /// @return false when they are apart, and when it would take too long to tell
  public final boolean sharesMemory(NdArray<?> other) {
    return Overlap.between(this, other) == Overlap.Answer.YES;
  }

  /// Whether two different indexes of this array may reach the same bytes, as after [#broadcastTo].
  ///
  /// @return false when all elements are certainly apart
  public final boolean mayOverlapItself() {
    return !contiguous && Overlap.within(this) != Overlap.Answer.NO;
  }

  /// Whether two different indexes of this array certainly reach the same bytes.
  ///
  /// @return false when all elements are apart, and when it would take too long to tell
  public final boolean overlapsItself() {
    return !contiguous && Overlap.within(this) == Overlap.Answer.YES;
  }

  // ---------------------------------------------------------------- views

  /// A view through which no element can be set.
  ///
  /// @return a read-only view of the same elements
  public final A asReadOnly() {
    return view(memory.asReadOnly(), dataType, byteOffset, shape, strides);
  }

  /// The part of the array that the slices select, one per axis from the first; axes without one
  /// stay whole.
  ///
  /// @param slices at most as many as there are axes
  /// @return a view of the same rank
  /// @throws InvalidArgumentException when there are more slices than axes
  public final A slice(Slice... slices) {
    if (slices.length > rank()) {
      throw new InvalidArgumentException(
          "slice: " + slices.length + " slices were given for an array of rank " + rank());
    }
    long[] newShape = shape.clone();
    long[] newStrides = strides.clone();
    long start = 0;
    for (int axis = 0; axis < slices.length; axis++) {
      long count = slices[axis].count(shape[axis]);
      newShape[axis] = count;
      if (count > 0) {
        start += slices[axis].first(shape[axis]) * strides[axis];
      }
      // With at most one index left the stride is never used, and its product might overflow.
      if (count > 1) {
        newStrides[axis] = strides[axis] * slices[axis].step();
      }
    }
    return shifted(start, newShape, newStrides);
  }

  /// The part of the array that a slice selects along one axis.
  ///
  /// @param axis the axis, negative counts from the last
  /// @param slice which indexes to keep
  /// @return a view of the same rank
  /// @throws IndexOutOfBoundsException when there is no such axis
  public final A slice(int axis, Slice slice) {
    Slice[] slices = new Slice[Shapes.axis(axis, rank(), "slice") + 1];
    Arrays.fill(slices, Slice.all());
    slices[slices.length - 1] = slice;
    return slice(slices);
  }

  /// The elements at one index of an axis: a row, a column, a plane. The axis goes away.
  ///
  /// @param axis the axis, negative counts from the last
  /// @param index the index along it, negative counts from the end
  /// @return a view with one axis less
  /// @throws IndexOutOfBoundsException when there is no such axis or index
  public final A select(int axis, long index) {
    int along = Shapes.axis(axis, rank(), "select");
    long meant = index < 0 ? index + shape[along] : index;
    if (meant < 0 || meant >= shape[along]) {
      throw new IndexOutOfBoundsException(
          "select: index " + index + " is outside axis " + along + " of length " + shape[along]);
    }
    return shifted(
        meant * strides[along], Shapes.without(shape, along), Shapes.without(strides, along));
  }

  /// The parts along the first axis, one after the other, as NumPy iterates: the rows of a matrix.
  ///
  /// Those of an array of one axis are arrays of rank 0. The elements themselves come from the
  /// typed arrays, by `elements()` and `stream()`.
  ///
  /// {@snippet class="dev.arrays.SnippetsTest" region="rows"}
  ///
  /// @return an iterator over views with one axis less
  /// @throws ShapeMismatchException when the rank is 0
  @Override
  public final Iterator<A> iterator() {
    if (rank() == 0) {
      throw new ShapeMismatchException("iterator: an array of rank 0 has no axis to iterate over");
    }
    return LongStream.range(0, shape[0]).mapToObj(index -> select(0, index)).iterator();
  }

  /// The same elements in the same C order under another shape, where that needs no copy.
  ///
  /// @param newShape lengths with the same product; one may be -1 and is worked out
  /// @return a view of that shape
  /// @throws ShapeMismatchException when the sizes differ, or when no strides can show the elements
  ///   so
  public final A reshape(long... newShape) {
    long[] lengths = Shapes.inferLength(newShape, size(), shape);
    Shapes.check("reshape", lengths, dataType.byteSize());
    long[] newStrides = Shapes.reshapedStrides(shape, strides, lengths);
    if (newStrides == null) {
      throw new ShapeMismatchException(
          "reshape: no view of shape "
              + Arrays.toString(lengths)
              + " exists over shape "
              + Arrays.toString(shape)
              + " with strides "
              + Arrays.toString(strides)
              + "; call copy() first");
    }
    return shifted(0, lengths, newStrides);
  }

  /// The array with its axes in reverse order; a matrix is transposed.
  ///
  /// @return a view
  public final A transpose() {
    long[] newShape = new long[rank()];
    long[] newStrides = new long[rank()];
    for (int axis = 0; axis < rank(); axis++) {
      newShape[axis] = shape[rank() - 1 - axis];
      newStrides[axis] = strides[rank() - 1 - axis];
    }
    return shifted(0, newShape, newStrides);
  }

  /// The array with its axes in another order.
  ///
  /// @param axes which axis of this array each axis of the result is; negative counts from the last
  /// @return a view
  /// @throws InvalidArgumentException when an axis is missing or named twice
  public final A permute(int... axes) {
    long[] newShape = new long[rank()];
    long[] newStrides = new long[rank()];
    boolean[] seen = new boolean[rank()];
    boolean complete = axes.length == rank();
    for (int i = 0; complete && i < axes.length; i++) {
      int axis = Shapes.axis(axes[i], rank(), "permute");
      complete = !seen[axis];
      seen[axis] = true;
      newShape[i] = shape[axis];
      newStrides[i] = strides[axis];
    }
    if (!complete) {
      throw new InvalidArgumentException(
          "permute: axes "
              + Arrays.toString(axes)
              + " must name each of the "
              + rank()
              + " axes once");
    }
    return shifted(0, newShape, newStrides);
  }

  /// The array without its axes of length 1.
  ///
  /// @return a view
  public final A squeeze() {
    long[] newShape = new long[rank()];
    long[] newStrides = new long[rank()];
    int kept = 0;
    for (int axis = 0; axis < rank(); axis++) {
      if (shape[axis] != 1) {
        newShape[kept] = shape[axis];
        newStrides[kept++] = strides[axis];
      }
    }
    return shifted(0, Arrays.copyOf(newShape, kept), Arrays.copyOf(newStrides, kept));
  }

  /// The array without one axis of length 1.
  ///
  /// @param axis the axis, negative counts from the last
  /// @return a view
  /// @throws ShapeMismatchException when the axis has another length
  public final A squeeze(int axis) {
    int along = Shapes.axis(axis, rank(), "squeeze");
    if (shape[along] != 1) {
      throw new ShapeMismatchException(
          "squeeze: axis " + along + " has length " + shape[along] + ", only 1 can be left out");
    }
    return shifted(0, Shapes.without(shape, along), Shapes.without(strides, along));
  }

  /// The array with one axis of length 1 more.
  ///
  /// @param axis where the axis will be; negative counts from the end of the new shape, so -1
  ///   appends it
  /// @return a view
  /// @throws IndexOutOfBoundsException when the result would not have such an axis
  public final A expandDims(int axis) {
    int at = Shapes.axis(axis, rank() + 1, "expandDims");
    long[] newShape = Shapes.with(shape, at, 1);
    Shapes.check("expandDims", newShape, dataType.byteSize());
    return shifted(0, newShape, Shapes.with(strides, at, 1));
  }

  /// The array repeated, without a copy, along axes of length 1 and along new first axes, by
  /// NumPy's rules.
  ///
  /// @param newShape the shape to fill: aligned at the last axis, each length equal to this array's
  ///   or this array's 1
  /// @return a read-only view, because one element appears at many indexes
  /// @throws ShapeMismatchException when the shapes do not fit
  public final A broadcastTo(long... newShape) {
    Shapes.check("broadcastTo", newShape, dataType.byteSize());
    int added = newShape.length - rank();
    boolean fits = added >= 0;
    long[] newStrides = new long[newShape.length];
    for (int axis = 0; fits && axis < rank(); axis++) {
      if (shape[axis] == newShape[axis + added]) {
        newStrides[axis + added] = strides[axis];
      } else {
        fits = shape[axis] == 1;
      }
    }
    if (!fits) {
      throw new ShapeMismatchException(
          "broadcastTo: shape "
              + Arrays.toString(shape)
              + " cannot be repeated to "
              + Arrays.toString(newShape));
    }
    return view(memory.asReadOnly(), dataType, byteOffset, newShape.clone(), newStrides);
  }

  /// The array with the order of one axis reversed.
  ///
  /// @param axis the axis, negative counts from the last
  /// @return a view
  /// @throws IndexOutOfBoundsException when there is no such axis
  public final A flip(int axis) {
    return slice(Shapes.axis(axis, rank(), "flip"), Slice.every(-1));
  }

  /// A copy of the elements in a new Java array, in C order.
  ///
  /// @return a contiguous, writable array of the same shape and data type
  /// @throws InvalidArgumentException when there are more elements than a Java array can hold
  public final A copy() {
    A copy = allocate(dataType, shape.clone());
    copyElementsTo(copy.segment());
    return copy;
  }

  /// Copies the elements to an array of the same shape, of any strides and kind of memory.
  ///
  /// In pieces, so that a garbage collection need not wait for the whole. Where the two share
  /// memory, elements may have been overwritten before they are copied.
  ///
  /// @param target where to
  /// @throws DataTypeException when the target has another data type
  /// @throws ShapeMismatchException when the target has another shape
  /// @throws BorrowException when the target is read-only
  /// @throws ClosedArrayException when the memory of one was released
  public final void copyTo(A target) {
    if (target.dataType() != dataType) {
      throw new DataTypeException(
          "copyTo: the target is of " + target.dataType() + ", not " + dataType);
    }
    Shapes.checkEqual("copyTo", shape, target.shape());
    if (target.isReadOnly()) {
      throw new BorrowException("copyTo: the target is read-only; copy() gives one to write to");
    }
    ElementCopy.copy(this, target);
  }

  // ---------------------------------------------------------------- comparison and text

  /// Whether the other object is an array of the same data type, the same shape and equal elements.
  ///
  /// Strides and kind of memory do not matter. Elements compare as in [java.util.Arrays#equals]:
  /// `NaN` equals `NaN`, and `0.0` differs from `-0.0`. To compare computed numbers see `allClose`.
  ///
  /// @param object what to compare with
  /// @return true when equal by value
  @Override
  public final boolean equals(@Nullable Object object) {
    if (this == object) {
      return true;
    }
    if (!(object instanceof NdArray<?> other)
        || dataType != other.dataType
        || !Arrays.equals(shape, other.shape)) {
      return false;
    }
    Offsets left = new Offsets(this);
    Offsets right = new Offsets(other);
    while (left.hasNext()) {
      if (bitsAt(left.next()) != other.bitsAt(right.next())) {
        return false;
      }
    }
    return true;
  }

  /// A hash of data type, shape and elements, equal for equal arrays.
  ///
  /// It goes through all elements, and changes with them.
  ///
  /// @return the hash
  @Override
  public final int hashCode() {
    int hash = 31 * dataType.code() + Arrays.hashCode(shape);
    for (Offsets offsets = new Offsets(this); offsets.hasNext(); ) {
      hash = 31 * hash + Long.hashCode(bitsAt(offsets.next()));
    }
    return hash;
  }

  /// The elements as NumPy prints them: nested brackets, aligned columns, and only the ends of the
  /// axes above 1000 elements.
  ///
  /// A released array says so instead.
  ///
  /// @return the text
  @Override
  public final String toString() {
    if (isAlive()) {
      try {
        return ArrayPrinter.print(this);
      } catch (IllegalStateException e) {
        // Another thread may release the memory while it is printed.
        if (isAlive()) {
          throw e;
        }
      }
    }
    return "[released array of " + dataType + ", shape " + Arrays.toString(shape) + "]";
  }

  // ---------------------------------------------------------------- for the typed arrays

  /// An array of the same class, checked by its constructor.
  abstract A view(Memory memory, DataType dataType, long byteOffset, long[] shape, long[] strides);

  /// A new array of zeros in Java memory. The shape becomes the array's own.
  abstract A allocate(DataType dataType, long[] shape);

  /// The element at a byte offset as bits that are equal when elements are equal.
  abstract long bitsAt(long offset);

  final Memory memory() {
    return memory;
  }

  /// The memory for an access to elements.
  final MemorySegment alive() {
    Owner owner = memory.owner();
    if (owner != null && !owner.isAlive()) {
      throw closed(null);
    }
    return memory.segment();
  }

  /// What to throw for an access that the segment refused.
  final RuntimeException refused(RuntimeException cause) {
    if (cause instanceof IllegalStateException && !isAlive()) {
      return closed(cause);
    }
    if (isReadOnly()) {
      return new BorrowException(
          "set: the array is read-only; copy() gives one to write to", cause);
    }
    return cause;
  }

  final long offset(long i) {
    if (shape.length != 1 || i < 0 || i >= shape[0]) {
      throw badIndex(i);
    }
    return byteOffset + i * strides[0] * dataType.byteSize();
  }

  final long offset(long i, long j) {
    if (shape.length != 2 || i < 0 || i >= shape[0] || j < 0 || j >= shape[1]) {
      throw badIndex(i, j);
    }
    return byteOffset + (i * strides[0] + j * strides[1]) * dataType.byteSize();
  }

  final long offset(long[] index) {
    if (index.length != shape.length) {
      throw badIndex(index);
    }
    long position = 0;
    for (int axis = 0; axis < index.length; axis++) {
      if (index[axis] < 0 || index[axis] >= shape[axis]) {
        throw badIndex(index);
      }
      position += index[axis] * strides[axis];
    }
    return byteOffset + position * dataType.byteSize();
  }

  /// The number of elements of a shape as the length of a Java array.
  static int javaLength(String operation, long[] shape) {
    long size = Shapes.size(shape);
    // The largest length the JVM is sure to allow.
    if (size > Integer.MAX_VALUE - 8) {
      throw new InvalidArgumentException(
          operation
              + ": shape "
              + Arrays.toString(shape)
              + " has "
              + size
              + " elements, more than a Java array can hold; wrap a MemorySegment instead");
    }
    return (int) size;
  }

  /// Copies all elements, in C order, to the start of a segment.
  final void copyElementsTo(MemorySegment target) {
    ElementCopy.copy(
        this, view(Memory.of(target, null), dataType, 0, shape, Shapes.stridesInOrder(shape)));
  }

  /// Refuses a data type that the typed array cannot carry.
  static DataType carried(
      String operation, DataType dataType, String arrayType, DataType... carried) {
    if (!Arrays.asList(carried).contains(dataType)) {
      throw new DataTypeException(
          operation
              + ": "
              + arrayType
              + " holds "
              + Arrays.toString(carried)
              + ", not "
              + dataType);
    }
    return dataType;
  }

  /// Refuses a shape that a whole Java array or segment does not fill exactly.
  static long[] filled(long[] shape, long elements, DataType dataType) {
    Shapes.check("wrap", shape, dataType.byteSize());
    if (Shapes.size(shape) != elements) {
      throw new ShapeMismatchException(
          "wrap: shape "
              + Arrays.toString(shape)
              + " has "
              + Shapes.size(shape)
              + " elements, but the memory holds "
              + elements);
    }
    return shape.clone();
  }

  private A shifted(long elements, long[] newShape, long[] newStrides) {
    // Without elements there is no memory to step over, and the offset has to stay where it is.
    long bytes = Shapes.size(newShape) == 0 ? 0 : elements * dataType.byteSize();
    return view(memory, dataType, byteOffset + bytes, newShape, newStrides);
  }

  private ClosedArrayException closed(@Nullable Throwable cause) {
    String message =
        "the memory of this array of "
            + dataType
            + ", shape "
            + Arrays.toString(shape)
            + ", has been released; copy() what must outlive its owner";
    return cause == null
        ? new ClosedArrayException(message)
        : new ClosedArrayException(message, cause);
  }

  private IndexOutOfBoundsException badIndex(long... index) {
    String given = "index " + Arrays.toString(index);
    return new IndexOutOfBoundsException(
        index.length == shape.length
            ? given + " is outside shape " + Arrays.toString(shape)
            : given
                + " has "
                + index.length
                + (index.length == 1 ? " number" : " numbers")
                + ", but an array of shape "
                + Arrays.toString(shape)
                + " takes "
                + shape.length);
  }

  /// Invariants 1 and 2.
  private static void checkBounds(
      MemorySegment segment, DataType dataType, long byteOffset, long[] shape, long[] strides) {
    Shapes.check("wrap", shape, dataType.byteSize());
    if (strides.length != shape.length) {
      throw new ShapeMismatchException(
          "wrap: "
              + strides.length
              + " strides were given for shape "
              + Arrays.toString(shape)
              + ", one per axis is needed");
    }
    if (byteOffset < 0 || byteOffset > segment.byteSize()) {
      throw new ShapeMismatchException(
          "wrap: the byte offset "
              + byteOffset
              + " lies outside the memory of "
              + segment.byteSize()
              + " bytes");
    }
    if (Shapes.size(shape) == 0) {
      return;
    }
    long below = 0;
    long above = 0;
    try {
      for (int axis = 0; axis < shape.length; axis++) {
        if (shape[axis] > 1) {
          long reach = Math.multiplyExact(shape[axis] - 1, strides[axis]);
          reach = Math.multiplyExact(reach, dataType.byteSize());
          below = Math.addExact(below, Math.min(reach, 0));
          above = Math.addExact(above, Math.max(reach, 0));
        }
      }
    } catch (ArithmeticException e) {
      throw outside(segment, dataType, byteOffset, shape, strides);
    }
    // Written so that no sum can overflow: both offsets lie between 0 and the segment's size.
    long room = segment.byteSize() - byteOffset - dataType.byteSize();
    if (below < -byteOffset || above > room) {
      throw outside(segment, dataType, byteOffset, shape, strides);
    }
  }

  private static ShapeMismatchException outside(
      MemorySegment segment, DataType dataType, long byteOffset, long[] shape, long[] strides) {
    return new ShapeMismatchException(
        "wrap: shape "
            + Arrays.toString(shape)
            + " with strides "
            + Arrays.toString(strides)
            + " of "
            + dataType
            + " from byte "
            + byteOffset
            + " reaches outside the memory of "
            + segment.byteSize()
            + " bytes");
  }

  /// Invariant 3.
  private void checkAlignment() {
    if (origin.maxByteAlignment() < dataType.byteSize() && size() > 0) {
      throw new InvalidArgumentException(
          "wrap: the first element lies at "
              + (origin.isNative() ? "address " : "offset ")
              + origin.address()
              + " in "
              + memory.description()
              + ", but "
              + dataType
              + " needs memory aligned to "
              + dataType.byteSize()
              + " bytes; copy it into an array of its own");
    }
  }
}
