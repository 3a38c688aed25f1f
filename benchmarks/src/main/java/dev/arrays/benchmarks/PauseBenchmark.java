package dev.arrays.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How long a safepoint has to wait while a kernel works on Java arrays.
///
/// In a JVM of its own for each collector, kernel and size, one thread calls the kernel again and
/// again, while another one allocates, calls `System.gc()` and takes thread dumps. The JVM's own
/// log says how long each safepoint took to be reached, by all threads. The same is measured with
/// plain Java in place of the kernel, right before. What is compared is the 99th percentiles; of
/// several rounds the median.
///
/// `make pauses` runs it.
public final class PauseBenchmark {
  private static final List<String> COLLECTORS = List.of("Serial", "Parallel", "G1", "Z");
  private static final int[] MEGABYTES = {8, 800};
  private static final Pattern REACHED =
      Pattern.compile("^\\[(\\d+)ms\\].* Reaching safepoint: +(\\d+) ns");

  /// How long the threads run before what happens counts, and how long after that.
  private static final long WARM_UP_MILLIS = 1500;

  private static final long MEASURED_MILLIS = 4000;

  @SuppressWarnings("UnusedVariable") // Written, so that the allocation is not left out.
  private static volatile Object garbage = "";

  private PauseBenchmark() {}

  /// What was seen in one JVM, in microseconds.
  private record Waits(int safepoints, double median, double p99) {

    static Waits of(List<Long> nanoseconds) {
      long[] sorted = nanoseconds.stream().mapToLong(Long::longValue).sorted().toArray();
      if (sorted.length == 0) {
        throw new IllegalStateException("the JVM reached no safepoint");
      }
      return new Waits(
          sorted.length, percentile(sorted, 0.5) / 1000.0, percentile(sorted, 0.99) / 1000.0);
    }

    private static long percentile(long[] sorted, double share) {
      return sorted[(int) Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)];
    }
  }

  /// Measures all, or what the arguments name.
  ///
  /// @param args names of collectors, of kernels, and a number of rounds; all collectors, all
  ///   kernels and 1 round when left out
  /// @throws IOException if a JVM cannot be started
  /// @throws InterruptedException if the benchmark is interrupted
  public static void main(String[] args) throws IOException, InterruptedException {
    List<String> named = List.of(args);
    if (!named.isEmpty() && named.getFirst().equals("worker")) {
      work(PauseWork.valueOf(args[1]), args[2].equals("rust"), Integer.parseInt(args[3]));
      return;
    }
    List<String> kernels = Arrays.stream(PauseWork.values()).map(Enum::name).toList();
    for (String word : named) {
      if (!COLLECTORS.contains(word) && !kernels.contains(word) && !word.matches("\\d{1,3}")) {
        System.err.printf(
            "%s is none of the collectors %s, none of the kernels %s and no number of rounds%n",
            word, COLLECTORS, kernels);
        System.exit(2);
      }
    }
    int rounds =
        named.stream().filter(a -> a.matches("\\d+")).mapToInt(Integer::parseInt).max().orElse(1);
    System.out.printf(
        "How long safepoints wait, in µs; %d round%s of %d s%n%n",
        rounds, rounds == 1 ? "" : "s", MEASURED_MILLIS / 1000);
    System.out.println(
        "| collector | kernel | array | safepoints | Java p50 | Rust p50 | Java p99 | Rust p99 | ratio of p99 |");
    System.out.println("|---|---|---|---|---|---|---|---|---|");
    for (String collector : chosen(COLLECTORS, named)) {
      for (String kernel : chosen(kernels, named)) {
        for (int megabytes : MEGABYTES) {
          compare(collector, kernel, megabytes, rounds);
        }
      }
    }
  }

  private static List<String> chosen(List<String> all, List<String> named) {
    List<String> chosen = all.stream().filter(named::contains).toList();
    return chosen.isEmpty() ? all : chosen;
  }

  private static void compare(String collector, String kernel, int megabytes, int rounds)
      throws IOException, InterruptedException {
    List<Waits> java = new ArrayList<>();
    List<Waits> rust = new ArrayList<>();
    for (int round = 0; round < rounds; round++) {
      java.add(measure(collector, kernel, "java", megabytes));
      rust.add(measure(collector, kernel, "rust", megabytes));
    }
    double javaP99 = median(java.stream().mapToDouble(Waits::p99).toArray());
    double rustP99 = median(rust.stream().mapToDouble(Waits::p99).toArray());
    System.out.printf(
        Locale.ROOT,
        "| %s | %s | %d MB | %d | %.0f | %.0f | %.0f | %.0f | %.2f× |%n",
        collector,
        kernel,
        megabytes,
        rust.stream().mapToInt(Waits::safepoints).sum(),
        median(java.stream().mapToDouble(Waits::median).toArray()),
        median(rust.stream().mapToDouble(Waits::median).toArray()),
        javaP99,
        rustP99,
        rustP99 / javaP99);
  }

  private static double median(double[] values) {
    Arrays.sort(values);
    int middle = values.length / 2;
    return values.length % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
  }

  private static Waits measure(String collector, String kernel, String language, int megabytes)
      throws IOException, InterruptedException {
    Path log = Files.createTempFile("safepoints", ".log");
    try {
      Process process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-XX:+Use" + collector + "GC",
                  "-Xms6g",
                  "-Xmx6g",
                  "-Xlog:disable",
                  "-Xlog:safepoint=info:file=" + log + ":uptimemillis",
                  "--enable-native-access=ALL-UNNAMED",
                  "--class-path",
                  System.getProperty("java.class.path"),
                  PauseBenchmark.class.getName(),
                  "worker",
                  kernel,
                  language,
                  Integer.toString(megabytes))
              .redirectErrorStream(true)
              .start();
      String output;
      try (InputStream stream = process.getInputStream()) {
        output = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
      }
      if (process.waitFor() != 0) {
        throw new IllegalStateException(
            "%s of %s with %s failed:%n%s".formatted(language, kernel, collector, output));
      }
      List<Long> bounds = output.strip().lines().map(Long::parseLong).toList();
      return waits(log, bounds.getFirst(), bounds.getLast());
    } finally {
      Files.delete(log);
    }
  }

  private static Waits waits(Path log, long fromMillis, long toMillis) throws IOException {
    List<Long> nanoseconds = new ArrayList<>();
    for (String line : Files.readAllLines(log)) {
      Matcher matcher = REACHED.matcher(line);
      if (matcher.find()) {
        long at = Long.parseLong(matcher.group(1));
        if (at >= fromMillis && at <= toMillis) {
          nanoseconds.add(Long.parseLong(matcher.group(2)));
        }
      }
    }
    return Waits.of(nanoseconds);
  }

  /// Runs in a JVM of its own: prints when what counts began and ended, and ends the JVM, for a
  /// kernel may take minutes.
  private static void work(PauseWork work, boolean isRust, int megabytes)
      throws InterruptedException {
    Runnable call = work.prepare(isRust, megabytes << 20);
    Thread worker =
        new Thread(() -> {
          while (true) {
            call.run();
          }
        });
    worker.setDaemon(true);
    worker.start();
    disturb(WARM_UP_MILLIS);
    long from = ManagementFactory.getRuntimeMXBean().getUptime();
    disturb(MEASURED_MILLIS);
    System.out.println(from);
    System.out.println(ManagementFactory.getRuntimeMXBean().getUptime());
    Runtime.getRuntime().halt(worker.isAlive() ? 0 : 1);
  }

  private static void disturb(long millis) throws InterruptedException {
    long end = System.nanoTime() + millis * 1_000_000;
    for (int round = 0; System.nanoTime() < end; round++) {
      for (int i = 0; i < 100; i++) {
        garbage = new byte[10_000];
      }
      if (round % 100 == 0) {
        System.gc();
      } else if (Thread.getAllStackTraces().isEmpty()) {
        throw new IllegalStateException("a thread dump without threads");
      }
      Thread.sleep(2);
    }
  }
}
