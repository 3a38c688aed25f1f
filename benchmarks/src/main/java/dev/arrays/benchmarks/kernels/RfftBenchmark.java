package dev.arrays.benchmarks.kernels;

import dev.arrays.kernels.Signal;
import java.util.Arrays;
import org.jtransforms.fft.DoubleFFT_1D;
import org.jtransforms.utils.CommonUtils;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/// The discrete Fourier transform of real numbers: half of it, for the other half mirrors it.
public class RfftBenchmark extends KernelBenchmark {
  /// How many numbers there are.
  @Param({"128", "1024", "8192", "131072", "1048576"})
  public int n;

  private double[] x = {};
  private final Lazy<DoubleFFT_1D> jTransforms =
      new Lazy<>(() -> {
        // One thread, as all others.
        CommonUtils.setThreadsBeginN_1D_FFT_2Threads(Long.MAX_VALUE);
        CommonUtils.setThreadsBeginN_1D_FFT_4Threads(Long.MAX_VALUE);
        return new DoubleFFT_1D(n);
      });

  /// Made by JMH.
  public RfftBenchmark() {}

  /// Fills the numbers.
  @Setup
  public void fill() {
    x = normal(n, 1);
  }

  @Benchmark
  public double[] java() {
    // The complex transform, half of whose result is not needed.
    double[] y = new double[2 * n];
    int shift = Integer.numberOfLeadingZeros(n) + 1;
    for (int i = 0; i < n; i++) {
      y[2 * (Integer.reverse(i) >>> shift)] = x[i];
    }
    for (int half = 1; half < n; half *= 2) {
      for (int i = 0; i < half; i++) {
        double cos = Math.cos(-Math.PI * i / half);
        double sin = Math.sin(-Math.PI * i / half);
        for (int low = 2 * i; low < 2 * n; low += 4 * half) {
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
    return Arrays.copyOf(y, n + 2);
  }

  @Benchmark
  public double[] jTransforms() {
    double[] y = Arrays.copyOf(x, n + 2);
    jTransforms.get().realForward(y);
    // It keeps the last number, which is real, where the imaginary part of the first would be.
    y[n] = y[1];
    y[1] = 0;
    return y;
  }

  @Benchmark
  public double[] rust() {
    return toArray(Signal.rfft(x));
  }
}
