package dev.arrays.benchmarks.kernels;

import dev.arrays.DoubleNdArray;
import dev.arrays.kernels.Reductions;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.openjdk.jmh.annotations.Benchmark;

/// The index of the largest element.
public class ArgmaxBenchmark extends ReductionBenchmark {

  /// Made by JMH.
  public ArgmaxBenchmark() {}

  @Benchmark
  public double java() {
    int best = 0;
    for (int i = 1; i < x.length; i++) {
      if (x[i] > x[best]) {
        best = i;
      }
    }
    return best;
  }

  @Benchmark
  public double carefulJava() {
    double m0 = Double.NEGATIVE_INFINITY;
    double m1 = m0;
    double m2 = m0;
    double m3 = m0;
    int i = 0;
    for (; i <= x.length - 4; i += 4) {
      m0 = Math.max(m0, x[i]);
      m1 = Math.max(m1, x[i + 1]);
      m2 = Math.max(m2, x[i + 2]);
      m3 = Math.max(m3, x[i + 3]);
    }
    for (; i < x.length; i++) {
      m0 = Math.max(m0, x[i]);
    }
    double max = Math.max(Math.max(m0, m1), Math.max(m2, m3));
    int best = 0;
    while (x[best] != max) {
      best++;
    }
    return best;
  }

  @Benchmark
  public double vectorApi() {
    DoubleVector best = DoubleVector.broadcast(SPECIES, Double.NEGATIVE_INFINITY);
    LongVector where = LongVector.zero(LONGS);
    LongVector here = LongVector.zero(LONGS).addIndex(1);
    int bound = SPECIES.loopBound(x.length);
    for (int i = 0; i < bound; i += LANES) {
      DoubleVector values = DoubleVector.fromArray(SPECIES, x, i);
      VectorMask<Double> larger = values.compare(VectorOperators.GT, best);
      best = best.blend(values, larger);
      where = where.blend(here, larger.cast(LONGS));
      here = here.add(LANES);
    }
    int index = 0;
    double max = Double.NEGATIVE_INFINITY;
    for (int lane = 0; lane < LANES && bound > 0; lane++) {
      if (best.lane(lane) > max || (best.lane(lane) == max && where.lane(lane) < index)) {
        max = best.lane(lane);
        index = (int) where.lane(lane);
      }
    }
    for (int i = bound; i < x.length; i++) {
      if (x[i] > max) {
        max = x[i];
        index = i;
      }
    }
    return index;
  }

  private static final VectorSpecies<Long> LONGS = SPECIES.withLanes(long.class);

  @Override
  double nd4j(INDArray x) {
    return x.argMax().getInt(0);
  }

  @Override
  double rust(double[] x) {
    return Reductions.argmax(x);
  }

  @Override
  double rust(DoubleNdArray x) {
    return Reductions.argmax(x);
  }

  @Override
  double rustParallel(double[] x) {
    return Reductions.parallelArgmax(x);
  }
}
