package dev.arrays.boundary;

import static org.assertj.core.api.Assertions.assertThat;

import dev.arrays.DoubleNdArray;
import dev.arrays.fixtures.Lifetimes;
import java.lang.foreign.Arena;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/// What the guide on safety says is not guaranteed.
class SafetyLimitsTest {

  @Test
  void javaMayWriteWhatAKernelReads() throws Exception {
    try (Arena arena = Arena.ofShared()) {
      DoubleNdArray x = DoubleNdArray.wrap(arena.allocate(80, 8), new long[] {10});
      CompletableFuture<Long> changes =
          CompletableFuture.supplyAsync(() -> Lifetimes.watch(x, x, 0, 500_000));
      while (Lifetimes.watching() == 0) {
        Thread.onSpinWait();
      }
      while (!changes.isDone()) {
        x.set(1, 5);
      }
      assertThat(changes.get()).isPositive();
    }
  }
}
