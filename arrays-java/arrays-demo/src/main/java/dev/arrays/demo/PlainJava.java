package dev.arrays.demo;

import java.util.Arrays;

/// The demo's computations in plain Java, to compare the Rust kernels with.
///
/// Long sums are pairwise, so that their rounding errors stay far below what the comparison allows.
final class PlainJava {
  /// Below this length a plain loop sums; its error is that of a few hundred additions.
  private static final int PAIRWISE_BLOCK = 256;

  private PlainJava() {}

  /// The quantiles of `x` at the levels `q`, interpolated linearly between the order statistics at
  /// `(n − 1)·q` (NumPy's default).
  ///
  /// @param x the values, at least one, without NaN; left as it is
  /// @param q levels from 0 to 1, shape `[k]`
  /// @return one value per level, shape `[k]`
  static double[] quantile(double[] x, double[] q) {
    double[] sorted = x.clone();
    Arrays.sort(sorted);
    return Arrays.stream(q)
        .map(level -> {
          double position = (sorted.length - 1) * level;
          int below = (int) position;
          int above = Math.min(below + 1, sorted.length - 1);
          return sorted[below] + (sorted[above] - sorted[below]) * (position - below);
        })
        .toArray();
  }

  /// The mean of each window of `window` values that ends at an element; NaN before the first full
  /// window (pandas' convention).
  static double[] rollingMean(double[] x, int window) {
    double[] means = new double[x.length];
    Arrays.fill(means, Double.NaN);
    for (int last = window - 1; last < x.length; last++) {
      double sum = 0;
      for (int i = last - window + 1; i <= last; i++) {
        sum += x[i];
      }
      means[last] = sum / window;
    }
    return means;
  }

  /// Shifts and scales each column, in place, to mean 0 and standard deviation 1 (of the
  /// population: divided by n).
  ///
  /// @param columns one array per column
  static void standardize(double[][] columns) {
    for (double[] column : columns) {
      double mean = sum(column, 0, column.length) / column.length;
      for (int i = 0; i < column.length; i++) {
        column[i] -= mean;
      }
      double deviation = Math.sqrt(dot(column, column, 0, column.length) / column.length);
      for (int i = 0; i < column.length; i++) {
        column[i] /= deviation;
      }
    }
  }

  /// A least-squares fit.
  static final class Fit {
    private final double[] solution;
    private final double residualSumOfSquares;

    private Fit(double[] solution, double residualSumOfSquares) {
      this.solution = solution;
      this.residualSumOfSquares = residualSumOfSquares;
    }

    /// The coefficients, one per column.
    double[] solution() {
      return solution;
    }

    /// The squared length of what the columns leave of the right-hand side.
    double residualSumOfSquares() {
      return residualSumOfSquares;
    }
  }

  /// Finds the x that minimises |A·x − b| by Householder reflections (Golub and Van Loan, Matrix
  /// Computations, section 5.3).
  ///
  /// @param columns the columns of A, independent of each other and no more than rows; overwritten
  /// @param b the right-hand side, as long as a column; overwritten
  static Fit leastSquares(double[][] columns, double[] b) {
    int rows = b.length;
    int count = columns.length;
    double[] diagonal = new double[count];
    for (int k = 0; k < count; k++) {
      double[] v = columns[k];
      double norm = Math.sqrt(dot(v, v, k, rows));
      // The sign that adds: the other one would cancel digits of v[k].
      diagonal[k] = v[k] > 0 ? -norm : norm;
      v[k] -= diagonal[k];
      double squaredLength = dot(v, v, k, rows);
      for (int j = k + 1; j < count; j++) {
        reflect(v, squaredLength, columns[j], k);
      }
      reflect(v, squaredLength, b, k);
    }
    double[] solution = new double[count];
    for (int k = count - 1; k >= 0; k--) {
      double rest = b[k];
      for (int j = k + 1; j < count; j++) {
        rest -= columns[j][k] * solution[j];
      }
      solution[k] = rest / diagonal[k];
    }
    return new Fit(solution, dot(b, b, count, rows));
  }

  private static void reflect(double[] v, double squaredLength, double[] target, int from) {
    double factor = 2 * dot(v, target, from, v.length) / squaredLength;
    for (int i = from; i < v.length; i++) {
      target[i] -= factor * v[i];
    }
  }

  private static double sum(double[] x, int from, int to) {
    if (to - from <= PAIRWISE_BLOCK) {
      double sum = 0;
      for (int i = from; i < to; i++) {
        sum += x[i];
      }
      return sum;
    }
    int middle = (from + to) >>> 1;
    return sum(x, from, middle) + sum(x, middle, to);
  }

  private static double dot(double[] x, double[] y, int from, int to) {
    if (to - from <= PAIRWISE_BLOCK) {
      double sum = 0;
      for (int i = from; i < to; i++) {
        sum += x[i] * y[i];
      }
      return sum;
    }
    int middle = (from + to) >>> 1;
    return dot(x, y, from, middle) + dot(x, y, middle, to);
  }
}
