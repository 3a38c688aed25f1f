package dev.arrays.benchmarks.report;

import dev.arrays.benchmarks.kernels.LimitsBenchmark;
import dev.arrays.benchmarks.report.Score.Ratio;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Properties;

/// The report of what a run has measured, as Markdown.
public final class Report {
  private static final String RUST = "rust";
  private static final String JAVA = "java";
  private static final String CAREFUL = "carefulJava";
  private static final String VECTOR = "vectorApi";
  private static final String PARALLEL = "rustParallel";

  /// What a Java program would take from elsewhere; those on several threads are none of the
  /// comparison.
  private static final Map<String, String> LIBRARIES =
      Map.of(
          "nd4j", "ND4J",
          "ejml", "EJML",
          "ojAlgo", "ojAlgo",
          "netlib", "netlib",
          "commonsMath", "Commons Math",
          "jTransforms", "JTransforms");

  /// The least size at which a loss is listed: below, the call itself is what is measured.
  private static final long SMALLEST = 1000;

  private final Results results;
  private final Properties reasons;
  private final StringBuilder out = new StringBuilder();

  private Report(Results results, Properties reasons) {
    this.results = results;
    this.reasons = reasons;
  }

  /// Writes the report and its plots anew from the results that are there.
  ///
  /// @param args the directory of the benchmarks
  /// @throws IOException if a file cannot be read or written
  public static void main(String[] args) throws IOException {
    write(Path.of(args[0]));
  }

  static void write(Path directory) throws IOException {
    Results results = Results.read(directory.resolve("results"));
    Properties reasons = new Properties();
    try (Reader reader = Files.newBufferedReader(directory.resolve("reasons.properties"))) {
      reasons.load(reader);
    }
    Path plots = directory.resolve("plots");
    Files.createDirectories(plots);
    try (var files = Files.list(plots)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    for (Kernel kernel : Kernels.ALL) {
      List<Score> scores = results.of(kernel.name());
      if (!scores.isEmpty()) {
        Files.writeString(
            plots.resolve(kernel.name() + ".svg"),
            Plot.svg(kernel.name(), contenders(scores), scores));
      }
    }
    Files.writeString(directory.resolve("REPORT.md"), render(results, reasons));
  }

  /// The report.
  ///
  /// @param results what was measured
  /// @param reasons why Rust loses, by kernel, or by kernel and contender with a dot between
  static String render(Results results, Properties reasons) {
    Report report = new Report(results, reasons);
    report.introduction();
    report.limits();
    report.overview();
    report.aims();
    report.losses();
    report.kernels();
    return report.out.toString();
  }

  private void introduction() {
    out.append(
        """
        # What the kernels gain

        Written by `make bench` from the files in [results](results); `make report` writes it anew without measuring.
        What the contenders are is said at [KernelBenchmark](src/main/java/dev/arrays/benchmarks/kernels/KernelBenchmark.java).
        Times are of one call, and ratios are quotients of times: `4.2×` is 4.2 times faster. Intervals hold with a
        confidence of 95 %, over all iterations of all forks. Libraries work with one thread, as Rust does where
        nothing else is said.

        | | |
        |---|---|
        """);
    results.machine().forEach((name, value) -> out.append("| %s | %s |%n".formatted(name, value)));
  }

  private void limits() {
    if (results.of(Results.LIMITS).isEmpty()) {
      return;
    }
    out.append(
        """

        ## The machine's limits

        Measured in the same run, by plain loops in Rust on native arrays larger than the caches, and by
        multiplications with additions in registers.

        | | one thread | all threads |
        |---|---:|---:|
        """);
    limit("read memory", "read", 8, "GB/s");
    limit("copy memory, bytes read and written", "copy", 16, "GB/s");
    limit("`y = (x + y) / 2`, bytes read and written", "update", 24, "GB/s");
    limit("`z = x + y`, bytes read and written", "triad", 24, "GB/s");
    limit("multiply and add", "fma", 1, "GFLOP/s");
  }

  private void limit(String name, String contender, int bytes, String unit) {
    String one =
        results.limit(contender).map(time -> rate(contender, bytes, time, 1, unit)).orElse("–");
    int processors = Integer.parseInt(results.machine().getOrDefault("Processors", "1"));
    // Each thread does all operations, but its part of the memory.
    int times = contender.equals("fma") ? processors : 1;
    String all =
        results
            .limit(contender + "Parallel")
            .map(time -> rate(contender, bytes, time, times, unit))
            .orElse("–");
    out.append("| %s | %s | %s |%n".formatted(name, one, all));
  }

  private static String rate(String contender, int bytes, double time, int times, String unit) {
    double work =
        contender.equals("fma")
            ? (double) LimitsBenchmark.OPERATIONS
            : (double) LimitsBenchmark.ELEMENTS * bytes;
    return number(times * work / time) + " " + unit;
  }

  private void overview() {
    out.append(
        """

        ## Speedups

        How many times faster Rust is on Java arrays, at the size given. Where it loses, the ratio is bold, and the
        reason is below. *From* is the least size from which on Rust is at least as fast as idiomatic Java at every
        larger one. *Parallel* is the gain of the parallel variant over the one on one thread, at the largest size.
        *Limit* is the share of the machine's limit, at the largest size.

        | kernel | n | idiomatic Java | careful Java | Vector API | best library | from | parallel | limit |
        |---|---:|---:|---:|---:|---:|---:|---:|---:|
        """);
    List<Double> java = new ArrayList<>();
    List<Double> careful = new ArrayList<>();
    List<Double> vector = new ArrayList<>();
    List<Double> library = new ArrayList<>();
    for (Kernel kernel : Kernels.ALL) {
      OptionalLong at = statedSize(kernel);
      if (at.isEmpty()) {
        continue;
      }
      long n = at.getAsLong();
      Optional<Ratio> overJava = speedup(kernel, JAVA, n);
      Optional<Ratio> overCareful = speedup(kernel, CAREFUL, n);
      Optional<Ratio> overVector = speedup(kernel, VECTOR, n);
      Optional<Score> best = bestLibrary(kernel, n);
      Optional<Ratio> overBest = best.flatMap(score -> speedup(kernel, score.contender(), n));
      overJava.ifPresent(ratio -> java.add(ratio.value()));
      overCareful.ifPresent(ratio -> careful.add(ratio.value()));
      overVector.ifPresent(ratio -> vector.add(ratio.value()));
      overBest.ifPresent(ratio -> library.add(ratio.value()));
      out.append(
          "| [%s](#%s) | %s | %s | %s | %s | %s | %s | %s | %s |%n"
              .formatted(
                  kernel.name(),
                  kernel.name().toLowerCase(Locale.ROOT),
                  size(n),
                  overJava.map(Report::withInterval).orElse("–"),
                  overCareful.map(Report::withInterval).orElse("–"),
                  overVector.map(Report::withInterval).orElse("–"),
                  overBest
                      .map(ratio ->
                          withInterval(ratio) + " " + LIBRARIES.get(best.orElseThrow().contender()))
                      .orElse("–"),
                  crossover(kernel),
                  gainOfThreads(kernel),
                  shareOfLimit(kernel)));
    }
    out.append(
        "| **geometric mean** | | %s | %s | %s | %s | | | |%n"
            .formatted(mean(java), mean(careful), mean(vector), mean(library)));
  }

  /// The kernel's own size, or the largest one below it, or the least one, among those that were
  /// measured.
  private OptionalLong statedSize(Kernel kernel) {
    List<Long> sizes = sizes(kernel, RUST);
    return sizes.stream().mapToLong(Long::longValue).filter(n -> n <= kernel.at()).max().stream()
        .boxed()
        .findFirst()
        .or(() -> sizes.stream().findFirst())
        .stream()
        .mapToLong(Long::longValue)
        .findFirst();
  }

  private List<Long> sizes(Kernel kernel, String contender) {
    return results.of(kernel.name()).stream()
        .filter(score -> score.contender().equals(contender))
        .map(Score::n)
        .sorted()
        .toList();
  }

  private Optional<Ratio> speedup(Kernel kernel, String over, long n) {
    return results
        .score(kernel.name(), RUST, n)
        .flatMap(rust -> results.score(kernel.name(), over, n).map(rust::speedupOver));
  }

  private Optional<Score> bestLibrary(Kernel kernel, long n) {
    return results.of(kernel.name()).stream()
        .filter(score -> score.n() == n && LIBRARIES.containsKey(score.contender()))
        .min(Comparator.comparingDouble(Score::mean));
  }

  private String crossover(Kernel kernel) {
    List<Long> sizes =
        sizes(kernel, RUST).stream()
            .filter(n -> results.score(kernel.name(), JAVA, n).isPresent())
            .toList();
    String from = "never";
    for (long n : sizes.reversed()) {
      if (speedup(kernel, JAVA, n).orElseThrow().value() < 1) {
        break;
      }
      from = size(n);
    }
    return sizes.size() < 2 ? "–" : from;
  }

  private String gainOfThreads(Kernel kernel) {
    return sizes(kernel, PARALLEL).reversed().stream()
        .findFirst()
        .flatMap(n ->
            results
                .score(kernel.name(), PARALLEL, n)
                .flatMap(all -> results.score(kernel.name(), RUST, n).map(all::speedupOver)))
        .map(Report::bold)
        .orElse("–");
  }

  private String shareOfLimit(Kernel kernel) {
    Kernel.Limit limit = kernel.limit();
    return limit == null
        ? "–"
        : results
            .shareOfLimit(kernel)
            .map(share -> "%.0f %% of %s".formatted(100 * share.value(), limit.contender()))
            .orElse("–");
  }

  private void aims() {
    out.append(
        """

        ## Aims

        What the kernels are to reach against each, and what they reach where they come off worst; bold where that is
        not enough.

        | against | required | least | where |
        |---|---:|---:|---|
        """);
    for (Aim aim : Aim.of(results)) {
      Aim.Figure worst = aim.worst().orElseThrow();
      String least = String.format(Locale.ROOT, "%.2f×", worst.value());
      out.append(
          "| %s | %.2f× | %s | %s at %s |%n"
              .formatted(
                  aim.text(),
                  aim.required(),
                  aim.isReached() ? least : "**" + least + "**",
                  worst.kernel(),
                  size(worst.n())));
    }
  }

  private void losses() {
    out.append("\n## Where Rust loses\n\n");
    int before = out.length();
    for (Kernel kernel : Kernels.ALL) {
      for (String over : contenders(results.of(kernel.name()))) {
        if (over.startsWith(RUST) || over.equals("parallelSort")) {
          continue;
        }
        List<String> lost = new ArrayList<>();
        for (long n : sizes(kernel, over)) {
          // Matrices of 32 by 32 have a thousand elements.
          if (n < SMALLEST && kernel.at() > SMALLEST) {
            continue;
          }
          speedup(kernel, over, n)
              .filter(ratio -> ratio.value() + ratio.error() < 1)
              .ifPresent(ratio -> lost.add("%s at %s".formatted(bold(ratio), size(n))));
        }
        if (!lost.isEmpty()) {
          String reason =
              reasons.getProperty(
                  kernel.name() + "." + over,
                  reasons.getProperty(kernel.name(), "The reason is not known."));
          out.append(
              "- %s against %s: %s. %s%n"
                  .formatted(kernel.name(), over, String.join(", ", lost), reason));
        }
      }
    }
    if (out.length() == before) {
      out.append("Nowhere beyond the confidence intervals.\n");
    }
  }

  /// Java's, then the libraries, then Rust's.
  private static List<String> contenders(List<Score> scores) {
    List<String> java = List.of(JAVA, CAREFUL, VECTOR);
    return scores.stream()
        .map(Score::contender)
        .distinct()
        .sorted(
            Comparator.<String>comparingInt(name ->
                    java.contains(name)
                        ? java.indexOf(name)
                        : java.size() + (name.startsWith(RUST) ? 1 : 0))
                .thenComparing(Comparator.naturalOrder()))
        .toList();
  }

  private void kernels() {
    String family = "";
    for (Kernel kernel : Kernels.ALL) {
      if (results.of(kernel.name()).isEmpty()) {
        continue;
      }
      if (!kernel.family().equals(family)) {
        family = kernel.family();
        out.append("\n## %s%n".formatted(family));
      }
      List<String> contenders = contenders(results.of(kernel.name()));
      String source = kernel.benchmark().getName().replace('.', '/') + ".java";
      out.append(
          "%n### %s%n%nMeasured by [%s](src/main/java/%s).%n%n"
              .formatted(kernel.name(), kernel.benchmark().getSimpleName(), source));
      out.append("| n | ").append(String.join(" | ", contenders)).append(" |\n");
      out.append("|---:|").append("---:|".repeat(contenders.size())).append("\n");
      results.of(kernel.name()).stream()
          .map(Score::n)
          .distinct()
          .sorted()
          .forEach(n -> row(kernel, contenders, n));
      out.append("%n![%s](plots/%s.svg)%n".formatted(kernel.name(), kernel.name()));
    }
  }

  private void row(Kernel kernel, List<String> contenders, long n) {
    out.append("| ").append(size(n)).append(" |");
    for (String contender : contenders) {
      String time = results.score(kernel.name(), contender, n).map(Report::time).orElse("–");
      out.append(" ").append(time).append(" |");
    }
    out.append("\n");
  }

  private static String time(Score score) {
    double mean = score.mean();
    String unit = mean < 1e3 ? "ns" : mean < 1e6 ? "µs" : mean < 1e9 ? "ms" : "s";
    double scale = mean < 1e3 ? 1 : mean < 1e6 ? 1e3 : mean < 1e9 ? 1e6 : 1e9;
    return "%s %s ± %.0f %%"
        .formatted(number(mean / scale), unit, 100 * score.error() / score.mean());
  }

  private static String withInterval(Ratio ratio) {
    return "%s (%s–%s)"
        .formatted(
            bold(ratio),
            number(Math.max(ratio.value() - ratio.error(), 0)),
            number(ratio.value() + ratio.error()));
  }

  private static String bold(Ratio ratio) {
    String value = number(ratio.value()) + "×";
    return ratio.value() < 1 ? "**" + value + "**" : value;
  }

  private static String mean(List<Double> ratios) {
    return ratios.isEmpty()
        ? "–"
        : bold(new Ratio(Ratio.geometricMean(ratios.stream().mapToDouble(Double::doubleValue)), 0));
  }

  /// Two digits for what is less than ten, one less with each further one before the point.
  private static String number(double value) {
    int digits = value < 1 ? 2 : value < 10 ? 1 : 0;
    return String.format(Locale.ROOT, "%." + digits + "f", value);
  }

  private static String size(long n) {
    return String.format(Locale.ROOT, "%,d", n).replace(',', ' ');
  }
}
