package dev.arrays.benchmarks.report;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.arrays.benchmarks.kernels.LimitsBenchmark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What a run has measured: one file of JMH's for each kernel, one for the limits, and one about
/// the machine.
///
/// @param machine what ran it, by the name of each property
/// @param scores the scores of each kernel, by its name
record Results(Map<String, String> machine, Map<String, List<Score>> scores) {
  static final String MACHINE = "machine.json";
  static final String LIMITS = "limits";

  /// Reads all files of a directory.
  static Results read(Path directory) throws IOException {
    Map<String, String> machine = new LinkedHashMap<>();
    JsonParser.parseString(Files.readString(directory.resolve(MACHINE)))
        .getAsJsonObject()
        .entrySet()
        .forEach(entry -> machine.put(entry.getKey(), entry.getValue().getAsString()));
    Map<String, List<Score>> scores = new TreeMap<>();
    try (var files = Files.list(directory)) {
      for (Path file : files.sorted().toList()) {
        String name = file.getFileName().toString();
        if (name.endsWith(".json") && !name.equals(MACHINE)) {
          scores.put(
              name.substring(0, name.length() - ".json".length()), scores(Files.readString(file)));
        }
      }
    }
    return new Results(machine, scores);
  }

  private static List<Score> scores(String json) {
    List<Score> scores = new ArrayList<>();
    for (JsonElement element : JsonParser.parseString(json).getAsJsonArray()) {
      JsonObject result = element.getAsJsonObject();
      JsonObject metric = result.getAsJsonObject("primaryMetric");
      String unit = metric.get("scoreUnit").getAsString();
      if (!unit.equals("ns/op")) {
        throw new IllegalArgumentException("scores are in ns/op, not in " + unit);
      }
      String benchmark = result.get("benchmark").getAsString();
      JsonObject params = result.getAsJsonObject("params");
      scores.add(
          new Score(
              benchmark.substring(benchmark.lastIndexOf('.') + 1),
              params == null ? 0 : params.get("n").getAsLong(),
              times(metric.getAsJsonArray("rawData"))));
    }
    return scores;
  }

  private static List<Double> times(JsonArray forks) {
    return forks.asList().stream()
        .flatMap(fork -> fork.getAsJsonArray().asList().stream())
        .map(JsonElement::getAsDouble)
        .toList();
  }

  /// The scores of a kernel; none when it was not measured.
  List<Score> of(String kernel) {
    return scores.getOrDefault(kernel, List.of());
  }

  /// The score of one contender at one size.
  Optional<Score> score(String kernel, String contender, long n) {
    return of(kernel).stream()
        .filter(score -> score.contender().equals(contender) && score.n() == n)
        .findFirst();
  }

  /// The time that one of the limits takes.
  Optional<Double> limit(String contender) {
    return of(LIMITS).stream()
        .filter(score -> score.contender().equals(contender))
        .findFirst()
        .map(Score::mean);
  }

  /// The share of the machine's limit that Rust reaches on Java arrays at the largest size, if
  /// there is such a limit.
  Optional<Aim.Figure> shareOfLimit(Kernel kernel) {
    Kernel.Limit limit = kernel.limit();
    Optional<Score> largest =
        of(kernel.name()).stream()
            .filter(score -> score.contender().equals("rust"))
            .max(Comparator.comparingLong(Score::n));
    if (limit == null || largest.isEmpty()) {
      return Optional.empty();
    }
    long n = largest.get().n();
    boolean inMemory = !limit.contender().equals("fma");
    // What fits into the caches is not bounded by memory.
    if (inMemory && Math.pow((double) n, limit.degree()) < 0.9 * LimitsBenchmark.ELEMENTS) {
      return Optional.empty();
    }
    double unit = inMemory ? LimitsBenchmark.ELEMENTS : LimitsBenchmark.OPERATIONS;
    return limit(limit.contender())
        .map(time -> limit.work(n) / unit * time / largest.get().mean())
        .map(share -> new Aim.Figure(share, kernel.name(), n));
  }
}
