package dev.arrays.benchmarks.report;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonParser;
import dev.arrays.benchmarks.kernels.KernelBenchmark;
import dev.arrays.benchmarks.kernels.LimitsBenchmark;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatFactory;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/// Measures all kernels, or a quick subset at one size each, and writes the report.
///
/// What was measured before stays until the new run has come to the end of each kernel, and a full
/// run of some kernels only leaves the others as they are.
public final class Suite {
  private static final Gson GSON =
      new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();

  private final Path results;
  private final Path logs;
  private final boolean quick;

  private Suite(Path directory, boolean quick) {
    this.results = directory.resolve("results");
    this.logs = directory.resolve("target/bench");
    this.quick = quick;
  }

  /// Runs the benchmarks.
  ///
  /// @param args the directory of the benchmarks; then `quick`, `full`, or the names of the kernels
  ///   to measure
  /// @throws IOException if a file cannot be written
  /// @throws RunnerException if JMH refuses to run
  public static void main(String[] args) throws IOException, RunnerException {
    Path directory = Path.of(args[0]);
    List<String> which = List.of(args).subList(1, args.length);
    Suite suite = new Suite(directory, which.contains("quick"));
    suite.run(which);
    Report.write(directory);
  }

  private void run(List<String> which) throws IOException, RunnerException {
    boolean all = quick || which.contains("full");
    Files.createDirectories(results);
    Files.createDirectories(logs);
    if (all) {
      // A report is of one run.
      try (var files = Files.list(results)) {
        for (Path file : files.toList()) {
          Files.delete(file);
        }
      }
      Files.writeString(
          results.resolve(Results.MACHINE),
          GSON.toJson(Machine.properties(quick ? "quick" : "full")) + "\n");
      measure(Results.LIMITS, LimitsBenchmark.class, 0);
    }
    for (Kernel kernel : Kernels.ALL) {
      if (all ? kernel.quick() || !quick : which.contains(kernel.name())) {
        measure(kernel.name(), kernel.benchmark(), kernel.at());
      }
    }
  }

  private void measure(String name, Class<? extends KernelBenchmark> benchmark, int at)
      throws IOException, RunnerException {
    Instant start = Instant.now();
    Path log = logs.resolve(name + ".log");
    String methods = "^" + benchmark.getName().replace(".", "\\.") + "\\.";
    ChainedOptionsBuilder options =
        new OptionsBuilder().include(methods).output(log.toString()).shouldFailOnError(false);
    if (quick) {
      options.measurementIterations(3);
      if (at > 0) {
        options.param("n", String.valueOf(at));
      }
    }
    Collection<RunResult> measured = new Runner(options.build()).run();
    Files.writeString(results.resolve(name + ".json"), json(measured));
    System.out.printf(
        "%-16s %3d measurements in %d s%s%n",
        name,
        measured.size(),
        Duration.between(start, Instant.now()).toSeconds(),
        Files.readString(log).contains("<failure>") ? ", failures in " + log : "");
  }

  /// JMH's own format, without the place of the JVM in this file system.
  private static String json(Collection<RunResult> measured) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    ResultFormatFactory.getInstance(ResultFormatType.JSON, out).writeOut(measured);
    JsonArray all = JsonParser.parseString(bytes.toString(StandardCharsets.UTF_8)).getAsJsonArray();
    all.forEach(one -> one.getAsJsonObject().remove("jvm"));
    return GSON.toJson(all) + "\n";
  }
}
