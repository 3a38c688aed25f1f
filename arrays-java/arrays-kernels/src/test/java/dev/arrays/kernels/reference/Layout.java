package dev.arrays.kernels.reference;

import java.util.Arrays;

/** How the elements of an array lie in memory. */
enum Layout {
  /** Without gaps, the last axis fastest. */
  BY_ROWS,
  /** Every other element along each axis of a larger array. */
  WITH_GAPS,
  /** Along every axis from the end. */
  BACKWARDS,
  /** Without gaps, the first axis fastest. */
  BY_COLUMNS,
  /** A block of a matrix with longer rows. */
  IN_LONGER_ROWS,
  /** The first axis fastest, the last in the middle, from the end. */
  TURNED;

  /** The layouts that differ for an array of so many axes. */
  static Layout[] of(int rank) {
    return switch (rank) {
      case 0 -> new Layout[] {BY_ROWS};
      case 1 -> new Layout[] {BY_ROWS, WITH_GAPS, BACKWARDS};
      case 2 -> new Layout[] {BY_ROWS, WITH_GAPS, BACKWARDS, BY_COLUMNS, IN_LONGER_ROWS};
      default -> values();
    };
  }

  /** Strides in elements; the array starts where they say it must to stay at positive offsets. */
  long[] strides(long[] shape) {
    int rank = shape.length;
    return switch (this) {
      case BY_ROWS -> packed(shape, byRows(rank), 1, 0);
      case WITH_GAPS -> packed(shape, byRows(rank), 2, 0);
      case BACKWARDS -> negated(packed(shape, byRows(rank), 1, 0));
      case BY_COLUMNS -> packed(shape, byColumns(rank), 1, 0);
      case IN_LONGER_ROWS -> packed(shape, byRows(rank), 1, 3);
      case TURNED -> negated(packed(shape, turned(rank), 1, 0));
    };
  }

  static long size(long[] shape) {
    return Arrays.stream(shape).reduce(1, Math::multiplyExact);
  }

  /**
   * @param order the axes, the slowest first
   * @param step of how many positions along an axis one is taken
   * @param more how many elements the fastest axis has besides
   */
  private static long[] packed(long[] shape, int[] order, int step, int more) {
    long[] strides = new long[shape.length];
    long stride = step;
    for (int i = order.length - 1; i >= 0; i--) {
      strides[order[i]] = stride;
      stride *= step * Math.max(shape[order[i]], 1) + (i == order.length - 1 ? more : 0);
    }
    return strides;
  }

  private static int[] byRows(int rank) {
    int[] order = new int[rank];
    Arrays.setAll(order, axis -> axis);
    return order;
  }

  private static int[] byColumns(int rank) {
    int[] order = new int[rank];
    Arrays.setAll(order, axis -> rank - 1 - axis);
    return order;
  }

  private static int[] turned(int rank) {
    int[] order = new int[rank];
    Arrays.setAll(order, axis -> (axis + 1) % rank);
    return order;
  }

  private static long[] negated(long[] strides) {
    return Arrays.stream(strides).map(stride -> -stride).toArray();
  }
}
