package dev.arrays.internal.ffm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.arrays.ArraysException;
import dev.arrays.ClosedArrayException;
import dev.arrays.DataType;
import dev.arrays.DoubleNdArray;
import dev.arrays.InvalidArgumentException;
import dev.arrays.NdArray;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// Every way in which memory can be given back, and that it is given back once.
class OwnedMemoryTest {
  private static final MemorySegment ELEMENTS = Arena.global().allocate(3 * Double.BYTES, 8);

  private final AtomicInteger releases = new AtomicInteger();

  /// An array over memory whose releases are counted.
  private DoubleNdArray owned() {
    AtomicInteger counter = releases;
    OwnedMemory memory =
        new OwnedMemory(ELEMENTS.address(), ELEMENTS.byteSize(), counter::incrementAndGet);
    return DoubleNdArray.wrap(
        memory.segment(), DataType.FLOAT64, 0, new long[] {3}, new long[] {1}, memory);
  }

  @Test
  void closingTwiceReleasesOnce() {
    DoubleNdArray array = owned();
    array.close();
    array.close();
    assertThat(releases).hasValue(1);
    assertThatThrownBy(() -> array.get(0)).isInstanceOf(ClosedArrayException.class);
  }

  @Test
  void anyViewClosesAll() {
    DoubleNdArray array = owned();
    array.flip(0).close();
    assertThat(releases).hasValue(1);
    assertThat(array.isAlive()).isFalse();
  }

  @Test
  void anUnreachableArrayIsReleasedOnce() throws InterruptedException {
    abandon();
    waitForReleases(1);
    assertThat(releases).hasValue(1);
  }

  private void abandon() {
    assertThat(owned().isAlive()).isTrue();
  }

  @Test
  void aViewOrASegmentKeepsTheMemory() throws InterruptedException {
    DoubleNdArray view = owned().flip(0);
    MemorySegment segment = owned().segment().asSlice(8);
    try {
      for (int i = 0; i < 3; i++) {
        System.gc();
        Thread.sleep(20);
      }
      assertThat(releases).hasValue(0);
    } finally {
      Reference.reachabilityFence(view);
      Reference.reachabilityFence(segment);
    }
    view = null;
    segment = null;
    waitForReleases(2);
    assertThat(releases).hasValue(2);
  }

  @Test
  void theArenaReleasesWhatWasMovedToIt() {
    DoubleNdArray moved;
    DoubleNdArray array = owned();
    DoubleNdArray view = array.flip(0);
    try (Arena arena = Arena.ofConfined()) {
      moved = array.moveTo(arena);
      assertThat(moved.origin().address()).isEqualTo(ELEMENTS.address());
      assertThat(moved).isEqualTo(DoubleNdArray.of(0, 0, 0));
      assertThatThrownBy(() -> view.get(0)).isInstanceOf(ClosedArrayException.class);
      array.close();
      moved.close();
      assertThat(moved.isAlive()).isTrue();
      assertThat(releases).hasValue(0);
    }
    assertThat(releases).hasValue(1);
    assertThatThrownBy(() -> moved.get(0)).isInstanceOf(ClosedArrayException.class);
  }

  @Test
  void whatWasMovedStaysWhileItsArenaIsReachable() throws InterruptedException {
    moveAndCollect(Arena.ofAuto());
    waitForReleases(1);
    moveAndCollect(Arena.ofShared());
    // Nobody closed the shared arena: the memory is released all the same.
    waitForReleases(2);
    assertThat(releases).hasValue(2);
  }

  private void moveAndCollect(Arena arena) throws InterruptedException {
    int before = releases.get();
    DoubleNdArray moved = owned().moveTo(arena);
    System.gc();
    Thread.sleep(50);
    assertThat(releases).hasValue(before);
    assertThat(moved.get(0)).isZero();
  }

  @Test
  void aReadOnlyViewMovesAsOne() {
    try (Arena arena = Arena.ofConfined()) {
      assertThat(owned().asReadOnly().moveTo(arena).isReadOnly()).isTrue();
    }
  }

  @Test
  void onlyOwnedMemoryMovesAndOnlyOnce() {
    try (Arena arena = Arena.ofConfined()) {
      DoubleNdArray moved = owned().moveTo(arena);
      assertThatThrownBy(() -> moved.moveTo(arena))
          .isInstanceOf(InvalidArgumentException.class)
          .hasMessage(
              "moveTo: the array does not own its memory, which is native memory; only what a Rust"
                  + " function returned can be moved, and only once");
    }
    DoubleNdArray closed = owned();
    closed.close();
    assertThatThrownBy(() -> closed.moveTo(Arena.ofAuto()))
        .isInstanceOf(ClosedArrayException.class)
        .hasMessage("moveTo: the array's memory has been released");
  }

  @Test
  void anArenaThatCannotReleaseIsRefusedAndTheArrayStays() throws Exception {
    DoubleNdArray array = owned();
    Arena closed = Arena.ofShared();
    closed.close();
    assertThatThrownBy(() -> array.moveTo(closed))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessage("moveTo: the arena is closed; move the array before that");
    assertThatThrownBy(() -> array.moveTo(Arena.global()))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessage(
            "moveTo: the global arena never releases memory; keep the array itself instead");
    Arena[] elsewhere = new Arena[1];
    Thread thread = Thread.ofPlatform().start(() -> elsewhere[0] = Arena.ofConfined());
    thread.join();
    assertThatThrownBy(() -> array.moveTo(elsewhere[0]))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessageStartingWith("moveTo: the arena is confined to another thread");
    assertThat(array.isAlive()).isTrue();
    assertThat(releases).hasValue(0);
  }

  @Test
  void anArenaThatIsClosedDuringTheMoveReleasesTheMemory() {
    DoubleNdArray array = owned();
    Arena shared = Arena.ofShared();
    Arena target =
        new Arena() {
          @Override
          public MemorySegment allocate(long byteSize, long byteAlignment) {
            return shared.allocate(byteSize, byteAlignment);
          }

          @Override
          public MemorySegment.Scope scope() {
            // The array's own memory is closed after the target was checked.
            if (!array.isAlive()) {
              close();
            }
            return shared.scope();
          }

          @Override
          public void close() {
            shared.close();
          }
        };
    assertThatThrownBy(() -> array.moveTo(target))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessageStartingWith("moveTo: another thread closed the arena meanwhile");
    assertThat(releases).hasValue(1);
  }

  @Test
  void whoeverComesFirstReleasesOnce() throws Exception {
    int rounds = 500;
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      CyclicBarrier start = new CyclicBarrier(4);
      for (int round = 1; round <= rounds; round++) {
        DoubleNdArray array = owned();
        Arena arena = Arena.ofShared();
        List<Callable<Void>> tasks =
            List.of(
                () -> attempt(start, array::close),
                () -> attempt(start, () -> array.slice().close()),
                () -> attempt(start, () -> array.moveTo(arena)),
                () -> attempt(start, arena::close));
        for (Future<Void> future : threads.invokeAll(tasks)) {
          future.get();
        }
        array.close();
        assertThat(releases).hasValue(round);
      }
    }
  }

  /// Does something at the same time as others, some of whom come too late.
  private static Void attempt(CyclicBarrier start, Runnable action) throws Exception {
    start.await();
    try {
      action.run();
    } catch (ArraysException | IllegalStateException e) {
      assertThat(e.getMessage()).isNotEmpty();
    }
    return null;
  }

  @Test
  void readersSeeElementsOrThatTheArrayIsClosed() throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(3)) {
      CyclicBarrier start = new CyclicBarrier(3);
      for (int round = 0; round < 300; round++) {
        DoubleNdArray array = owned();
        List<Callable<Void>> tasks =
            List.of(
                () -> readUntilClosed(start, array),
                () -> readUntilClosed(start, array.flip(0)),
                () -> attempt(start, array::close));
        for (Future<Void> future : threads.invokeAll(tasks)) {
          future.get();
        }
      }
      assertThat(releases).hasValue(300);
    }
  }

  private static Void readUntilClosed(CyclicBarrier start, NdArray<DoubleNdArray> array)
      throws Exception {
    start.await();
    try {
      while (true) {
        assertThat(array.copy().toString()).isEqualTo("[0. 0. 0.]");
      }
    } catch (ClosedArrayException e) {
      assertThat(e).hasMessageContaining("has been released");
    }
    return null;
  }

  private void waitForReleases(int count) throws InterruptedException {
    for (int i = 0; i < 100 && releases.get() < count; i++) {
      System.gc();
      Thread.sleep(20);
    }
  }
}
