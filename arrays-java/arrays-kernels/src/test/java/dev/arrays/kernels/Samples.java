package dev.arrays.kernels;

import dev.arrays.DoubleNdArray;
import dev.arrays.Slice;
import dev.arrays.testing.Carrier;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** The same numbers in every memory and layout a kernel may meet. */
final class Samples {
  private Samples() {}

  static double[] random(int length) {
    return new Random(length).doubles(length, -10, 10).toArray();
  }

  /**
   * Views, each of its own memory, that hold the values: whole, reversed, strided and a matrix
   * column read upwards, in every kind of memory.
   */
  static List<DoubleNdArray> views(double[] values) {
    int n = values.length;
    double[] reversed = new double[n];
    double[] spread = new double[3 * n];
    double[] column = new double[2 * n];
    for (int i = 0; i < n; i++) {
      reversed[n - 1 - i] = values[i];
      spread[3 * i + 1] = values[i];
      column[2 * (n - 1 - i)] = values[i];
    }
    return Stream.of(
            DoubleNdArray.wrap(values),
            DoubleNdArray.wrap(reversed).flip(0),
            DoubleNdArray.wrap(spread).slice(0, Slice.range(1, spread.length, 3)),
            DoubleNdArray.wrap(column, n, 2).select(1, 0).flip(0))
        .flatMap(Samples::copies)
        .toList();
  }

  /** Copies of an array, with its strides, in every kind of memory. */
  static Stream<DoubleNdArray> copies(DoubleNdArray array) {
    return Arrays.stream(Carrier.values()).map(carrier -> carrier.copyOf(array));
  }
}
