package dev.arrays.benchmarks;

/// The sum of a Java array through JNI, without a copy (`GetPrimitiveArrayCritical`).
final class JniSum {
  static {
    loadLibrary();
  }

  private JniSum() {}

  /// The sum of the elements.
  static native double sum(double[] values);

  @SuppressWarnings("restricted") // JNI has no other way.
  private static void loadLibrary() {
    System.load(
        PackedLibrary.file("dev.arrays.benchmarks.calls.ArraysBenchmarksLibrary").toString());
  }
}
