package dev.arrays.benchmarks.kernels;

import dev.arrays.DoubleNdArray;
import dev.arrays.LongNdArray;
import dev.arrays.kernels.Reductions;
import dev.arrays.nd4j.Nd4jArrays;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// What the benchmarks of the kernels have in common.
///
/// A method is named after who computes: `java` is the loop one writes without a second thought,
/// `carefulJava` the one that knows about accumulators, blocks and dual arrays, `vectorApi` the one
/// on `jdk.incubator.vector`; then the libraries by name; then this project's kernel on Java arrays
/// (`rust`), on an INDArray (`rustIndArray`), on native memory (`rustNative`), and on all
/// processors (`rustParallel`). Each returns what it has computed, and a test compares them.
///
/// Iterations are short and there is one fork of each, for there are many benchmarks. The warm-up
/// is longer than loops in Java need: calls in parts, and vectors of the Vector API, are slow until
/// all of what they consist of is compiled.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 200, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 100, timeUnit = TimeUnit.MILLISECONDS)
@Fork(
    value = 1,
    jvmArgsAppend = {
      "--enable-native-access=ALL-UNNAMED",
      // JavaCPP, under ND4J, reads through sun.misc.Unsafe.
      "--sun-misc-unsafe-memory-access=allow",
      "--add-modules=jdk.incubator.vector",
      "-Xms3g",
      "-Xmx3g"
    })
public abstract class KernelBenchmark {
  static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED;
  static final int LANES = SPECIES.length();

  /// Says at the first call which of its classes it takes.
  private static final Logger NETLIB = Logger.getLogger("dev.ludovic.netlib");

  static {
    NETLIB.setLevel(Level.WARNING);
  }

  /// For the subclasses.
  KernelBenchmark() {}

  /// Loads the library, so that no iteration of the warm-up is spent on it.
  @Setup
  public void loadLibrary() {
    Reductions.sum(new double[1]);
  }

  /// Values between 0 and 1.
  static double[] uniform(int n, long seed) {
    return new Random(seed).doubles(n).toArray();
  }

  /// Values of the standard normal distribution.
  static double[] normal(int n, long seed) {
    Random random = new Random(seed);
    double[] values = new double[n];
    Arrays.setAll(values, _ -> random.nextGaussian());
    return values;
  }

  /// A copy in native memory, which lives as long as the program.
  static DoubleNdArray inNative(double[] values, long... shape) {
    MemorySegment segment = Arena.global().allocate(ValueLayout.JAVA_DOUBLE, values.length);
    MemorySegment.copy(values, 0, segment, ValueLayout.JAVA_DOUBLE, 0, values.length);
    return DoubleNdArray.wrap(segment, shape.length == 0 ? new long[] {values.length} : shape);
  }

  /// The elements of an array that Rust has made, which is closed.
  static double[] toArray(DoubleNdArray result) {
    try (result) {
      return result.toArray();
    }
  }

  /// The elements of an array that Rust has made, which is closed.
  static long[] toArray(LongNdArray result) {
    try (result) {
      return result.toArray();
    }
  }

  /// The elements, row by row.
  static double[] flat(double[][] rows) {
    return Arrays.stream(rows).flatMapToDouble(Arrays::stream).toArray();
  }

  /// The INDArray as the kernels take it.
  static DoubleNdArray view(INDArray array) {
    return Nd4jArrays.view(array);
  }
}
