package dev.arrays.nd4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.arrays.BorrowException;
import dev.arrays.ClosedArrayException;
import dev.arrays.DataTypeException;
import dev.arrays.DoubleNdArray;
import dev.arrays.InvalidArgumentException;
import dev.arrays.Owner;
import java.lang.ref.WeakReference;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataBuffer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/// INDArrays that are viewed more than once, and change in between.
class Nd4jRepeatedViewTest {
  private final INDArray matrix =
      Nd4j.createFromArray(0.0, 1.0, 2.0, 3.0, 4.0, 5.0).reshape(2, 3).dup('c');

  /// Views twice: what is kept of the first view must not differ from what the second would be.
  private static DoubleNdArray view(INDArray array) {
    DoubleNdArray first = Nd4jArrays.asDouble(array);
    DoubleNdArray second = Nd4jArrays.asDouble(array);
    assertThat(second).isEqualTo(first);
    return second;
  }

  private static void assertThatViewShows(INDArray array, double... elements) {
    DoubleNdArray view = view(array);
    assertThat(view.shape()).isEqualTo(array.shape());
    assertThat(view.strides()).isEqualTo(array.stride());
    assertThat(view.origin().address()).isEqualTo(array.data().addressPointer().address());
    assertThat(view.toArray()).containsExactly(elements);
  }

  private static INDArray keptAliveBy(INDArray array) {
    return ((Lifetime) Objects.requireNonNull(view(array).owner())).array();
  }

  @Test
  void otherElementsNeedNoOtherView() {
    DoubleNdArray view = Nd4jArrays.asDouble(matrix);
    matrix.addi(1);
    assertThat(Nd4jArrays.asDouble(matrix)).isSameAs(view);
    assertThat(view.toArray()).containsExactly(1, 2, 3, 4, 5, 6);
  }

  @Test
  void aTransposeInPlaceIsSeen() {
    assertThatViewShows(matrix, 0, 1, 2, 3, 4, 5);
    INDArray transposed = matrix.transposei();
    assertThatViewShows(transposed, 0, 3, 1, 4, 2, 5);
    assertThatViewShows(matrix, matrix.dup('c').data().asDouble());
    matrix.permutei(1, 0);
    assertThatViewShows(matrix, matrix.dup('c').data().asDouble());
  }

  @Test
  void anotherShapeOfTheSameArrayIsSeen() {
    assertThatViewShows(matrix, 0, 1, 2, 3, 4, 5);
    matrix.setShapeAndStride(new int[] {3, 2}, new int[] {2, 1});
    assertThatViewShows(matrix, 0, 1, 2, 3, 4, 5);
    matrix.setShapeAndStride(new int[] {3, 2}, new int[] {1, 3});
    assertThatViewShows(matrix, 0, 3, 1, 4, 2, 5);
    matrix.setShapeAndStride(new int[] {6}, new int[] {1});
    assertThatViewShows(matrix, 0, 1, 2, 3, 4, 5);
  }

  @Test
  void anExchangedBufferIsSeen() {
    DataBuffer own = matrix.data();
    DoubleNdArray before = view(matrix);
    INDArray other = Nd4j.valueArrayOf(new long[] {6}, 7.0, DataType.DOUBLE);

    matrix.setData(other.data());
    assertThatViewShows(matrix, 7, 7, 7, 7, 7, 7);
    assertThatViewShows(other, 7, 7, 7, 7, 7, 7);
    assertThat(before.toArray()).containsExactly(0, 1, 2, 3, 4, 5);

    matrix.setData(own);
    assertThatViewShows(matrix, 0, 1, 2, 3, 4, 5);
    matrix.setData(Nd4j.zeros(DataType.FLOAT, 6).data());
    assertThatThrownBy(() -> Nd4jArrays.asDouble(matrix)).isInstanceOf(DataTypeException.class);
  }

  @Test
  void arraysOverOneBufferAreToldApart() {
    INDArray flat = Nd4j.create(matrix.data(), new long[] {6}, new long[] {1}, 0, 'c');
    INDArray row = matrix.getRow(1);
    INDArray column = matrix.getColumn(1);
    assertThat(flat.data()).isSameAs(matrix.data());
    for (int round = 0; round < 2; round++) {
      assertThatViewShows(matrix, 0, 1, 2, 3, 4, 5);
      assertThatViewShows(flat, 0, 1, 2, 3, 4, 5);
      assertThatViewShows(row, 3, 4, 5);
      assertThatViewShows(column, 1, 4);
      assertThatViewShows(matrix.transpose(), 0, 3, 1, 4, 2, 5);
    }
    INDArray twin = Nd4j.create(matrix.data(), matrix.shape(), matrix.stride(), 0, 'c');
    assertThat(keptAliveBy(twin)).isSameAs(twin);
    assertThat(keptAliveBy(matrix)).isSameAs(matrix);
  }

  @Test
  void aReallocatedBufferIsSeenAndItsViewsAreClosed() {
    DoubleNdArray before = view(matrix);
    Owner owner = Objects.requireNonNull(before.owner());
    assertThat(owner.acquire()).isTrue();
    assertThatThrownBy(() -> matrix.data().reallocate(1 << 20))
        .isInstanceOf(BorrowException.class)
        .hasMessage(
            "reallocate: the INDArray's memory is in use by a call; reallocate it afterwards");
    assertThat(before.toArray()).containsExactly(0, 1, 2, 3, 4, 5);
    owner.release();

    matrix.data().reallocate(1 << 20);

    assertThat(owner.acquire()).isFalse();
    assertThatThrownBy(() -> before.get(0, 0)).isInstanceOf(ClosedArrayException.class);
    assertThatViewShows(matrix, 0, 1, 2, 3, 4, 5);
    DoubleNdArray after = view(matrix);
    Owner present = Objects.requireNonNull(after.owner());
    assertThat(present.acquire()).isTrue();
    assertThatThrownBy(() -> matrix.data().close()).isInstanceOf(BorrowException.class);
    present.release();
    matrix.data().close();
    assertThat(after.isAlive()).isFalse();
  }

  @Test
  void aReallocatedBufferOfAPartIsSeen() {
    INDArray row = matrix.getRow(1);
    assertThatViewShows(row, 3, 4, 5);
    row.data().reallocate(1 << 10);
    assertThatViewShows(row, 3, 4, 5);
  }

  @Test
  void aBufferThatIsClosedAfterItMovedIsClosed() {
    DoubleNdArray before = view(matrix);
    matrix.data().reallocate(1 << 10);
    matrix.data().close();
    assertThat(before.isAlive()).isFalse();
    assertThatThrownBy(() -> Nd4jArrays.asDouble(matrix)).isInstanceOf(ClosedArrayException.class);
  }

  @Test
  void aClosedArrayLeavesNothingToTheOneThatGetsItsMemory() {
    for (int round = 0; round < 100; round++) {
      INDArray array = Nd4j.valueArrayOf(new long[] {100}, (double) round, DataType.DOUBLE);
      DoubleNdArray view = view(array);
      assertThat(view.get(99)).isEqualTo(round);
      array.close();
      assertThat(view.isAlive()).isFalse();
      assertThatThrownBy(() -> Nd4jArrays.asDouble(array)).isInstanceOf(ClosedArrayException.class);
    }
  }

  @Test
  void aMarkOnTheArrayIsSeen() {
    DoubleNdArray view = view(matrix);
    matrix.markAsCompressed(true);
    assertThatThrownBy(() -> Nd4jArrays.asDouble(matrix))
        .isInstanceOf(InvalidArgumentException.class);
    matrix.markAsCompressed(false);
    assertThat(view(matrix)).isEqualTo(view);
  }

  @Test
  void theLastViewKeepsNothingFromBeingCollected() throws InterruptedException {
    // The matrix stays, and the guard of its buffer with it.
    WeakReference<DoubleNdArray> view = new WeakReference<>(Nd4jArrays.asDouble(matrix));
    assertThat(Garbage.collectsTheReferentOf(view)).isTrue();

    WeakReference<INDArray> row = new WeakReference<>(matrix.getRow(1));
    assertThatViewShows(Objects.requireNonNull(row.get()), 3, 4, 5);
    assertThat(Garbage.collectsTheReferentOf(row)).isTrue();
    assertThatViewShows(matrix, 0, 1, 2, 3, 4, 5);
  }

  @Test
  void threadsMayViewOneBufferAtOnce() {
    INDArray flat = matrix.reshape(6);
    CompletableFuture<Void> other =
        CompletableFuture.runAsync(() -> {
          for (int i = 0; i < 5000; i++) {
            assertThatViewShows(flat, 0, 1, 2, 3, 4, 5);
          }
        });
    for (int i = 0; i < 5000; i++) {
      assertThatViewShows(matrix, 0, 1, 2, 3, 4, 5);
    }
    other.join();
  }
}
