package dev.arrays.boundary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.arrays.ArraysException;
import dev.arrays.BorrowException;
import dev.arrays.ClosedArrayException;
import dev.arrays.DoubleNdArray;
import dev.arrays.InvalidArgumentException;
import dev.arrays.fixtures.Lifetimes;
import java.lang.foreign.Arena;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// When memory is freed, by what the Rust side itself counts, and what happens when that is tried
/// during a call.
class LifetimesTest {
  private static final int LENGTH = 1 << 20;
  private static final long BYTES = 8L * LENGTH;

  /// What other results, headers and the counting itself may take.
  private static final long SLACK = 64 << 10;

  private static final double VALUE = 1.5;
  private static final DoubleNdArray ON_HEAP = DoubleNdArray.of(0);
  private static final DoubleNdArray NATIVE =
      DoubleNdArray.wrap(Arena.global().allocate(8, 8), new long[] {1});

  /// Both kinds of call take native memory; one on the Java heap beside it makes a call critical.
  enum Call {
    PLAIN,
    CRITICAL;

    long watch(DoubleNdArray x, long micros) {
      return Lifetimes.watch(x, this == PLAIN ? NATIVE : ON_HEAP, VALUE, micros);
    }
  }

  private long before;

  @BeforeEach
  void count() throws InterruptedException {
    // What earlier tests left unreleased must not be released, and counted, during the next one.
    do {
      before = Lifetimes.liveBytes();
      System.gc();
      Thread.sleep(20);
    } while (Lifetimes.liveBytes() < before - SLACK);
    before = Lifetimes.liveBytes();
  }

  /// Whether the Rust side holds a number of results now, to within the slack.
  private boolean holds(int results) {
    return Math.abs(Lifetimes.liveBytes() - before - results * BYTES) < SLACK;
  }

  private void waitUntilNothingIsHeld() throws InterruptedException {
    for (int i = 0; i < 100 && !holds(0); i++) {
      System.gc();
      Thread.sleep(20);
    }
    assertThat(Lifetimes.liveBytes() - before).isBetween(-SLACK, SLACK);
  }

  @Test
  void closeFreesOnce() {
    DoubleNdArray result = Lifetimes.filled(LENGTH, VALUE);
    assertThat(holds(1)).isTrue();
    result.close();
    assertThat(holds(0)).isTrue();
    result.close();
    assertThat(holds(0)).isTrue();
  }

  @Test
  void theArenaFreesOnce() {
    try (Arena arena = Arena.ofConfined()) {
      DoubleNdArray result = Lifetimes.filled(LENGTH, VALUE).moveTo(arena);
      assertThat(result.get(LENGTH - 1)).isEqualTo(VALUE);
      assertThat(Call.PLAIN.watch(result, 0)).isZero();
      result.close();
      assertThat(holds(1)).isTrue();
    }
    assertThat(holds(0)).isTrue();
  }

  @Test
  void whatIsUnreachableIsFreedOnce() throws InterruptedException {
    assertThat(Lifetimes.filled(LENGTH, VALUE).get(0)).isEqualTo(VALUE);
    waitUntilNothingIsHeld();
  }

  @Test
  void whatIsInUseIsNotFreed() throws InterruptedException {
    CompletableFuture<Long> changes = new CompletableFuture<>();
    // The array is reachable from the call's own frame only.
    Thread caller =
        Thread.ofPlatform()
            .start(() ->
                changes.complete(Call.PLAIN.watch(Lifetimes.filled(LENGTH, VALUE), 2_000_000)));
    while (Lifetimes.watching() == 0) {
      Thread.onSpinWait();
    }
    for (int i = 0; i < 3; i++) {
      System.gc();
      assertThat(holds(1)).isTrue();
    }
    caller.join();
    assertThat(changes).isCompletedWithValue(0L);
    waitUntilNothingIsHeld();
  }

  @ParameterizedTest
  @EnumSource
  void anOwnedArrayCannotBeClosedOrMovedDuringACall(Call call) throws Exception {
    DoubleNdArray result = Lifetimes.filled(LENGTH, VALUE);
    duringCall(
        call,
        result,
        () -> {
          assertThatThrownBy(result::close)
              .isInstanceOf(BorrowException.class)
              .hasMessage("close: the array's memory is in use by a call; close it afterwards");
          assertThatThrownBy(() -> result.moveTo(Arena.ofAuto()))
              .isInstanceOf(BorrowException.class)
              .hasMessage("moveTo: the array's memory is in use by a call; move it afterwards");
        });
    result.close();
    assertThat(holds(0)).isTrue();
  }

  @ParameterizedTest
  @EnumSource
  void aBatchThatIsClosedDuringACallIsFreedAfterIt(Call call) throws Exception {
    closeABatchDuringACall(call);
    waitUntilNothingIsHeld();
  }

  /// A method of its own, so that its array is unreachable afterwards.
  private static void closeABatchDuringACall(Call call) throws Exception {
    int length = 1 << 14;
    DoubleNdArray result = Lifetimes.filled(length, VALUE);
    duringCall(
        call,
        result,
        () -> {
          result.close();
          assertThat(result.isAlive()).isFalse();
          // They fill the batch and begin another; in memory that was freed they would be seen.
          for (int i = 0; i < 64; i++) {
            Lifetimes.filled(length, -VALUE).close();
          }
        });
    assertThatThrownBy(() -> call.watch(result, 0)).isInstanceOf(ClosedArrayException.class);
  }

  @ParameterizedTest
  @EnumSource
  void anArenaCannotBeClosedDuringACall(Call call) throws Exception {
    Arena arena = Arena.ofShared();
    DoubleNdArray result = Lifetimes.filled(LENGTH, VALUE).moveTo(arena);
    duringCall(
        call,
        result,
        () -> assertThatThrownBy(arena::close).isInstanceOf(IllegalStateException.class));
    arena.close();
    assertThat(holds(0)).isTrue();
  }

  /// Does something while a call on another thread is reading an array.
  private static void duringCall(Call call, DoubleNdArray array, Runnable action) throws Exception {
    CompletableFuture<Long> changes =
        CompletableFuture.supplyAsync(() -> call.watch(array, 200_000));
    while (Lifetimes.watching() == 0) {
      Thread.onSpinWait();
    }
    action.run();
    assertThat(changes.get(10, TimeUnit.SECONDS)).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void closingWhileCallsBeginAndEndIsAnExceptionForOneSide(Call call) throws Exception {
    int closedFirst = 0;
    for (int round = 0; round < 500; round++) {
      DoubleNdArray owned = Lifetimes.filled(1 << 18, VALUE);
      boolean moved = round % 2 == 0;
      Arena arena = Arena.ofShared();
      DoubleNdArray array = moved ? owned.moveTo(arena) : owned;
      AtomicReference<RuntimeException> refused = new AtomicReference<>();
      Thread closer =
          Thread.ofPlatform()
              .start(() -> {
                try {
                  if (moved) {
                    arena.close();
                  } else {
                    array.close();
                  }
                } catch (BorrowException | IllegalStateException e) {
                  refused.set(e);
                }
              });
      try {
        while (true) {
          assertThat(call.watch(array, ThreadLocalRandom.current().nextInt(20))).isZero();
          if (!closer.isAlive() && refused.get() != null) {
            break;
          }
        }
      } catch (ClosedArrayException e) {
        closedFirst++;
        assertThat(e).hasMessageStartingWith("watch: ");
      }
      closer.join();
      assertThat(array.isAlive()).isEqualTo(refused.get() != null);
      if (array.isAlive()) {
        array.close();
        arena.close();
      }
    }
    assertThat(closedFirst).isPositive();
    waitUntilNothingIsHeld();
  }

  @Test
  void aConfinedArenaStaysConfined() throws InterruptedException {
    try (Arena arena = Arena.ofConfined()) {
      DoubleNdArray array = Lifetimes.filled(3, VALUE).moveTo(arena);
      AtomicReference<Throwable> read = new AtomicReference<>();
      AtomicReference<Throwable> called = new AtomicReference<>();
      Thread.ofVirtual()
          .start(() -> {
            read.set(thrownBy(() -> array.get(0)));
            called.set(thrownBy(() -> Call.PLAIN.watch(array, 0)));
          })
          .join();
      assertThat(read.get()).isInstanceOf(WrongThreadException.class);
      assertThat(called.get())
          .isInstanceOf(InvalidArgumentException.class)
          .hasMessageStartingWith("watch: x lies in a confined arena of another thread");
    }
  }

  private static Throwable thrownBy(Runnable action) {
    try {
      action.run();
      return new AssertionError("nothing was thrown");
    } catch (ArraysException | WrongThreadException e) {
      return e;
    }
  }
}
