package dev.arrays.bind;

import dev.arrays.NdArray;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/// How the copy of an array lies in memory.
///
/// The copy is made of runs, each of them a piece of the array's memory as it lies, with the bytes
/// between the elements. One run from the lowest element to the highest is the fastest to copy, and
/// the copy has the array's own strides: rounding may depend on how a function goes through memory.
/// Where that takes much more memory than need be, the runs are shorter, and they lie next to each
/// other in the copy. The shortest have one element. What repeats elements, such as windows of an
/// array, keeps them once as far as they lie within one run.
final class StagedLayout {

  /// How much more memory than need be a copy may take for longer runs. A run of one element takes
  /// about as long to copy as 30 bytes of a long run.
  private static final double SPARE = 4;

  private final long[] strides;
  private final long byteSize;
  private final long byteOffset;

  /// Of the runs in the array's memory: how many there are along each axis, the largest stride
  /// first, and the length of one as the last; the strides, turned forwards.
  private final long[] shape;

  private final long[] steps;

  private StagedLayout(long[] strides, long byteSize, long byteOffset, long[] shape, long[] steps) {
    this.strides = strides;
    this.byteSize = byteSize;
    this.byteOffset = byteOffset;
    this.shape = shape;
    this.steps = steps;
  }

  static StagedLayout of(NdArray<?> array) {
    int size = array.dataType().byteSize();
    long[] strides = array.strides();
    if (array.size() == 0) {
      return new StagedLayout(strides, 0, 0, new long[1], new long[] {1});
    }
    int[] axes = axes(array);
    long[] extents = extents(array, axes);
    int inRun = axesInRun(array, axes, extents);
    int outer = axes.length - inRun;
    long[] shape = new long[outer + 1];
    long[] steps = new long[outer + 1];
    shape[outer] = extents[inRun];
    steps[outer] = 1;
    long dense = extents[inRun];
    for (int i = 0; i < outer; i++) {
      int axis = axes[inRun + i];
      shape[outer - 1 - i] = array.shape(axis);
      steps[outer - 1 - i] = Math.abs(strides[axis]);
      strides[axis] = strides[axis] < 0 ? -dense : dense;
      dense *= array.shape(axis);
    }
    long offset = 0;
    for (int axis : axes) {
      offset -= Math.min((array.shape(axis) - 1) * strides[axis], 0);
    }
    return new StagedLayout(strides, dense * size, offset * size, shape, steps);
  }

  /// The axes that lead from one element to another, the smallest stride first. Along the others
  /// one element is repeated, if there is more than one at all.
  private static int[] axes(NdArray<?> array) {
    int[] axes = new int[array.rank()];
    int count = 0;
    for (int axis = 0; axis < array.rank(); axis++) {
      if (array.shape(axis) > 1 && array.stride(axis) != 0) {
        int at = count++;
        while (at > 0 && Math.abs(array.stride(axes[at - 1])) > Math.abs(array.stride(axis))) {
          axes[at] = axes[at - 1];
          at--;
        }
        axes[at] = axis;
      }
    }
    return Arrays.copyOf(axes, count);
  }

  /// How long the runs are that take in none of the axes, the first, the first two, and so on.
  private static long[] extents(NdArray<?> array, int[] axes) {
    long[] extents = new long[axes.length + 1];
    extents[0] = 1;
    for (int i = 0; i < axes.length; i++) {
      extents[i + 1] = extents[i] + (array.shape(axes[i]) - 1) * Math.abs(array.stride(axes[i]));
    }
    return extents;
  }

  /// Of how many axes the runs are made: as many as the spare memory lets them.
  private static int axesInRun(NdArray<?> array, int[] axes, long[] extents) {
    // Numbers of elements in the whole copy; some may be too large for a long.
    double[] totals = new double[extents.length];
    double runs = 1;
    double least = Double.POSITIVE_INFINITY;
    for (int i = axes.length; i >= 0; i--) {
      totals[i] = runs * extents[i];
      least = Math.min(least, totals[i]);
      runs *= i == 0 ? 1 : array.shape(axes[i - 1]);
    }
    int most = axes.length;
    while (totals[most] > SPARE * least) {
      most--;
    }
    return most;
  }

  /// How many bytes the copy has.
  long byteSize() {
    return byteSize;
  }

  /// Whether the copy is one run, in which the elements lie as in the array's memory.
  boolean isWhole() {
    return shape.length == 1;
  }

  /// Copies the runs of an array of this layout.
  ///
  /// The bytes between the elements may be changed by another thread meanwhile, for nobody has
  /// borrowed them. They are copied as they come, and nothing looks at them.
  void copy(NdArray<?> array, MemorySegment place) {
    long lowest = array.byteOffset() - (array.origin().address() - array.start());
    long[] dense = new long[shape.length];
    long stride = 1;
    for (int axis = shape.length - 1; axis >= 0; axis--) {
      dense[axis] = stride;
      stride *= shape[axis];
    }
    copy(
        NdArray.wrap(array.segment(), array.dataType(), lowest, shape, steps, array.owner()),
        NdArray.wrap(place, array.dataType(), 0, shape, dense, null));
  }

  @SuppressWarnings("unchecked") // One data type is of one class.
  private static <A extends NdArray<A>> void copy(NdArray<?> from, NdArray<?> to) {
    ((A) from).copyTo((A) to);
  }

  /// The array's elements where they lie in its copy.
  <A extends NdArray<A>> A view(A array, MemorySegment copy) {
    @SuppressWarnings("unchecked") // One data type is of one class.
    A view = (A) NdArray.wrap(copy, array.dataType(), byteOffset, array.shape(), strides, null);
    return view;
  }
}
