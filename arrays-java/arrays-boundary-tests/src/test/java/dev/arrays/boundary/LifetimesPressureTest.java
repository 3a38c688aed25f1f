package dev.arrays.boundary;

import static org.assertj.core.api.Assertions.assertThat;

import dev.arrays.fixtures.Lifetimes;
import dev.arrays.testing.ChildJvm;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// That results nobody closes do not fill the memory, under each garbage collector. A JVM of its
/// own for each, with a heap so roomy that nothing on it asks for a collection.
@EnabledOnOs(OS.LINUX) // The peak of the resident memory is read from /proc.
class LifetimesPressureTest {
  private static final int RESULTS = 100_000;
  private static final int MEBIBYTE = 1 << 17;

  /// The headroom of 256 MiB, and what the JVM, its collector and the C allocator take.
  private static final long CEILING_MIB = 768;

  /// What the child JVMs run: takes results, reads each, drops it, and says how far memory went.
  public static final class Program {
    public static void main(String[] args) throws Exception {
      double sum = 0;
      for (int i = 0; i < RESULTS; i++) {
        sum += Lifetimes.filled(MEBIBYTE, 1).get(i % MEBIBYTE);
      }
      System.out.println("read " + sum);
      System.out.println(Files.readString(Path.of("/proc/self/status")));
    }
  }

  /// The JVM's own choice; on a build server, which has the time, the others too.
  static List<String> collectors() {
    return System.getenv("CI") == null
        ? List.of("-XX:+UseG1GC")
        : List.of("-XX:+UseG1GC", "-XX:+UseParallelGC", "-XX:+UseSerialGC", "-XX:+UseZGC");
  }

  @ParameterizedTest
  @MethodSource("collectors")
  void droppedResultsStayUnderTheCeiling(String collector) throws Exception {
    ChildJvm.Exit exit =
        ChildJvm.run(
            List.of("--enable-native-access=ALL-UNNAMED", collector, "-Xmx1g"), Program.class);
    assertThat(exit.exitCode()).as(exit.output()).isZero();
    assertThat(exit.output()).startsWith("read 100000.0\n");
    assertThat(peakMib(exit.output())).isLessThan(CEILING_MIB);
  }

  private static long peakMib(String output) {
    Matcher peak = Pattern.compile("VmHWM:\\s*(\\d+) kB").matcher(output);
    assertThat(peak.find()).as(output).isTrue();
    return Long.parseLong(peak.group(1)) >> 10;
  }
}
