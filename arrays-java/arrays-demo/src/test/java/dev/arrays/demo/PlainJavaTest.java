package dev.arrays.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class PlainJavaTest {
  private static final Offset<Double> ROUNDING = within(1e-12);

  @Test
  void quantilesAreNumPys() {
    // numpy.quantile([3, 1, 4, 1, 5, 9, 2, 6], [0, .1, .5, .77, 1])
    assertThat(
            PlainJava.quantile(
                new double[] {3, 1, 4, 1, 5, 9, 2, 6}, new double[] {0, 0.1, 0.5, 0.77, 1}))
        .containsExactly(new double[] {1, 1, 3.5, 5.39, 9}, ROUNDING);
  }

  @Test
  void quantilesLeaveTheValuesInTheirOrder() {
    double[] x = {3, 1, 2};

    PlainJava.quantile(x, new double[] {0.5});

    assertThat(x).containsExactly(3, 1, 2);
  }

  @Test
  void rollingMeansAreNaNBeforeTheFirstFullWindow() {
    assertThat(PlainJava.rollingMean(new double[] {1, 2, 6, 4}, 3))
        .containsExactly(Double.NaN, Double.NaN, 3, 4);
    assertThat(PlainJava.rollingMean(new double[] {1, 2}, 3))
        .containsExactly(Double.NaN, Double.NaN);
  }

  @Test
  void standardizedColumnsHaveMeanZeroAndDeviationOne() {
    double[][] columns = {{1, 3}, {2, -2}, {1, 1}};
    columns[2][1] = 5;

    PlainJava.standardize(columns);

    assertThat(columns).isDeepEqualTo(new double[][] {{-1, 1}, {1, -1}, {-1, 1}});
  }

  @Test
  void leastSquaresFindsTheLineThroughPoints() {
    // numpy.polyfit([0, 1, 2, 3], [-1, 0.2, 0.9, 2.1], 1)
    PlainJava.Fit fit =
        PlainJava.leastSquares(
            new double[][] {{1, 1, 1, 1}, {0, 1, 2, 3}}, new double[] {-1, 0.2, 0.9, 2.1});

    assertThat(fit.solution()).containsExactly(new double[] {-0.95, 1}, ROUNDING);
    assertThat(fit.residualSumOfSquares()).isEqualTo(0.05, ROUNDING);
  }

  @Test
  void leastSquaresRecoversCoefficientsOfManyRows() {
    Random random = new Random(1);
    int rows = 10_000;
    double[] coefficients = {2, -3, 0.5};
    double[][] columns =
        IntStream.range(0, 3)
            .mapToObj(c -> random.doubles(rows, -1, 1).toArray())
            .toArray(double[][]::new);
    double[] b =
        IntStream.range(0, rows)
            .mapToDouble(row ->
                IntStream.range(0, 3).mapToDouble(c -> coefficients[c] * columns[c][row]).sum())
            .toArray();

    PlainJava.Fit fit = PlainJava.leastSquares(columns, b);

    assertThat(fit.solution()).containsExactly(coefficients, ROUNDING);
    assertThat(fit.residualSumOfSquares()).isEqualTo(0, ROUNDING);
  }
}
