package dev.arrays.demo;

/// How far two results lie apart, as a fraction of their own size.
final class RelativeDifference {
  private RelativeDifference() {}

  /// The largest |found − expected| / |expected| over all elements; NaN agrees with NaN only.
  ///
  /// @return infinity when an element is 0, infinite or NaN on one side only, or the lengths differ
  static double largest(double[] found, double[] expected) {
    if (found.length != expected.length) {
      return Double.POSITIVE_INFINITY;
    }
    double largest = 0;
    for (int i = 0; i < found.length; i++) {
      largest = Math.max(largest, of(found[i], expected[i]));
    }
    return largest;
  }

  /// |found − expected| / |expected| of two numbers, by the rules of [#largest(double[],
  /// double[])].
  static double of(double found, double expected) {
    if (found == expected || (Double.isNaN(found) && Double.isNaN(expected))) {
      return 0;
    }
    double difference = Math.abs(found - expected) / Math.abs(expected);
    return Double.isNaN(difference) ? Double.POSITIVE_INFINITY : difference;
  }
}
