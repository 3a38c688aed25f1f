package dev.arrays.internal.ffm;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Cleaner;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/// The memory of all but the largest arrays that Rust returned: a batch of them shares one scope.
///
/// Closing a scope that threads share stops each thread of the JVM for a moment, which takes longer
/// than many a call. So a batch is released at once: when it is full and all its arrays were
/// closed, or when none of them and no segment of them is reachable. Until then the memory of those
/// that were closed is kept. Arrays of a batch are of about the same size, so that one that is kept
/// for long does not keep much more than itself.
///
/// 1. Every array over the memory, and every segment made of it, keeps the scope of its batch
///    reachable.
/// 2. What releases a batch refers neither to its scope nor to arrays, and of the batches that are
///    filled there is a weak reference only, so that all of these can become unreachable.
/// 3. [Cleaner.Cleanable#clean()] releases once, whoever comes first.
final class ResultBatches {
  /// The largest memory that is batched, in bytes.
  static final long LARGEST = 1 << 20;

  /// What all smaller ones are batched with.
  private static final long SMALLEST = 1 << 10;

  private static final int MOST = 128;
  private static final long MOST_BYTES = 4 << 20;

  private final LongConsumer release;

  /// Of sizes up to each power of two, the batch that is being filled.
  private final List<WeakReference<@Nullable Batch>> current =
      new ArrayList<>(Collections.nCopies(sizeClass(LARGEST) + 1, new WeakReference<>(null)));

  /// Makes room for the results of one library.
  ///
  /// @param release what gives the memory of an address back to Rust
  ResultBatches(LongConsumer release) {
    this.release = release;
  }

  /// Takes over memory.
  ///
  /// @param address what to release
  /// @param base the first byte; may be anything when there are none
  synchronized BatchedMemory take(long address, long base, long byteSize) {
    int sizeClass = sizeClass(byteSize);
    Batch batch = current.get(sizeClass).get();
    if (batch == null || !batch.hasRoomFor(byteSize)) {
      if (batch != null) {
        batch.closedOne();
      }
      batch = new Batch(release);
      current.set(sizeClass, new WeakReference<>(batch));
    }
    return batch.take(address, base, byteSize);
  }

  private static int sizeClass(long byteSize) {
    return Long.SIZE - Long.numberOfLeadingZeros((Math.max(byteSize, SMALLEST) - 1) / SMALLEST);
  }

  /// Arrays that are released together.
  static final class Batch {
    private final Arena arena = Arena.ofShared();
    private final Releases releases;
    private final Cleaner.Cleanable action;

    /// Arrays that are not closed, and 1 for as long as there is room for more.
    private int open = 1;

    private Batch(LongConsumer release) {
      releases = new Releases(release);
      action = OwnedMemory.CLEANER.register(arena.scope(), releases);
    }

    private boolean hasRoomFor(long byteSize) {
      return releases.hasRoomFor(byteSize);
    }

    private BatchedMemory take(long address, long base, long byteSize) {
      MemorySegment segment = MemorySegment.ofAddress(base).reinterpret(byteSize, arena, null);
      BatchedMemory memory = new BatchedMemory(this, segment);
      synchronized (this) {
        open++;
      }
      // Last: what fails before it leaves the memory to the caller.
      releases.add(address, byteSize);
      return memory;
    }

    /// Counts an array that was closed, or the room that was used up.
    void closedOne() {
      synchronized (this) {
        open--;
        if (open > 0) {
          return;
        }
      }
      try {
        arena.close();
      } catch (IllegalStateException e) {
        // A call or an access is using memory of an array that was closed: it is released when
        // none is reachable.
        return;
      }
      action.clean();
    }
  }

  /// What releases a batch.
  private static final class Releases implements Runnable {
    private final LongConsumer release;
    private final long[] addresses = new long[MOST];
    private int count;
    private long byteSize;

    Releases(LongConsumer release) {
      this.release = release;
    }

    synchronized boolean hasRoomFor(long more) {
      return count < MOST && byteSize + more <= MOST_BYTES;
    }

    synchronized void add(long address, long bytes) {
      addresses[count] = address;
      count++;
      byteSize += bytes;
    }

    @Override
    public synchronized void run() {
      for (int i = 0; i < count; i++) {
        release.accept(addresses[i]);
      }
      MemoryPressure.ofResults().remove(byteSize);
    }
  }
}
