package dev.arrays.bind;

import static org.assertj.core.api.Assertions.assertThat;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class KernelTest {
  private final Kernel kernel = new Kernel("sum", Parts.NONE, false, "x");
  private boolean isLinked;

  @Test
  void whatIsNotKnownIsAssumedToBeSlow() {
    assertThat(kernel.predicted(1000)).isEqualTo(10_000);
    assertThat(kernel.start(1000)).isNotIn(Kernel.BY_CALL, Kernel.UNTIMED);
    assertThat(kernel.start(20_000)).isEqualTo(Kernel.BY_CALL);
  }

  @Test
  void theFirstCallsAreForgotten() {
    link();
    assertThat(kernel.predicted(8)).isEqualTo(80);
  }

  @Test
  void aSizeCostsWhatItDidBefore() {
    learn(1000, 200);
    assertThat(kernel.predicted(1000)).isEqualTo(200);
    assertThat(kernel.predicted(600)).isEqualTo(120);
    assertThat(kernel.start(1000)).isEqualTo(Kernel.UNTIMED);
    assertThat(kernel.start(8)).isEqualTo(Kernel.UNTIMED);
  }

  @Test
  void theNextLargerSizeTellsMoreThanASmallerOne() {
    learn(100, 5000);
    learn(10_000, 20_000);
    assertThat(kernel.predicted(1000)).isEqualTo(2000);
  }

  @Test
  void aShortCallSaysLittleOfALargerOne() {
    learn(8, 4000);
    assertThat(kernel.predicted(1_000_000)).isEqualTo(10_000_000);
    learn(100_000, 50_000);
    assertThat(kernel.predicted(1_000_000)).isEqualTo(500_000);
  }

  @Test
  void oneSlowCallDoesNotChangeMuch() {
    learn(1000, 1000);
    learn(1000, 1_000_000);
    assertThat(kernel.predicted(1000)).isEqualTo(2750);
    for (int i = 0; i < 50; i++) {
      learn(1000, 1000);
    }
    assertThat(kernel.predicted(1000)).isCloseTo(1000, Offset.offset(1.0));
  }

  @Test
  void aKernelThatBecomesSlowIsFoundOut() {
    learn(10, 100);
    for (int i = 0; i < 20; i++) {
      learn(10, 5_000_000);
    }
    assertThat(kernel.start(10)).isEqualTo(Kernel.BY_CALL);
  }

  @Test
  void onePartThatTookLongIsMadeUpFor() {
    for (int i = 0; i < 10; i++) {
      kernel.learnPart(10_000);
    }
    assertThat(kernel.partSize()).isEqualTo(1 << 20);
    kernel.learnPart(5_000_000);
    assertThat(kernel.partSize()).isEqualTo(1 << 19);
    kernel.learnPart(50_000);
    assertThat(kernel.partSize()).isEqualTo(1 << 19);
    kernel.learnPart(10_000);
    assertThat(kernel.partSize()).isEqualTo(1 << 20);
    for (int i = 0; i < 100; i++) {
      kernel.learnPart(5_000_000);
    }
    assertThat(kernel.partSize()).isEqualTo(1024);
  }

  @Test
  void moreElementsThanALongCountsAreMany() {
    long size = Long.MAX_VALUE + Long.MAX_VALUE;
    learn(1000, 100);
    assertThat(kernel.start(size)).isEqualTo(Kernel.BY_CALL);
    assertThat(kernel.start(true, size)).isEqualTo(Kernel.BY_CALL);
    assertThat(kernel.predicted(size)).isGreaterThan(Kernel.BUDGET);
  }

  @Test
  void nativeMemoryNeedsNoBudget() {
    assertThat(kernel.start(true, 1L << 40)).isEqualTo(Kernel.UNTIMED);
  }

  @Test
  void aReductionIsDoneInUnitsOfAsManyElements() {
    Kernel reduction = new Kernel("dot", Parts.REDUCTION, false, "x", "y");
    assertThat(reduction.start(true, Kernel.UNIT + 1)).isEqualTo(Kernel.UNTIMED);
    assertThat(reduction.unit(1 << 20, 1 << 20)).isEqualTo(Kernel.UNIT);
    assertThat(reduction.unit(3 << 20, 1 << 20)).isEqualTo(Kernel.UNIT / 3);
    assertThat(reduction.unit(1 << 20, 4)).isEqualTo(1);
    assertThat(kernel.unit(1 << 20, 1 << 20)).isEqualTo(1);
  }

  @Test
  void arraysOfBoolAreAlwaysCopied() {
    Kernel mask = new Kernel("countTrue", Parts.NONE, true, "mask");
    assertThat(mask.start(0)).isEqualTo(Kernel.BY_CALL);
    assertThat(mask.start(true, 1)).isEqualTo(Kernel.BY_CALL);
  }

  private void learn(long size, long nanoseconds) {
    if (!isLinked) {
      link();
    }
    kernel.learn(size, nanoseconds);
  }

  /// The first calls load and link.
  private void link() {
    isLinked = true;
    for (int i = 0; i < 3; i++) {
      kernel.learn(8, 50_000_000);
    }
  }
}
