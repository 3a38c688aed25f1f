package dev.arrays.benchmarks.report;

import dev.arrays.benchmarks.kernels.*;
import dev.arrays.benchmarks.report.Kernel.Limit;
import java.util.List;
import java.util.Optional;

/// All kernels that are measured, in the report's order.
final class Kernels {
  private static final int LARGE = 100_000;
  private static final Limit READ = new Limit("read", 1, 1);
  private static final Limit READ_TWO = new Limit("read", 2, 1);
  private static final Limit READ_MATRIX = new Limit("read", 1, 2);
  private static final Limit COPY = new Limit("copy", 1, 1);
  private static final Limit UPDATE = new Limit("update", 1, 1);
  private static final Limit TRIAD = new Limit("triad", 1, 1);
  private static final Limit MULTIPLY = new Limit("fma", 2, 3);

  static final List<Kernel> ALL =
      List.of(
          new Kernel(SumBenchmark.class, "Reductions", LARGE, READ, true),
          new Kernel(NormBenchmark.class, "Reductions", LARGE, READ, false),
          new Kernel(DotBenchmark.class, "Reductions", LARGE, READ_TWO, true),
          new Kernel(StdBenchmark.class, "Reductions", LARGE, READ, true),
          new Kernel(MaxBenchmark.class, "Reductions", LARGE, READ, false),
          new Kernel(ArgmaxBenchmark.class, "Reductions", LARGE, READ, true),
          new Kernel(NanmeanBenchmark.class, "Reductions", LARGE, READ, false),
          new Kernel(LogsumexpBenchmark.class, "Reductions", LARGE, null, false),
          new Kernel(SoftmaxBenchmark.class, "Reductions", LARGE, null, true),
          new Kernel(CumsumBenchmark.class, "Reductions", LARGE, COPY, false),
          new Kernel(
              SumFloatBenchmark.class, "Reductions", LARGE, new Limit("read", 0.5, 1), false),
          new Kernel(ExpBenchmark.class, "Elementwise", LARGE, null, true),
          new Kernel(LogBenchmark.class, "Elementwise", LARGE, null, false),
          new Kernel(TanhBenchmark.class, "Elementwise", LARGE, null, false),
          new Kernel(SinBenchmark.class, "Elementwise", LARGE, null, false),
          new Kernel(ErfBenchmark.class, "Elementwise", LARGE, null, false),
          new Kernel(SigmoidBenchmark.class, "Elementwise", LARGE, null, false),
          new Kernel(PowBenchmark.class, "Elementwise", LARGE, null, false),
          new Kernel(SqrtBenchmark.class, "Elementwise", LARGE, COPY, false),
          new Kernel(ReluBenchmark.class, "Elementwise", LARGE, COPY, false),
          new Kernel(ClipBenchmark.class, "Elementwise", LARGE, COPY, false),
          new Kernel(AddBenchmark.class, "Elementwise", LARGE, TRIAD, true),
          new Kernel(ExpFloatBenchmark.class, "Elementwise", LARGE, null, false),
          new Kernel(QuantileBenchmark.class, "Statistics", LARGE, null, true),
          new Kernel(HistogramBenchmark.class, "Statistics", LARGE, null, true),
          new Kernel(CorrcoefBenchmark.class, "Statistics", LARGE, null, false),
          new Kernel(RollingMeanBenchmark.class, "Statistics", LARGE, null, false),
          new Kernel(RollingStdBenchmark.class, "Statistics", LARGE, null, false),
          new Kernel(RollingMinBenchmark.class, "Statistics", LARGE, null, false),
          new Kernel(RollingMedianBenchmark.class, "Statistics", LARGE, null, false),
          new Kernel(EwmMeanBenchmark.class, "Statistics", LARGE, null, false),
          new Kernel(AxpyBenchmark.class, "Linear algebra", LARGE, UPDATE, true),
          new Kernel(MatvecBenchmark.class, "Linear algebra", 316, READ_MATRIX, false),
          new Kernel(MatmulBenchmark.class, "Linear algebra", 512, MULTIPLY, true),
          new Kernel(SolveBenchmark.class, "Linear algebra", 300, null, false),
          new Kernel(InvBenchmark.class, "Linear algebra", 100, null, false),
          new Kernel(CholeskyBenchmark.class, "Linear algebra", 300, null, false),
          new Kernel(QrBenchmark.class, "Linear algebra", 100, null, false),
          new Kernel(SvdBenchmark.class, "Linear algebra", 100, null, false),
          new Kernel(EighBenchmark.class, "Linear algebra", 100, null, false),
          new Kernel(LstsqBenchmark.class, "Linear algebra", 10_000, null, false),
          new Kernel(FftBenchmark.class, "Signals", 131_072, null, true),
          new Kernel(RfftBenchmark.class, "Signals", 131_072, null, false),
          new Kernel(ConvolveBenchmark.class, "Signals", LARGE, null, false),
          new Kernel(SortBenchmark.class, "Order", LARGE, null, true),
          new Kernel(SortFloatBenchmark.class, "Order", LARGE, null, false),
          new Kernel(ArgsortBenchmark.class, "Order", LARGE, null, false),
          new Kernel(SearchsortedBenchmark.class, "Order", LARGE, null, false),
          new Kernel(TopkBenchmark.class, "Order", LARGE, null, false),
          new Kernel(UniqueBenchmark.class, "Order", LARGE, null, false),
          new Kernel(CdistBenchmark.class, "Distances", 316, null, true),
          new Kernel(KnnBenchmark.class, "Distances", 10_000, null, false),
          new Kernel(KmeansBenchmark.class, "Distances", 10_000, null, false),
          new Kernel(UniformBenchmark.class, "Random numbers", LARGE, null, false),
          new Kernel(NormalBenchmark.class, "Random numbers", LARGE, null, false));

  private Kernels() {}

  /// The kernel of that name.
  static Optional<Kernel> named(String name) {
    return ALL.stream().filter(kernel -> kernel.name().equals(name)).findFirst();
  }
}
