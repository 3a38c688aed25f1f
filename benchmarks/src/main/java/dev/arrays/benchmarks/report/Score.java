package dev.arrays.benchmarks.report;

import java.util.List;
import java.util.stream.DoubleStream;
import org.apache.commons.math3.distribution.TDistribution;
import org.apache.commons.math3.stat.StatUtils;

/// What one contender took at one size: the times of all iterations of all forks, in nanoseconds.
///
/// Intervals are those of Student's distribution, which take the iterations for independent.
///
/// @param contender the benchmark's method
/// @param n the size
/// @param times one or more times of one call, each the mean of an iteration
record Score(String contender, long n, List<Double> times) {
  private static final double CONFIDENCE = 0.95;

  /// The mean time.
  double mean() {
    return StatUtils.mean(values());
  }

  /// Half the width of the confidence interval of the mean; 0 when there is one time only.
  double error() {
    return times.size() < 2
        ? 0
        : quantile(times.size() - 1) * Math.sqrt(StatUtils.variance(values()) / times.size());
  }

  /// How many times faster this is than the other one, with the interval by the propagation of both
  /// errors and the degrees of freedom by Welch and Satterthwaite.
  Ratio speedupOver(Score other) {
    double value = other.mean() / mean();
    double mine = relativeVariance();
    double its = other.relativeVariance();
    double both = mine + its;
    if (both == 0) {
      return new Ratio(value, 0);
    }
    double degrees =
        both
            * both
            / (mine * mine / Math.max(times.size() - 1, 1)
                + its * its / Math.max(other.times.size() - 1, 1));
    return new Ratio(value, value * quantile(degrees) * Math.sqrt(both));
  }

  private double[] values() {
    return times.stream().mapToDouble(Double::doubleValue).toArray();
  }

  private double relativeVariance() {
    return times.size() < 2 ? 0 : StatUtils.variance(values()) / times.size() / (mean() * mean());
  }

  private static double quantile(double degrees) {
    return new TDistribution(null, degrees).inverseCumulativeProbability((1 + CONFIDENCE) / 2);
  }

  /// A quotient of two times.
  ///
  /// @param value the quotient
  /// @param error half the width of its confidence interval
  record Ratio(double value, double error) {

    /// The geometric mean; NaN of none.
    static double geometricMean(DoubleStream values) {
      return Math.exp(values.map(Math::log).average().orElse(Double.NaN));
    }
  }
}
