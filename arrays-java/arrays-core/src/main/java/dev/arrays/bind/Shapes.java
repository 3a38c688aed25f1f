package dev.arrays.bind;

import dev.arrays.NdArray;
import dev.arrays.ShapeMismatchException;
import java.util.Arrays;

/// The checks of contracts that give an array the shape of others.
public final class Shapes {

  private Shapes() {}

  /// Checks that an array has the shape of another one.
  ///
  /// @param function the name of the called function
  /// @param parameter the name of the parameter
  /// @param x the argument
  /// @param sourceName the name of the parameter whose shape it has to have
  /// @param source its argument
  /// @throws ShapeMismatchException when the shapes differ
  public static void checkSame(
      String function, String parameter, NdArray<?> x, String sourceName, NdArray<?> source) {
    boolean same = x.rank() == source.rank();
    for (int axis = 0; same && axis < x.rank(); axis++) {
      same = x.shape(axis) == source.shape(axis);
    }
    if (!same) {
      throw mismatch(function, parameter, x, sourceName, source);
    }
  }

  /// The exception for an array that has not the shape of another one.
  ///
  /// @param function the name of the called function
  /// @param parameter the name of the parameter
  /// @param x the argument
  /// @param sourceName the name of the parameter whose shape it has to have
  /// @param source its argument
  /// @return the exception, to be thrown
  public static ShapeMismatchException mismatch(
      String function, String parameter, NdArray<?> x, String sourceName, NdArray<?> source) {
    return new ShapeMismatchException(
        "%s: %s has shape %s, but %s has %s"
            .formatted(
                function,
                parameter,
                Arrays.toString(x.shape()),
                sourceName,
                Arrays.toString(source.shape())));
  }

  /// The shape that arrays are broadcast to: axes are matched from the last one backwards, and one
  /// of length 1 is as long as the others need.
  ///
  /// @param function the name of the called function
  /// @param arrays the arguments
  /// @return the shape, which the caller owns
  /// @throws ShapeMismatchException when two axes that meet have different lengths, neither being 1
  public static long[] broadcast(String function, NdArray<?>... arrays) {
    int rank = 0;
    for (NdArray<?> array : arrays) {
      rank = Math.max(rank, array.rank());
    }
    long[] shape = new long[rank];
    Arrays.fill(shape, 1);
    for (NdArray<?> array : arrays) {
      int missing = rank - array.rank();
      for (int axis = 0; axis < array.rank(); axis++) {
        long length = array.shape(axis);
        long other = shape[missing + axis];
        if (length != 1 && other != 1 && length != other) {
          throw notTogether(function, arrays);
        }
        shape[missing + axis] = length == 1 ? other : length;
      }
    }
    return shape;
  }

  private static ShapeMismatchException notTogether(String function, NdArray<?>[] arrays) {
    StringBuilder message =
        new StringBuilder(function)
            .append(": operands could not be broadcast together with shapes");
    for (NdArray<?> array : arrays) {
      message.append(' ').append(Arrays.toString(array.shape()));
    }
    return new ShapeMismatchException(message.toString());
  }

  /// Checks that an array has the shape that others are broadcast to.
  ///
  /// @param function the name of the called function
  /// @param parameter the name of the parameter
  /// @param x the argument
  /// @param sourceNames the names of the parameters whose shapes are broadcast
  /// @param sources their arguments
  /// @throws ShapeMismatchException when the shape is another one, or there is none for the sources
  public static void checkBroadcast(
      String function, String parameter, NdArray<?> x, String sourceNames, NdArray<?>... sources) {
    long[] expected = broadcast(function, sources);
    if (!Arrays.equals(x.shape(), expected)) {
      throw new ShapeMismatchException(
          "%s: %s has shape %s, but %s broadcast to %s"
              .formatted(
                  function,
                  parameter,
                  Arrays.toString(x.shape()),
                  sourceNames,
                  Arrays.toString(expected)));
    }
  }
}
