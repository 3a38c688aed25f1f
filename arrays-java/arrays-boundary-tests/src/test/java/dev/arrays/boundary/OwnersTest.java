package dev.arrays.boundary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.arrays.BorrowException;
import dev.arrays.ClosedArrayException;
import dev.arrays.DataType;
import dev.arrays.DoubleNdArray;
import dev.arrays.Explanation;
import dev.arrays.Owner;
import dev.arrays.ShapeMismatchException;
import dev.arrays.fixtures.Borrows;
import dev.arrays.fixtures.Lifetimes;
import dev.arrays.testing.ChildJvm;
import java.lang.foreign.Arena;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// Memory that an [Owner] may free is held while a call uses it, on every road.
class OwnersTest {

  /// An owner that counts who holds the memory.
  static final class Counting implements Owner {
    final AtomicInteger holders = new AtomicInteger();
    final AtomicInteger acquired = new AtomicInteger();
    volatile boolean isReleased;

    DoubleNdArray array() {
      return DoubleNdArray.wrap(
          Arena.global().allocate(24, Double.BYTES),
          DataType.FLOAT64,
          0,
          new long[] {3},
          new long[] {1},
          this);
    }

    /// Always says so: the memory goes between the check of an argument and the call.
    @Override
    public boolean isAlive() {
      return true;
    }

    @Override
    public boolean acquire() {
      if (isReleased) {
        return false;
      }
      acquired.incrementAndGet();
      holders.incrementAndGet();
      return true;
    }

    @Override
    public void release() {
      holders.decrementAndGet();
    }
  }

  private final Counting first = new Counting();
  private final Counting second = new Counting();
  private final DoubleNdArray x = first.array();
  private final DoubleNdArray y = second.array();

  private void assertThatTheyWereHeld(int times) {
    assertThat(List.of(first.acquired.get(), second.acquired.get())).containsExactly(times, times);
    assertThat(List.of(first.holders.get(), second.holders.get())).containsExactly(0, 0);
  }

  @Test
  void aCallHoldsEachArrayOnce() {
    assertThat(Borrows.dot(x, y)).isZero();
    assertThatTheyWereHeld(1);
    Explanation.explain(() -> Borrows.dot(x, y));
    assertThatTheyWereHeld(2);
    DoubleNdArray onHeap = DoubleNdArray.of(1, 2, 3);
    Borrows.add(x, onHeap, y);
    assertThat(y.toArray()).containsExactly(1, 2, 3);
    assertThatTheyWereHeld(3);
  }

  @Test
  void aCallHoldsUntilItEnds() {
    assertThat(holdersDuringACall(first, x)).isEqualTo(1);
    assertThat(first.holders).hasValue(0);
  }

  private static int holdersDuringACall(Counting owner, DoubleNdArray x) {
    CompletableFuture<Long> changes =
        CompletableFuture.supplyAsync(() -> Lifetimes.watch(x, x, 0, 300_000));
    while (Lifetimes.watching() == 0) {
      Thread.onSpinWait();
    }
    int holders = owner.holders.get() / 2;
    changes.join();
    return holders;
  }

  @Test
  void whatIsHeldBeforeACallIsRefusedIsLetGo() {
    second.isReleased = true;
    assertThatThrownBy(() -> Borrows.dot(x, y))
        .isInstanceOf(ClosedArrayException.class)
        .hasMessage("dot: y is closed: its memory was released before the call");
    assertThatThrownBy(() -> Explanation.explain(() -> Borrows.dot(x, y)))
        .isInstanceOf(ClosedArrayException.class)
        .hasMessage("dot: y is closed: its memory was released before the call");
    assertThat(first.acquired).hasValue(2);
    assertThat(first.holders).hasValue(0);
    assertThat(second.holders).hasValue(0);

    second.isReleased = false;
    assertThat(Borrows.dot(x, y)).as("the slot is free").isZero();
    assertThat(first.holders).hasValue(0);
  }

  @Test
  void aRefusedCallHoldsNothing() {
    assertThatThrownBy(() -> Borrows.assign(x, x)).isInstanceOf(BorrowException.class);
    assertThatThrownBy(() -> Borrows.add(x, y, DoubleNdArray.of(1)))
        .isInstanceOf(ShapeMismatchException.class);
    assertThat(first.holders).hasValue(0);
    assertThat(second.holders).hasValue(0);
  }

  /// Says how many hold the memory during a call, and after it.
  public static final class Program {
    public static void main(String[] arguments) {
      Counting owner = new Counting();
      DoubleNdArray x = owner.array();
      System.out.println(holdersDuringACall(owner, x) + " " + owner.holders);
      Explanation.explain(() -> Borrows.dot(x, x));
      System.out.println(owner.acquired + " " + owner.holders);
    }
  }

  @Test
  void memoryIsHeldWhereThreadsAreNotCompared() throws Exception {
    assertThat(
            ChildJvm.run(
                    List.of("-Ddev.arrays.borrow=call", "--enable-native-access=ALL-UNNAMED"),
                    Program.class)
                .output())
        .isEqualTo("1 0\n4 0\n");
  }
}
