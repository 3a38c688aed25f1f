package dev.arrays.benchmarks.report;

import dev.arrays.benchmarks.kernels.KernelBenchmark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Fork;

/// What a run is made on.
final class Machine {
  private static final Path CACHES = Path.of("/sys/devices/system/cpu/cpu0/cache");

  private Machine() {}

  /// The properties that the report states, by name; those of the processor where the system tells
  /// them.
  static Map<String, String> properties(String kind) throws IOException {
    Map<String, String> properties = new LinkedHashMap<>();
    properties.put("Date", LocalDate.now(ZoneOffset.UTC).toString());
    properties.put("Run", kind);
    processor(properties);
    properties.put("Processors", String.valueOf(Runtime.getRuntime().availableProcessors()));
    caches(properties);
    properties.put(
        "System",
        "%s %s %s"
            .formatted(
                System.getProperty("os.name"),
                System.getProperty("os.version"),
                System.getProperty("os.arch")));
    properties.put(
        "JDK", System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version"));
    Fork fork = KernelBenchmark.class.getAnnotation(Fork.class);
    properties.put("Flags", String.join(" ", fork.jvmArgsAppend()));
    properties.put("OMP_NUM_THREADS", System.getenv().getOrDefault("OMP_NUM_THREADS", "not set"));
    return properties;
  }

  private static void processor(Map<String, String> properties) throws IOException {
    Path info = Path.of("/proc/cpuinfo");
    if (!Files.exists(info)) {
      return;
    }
    List<String> lines = Files.readAllLines(info);
    property(lines, "model name").forEach(model -> properties.putIfAbsent("Processor", model));
    List<String> sets =
        property(lines, "flags")
            .flatMap(flags -> Stream.of(flags.split(" ")))
            .filter(flag -> flag.matches("avx2|fma|avx512f|asimd"))
            .distinct()
            .toList();
    if (!sets.isEmpty()) {
      properties.put("Vector instructions", String.join(", ", sets));
    }
  }

  private static Stream<String> property(List<String> lines, String name) {
    return lines.stream()
        .filter(line -> line.startsWith(name))
        .map(line -> line.substring(line.indexOf(':') + 1).strip());
  }

  private static void caches(Map<String, String> properties) throws IOException {
    if (!Files.isDirectory(CACHES)) {
      return;
    }
    StringBuilder caches = new StringBuilder();
    try (var files = Files.list(CACHES)) {
      for (Path cache : files.sorted().toList()) {
        if (Files.exists(cache.resolve("size")) && !read(cache, "type").equals("Instruction")) {
          caches
              .append(caches.isEmpty() ? "" : ", ")
              .append("L%s %s".formatted(read(cache, "level"), read(cache, "size")));
        }
      }
    }
    properties.put("Caches", caches.toString());
  }

  private static String read(Path cache, String file) throws IOException {
    return Files.readString(cache.resolve(file)).strip();
  }
}
