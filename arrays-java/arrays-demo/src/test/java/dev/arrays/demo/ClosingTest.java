package dev.arrays.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.arrays.BorrowException;
import dev.arrays.ClosedArrayException;
import dev.arrays.DoubleNdArray;
import dev.arrays.kernels.Reductions;
import dev.arrays.nd4j.Nd4jArrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class ClosingTest {
  private static final int LENGTH = 4_000_000;
  private static final int ROUNDS = 100;

  /// Either the call comes first, and its memory is not freed under it, or it finds none.
  @Test
  void anIndArrayIsNotFreedUnderACall() {
    int refused = 0;
    int summed = 0;
    for (int round = 0; round < ROUNDS; round++) {
      INDArray ones = Nd4j.ones(DataType.DOUBLE, LENGTH);
      DoubleNdArray view = Nd4jArrays.view(ones);
      AtomicBoolean isCalling = new AtomicBoolean();
      CompletableFuture<Double> sum =
          CompletableFuture.supplyAsync(() -> {
            isCalling.set(true);
            return Reductions.sum(view);
          });
      while (!isCalling.get()) {
        Thread.onSpinWait();
      }
      long end = System.nanoTime() + round * 10_000L;
      while (System.nanoTime() < end) {
        Thread.onSpinWait();
      }
      try {
        ones.close();
      } catch (BorrowException e) {
        refused++;
      }
      try {
        assertThat(sum.join()).isEqualTo(LENGTH);
        summed++;
      } catch (CompletionException e) {
        assertThat(e).hasCauseInstanceOf(ClosedArrayException.class);
      }
      ones.close();
    }
    assertThat(refused).isPositive();
    assertThat(summed).isGreaterThanOrEqualTo(refused);
  }
}
