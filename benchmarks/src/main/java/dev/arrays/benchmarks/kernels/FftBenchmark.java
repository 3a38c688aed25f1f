package dev.arrays.benchmarks.kernels;

import dev.arrays.DoubleNdArray;
import dev.arrays.kernels.Signal;
import org.apache.commons.math3.transform.DftNormalization;
import org.apache.commons.math3.transform.FastFourierTransformer;
import org.apache.commons.math3.transform.TransformType;
import org.jtransforms.fft.DoubleFFT_1D;
import org.jtransforms.utils.CommonUtils;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/// The discrete Fourier transform of complex numbers, real and imaginary parts in turn.
public class FftBenchmark extends KernelBenchmark {
  /// How many complex numbers there are: powers of two, for not every library takes others.
  @Param({"128", "1024", "8192", "131072", "1048576"})
  public int n;

  private double[] x = {};
  private double[] cosines = {};
  private double[] sines = {};
  private final Lazy<DoubleFFT_1D> jTransforms =
      new Lazy<>(() -> {
        // One thread, as all others.
        CommonUtils.setThreadsBeginN_1D_FFT_2Threads(Long.MAX_VALUE);
        CommonUtils.setThreadsBeginN_1D_FFT_4Threads(Long.MAX_VALUE);
        return new DoubleFFT_1D(n);
      });
  private final Lazy<DoubleNdArray> nativeX = new Lazy<>(() -> inNative(x, n, 2));

  /// Made by JMH.
  public FftBenchmark() {}

  /// Fills the numbers and the table of roots of `carefulJava`.
  @Setup
  public void fill() {
    x = normal(2 * n, 1);
    cosines = new double[n / 2];
    sines = new double[n / 2];
    for (int i = 0; i < n / 2; i++) {
      cosines[i] = Math.cos(-2 * Math.PI * i / n);
      sines[i] = Math.sin(-2 * Math.PI * i / n);
    }
  }

  @Benchmark
  public double[] java() {
    double[] y = x.clone();
    fft(y, n);
    return y;
  }

  /// The recursion of Cooley and Tukey as textbooks have it.
  private static void fft(double[] a, int n) {
    if (n == 1) {
      return;
    }
    int half = n / 2;
    double[] even = new double[n];
    double[] odd = new double[n];
    for (int i = 0; i < half; i++) {
      even[2 * i] = a[4 * i];
      even[2 * i + 1] = a[4 * i + 1];
      odd[2 * i] = a[4 * i + 2];
      odd[2 * i + 1] = a[4 * i + 3];
    }
    fft(even, half);
    fft(odd, half);
    for (int i = 0; i < half; i++) {
      double angle = -2 * Math.PI * i / n;
      double cos = Math.cos(angle);
      double sin = Math.sin(angle);
      double re = cos * odd[2 * i] - sin * odd[2 * i + 1];
      double im = cos * odd[2 * i + 1] + sin * odd[2 * i];
      a[2 * i] = even[2 * i] + re;
      a[2 * i + 1] = even[2 * i + 1] + im;
      a[2 * (i + half)] = even[2 * i] - re;
      a[2 * (i + half) + 1] = even[2 * i + 1] - im;
    }
  }

  @Benchmark
  public double[] carefulJava() {
    // In place after a permutation, with the roots from a table.
    int shift = Integer.numberOfLeadingZeros(n) + 1;
    double[] y = new double[2 * n];
    for (int i = 0; i < n; i++) {
      int j = Integer.reverse(i) >>> shift;
      y[2 * j] = x[2 * i];
      y[2 * j + 1] = x[2 * i + 1];
    }
    for (int half = 1; half < n; half *= 2) {
      int step = n / (2 * half);
      for (int block = 0; block < n; block += 2 * half) {
        for (int i = 0; i < half; i++) {
          double cos = cosines[i * step];
          double sin = sines[i * step];
          int low = 2 * (block + i);
          int high = low + 2 * half;
          double re = cos * y[high] - sin * y[high + 1];
          double im = cos * y[high + 1] + sin * y[high];
          y[high] = y[low] - re;
          y[high + 1] = y[low + 1] - im;
          y[low] += re;
          y[low + 1] += im;
        }
      }
    }
    return y;
  }

  @Benchmark
  public double[] jTransforms() {
    double[] y = x.clone();
    jTransforms.get().complexForward(y);
    return y;
  }

  @Benchmark
  public double[] commonsMath() {
    double[][] parts = new double[2][n];
    for (int i = 0; i < n; i++) {
      parts[0][i] = x[2 * i];
      parts[1][i] = x[2 * i + 1];
    }
    FastFourierTransformer.transformInPlace(
        parts, DftNormalization.STANDARD, TransformType.FORWARD);
    double[] y = new double[2 * n];
    for (int i = 0; i < n; i++) {
      y[2 * i] = parts[0][i];
      y[2 * i + 1] = parts[1][i];
    }
    return y;
  }

  @Benchmark
  public double[] rust() {
    double[] y = x.clone();
    Signal.fftInPlace(DoubleNdArray.wrap(y, n, 2));
    return y;
  }

  @Benchmark
  public double[] rustNative() {
    return toArray(Signal.fft(nativeX.get()));
  }
}
