package dev.arrays.kernels;

import dev.arrays.DoubleNdArray;
import dev.arrays.Slice;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Random;

/** The same numbers in every memory and layout a kernel may meet. */
final class Samples {
  private Samples() {}

  static double[] random(int length) {
    return new Random(length).doubles(length, -10, 10).toArray();
  }

  /**
   * Views, each of its own memory, that hold the values: whole, strided, reversed and a matrix
   * column, on and off the heap.
   */
  static List<DoubleNdArray> views(double[] values) {
    int n = values.length;
    double[] reversed = new double[n];
    double[] spread = new double[3 * n];
    for (int i = 0; i < n; i++) {
      reversed[n - 1 - i] = values[i];
      spread[3 * i + 1] = values[i];
    }
    MemorySegment off = Arena.ofAuto().allocateFrom(ValueLayout.JAVA_DOUBLE, spread);
    return List.of(
        DoubleNdArray.wrap(values.clone()),
        DoubleNdArray.wrap(reversed).flip(0),
        DoubleNdArray.wrap(spread.clone(), n, 3).select(1, 1),
        DoubleNdArray.wrap(spread).slice(0, Slice.range(1, spread.length, 3)),
        DoubleNdArray.wrap(off, new long[] {n, 3}).transpose().select(0, 1));
  }
}
