package dev.arrays.bind;

import java.lang.ref.Reference;

/// Looks whether there is room left for work that must not stop halfway.
///
/// An error in a static initialiser makes a class unusable for good, and one between two steps of a
/// call may lose what the first step took. Both happen near the end of the stack, or of the heap.
/// So the error has to come before the work begins: it is thrown here, where nothing has been
/// touched.
final class Room {
  /// A frame of [#descend] has at least this many bytes, interpreted or compiled.
  private static final int FRAME = 24 * Long.BYTES;

  /// About twice the stack that loading, linking and initialising take where they are interpreted.
  private static final int BINDING = 48 << 10;

  /// More than a first call by [Call] takes, without native code.
  private static final int CALL = 24 << 10;

  /// As much for taking over what Rust returned.
  private static final int RESULTS = 4 << 10;

  private static final int HEAP = 1 << 20;

  /// Always 0, which no compiler can know.
  private static volatile long word;

  private Room() {}

  /// Makes sure that a library can be loaded, and a function linked.
  ///
  /// @throws StackOverflowError when the stack is nearly used up
  /// @throws OutOfMemoryError when the heap is
  static void checkForBinding() {
    byte[] heap = new byte[HEAP];
    try {
      word = descend(BINDING / FRAME);
    } finally {
      Reference.reachabilityFence(heap);
    }
  }

  /// Makes sure that a call can go by [Call].
  ///
  /// @throws StackOverflowError when the stack is nearly used up
  static void checkForCall() {
    word = descend(CALL / FRAME);
  }

  /// Makes sure that what Rust returns can be taken over.
  ///
  /// @throws StackOverflowError when the stack is nearly used up
  static void checkForResults() {
    word = descend(RESULTS / FRAME);
  }

  /// Uses the stack: all variables are needed after the inner call.
  private static long descend(int levels) {
    if (levels == 0) {
      return word;
    }
    long a = word;
    long b = word;
    long c = word;
    long d = word;
    long e = word;
    long f = word;
    long g = word;
    long h = word;
    long i = word;
    long j = word;
    long k = word;
    long l = word;
    long m = word;
    long n = word;
    long o = word;
    long p = word;
    long q = word;
    long r = word;
    long s = word;
    long t = word;
    long u = word;
    long v = word;
    long w = word;
    long x = word;
    long below = descend(levels - 1);
    return below ^ a ^ b ^ c ^ d ^ e ^ f ^ g ^ h ^ i ^ j ^ k ^ l ^ m ^ n ^ o ^ p ^ q ^ r ^ s ^ t ^ u
        ^ v ^ w ^ x;
  }
}
