package dev.arrays.benchmarks;

import dev.arrays.DoubleNdArray;
import dev.arrays.kernels.Elementwise;
import dev.arrays.kernels.Linalg;
import dev.arrays.kernels.Order;
import dev.arrays.kernels.Reductions;
import java.util.Arrays;
import java.util.Random;

/// What [PauseBenchmark] keeps a thread busy with, in Rust and in Java.
enum PauseWork {
  SUM {
    @Override
    Runnable rust(double[] x) {
      return () -> consume(Reductions.sum(x));
    }

    @Override
    Runnable java(double[] x) {
      return () -> {
        double sum = 0;
        for (double value : x) {
          sum += value;
        }
        consume(sum);
      };
    }
  },

  EXP {
    @Override
    Runnable rust(double[] x) {
      double[] y = new double[x.length];
      return () -> Elementwise.exp(x, y);
    }

    @Override
    Runnable java(double[] x) {
      double[] y = new double[x.length];
      return () -> {
        for (int i = 0; i < x.length; i++) {
          y[i] = Math.exp(x[i]);
        }
      };
    }
  },

  SORT {
    @Override
    Runnable rust(double[] x) {
      double[] sorted = new double[x.length];
      return () -> {
        copy(x, sorted);
        Order.sort(sorted);
      };
    }

    @Override
    Runnable java(double[] x) {
      double[] sorted = new double[x.length];
      return () -> {
        copy(x, sorted);
        Arrays.sort(sorted);
      };
    }
  },

  MATMUL {
    @Override
    Runnable rust(double[] x) {
      int n = (int) Math.sqrt(x.length);
      DoubleNdArray a = DoubleNdArray.wrap(Arrays.copyOf(x, n * n), n, n);
      DoubleNdArray c = DoubleNdArray.zeros(n, n);
      return () -> Linalg.matmul(a, a, c);
    }

    @Override
    Runnable java(double[] x) {
      int n = (int) Math.sqrt(x.length);
      double[] c = new double[n * n];
      return () -> {
        for (int i = 0; i < n; i++) {
          for (int k = 0; k < n; k++) {
            double factor = x[i * n + k];
            for (int j = 0; j < n; j++) {
              c[i * n + j] += factor * x[k * n + j];
            }
          }
        }
      };
    }
  };

  @SuppressWarnings("UnusedVariable") // Written, so that the loop is not left out.
  private static volatile double result;

  abstract Runnable rust(double[] x);

  abstract Runnable java(double[] x);

  /// Makes an array of so many bytes, and the code that works on it.
  Runnable prepare(boolean isRust, int byteSize) {
    Random random = new Random(17);
    double[] x = new double[byteSize / Double.BYTES];
    Arrays.setAll(x, _ -> random.nextDouble());
    return isRust ? rust(x) : java(x);
  }

  private static void consume(double value) {
    result = value;
  }

  /// In pieces: the JVM copies a whole array without looking for a safepoint.
  private static void copy(double[] from, double[] to) {
    for (int i = 0; i < from.length; i += 10_000) {
      System.arraycopy(from, i, to, i, Math.min(10_000, from.length - i));
    }
  }
}
