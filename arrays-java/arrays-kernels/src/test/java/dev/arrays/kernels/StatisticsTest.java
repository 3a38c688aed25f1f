package dev.arrays.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.arrays.BorrowException;
import dev.arrays.DoubleNdArray;
import dev.arrays.InvalidArgumentException;
import dev.arrays.RustException;
import dev.arrays.ShapeMismatchException;
import dev.arrays.Slice;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class StatisticsTest {
  private static final double[] X = Samples.random(999);
  private static final double[] Q = {0, 0.01, 0.25, 0.5, 0.9, 0.999, 1};

  @Test
  void quantilesAreThoseOfASortedArray() {
    double[] sorted = X.clone();
    Arrays.sort(sorted);
    double[] expected =
        Arrays.stream(Q)
            .map(q -> {
              double position = q * (sorted.length - 1);
              int low = (int) Math.floor(position);
              int high = (int) Math.ceil(position);
              return sorted[low] + (sorted[high] - sorted[low]) * (position - low);
            })
            .toArray();

    assertThat(Statistics.quantile(X, Q)).containsExactly(expected, within(1e-12));
    for (DoubleNdArray view : Samples.views(X)) {
      for (DoubleNdArray q : Samples.views(Q)) {
        assertThat(Statistics.quantile(view, q)).containsExactly(expected, within(1e-12));
      }
    }
  }

  @Test
  void quantilesGoIntoMemoryThatExists() {
    double[] values = new double[Q.length];
    double[] expected = Statistics.quantile(X, Q);

    Statistics.quantile(X, Q, values);
    assertThat(values).isEqualTo(expected);

    Arrays.fill(values, 0);
    Statistics.quantile(DoubleNdArray.wrap(X), DoubleNdArray.wrap(Q), values);
    assertThat(values).isEqualTo(expected);

    for (DoubleNdArray out : Samples.views(new double[Q.length])) {
      Statistics.quantile(DoubleNdArray.wrap(X), DoubleNdArray.wrap(Q), out);
      assertThat(out.toArray()).isEqualTo(expected);
    }
  }

  @Test
  void quantilesDoNotReorderTheirInput() {
    double[] x = X.clone();

    Statistics.quantile(x, Q);

    assertThat(x).isEqualTo(X);
  }

  @Test
  void quantilesOfNothingAreNan() {
    assertThat(Statistics.quantile(new double[0], Q)).containsOnly(Double.NaN);
    assertThat(Statistics.quantile(X, new double[0])).isEmpty();
  }

  @Test
  void quantileOutsideItsRangeIsAnErrorOfTheFunction() {
    double[] values = {7};

    assertThatThrownBy(() -> Statistics.quantile(X, new double[] {1.5}, values))
        .isInstanceOf(RustException.class)
        .hasMessageStartingWith("quantile: ")
        .hasMessageContaining("must be in the range [0, 1]")
        .hasMessageContaining("1.5")
        .extracting(thrown -> ((RustException) thrown).errorType())
        .asString()
        .endsWith("KernelError");
    assertThat(values).containsExactly(7);
  }

  @Test
  void outOfAnotherLengthIsNamed() {
    assertThatThrownBy(() -> Statistics.quantile(X, Q, new double[3]))
        .isInstanceOf(ShapeMismatchException.class)
        .hasMessage("quantile: values has shape [3], but k = 7 (from q, shape [7])");
  }

  @Test
  void rollingMeansAreThoseOfPlainJava() {
    int window = 24;
    double[] expected = new double[X.length];
    for (int i = 0; i < X.length; i++) {
      expected[i] =
          i < window - 1
              ? Double.NaN
              : Arrays.stream(X, i - window + 1, i + 1).average().orElseThrow();
    }

    assertThat(Statistics.rollingMean(X, window)).containsExactly(expected, within(1e-12));
    for (DoubleNdArray view : Samples.views(X)) {
      assertThat(Statistics.rollingMean(view, window)).containsExactly(expected, within(1e-12));
      for (DoubleNdArray out : Samples.views(new double[X.length])) {
        Statistics.rollingMean(view, window, out);
        assertThat(out.toArray()).containsExactly(expected, within(1e-12));
      }
    }
  }

  @Test
  void rollingMeansOfEdgesAreAsInPandas() {
    assertThat(Statistics.rollingMean(new double[0], 3)).isEmpty();
    assertThat(Statistics.rollingMean(new double[] {1, 2}, 3)).containsOnly(Double.NaN);
    assertThat(Statistics.rollingMean(new double[] {1, 2}, 1)).containsExactly(1, 2);
    assertThat(Statistics.rollingMean(new double[] {1, 2}, Long.MAX_VALUE))
        .containsOnly(Double.NaN);
  }

  @Test
  void windowOutsideItsTypeIsRefusedByJava() {
    assertThatThrownBy(() -> Statistics.rollingMean(X, -1))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessage("rollingMean: window is -1, expected 0 to 9223372036854775807");
  }

  @Test
  void windowOfNothingIsAnErrorOfTheFunction() {
    assertThatThrownBy(() -> Statistics.rollingMean(X, 0))
        .isInstanceOf(RustException.class)
        .hasMessageStartingWith("rollingMean: ")
        .hasMessageContaining("window must be at least 1");
  }

  @Test
  void outThatIsTheInputIsRefusedAndNothingWritten() {
    double[] x = X.clone();

    assertThatThrownBy(() -> Statistics.rollingMean(x, 3, x))
        .isInstanceOf(BorrowException.class)
        .hasMessageStartingWith("rollingMean: x and means overlap: both are double[");
    assertThat(x).isEqualTo(X);
  }

  @Test
  void halvesOfOneArrayAreApart() {
    DoubleNdArray both = DoubleNdArray.of(1, 2, 3, 0, 0, 0);

    Statistics.rollingMean(both.slice(0, Slice.to(3)), 2, both.slice(0, Slice.from(3)));

    assertThat(both.toArray()).containsExactly(1, 2, 3, Double.NaN, 1.5, 2.5);
  }

  @Test
  void readOnlyOutIsRefused() {
    assertThatThrownBy(() ->
            Statistics.rollingMean(
                DoubleNdArray.wrap(X), 3, DoubleNdArray.zeros(X.length).asReadOnly()))
        .isInstanceOf(BorrowException.class)
        .hasMessageStartingWith("rollingMean: means is read-only");
  }

  @Test
  void columnsAreStandardizedInPlace() {
    double[] columns = Samples.random(60);
    double[][] expected = new double[3][];
    for (int column = 0; column < 3; column++) {
      double[] values = new double[20];
      for (int row = 0; row < 20; row++) {
        values[row] = columns[3 * row + column];
      }
      double mean = Arrays.stream(values).average().orElseThrow();
      double std =
          Math.sqrt(
              Arrays.stream(values).map(v -> (v - mean) * (v - mean)).average().orElseThrow());
      expected[column] = Arrays.stream(values).map(v -> (v - mean) / std).toArray();
    }
    DoubleNdArray rows = DoubleNdArray.wrap(columns, 20, 3);

    Stream.of(rows, rows.transpose().copy().transpose())
        .flatMap(Samples::copies)
        .forEach(matrix -> {
          Statistics.standardize(matrix);

          for (int column : List.of(0, 1, 2)) {
            assertThat(matrix.select(1, column).toArray())
                .containsExactly(expected[column], within(1e-12));
          }
        });
  }
}
