package dev.arrays.kernels.reference;

import java.util.Arrays;

/**
 * A matrix worked with by plain loops, which remembers how large the factors were it is made of.
 */
final class Matrix {
  private final int rows;
  private final int columns;
  private final double[] elements;
  private final double scale;

  private Matrix(int rows, int columns, double[] elements, double scale) {
    this.rows = rows;
    this.columns = columns;
    this.elements = elements;
    this.scale = scale;
  }

  static Matrix of(int rows, int columns, double[] elements) {
    double norm = Math.sqrt(Arrays.stream(elements).map(x -> x * x).sum());
    return new Matrix(rows, columns, elements, norm);
  }

  static Matrix diagonal(double[] elements) {
    int n = elements.length;
    double[] diagonal = new double[n * n];
    for (int i = 0; i < n; i++) {
      diagonal[i * n + i] = elements[i];
    }
    return of(n, n, diagonal);
  }

  static Matrix identity(int n) {
    double[] ones = new double[n];
    Arrays.fill(ones, 1);
    return diagonal(ones);
  }

  int rows() {
    return rows;
  }

  /** The product of the Frobenius norms of the factors. */
  double scale() {
    return scale;
  }

  boolean hasShapeOf(Matrix other) {
    return rows == other.rows && columns == other.columns;
  }

  Matrix transposed() {
    double[] transposed = new double[elements.length];
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        transposed[j * rows + i] = elements[i * columns + j];
      }
    }
    return new Matrix(columns, rows, transposed, scale);
  }

  Matrix times(Matrix other) {
    if (columns != other.rows) {
      throw new AssertionError(columns + " columns times " + other.rows + " rows");
    }
    double[] product = new double[rows * other.columns];
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < other.columns; j++) {
        for (int k = 0; k < columns; k++) {
          product[i * other.columns + j] +=
              elements[i * columns + k] * other.elements[k * other.columns + j];
        }
      }
    }
    return new Matrix(rows, other.columns, product, scale * other.scale);
  }

  /** The largest difference of two elements, NaN where there is one. */
  double largestDifference(Matrix other) {
    double largest = 0;
    for (int i = 0; i < elements.length; i++) {
      largest = Math.max(largest, Math.abs(elements[i] - other.elements[i]));
    }
    return largest;
  }
}
