package dev.arrays.benchmarks.kernels;

import dev.arrays.DoubleNdArray;
import dev.arrays.kernels.Distance;
import java.util.Arrays;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/// The distances of 100 points to their 10 nearest neighbours among many, in 8 dimensions.
public class KnnBenchmark extends KernelBenchmark {
  private static final int DIMENSIONS = 8;
  private static final int QUERIES = 100;
  private static final int NEIGHBOURS = 10;

  /// How many points there are to choose from.
  @Param({"100", "1000", "10000", "100000"})
  public int n;

  private double[] points = {};
  private double[] queries = {};

  /// Made by JMH.
  public KnnBenchmark() {}

  /// Fills the points.
  @Setup
  public void fill() {
    points = normal(n * DIMENSIONS, 1);
    queries = normal(QUERIES * DIMENSIONS, 2);
  }

  private double distance(int query, int point) {
    double sum = 0;
    for (int k = 0; k < DIMENSIONS; k++) {
      double difference = queries[query * DIMENSIONS + k] - points[point * DIMENSIONS + k];
      sum += difference * difference;
    }
    return sum;
  }

  @Benchmark
  public double[] java() {
    double[] nearest = new double[QUERIES * NEIGHBOURS];
    for (int query = 0; query < QUERIES; query++) {
      double[] distances = new double[n];
      for (int point = 0; point < n; point++) {
        distances[point] = Math.sqrt(distance(query, point));
      }
      Arrays.sort(distances);
      System.arraycopy(distances, 0, nearest, query * NEIGHBOURS, NEIGHBOURS);
    }
    return nearest;
  }

  @Benchmark
  public double[] carefulJava() {
    double[] nearest = new double[QUERIES * NEIGHBOURS];
    double[] best = new double[NEIGHBOURS];
    for (int query = 0; query < QUERIES; query++) {
      Arrays.fill(best, Double.POSITIVE_INFINITY);
      for (int point = 0; point < n; point++) {
        double distance = distance(query, point);
        if (distance < best[NEIGHBOURS - 1]) {
          int i = NEIGHBOURS - 1;
          while (i > 0 && best[i - 1] > distance) {
            best[i] = best[i - 1];
            i--;
          }
          best[i] = distance;
        }
      }
      for (int i = 0; i < NEIGHBOURS; i++) {
        nearest[query * NEIGHBOURS + i] = Math.sqrt(best[i]);
      }
    }
    return nearest;
  }

  @Benchmark
  public double[] rust() {
    Distance.KnnResult knn =
        Distance.knn(
            DoubleNdArray.wrap(points, n, DIMENSIONS),
            DoubleNdArray.wrap(queries, QUERIES, DIMENSIONS),
            NEIGHBOURS);
    knn.indices().close();
    return toArray(knn.distances());
  }

  @Benchmark
  public double[] rustParallel() {
    Distance.ParallelKnnResult knn =
        Distance.parallelKnn(
            DoubleNdArray.wrap(points, n, DIMENSIONS),
            DoubleNdArray.wrap(queries, QUERIES, DIMENSIONS),
            NEIGHBOURS);
    knn.indices().close();
    return toArray(knn.distances());
  }
}
