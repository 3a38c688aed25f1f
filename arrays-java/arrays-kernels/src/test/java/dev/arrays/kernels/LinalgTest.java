package dev.arrays.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.arrays.BorrowException;
import dev.arrays.ClosedArrayException;
import dev.arrays.DoubleNdArray;
import dev.arrays.RustException;
import dev.arrays.ShapeMismatchException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LinalgTest {

  @Test
  void axpyIsThatOfPlainJava() {
    double[] x = Samples.random(100);
    double[] y = Samples.random(101);
    double[] expected = new double[100];
    double[] start = new double[100];
    for (int i = 0; i < 100; i++) {
      start[i] = y[i];
      expected[i] = 2.5 * x[i] + y[i];
    }

    double[] out = start.clone();
    Linalg.axpy(2.5, x, out);
    assertThat(out).containsExactly(expected, within(1e-12));

    for (DoubleNdArray from : Samples.views(x)) {
      for (DoubleNdArray into : Samples.views(start)) {
        Linalg.axpy(2.5, from, into);
        assertThat(into.toArray()).containsExactly(expected, within(1e-12));
      }
    }
  }

  @Test
  void axpyOfNothingIsNothing() {
    double[] empty = {};

    Linalg.axpy(1, new double[0], empty);

    assertThat(empty).isEmpty();
  }

  @Test
  void axpyIntoItsInputIsRefusedAndNothingWritten() {
    double[] x = {1, 2, 3};

    assertThatThrownBy(() -> Linalg.axpy(1, x, x))
        .isInstanceOf(BorrowException.class)
        .hasMessage("axpy: x and y overlap: both are double[3] at [0, 3); y is written");
    assertThat(x).containsExactly(1, 2, 3);
  }

  @Test
  void lstsqOfAnExactSystemIsItsSolution() {
    DoubleNdArray a = DoubleNdArray.of(new double[][] {{1, 1}, {1, 2}, {1, 3}});

    Linalg.LstsqResult fit = Linalg.lstsq(a, new double[] {3, 5, 7});

    assertThat(fit.solution().toArray()).containsExactly(new double[] {1, 2}, within(1e-12));
    assertThat(fit.rank()).isEqualTo(2);
    fit.solution().close();
  }

  @Test
  void lstsqIsThatOfTheNormalEquations() {
    double[] t = Samples.random(200);
    double[] b = new double[200];
    double[] rows = new double[400];
    double[] noise = Samples.random(201);
    for (int i = 0; i < 200; i++) {
      rows[2 * i] = 1;
      rows[2 * i + 1] = t[i];
      b[i] = 3 - 0.5 * t[i] + 0.1 * noise[i];
    }
    double meanT = Reductions.mean(t);
    double meanB = Reductions.mean(b);
    double covariance = 0;
    double variance = 0;
    for (int i = 0; i < 200; i++) {
      covariance += (t[i] - meanT) * (b[i] - meanB);
      variance += (t[i] - meanT) * (t[i] - meanT);
    }
    double slope = covariance / variance;
    double intercept = meanB - slope * meanT;

    DoubleNdArray a = DoubleNdArray.wrap(rows, 200, 2);
    for (DoubleNdArray left : layouts(a)) {
      for (DoubleNdArray right : Samples.views(b)) {
        Linalg.LstsqResult fit = Linalg.lstsq(left, right);
        assertThat(fit.solution().toArray())
            .containsExactly(new double[] {intercept, slope}, within(1e-12));
        assertThat(fit.rank()).isEqualTo(2);
      }
    }
  }

  @Test
  void lstsqOfDependentColumnsHasTheirRank() {
    DoubleNdArray a = DoubleNdArray.of(new double[][] {{1, 2}, {2, 4}, {3, 6}});

    Linalg.LstsqResult fit = Linalg.lstsq(a, new double[] {1, 2, 3});

    assertThat(fit.rank()).isEqualTo(1);
    assertThat(fit.solution().toArray()).containsExactly(new double[] {0.2, 0.4}, within(1e-12));
  }

  @Test
  void solutionIsOwnedByJava() {
    DoubleNdArray a = DoubleNdArray.of(new double[][] {{2}});

    DoubleNdArray solution = Linalg.lstsq(a, new double[] {4}).solution();
    solution.set(0, 7);
    assertThat(solution.isNative()).isTrue();
    assertThat(solution.get(0)).isEqualTo(7);

    solution.close();
    assertThatThrownBy(() -> Reductions.sum(solution))
        .isInstanceOf(ClosedArrayException.class)
        .hasMessageStartingWith("sum: x is closed");
  }

  @Test
  void lengthsThatDifferAreNamed() {
    assertThatThrownBy(() -> Linalg.lstsq(DoubleNdArray.zeros(10, 4), new double[3]))
        .isInstanceOf(ShapeMismatchException.class)
        .hasMessage("lstsq: b has shape [3], but m = 10 (from a, shape [10, 4])");
  }

  @Test
  void nanIsAnErrorOfTheFunction() {
    DoubleNdArray a = DoubleNdArray.of(new double[][] {{1, Double.NaN}, {1, 2}});

    assertThatThrownBy(() -> Linalg.lstsq(a, new double[] {1, 2}))
        .isInstanceOf(RustException.class)
        .hasMessageStartingWith("lstsq: ")
        .extracting(thrown -> ((RustException) thrown).errorType())
        .asString()
        .endsWith("KernelError");
  }

  @Test
  void matmulOfEveryMemoryAndLayout() {
    int m = 33;
    int k = 17;
    int n = 21;
    double[] a = Samples.random(m * k);
    double[] b = Samples.random(k * n);
    double[] expected = new double[m * n];
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < n; j++) {
        for (int inner = 0; inner < k; inner++) {
          expected[i * n + j] += a[i * k + inner] * b[inner * n + j];
        }
      }
    }

    List<DoubleNdArray> products = layouts(DoubleNdArray.zeros(m, n));
    int call = 0;
    for (DoubleNdArray left : layouts(DoubleNdArray.wrap(a, m, k))) {
      for (DoubleNdArray right : layouts(DoubleNdArray.wrap(b, k, n))) {
        DoubleNdArray product = products.get(call++ % products.size());
        Linalg.matmul(left, right, product);
        assertThat(product.toArray()).containsExactly(expected, within(1e-12));
        product.fill(0);
      }
    }
  }

  /** Copies of a matrix by rows and by columns, in every kind of memory. */
  private static List<DoubleNdArray> layouts(DoubleNdArray matrix) {
    return Stream.of(matrix, matrix.transpose().copy().transpose())
        .flatMap(Samples::copies)
        .toList();
  }
}
