package dev.arrays.benchmarks.kernels;

import dev.arrays.DoubleNdArray;
import dev.arrays.kernels.Distance;
import java.util.Arrays;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/// Ten rounds of Lloyd's algorithm from given centres: 8 clusters in 8 dimensions.
public class KmeansBenchmark extends KernelBenchmark {
  private static final int DIMENSIONS = 8;
  private static final int CLUSTERS = 8;
  private static final int ROUNDS = 10;

  /// How many points there are.
  @Param({"1000", "10000", "100000"})
  public int n;

  private double[] points = {};

  /// Made by JMH.
  public KmeansBenchmark() {}

  /// Fills the points.
  @Setup
  public void fill() {
    points = normal(n * DIMENSIONS, 1);
  }

  @Benchmark
  public double[] java() {
    double[] centres = Arrays.copyOf(points, CLUSTERS * DIMENSIONS);
    int[] labels = new int[n];
    for (int round = 0; round < ROUNDS; round++) {
      for (int i = 0; i < n; i++) {
        double least = Double.POSITIVE_INFINITY;
        for (int c = 0; c < CLUSTERS; c++) {
          double sum = 0;
          for (int k = 0; k < DIMENSIONS; k++) {
            double difference = points[i * DIMENSIONS + k] - centres[c * DIMENSIONS + k];
            sum += difference * difference;
          }
          if (sum < least) {
            least = sum;
            labels[i] = c;
          }
        }
      }
      double[] sums = new double[CLUSTERS * DIMENSIONS];
      int[] counts = new int[CLUSTERS];
      for (int i = 0; i < n; i++) {
        counts[labels[i]]++;
        for (int k = 0; k < DIMENSIONS; k++) {
          sums[labels[i] * DIMENSIONS + k] += points[i * DIMENSIONS + k];
        }
      }
      for (int c = 0; c < CLUSTERS; c++) {
        for (int k = 0; k < DIMENSIONS; k++) {
          centres[c * DIMENSIONS + k] = sums[c * DIMENSIONS + k] / counts[c];
        }
      }
    }
    return centres;
  }

  @Benchmark
  public double[] rust() {
    Distance.KmeansResult kmeans =
        Distance.kmeans(
            DoubleNdArray.wrap(points, n, DIMENSIONS), initialCentres(), (long) ROUNDS, 0.0);
    kmeans.labels().close();
    return toArray(kmeans.centres());
  }

  @Benchmark
  public double[] rustParallel() {
    Distance.ParallelKmeansResult kmeans =
        Distance.parallelKmeans(
            DoubleNdArray.wrap(points, n, DIMENSIONS), initialCentres(), (long) ROUNDS, 0.0);
    kmeans.labels().close();
    return toArray(kmeans.centres());
  }

  private DoubleNdArray initialCentres() {
    return DoubleNdArray.wrap(Arrays.copyOf(points, CLUSTERS * DIMENSIONS), CLUSTERS, DIMENSIONS);
  }
}
