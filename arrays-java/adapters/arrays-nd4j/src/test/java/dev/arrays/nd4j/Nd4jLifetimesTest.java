package dev.arrays.nd4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.arrays.BorrowException;
import dev.arrays.DoubleNdArray;
import dev.arrays.Owner;
import java.lang.foreign.ValueLayout;
import java.lang.ref.WeakReference;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/// INDArrays that are closed before, during and after calls. The calls are made of what a generated
/// method does around them: `acquire` and `release` of the view's owner.
class Nd4jLifetimesTest {
  private static final int LENGTH = 1 << 14;

  private final INDArray matrix = Nd4j.ones(DataType.DOUBLE, 4, 3);
  private final Owner whole = owner(matrix);
  private final Owner row = owner(matrix.getRow(1));

  private static Owner owner(INDArray array) {
    return Objects.requireNonNull(Nd4jArrays.viewOfAnyType(array).owner());
  }

  private void assertThatClosingIsRefused() {
    assertThatThrownBy(matrix::close)
        .isInstanceOf(BorrowException.class)
        .hasMessage("close: the INDArray's memory is in use by a call; close it afterwards");
    assertThat(matrix.wasClosed()).isFalse();
  }

  @Test
  void anArrayCannotBeClosedDuringACall() {
    assertThat(whole.acquire()).isTrue();
    assertThatClosingIsRefused();
    assertThatThrownBy(() -> matrix.data().close()).isInstanceOf(BorrowException.class);
    assertThat(whole.isAlive()).isTrue();
    assertThat(matrix.sumNumber().doubleValue()).isEqualTo(12);

    whole.release();
    matrix.close();
    assertThat(matrix.wasClosed()).isTrue();
    assertThat(whole.acquire()).isFalse();
  }

  @Test
  void callsOverOneBufferCountTogether() {
    assertThat(whole.acquire()).isTrue();
    assertThat(row.acquire()).isTrue();
    assertThat(row.acquire()).isTrue();
    row.release();
    whole.release();
    assertThatClosingIsRefused();

    row.release();
    matrix.close();
    assertThat(matrix.wasClosed()).isTrue();
    assertThat(row.acquire()).isFalse();
    assertThat(row.acquire()).as("asking a second time").isFalse();
  }

  @Test
  void arraysWithoutElementsHaveNothingToHold() {
    Owner empty = owner(Nd4j.create(DataType.DOUBLE, 0, 3));
    assertThat(empty.acquire()).isTrue();
    empty.release();
  }

  @Test
  void viewedArraysAreStillCollected() throws InterruptedException {
    WeakReference<INDArray> reference = new WeakReference<>(Nd4j.ones(DataType.DOUBLE, 3));
    assertThat(owner(Objects.requireNonNull(reference.get())).isAlive()).isTrue();
    assertThat(Garbage.collectsTheReferentOf(reference)).isTrue();
  }

  @Test
  void closeMayComeAtAnyTime() {
    int calls = 0;
    int torn = 0;
    for (int round = 0; round < 200; round++) {
      INDArray array = Nd4j.valueArrayOf(new long[] {LENGTH}, 1.0, DataType.DOUBLE);
      DoubleNdArray view = Nd4jArrays.view(array);
      Owner owner = Objects.requireNonNull(view.owner());
      CompletableFuture<Void> closer = CompletableFuture.runAsync(() -> closeAtLast(array));
      // Only so often: the closer needs a moment between two calls.
      for (int i = 0; i < 20 && owner.acquire(); i++) {
        calls++;
        torn += everyElementIsOne(view) ? 0 : 1;
        owner.release();
      }
      closer.join();
    }
    assertThat(calls).isPositive();
    assertThat(torn).isZero();
  }

  private static void closeAtLast(INDArray array) {
    while (!array.wasClosed()) {
      try {
        array.close();
      } catch (BorrowException e) {
        assertThat(e).hasMessageStartingWith("close: ");
      }
    }
  }

  /// Reads past the view's own checks, as native code does.
  private static boolean everyElementIsOne(DoubleNdArray view) {
    for (double element : view.segment().toArray(ValueLayout.JAVA_DOUBLE)) {
      if (element != 1) {
        return false;
      }
    }
    return true;
  }
}
