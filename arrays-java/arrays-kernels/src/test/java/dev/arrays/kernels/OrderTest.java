package dev.arrays.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import dev.arrays.DoubleNdArray;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class OrderTest {
  private static final double[] X = Samples.random(1001);

  @Test
  void sortOfEveryMemoryAndLayout() {
    double[] values = X.clone();
    values[7] = Double.NaN;
    values[8] = Double.POSITIVE_INFINITY;
    double[] expected = values.clone();
    Arrays.sort(expected);

    for (DoubleNdArray x : Samples.views(values)) {
      Order.sort(x);
      assertThat(x.toArray()).containsExactly(expected);
    }
    Order.sort(values);
    assertThat(values).containsExactly(expected);
  }
}
