package dev.arrays.internal.ffm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.arrays.ClosedArrayException;
import dev.arrays.DataType;
import dev.arrays.DoubleNdArray;
import dev.arrays.InvalidArgumentException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import org.junit.jupiter.api.Test;

/// Every way in which the memory of results in batches can be given back, and that it is given back
/// once.
class ResultBatchesTest {
  private static final MemorySegment ELEMENTS = Arena.global().allocate(3 * Double.BYTES, 8);
  private static final int BATCH = 128;

  private final AtomicLong addresses = new AtomicLong();
  private final ConcurrentHashMap<Long, AtomicInteger> releases = new ConcurrentHashMap<>();
  private final ResultBatches batches = new ResultBatches(counting(releases));

  /// Refers to the map only: what releases memory must not refer to arrays.
  private static LongConsumer counting(ConcurrentHashMap<Long, AtomicInteger> releases) {
    return address -> releases.computeIfAbsent(address, _ -> new AtomicInteger()).incrementAndGet();
  }

  private DoubleNdArray taken() {
    return taken(ELEMENTS.byteSize());
  }

  /// An array of three elements, in memory that counts as so many bytes.
  private DoubleNdArray taken(long byteSize) {
    MemoryPressure.ofResults().add(byteSize);
    BatchedMemory memory = batches.take(addresses.incrementAndGet(), ELEMENTS.address(), byteSize);
    return DoubleNdArray.wrap(
        memory.segment(), DataType.FLOAT64, 0, new long[] {3}, new long[] {1}, memory);
  }

  private List<DoubleNdArray> taken(int count) {
    List<DoubleNdArray> arrays = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      arrays.add(taken());
    }
    return arrays;
  }

  private void assertReleased(int count) {
    assertThat(releases).hasSize(count);
    assertThat(releases.values()).allSatisfy(times -> assertThat(times).hasValue(1));
  }

  private void waitForReleases(int count) throws InterruptedException {
    for (int i = 0; i < 200 && releases.size() < count; i++) {
      System.gc();
      Thread.sleep(10);
    }
    assertReleased(count);
  }

  @Test
  void aClosedArrayIsDeadAtOnce() {
    DoubleNdArray array = taken();
    DoubleNdArray other = taken();
    array.flip(0).close();
    array.close();
    assertThat(array.isAlive()).isFalse();
    assertThatThrownBy(() -> array.get(0)).isInstanceOf(ClosedArrayException.class);
    assertThat(other.isAlive()).isTrue();
    assertReleased(0);
  }

  @Test
  void aFullBatchIsReleasedWhenAllAreClosed() {
    List<DoubleNdArray> batch = taken(BATCH);
    DoubleNdArray last = batch.removeLast();
    batch.forEach(DoubleNdArray::close);
    DoubleNdArray next = taken();
    assertReleased(0);
    MemorySegment segment = last.segment();
    last.close();
    assertReleased(BATCH);
    assertThatThrownBy(() -> segment.get(ValueLayout.JAVA_DOUBLE, 0))
        .isInstanceOf(IllegalStateException.class);
    assertThat(next.isAlive()).isTrue();
  }

  @Test
  void aBatchOfClosedArraysIsReleasedWhenItIsFull() {
    taken(BATCH).forEach(DoubleNdArray::close);
    assertReleased(0);
    taken().close();
    assertReleased(BATCH);
  }

  @Test
  void aBatchHoldsFewLargeArrays() {
    for (int i = 0; i < 4; i++) {
      taken(ResultBatches.LARGEST).close();
    }
    taken().close();
    assertReleased(0);
    taken(ResultBatches.LARGEST - 8).close();
    assertReleased(4);
  }

  @Test
  void whatIsUnreachableIsReleasedOnce() throws InterruptedException {
    abandon(BATCH + 5);
    waitForReleases(BATCH + 5);
  }

  private void abandon(int count) {
    List<DoubleNdArray> arrays = taken(count);
    arrays.get(1).close();
    assertThat(arrays.getFirst().isAlive()).isTrue();
  }

  @Test
  void aSegmentKeepsItsBatch() throws InterruptedException {
    MemorySegment segment = taken().segment().asSlice(8);
    try {
      for (int i = 0; i < 3; i++) {
        System.gc();
        Thread.sleep(20);
      }
      assertReleased(0);
    } finally {
      Reference.reachabilityFence(segment);
    }
    segment = null;
    waitForReleases(1);
  }

  @Test
  void whatIsMovedIsTheArenas() {
    DoubleNdArray moved;
    try (Arena arena = Arena.ofConfined()) {
      DoubleNdArray array = taken();
      array.set(1, 7.5);
      moved = array.moveTo(arena);
      assertThat(moved.get(1)).isEqualTo(7.5);
      assertThatThrownBy(() -> array.get(1)).isInstanceOf(ClosedArrayException.class);
      assertThatThrownBy(() -> array.moveTo(arena))
          .isInstanceOf(ClosedArrayException.class)
          .hasMessage("moveTo: the array's memory has been released");
      assertThatThrownBy(() -> moved.moveTo(arena)).isInstanceOf(InvalidArgumentException.class);
    }
    assertThat(moved.isAlive()).isFalse();
    taken(BATCH - 1).forEach(DoubleNdArray::close);
    taken().close();
    assertReleased(BATCH);
  }

  @Test
  void anArenaThatCannotTakeItLeavesTheArray() {
    DoubleNdArray array = taken();
    Arena closed = Arena.ofShared();
    closed.close();
    assertThatThrownBy(() -> array.moveTo(closed))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessage("moveTo: the arena is closed; move the array before that");
    assertThatThrownBy(() -> array.moveTo(Arena.global()))
        .isInstanceOf(InvalidArgumentException.class);
    assertThat(array.isAlive()).isTrue();
  }

  @Test
  void threadsThatTakeAndCloseReleaseEachOnce() throws Exception {
    int rounds = 2000;
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      Callable<Void> work =
          () -> {
            List<DoubleNdArray> kept = new ArrayList<>();
            for (int i = 0; i < rounds; i++) {
              DoubleNdArray array = taken();
              if (i % 7 == 0) {
                kept.add(array);
              } else {
                array.close();
              }
            }
            kept.forEach(DoubleNdArray::close);
            return null;
          };
      for (Future<Void> future : threads.invokeAll(List.of(work, work, work, work))) {
        future.get();
      }
    }
    waitForReleases(4 * rounds);
  }
}
