package dev.arrays;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The arithmetic of shapes and strides, apart from any memory. Strides count elements.
final class Shapes {
  /// As in NumPy. What a Rust function takes is bounded by its own rank.
  static final int MAX_RANK = 64;

  private Shapes() {}

  /// The number of elements of a shape that [#check] has accepted.
  static long size(long[] shape) {
    long size = 1;
    for (long length : shape) {
      size *= length;
    }
    return size;
  }

  /// Refuses a shape that no array can have.
  ///
  /// The lengths that are not zero must multiply to a number of bytes that fits a `long`, also
  /// where another axis is empty: so does `ndarray` ask.
  static void check(String operation, long[] shape, int byteSize) {
    if (shape.length > MAX_RANK) {
      throw new ShapeMismatchException(
          operation
              + ": a shape of "
              + shape.length
              + " axes was given, at most "
              + MAX_RANK
              + " are possible");
    }
    long bytes = byteSize;
    for (long length : shape) {
      if (length < 0) {
        throw new ShapeMismatchException(
            operation + ": shape " + Arrays.toString(shape) + " has the negative length " + length);
      }
      if (length > 0 && Math.multiplyHigh(bytes, length) == 0 && bytes * length > 0) {
        bytes *= length;
      } else if (length > 0) {
        throw new ShapeMismatchException(
            operation
                + ": shape "
                + Arrays.toString(shape)
                + " has more elements than memory can hold");
      }
    }
  }

  /// Refuses two arrays of different shapes.
  static void checkEqual(String operation, long[] shape, long[] other) {
    if (!Arrays.equals(shape, other)) {
      throw new ShapeMismatchException(
          operation
              + ": the other array has shape "
              + Arrays.toString(other)
              + ", this one "
              + Arrays.toString(shape));
    }
  }

  /// Refuses a row of a matrix that differs in length from the first.
  static void checkRow(int row, int length, int columns) {
    if (length != columns) {
      throw new ShapeMismatchException(
          "of: row " + row + " has " + length + " elements, row 0 has " + columns);
    }
  }

  /// The strides of a shape in C order, the last axis fastest.
  static long[] stridesInOrder(long[] shape) {
    long[] strides = new long[shape.length];
    long stride = 1;
    for (int axis = shape.length - 1; axis >= 0; axis--) {
      strides[axis] = stride;
      stride *= Math.max(shape[axis], 1);
    }
    return strides;
  }

  /// Whether the elements lie next to each other in C order. Axes of length 1 may have any stride.
  static boolean isContiguous(long[] shape, long[] strides) {
    long expected = 1;
    boolean inOrder = true;
    for (int axis = shape.length - 1; axis >= 0; axis--) {
      if (shape[axis] == 0) {
        return true;
      }
      if (shape[axis] != 1) {
        inOrder &= strides[axis] == expected;
        expected *= shape[axis];
      }
    }
    return inOrder;
  }

  /// The place of the element that lies lowest, relative to the one at index `[0, …, 0]`. No axis
  /// is empty.
  static long lowest(long[] shape, long[] strides) {
    long lowest = 0;
    for (int axis = 0; axis < shape.length; axis++) {
      lowest += Math.min((shape[axis] - 1) * strides[axis], 0);
    }
    return lowest;
  }

  /// The number of places from the element that lies lowest to the one that lies highest, both
  /// included. No axis is empty.
  static long extent(long[] shape, long[] strides) {
    long extent = 1;
    for (int axis = 0; axis < shape.length; axis++) {
      extent += Math.abs((shape[axis] - 1) * strides[axis]);
    }
    return extent;
  }

  /// The axis meant by a number that may count from the end.
  static int axis(int axis, int rank, String operation) {
    int meant = axis < 0 ? axis + rank : axis;
    if (meant < 0 || meant >= rank) {
      throw new IndexOutOfBoundsException(
          operation + ": axis " + axis + " does not exist in an array of rank " + rank);
    }
    return meant;
  }

  static long[] without(long[] values, int axis) {
    long[] rest = new long[values.length - 1];
    System.arraycopy(values, 0, rest, 0, axis);
    System.arraycopy(values, axis + 1, rest, axis, rest.length - axis);
    return rest;
  }

  static long[] with(long[] values, int axis, long value) {
    long[] more = new long[values.length + 1];
    System.arraycopy(values, 0, more, 0, axis);
    more[axis] = value;
    System.arraycopy(values, axis, more, axis + 1, values.length - axis);
    return more;
  }

  /// Replaces the one `-1` of a requested shape by the length that makes the sizes equal.
  static long[] inferLength(long[] requested, long size, long[] from) {
    int unknown = -1;
    long known = 1;
    for (int axis = 0; axis < requested.length; axis++) {
      if (requested[axis] == -1 && unknown < 0) {
        unknown = axis;
      } else if (requested[axis] == -1) {
        throw new ShapeMismatchException(
            "reshape: only one length may be -1, got " + Arrays.toString(requested));
      } else if (requested[axis] < 0) {
        throw new ShapeMismatchException(
            "reshape: shape " + Arrays.toString(requested) + " has a negative length");
      } else {
        known = Math.multiplyHigh(known, requested[axis]) == 0 ? known * requested[axis] : -1;
      }
    }
    boolean fits = unknown < 0 ? known == size : known > 0 && size % known == 0;
    if (!fits) {
      throw new ShapeMismatchException(
          "reshape: shape "
              + Arrays.toString(requested)
              + " does not hold the "
              + size
              + " elements of shape "
              + Arrays.toString(from));
    }
    long[] shape = requested.clone();
    if (unknown >= 0) {
      shape[unknown] = size / known;
    }
    return shape;
  }

  /// The strides that show the same elements in the same order under another shape of equal size,
  /// or null when no strides do.
  ///
  /// Walks both shapes at once in groups of axes with equal products; a group of old axes must be
  /// dense in itself to be divided differently. The method is NumPy's `_attempt_nocopy_reshape`.
  static long @Nullable [] reshapedStrides(long[] shape, long[] strides, long[] newShape) {
    if (size(shape) == 0) {
      return stridesInOrder(newShape);
    }
    int rank = 0;
    long[] lengths = new long[shape.length];
    long[] steps = new long[shape.length];
    for (int axis = 0; axis < shape.length; axis++) {
      if (shape[axis] != 1) {
        lengths[rank] = shape[axis];
        steps[rank++] = strides[axis];
      }
    }
    long[] newStrides = new long[newShape.length];
    int oldStart = 0;
    int newStart = 0;
    while (oldStart < rank && newStart < newShape.length) {
      int oldEnd = oldStart + 1;
      int newEnd = newStart + 1;
      long oldProduct = lengths[oldStart];
      long newProduct = newShape[newStart];
      while (oldProduct != newProduct) {
        if (newProduct < oldProduct) {
          newProduct *= newShape[newEnd++];
        } else {
          oldProduct *= lengths[oldEnd++];
        }
      }
      for (int axis = oldStart; axis < oldEnd - 1; axis++) {
        if (steps[axis] != lengths[axis + 1] * steps[axis + 1]) {
          return null;
        }
      }
      long stride = steps[oldEnd - 1];
      for (int axis = newEnd - 1; axis >= newStart; axis--) {
        newStrides[axis] = stride;
        stride *= newShape[axis];
      }
      oldStart = oldEnd;
      newStart = newEnd;
    }
    // What is left are axes of length 1, whose stride never counts.
    Arrays.fill(newStrides, newStart, newShape.length, 1);
    return newStrides;
  }
}
