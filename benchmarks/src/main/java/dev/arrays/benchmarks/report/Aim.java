package dev.arrays.benchmarks.report;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// What the kernels are to reach on a machine with two processors and AVX2, and what they do reach
/// where they come off worst.
///
/// @param text what is to be reached
/// @param required the least value that is enough
/// @param figures all figures that it is about
record Aim(String text, double required, List<Figure> figures) {
  private static final List<String> TWICE =
      List.of(
          "sum",
          "norm",
          "dot",
          "std",
          "max",
          "argmax",
          "exp",
          "log",
          "softmax",
          "matmul",
          "sort",
          "quantile",
          "fft",
          "cdist",
          "histogram");
  private static final List<String> EXPONENTIAL =
      List.of("exp", "log", "tanh", "sin", "sigmoid", "pow", "softmax", "logsumexp", "expFloat");

  /// A figure and where it was measured.
  ///
  /// @param value a ratio
  /// @param kernel the kernel
  /// @param n its size
  record Figure(double value, String kernel, long n) {}

  /// The figure that is furthest from what is required; none when nothing of it was measured.
  Optional<Figure> worst() {
    return figures.stream().min(Comparator.comparingDouble(Figure::value));
  }

  boolean isReached() {
    return worst().filter(figure -> figure.value() >= required).isPresent();
  }

  /// All aims, measured by those results.
  static List<Aim> of(Results results) {
    Predicate<Figure> large = figure -> elements(figure) >= 1000;
    Predicate<Figure> vast = figure -> elements(figure) >= 1_000_000;
    Predicate<Figure> exponential = figure -> EXPONENTIAL.contains(figure.kernel());
    Predicate<Figure> matmul = figure -> figure.kernel().equals("matmul");
    Predicate<Figure> stated =
        figure -> Kernels.named(figure.kernel()).filter(k -> k.at() == figure.n()).isPresent();
    return List.of(
            new Aim(
                "idiomatic Java, the kernels named to gain twice",
                2,
                over(results, "java", stated.and(figure -> TWICE.contains(figure.kernel())))),
            new Aim("idiomatic Java, from 1000 elements on", 0.95, over(results, "java", large)),
            new Aim(
                "the Vector API, functions like exp",
                1.3,
                over(results, "vectorApi", stated.and(exponential))),
            new Aim(
                "the Vector API, products of matrices",
                2,
                over(results, "vectorApi", stated.and(matmul))),
            new Aim(
                "the Vector API, all others",
                0.95,
                over(results, "vectorApi", stated.and(exponential.or(matmul).negate()))),
            new Aim(
                "ND4J, up to 1000 elements",
                20,
                over(results, "nd4j", figure -> elements(figure) <= 1000)),
            new Aim("ND4J, from a million elements on", 1, over(results, "nd4j", vast)),
            new Aim(
                "ND4J's OpenBLAS, products of matrices",
                1,
                over(results, "nd4j", vast.and(matmul))),
            new Aim(
                "`Arrays.sort`, from 1000 elements on",
                2.5,
                over(results, "java", large.and(figure -> figure.kernel().equals("sort")))),
            new Aim(
                "one thread, by kernels that compute, at their largest size",
                1.7,
                parallel(results)),
            new Aim("the memory's bandwidth for reading", 0.9, shares(results, "read")),
            new Aim("the processor's peak, products of matrices", 0.75, shares(results, "fma")))
        .stream()
        .filter(aim -> !aim.figures().isEmpty())
        .toList();
  }

  /// How many elements a kernel's array has at that size: of matrices and of tables of distances,
  /// sizes are sides, and the stated one is less than a thousand.
  private static double elements(Figure figure) {
    double n = (double) figure.n();
    return Kernels.named(figure.kernel()).filter(kernel -> kernel.at() < 1000).isPresent()
        ? n * n
        : n;
  }

  private static List<Figure> over(Results results, String other, Predicate<Figure> which) {
    return Kernels.ALL.stream()
        .flatMap(kernel -> ratios(results, kernel.name(), "rust", other))
        .filter(which)
        .toList();
  }

  private static Stream<Figure> ratios(Results results, String kernel, String mine, String other) {
    return results.of(kernel).stream()
        .filter(score -> score.contender().equals(mine))
        .flatMap(score ->
            results.score(kernel, other, score.n()).stream()
                .map(its -> new Figure(score.speedupOver(its).value(), kernel, score.n())));
  }

  private static List<Figure> parallel(Results results) {
    return Kernels.ALL.stream()
        .filter(kernel -> kernel.limit() == null || kernel.limit().contender().equals("fma"))
        .flatMap(kernel ->
            ratios(results, kernel.name(), "rustParallel", "rust")
                .max(Comparator.comparingLong(Figure::n))
                .stream())
        .toList();
  }

  private static List<Figure> shares(Results results, String limit) {
    return Kernels.ALL.stream()
        .filter(kernel -> kernel.limit() != null && kernel.limit().contender().equals(limit))
        .flatMap(kernel -> results.shareOfLimit(kernel).stream())
        .toList();
  }
}
