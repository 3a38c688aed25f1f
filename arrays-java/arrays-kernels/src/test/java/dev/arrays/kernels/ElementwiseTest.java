package dev.arrays.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.arrays.DoubleNdArray;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ElementwiseTest {
  private static final double[] X = Samples.random(101);

  @Test
  void expOfEveryMemoryAndLayout() {
    double[] expected = Arrays.stream(X).map(Math::exp).toArray();

    assertThat(Elementwise.exp(X)).containsExactly(expected, within(1e-12));
    List<DoubleNdArray> results = Samples.views(new double[X.length]);
    for (DoubleNdArray x : Samples.views(X)) {
      for (DoubleNdArray y : results) {
        y.fill(0);
        Elementwise.exp(x, y);
        assertThat(y.toArray()).containsExactly(expected, within(1e-12));
      }
    }
  }
}
