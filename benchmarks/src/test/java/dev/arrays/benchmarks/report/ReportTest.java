package dev.arrays.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.arrays.benchmarks.report.Score.Ratio;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The report says what the results say.
class ReportTest {
  private static final Path CANNED = Path.of("src/test/resources/report");

  private static String rendered() throws IOException {
    Properties reasons = new Properties();
    reasons.setProperty("sum", "A reason for all.");
    reasons.setProperty("sum.nd4j", "A reason for one.");
    return Report.render(Results.read(CANNED), reasons);
  }

  @Test
  void namesTheMachineAndItsLimits() throws IOException {
    assertThat(rendered())
        .contains("| Processor | Difference Engine |\n", "| Date | 1991-12-26 |\n")
        // 80 MB in 5 ms and in 4 ms, and 100 million operations in 2 ms, twice as many on two
        // threads.
        .contains("| read memory | 16 GB/s | 20 GB/s |\n")
        .contains("| multiply and add | 50 GFLOP/s | 100 GFLOP/s |\n");
  }

  @Test
  void theFirstTableHasTheRatios() throws IOException {
    assertThat(rendered())
        .contains(
            "| [sum](#sum) | 100 000 | 4.0× (3.8–4.2) | 2.0× (2.0–2.0) | **0.80×** (0.78–0.82) "
                + "| **0.50×** (0.49–0.51) ND4J | 100 000 | 1.5× | 83 % of read |\n")
        .contains("| **geometric mean** | | 6.0× | 2.0× | **0.80×** | **0.50×** | | | |\n");
  }

  @Test
  void aimsAreHeldAgainstTheWorstFigure() throws IOException {
    assertThat(rendered())
        .contains("| idiomatic Java, from 1000 elements on | 0.95× | **0.50×** | sum at 1 000 |\n")
        .contains(
            "| the memory's bandwidth for reading | 0.90× | **0.83×** | sum at 10 000 000 |\n")
        .contains(
            "| the processor's peak, products of matrices | 0.75× | 0.84× | matmul at 128 |\n")
        .doesNotContain("Arrays.sort");
  }

  @Test
  void aSizeThatWasNotMeasuredIsReplaced() throws IOException {
    assertThat(rendered()).contains("| [matmul](#matmul) | 128 | 9.0× (9.0–9.0) | – |");
  }

  @Test
  void lossesAreListedWithTheirReasons() throws IOException {
    assertThat(rendered())
        .contains("- sum against java: **0.50×** at 1 000. A reason for all.\n")
        .contains("- sum against vectorApi: **0.80×** at 100 000. A reason for all.\n")
        .contains("- sum against nd4j: **0.50×** at 100 000. A reason for one.\n")
        .doesNotContain("- sum against carefulJava");
  }

  @Test
  void everyScoreIsInTheKernelsTable() throws IOException {
    assertThat(rendered())
        .contains("| n | java | carefulJava | vectorApi | nd4j | rust | rustParallel |\n")
        .contains("| 1 000 | 500 ns ± 0 % | – | – | – | 1.0 µs ± 0 % | – |\n");
  }

  @Test
  void theRatiosIntervalIsThatOfBothMeans() {
    Score fast = new Score("rust", 1, List.of(9.0, 10.0, 11.0));
    Score slow = new Score("java", 1, List.of(36.0, 40.0, 44.0));
    Ratio ratio = fast.speedupOver(slow);
    assertThat(ratio.value()).isEqualTo(4);
    // Both have a relative standard error of 0.1 / √3, and two degrees of freedom each make four.
    assertThat(ratio.error())
        .isCloseTo(4 * 2.7764451 * Math.sqrt(2) * 0.1 / Math.sqrt(3), within(1e-6));
    // Student's quantile for two degrees of freedom is 4.3027.
    assertThat(fast.error()).isCloseTo(4.3026527 / Math.sqrt(3), within(1e-6));
  }

  @Test
  void aPlotHasAllContenders(@TempDir Path directory) throws IOException {
    Path results = Files.createDirectory(directory.resolve("results"));
    try (var files = Files.list(CANNED)) {
      for (Path file : files.toList()) {
        Files.copy(file, results.resolve(file.getFileName()));
      }
    }
    Files.writeString(directory.resolve("reasons.properties"), "");
    Report.write(directory);
    assertThat(directory.resolve("REPORT.md")).content().contains("![sum](plots/sum.svg)");
    assertThat(directory.resolve("plots/sum.svg"))
        .content()
        .startsWith("<svg")
        .contains("carefulJava", "vectorApi", "rustParallel");
  }

  @Test
  void everyReasonIsOfAKernel() throws IOException {
    Properties reasons = new Properties();
    try (var reader = Files.newBufferedReader(Path.of("reasons.properties"))) {
      reasons.load(reader);
    }
    assertThat(reasons.stringPropertyNames())
        .allSatisfy(key -> assertThat(Kernels.named(key.replaceAll("\\..*", ""))).isPresent());
  }

  @Test
  void everyBenchmarkOfAKernelIsInTheReport() throws IOException {
    try (var sources = Files.list(Path.of("src/main/java/dev/arrays/benchmarks/kernels"))) {
      assertThat(sources)
          .extracting(source -> source.getFileName().toString())
          .filteredOn(name -> name.endsWith("Benchmark.java") && isConcrete(name))
          .allSatisfy(name ->
              assertThat(Kernels.named(Kernel.name(name.replace(".java", "")))).isPresent());
    }
  }

  private static boolean isConcrete(String name) {
    try {
      return !name.equals("LimitsBenchmark.java")
          && !Files.readString(Path.of("src/main/java/dev/arrays/benchmarks/kernels", name))
              .contains("abstract class");
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
