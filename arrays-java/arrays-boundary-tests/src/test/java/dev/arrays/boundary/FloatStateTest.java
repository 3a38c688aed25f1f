package dev.arrays.boundary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.arrays.DoubleNdArray;
import dev.arrays.RustPanicException;
import dev.arrays.fixtures.FloatState;
import java.lang.foreign.Arena;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Java's arithmetic after a kernel that changed how the processor rounds.
class FloatStateTest {
  // Not constants, so that the processor divides and not the compiler.
  private double smallest = Double.MIN_NORMAL;
  private double one = 1;
  private double ten = 10;

  /// What is below the smallest normal number is there, and 1 / 10 is rounded to the nearest.
  @AfterEach
  void arithmeticIsWhatItWas() {
    for (int i = 0; i < 100_000; i++) {
      assertThat(smallest / 4).isEqualTo(0x1p-1024);
      assertThat(Math.nextUp(0.0) * one).isPositive();
      // The nearest number is farther from zero than 1 / 10 is.
      assertThat(one / ten).isEqualTo(0.1);
      assertThat(-one / ten).isEqualTo(-0.1);
    }
  }

  @Test
  void subnormalNumbersAreNotTakenForZero() {
    double[] x = {smallest / 4, 1};
    for (int i = 0; i < 100; i++) {
      assertThat(FloatState.leavesFlushToZero(x)).isEqualTo(2);
    }
    try (Arena arena = Arena.ofConfined()) {
      DoubleNdArray outside = DoubleNdArray.wrap(arena.allocate(16, 8), new long[] {2});
      assertThat(FloatState.leavesFlushToZero(outside)).isZero();
    }
  }

  @Test
  void roundingIsToTheNearest() {
    assertThat(FloatState.leavesRoundTowardZero(1, 10)).isEqualTo(Math.nextDown(0.1));
  }

  @Test
  void aPanicLeavesNothingEither() {
    assertThatThrownBy(FloatState::panicsWithFlushToZero).isInstanceOf(RustPanicException.class);
  }
}
