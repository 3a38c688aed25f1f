package dev.arrays.benchmarks.kernels;

import dev.arrays.DoubleNdArray;
import dev.arrays.kernels.Distance;
import java.util.Arrays;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorOperators;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.reduce3.EuclideanDistance;
import org.nd4j.linalg.factory.Nd4j;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/// The Euclidean distances between all points of one set and all of another, in 16 dimensions.
public class CdistBenchmark extends KernelBenchmark {
  private static final int DIMENSIONS = 16;

  /// How many points each set has.
  @Param({"10", "32", "100", "316", "1000", "3162"})
  public int n;

  private double[] a = {};
  private double[] b = {};
  private double[] distances = {};
  private final Lazy<INDArray> nd4jA = new Lazy<>(() -> nd4j(a, n));
  private final Lazy<INDArray> nd4jB = new Lazy<>(() -> nd4j(b, n));

  /// Made by JMH.
  public CdistBenchmark() {}

  /// Fills the points and makes room for the distances.
  @Setup
  public void fill() {
    a = normal(n * DIMENSIONS, 1);
    b = normal(n * DIMENSIONS, 2);
    distances = new double[n * n];
  }

  private static INDArray nd4j(double[] points, int n) {
    return Nd4j.createFromArray(points).reshape(n, DIMENSIONS);
  }

  private DoubleNdArray wrap(double[] points) {
    return DoubleNdArray.wrap(points, n, DIMENSIONS);
  }

  @Benchmark
  public double[] java() {
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        double sum = 0;
        for (int k = 0; k < DIMENSIONS; k++) {
          double difference = a[i * DIMENSIONS + k] - b[j * DIMENSIONS + k];
          sum += difference * difference;
        }
        distances[i * n + j] = Math.sqrt(sum);
      }
    }
    return distances;
  }

  @Benchmark
  public double[] carefulJava() {
    // The second set dimension by dimension: the inner loop runs along points, and C2 vectorises
    // it.
    double[] columns = new double[n * DIMENSIONS];
    for (int j = 0; j < n; j++) {
      for (int k = 0; k < DIMENSIONS; k++) {
        columns[k * n + j] = b[j * DIMENSIONS + k];
      }
    }
    double[] sums = new double[n];
    for (int i = 0; i < n; i++) {
      Arrays.fill(sums, 0);
      for (int k = 0; k < DIMENSIONS; k++) {
        double coordinate = a[i * DIMENSIONS + k];
        int column = k * n;
        for (int j = 0; j < n; j++) {
          double difference = coordinate - columns[column + j];
          sums[j] += difference * difference;
        }
      }
      for (int j = 0; j < n; j++) {
        distances[i * n + j] = Math.sqrt(sums[j]);
      }
    }
    return distances;
  }

  @Benchmark
  public double[] vectorApi() {
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        DoubleVector sums = DoubleVector.zero(SPECIES);
        for (int k = 0; k < DIMENSIONS; k += LANES) {
          DoubleVector difference =
              DoubleVector.fromArray(SPECIES, a, i * DIMENSIONS + k)
                  .sub(DoubleVector.fromArray(SPECIES, b, j * DIMENSIONS + k));
          sums = difference.fma(difference, sums);
        }
        distances[i * n + j] = Math.sqrt(sums.reduceLanes(VectorOperators.ADD));
      }
    }
    return distances;
  }

  @Benchmark
  public INDArray nd4j() {
    return Nd4j.exec(new EuclideanDistance(nd4jA.get(), nd4jB.get(), true, 1));
  }

  @Benchmark
  public double[] rust() {
    Distance.cdist(wrap(a), wrap(b), "euclidean", DoubleNdArray.wrap(distances, n, n));
    return distances;
  }

  @Benchmark
  public double[] rustParallel() {
    Distance.parallelCdist(wrap(a), wrap(b), "euclidean", DoubleNdArray.wrap(distances, n, n));
    return distances;
  }
}
