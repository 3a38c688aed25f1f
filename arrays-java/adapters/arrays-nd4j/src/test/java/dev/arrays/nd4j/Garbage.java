package dev.arrays.nd4j;

import java.lang.ref.Reference;

/// Garbage collections a test asks for.
final class Garbage {
  private static final int ATTEMPTS = 100;

  private Garbage() {}

  /// Collects what is unreachable now, and gives cleaners the time to run.
  static void collect() throws InterruptedException {
    for (int i = 0; i < 3; i++) {
      System.gc();
      Thread.sleep(20);
    }
  }

  /// Whether an object is collected within a few seconds.
  static boolean collectsTheReferentOf(Reference<?> reference) throws InterruptedException {
    for (int i = 0; i < ATTEMPTS && !reference.refersTo(null); i++) {
      System.gc();
      Thread.sleep(20);
    }
    return reference.refersTo(null);
  }
}
