package dev.arrays.internal.ffm;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MemoryPressureTest {
  private static final long HEADROOM = 1000;

  private int collections;
  private long garbage;
  private final MemoryPressure pressure = new MemoryPressure(HEADROOM, this::collect);

  /// Stands in for the garbage collector and the cleaner.
  private void collect() {
    collections++;
    pressure.remove(garbage);
    garbage = 0;
  }

  private void drop(long bytes) {
    pressure.add(bytes);
    garbage += bytes;
  }

  @Test
  void nothingIsCollectedWithinTheHeadroom() {
    pressure.add(HEADROOM);
    assertThat(collections).isZero();
  }

  @Test
  void garbageBeyondTheHeadroomIsCollectedEachTime() {
    for (int i = 0; i < 100; i++) {
      drop(100);
    }
    // One of 11 results is still in use while it is taken.
    assertThat(collections).isBetween(9, 10);
  }

  @Test
  void whatIsReleasedAtOnceIsNeverCollected() {
    for (int i = 0; i < 100; i++) {
      pressure.add(900);
      pressure.remove(900);
    }
    assertThat(collections).isZero();
  }

  @Test
  void memoryInUseIsCollectedForMoreAndMoreRarely() {
    for (int i = 0; i < 1000; i++) {
      pressure.add(100);
    }
    // From 1000 on it is the half of what is in use: 100,000 is reached in some ten steps.
    assertThat(collections).isBetween(5, 12);
  }

  @Test
  void garbageBesideMuchInUseMayReachHalfOfThat() {
    pressure.add(10 * HEADROOM);
    assertThat(collections).isOne();
    drop(5 * HEADROOM);
    assertThat(collections).isOne();
    drop(HEADROOM);
    assertThat(collections).isEqualTo(2);
  }

  @Test
  void anInterruptedThreadDoesNotWaitAndStaysInterrupted() {
    Thread.currentThread().interrupt();
    pressure.add(2 * HEADROOM);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(collections).isOne();
  }
}
