package dev.arrays.internal.ffm;

import java.util.concurrent.atomic.AtomicLong;

/// Asks for a garbage collection when unreleased results hold much memory: the collector knows the
/// small Java object of each, not the memory behind it, and sees no reason to collect.
///
/// A collection is asked for when the bytes held exceed those that were in use after the last one
/// by the headroom, or by half of them if that is more. A program that closes its results, or keeps
/// them, therefore pays for few collections or none.
final class MemoryPressure {
  /// The property is in MiB; the bounds keep sums of bytes within a `long`.
  private static final MemoryPressure OF_RESULTS =
      new MemoryPressure(
          Math.clamp(Long.getLong("dev.arrays.headroom", 256), 1, 1L << 40) << 20, System::gc);

  /// How long to wait for the cleaner while it gives nothing back, doubling from 1 ms.
  private static final int PATIENCE_MILLIS = 32;

  private final long headroom;
  private final Runnable collector;
  private final AtomicLong held = new AtomicLong();

  /// A monitor, which no error leaves locked, as it may a lock of `java.util.concurrent`.
  private final Object collecting = new Object();

  private volatile long inUse;

  MemoryPressure(long headroom, Runnable collector) {
    this.headroom = headroom;
    this.collector = collector;
  }

  /// The pressure of what Rust returned and Java has not released.
  static MemoryPressure ofResults() {
    return OF_RESULTS;
  }

  /// Counts memory that has come, and makes room when it is too much: for as long as that takes, no
  /// other thread that comes with memory goes on. Never fails: when nothing can be released, the
  /// memory is in use.
  void add(long bytes) {
    if (held.addAndGet(bytes) - inUse > allowance()) {
      synchronized (collecting) {
        // Whoever was here before may have made the room.
        if (held.get() - inUse > allowance()) {
          collect();
        }
      }
    }
  }

  /// Counts memory that was given back.
  void remove(long bytes) {
    held.addAndGet(-bytes);
  }

  private long allowance() {
    return Math.max(headroom, inUse / 2);
  }

  /// The collector only finds what is unreachable. The cleaner's thread gives it back afterwards:
  /// waits until it pauses, at once when little is left beside what was in use before, and else
  /// after some patience.
  private void collect() {
    collector.run();
    long target = inUse + allowance() / 8;
    long before = held.get();
    int pause = 1;
    while (pause <= (before > target ? PATIENCE_MILLIS : 1)) {
      try {
        Thread.sleep(pause);
      } catch (InterruptedException e) {
        // The caller's own business, for which it need not wait.
        Thread.currentThread().interrupt();
        return;
      }
      long now = held.get();
      pause = now < before ? 1 : 2 * pause;
      before = now;
    }
    // What is held a little above the last count is garbage on its way: to count it as in use would
    // let the count creep up.
    if (before > target || before < inUse) {
      inUse = before;
    }
  }
}
