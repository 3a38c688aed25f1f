package dev.arrays.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.Jazzer;
import dev.arrays.codegen.LibraryScanFuzz;
import dev.arrays.codegen.ManifestFuzz;
import dev.arrays.codegen.RustDocFuzz;
import dev.arrays.demo.FlightsFuzz;
import dev.arrays.internal.loader.LibraryFileFuzz;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every parser of the project, on inputs nobody wrote: a thousand each, always the same, with the
/// other tests, and as many as the given time allows, guided by coverage, with `make fuzz`.
class FuzzTest {
  private static final String SECONDS = "arrays.fuzz.seconds";
  private static final int INPUTS = 1_000;

  static List<FuzzTarget> targets() {
    return List.of(
        new LibraryScanFuzz(),
        new ManifestFuzz(),
        new RustDocFuzz(),
        new LibraryFileFuzz(),
        new ViewFuzz(),
        new FlightsFuzz());
  }

  static FuzzTarget target(String name) {
    return targets().stream()
        .filter(target -> target.getClass().getSimpleName().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @ParameterizedTest
  @MethodSource("targets")
  void noInputDoesHarm(FuzzTarget target, @TempDir Path corpus) throws Exception {
    List<byte[]> seeds = target.seeds();
    for (byte[] seed : seeds) {
      check(target, seed);
    }
    Mutator mutator = new Mutator(seeds, new Random(2013));
    for (int i = 0; i < INPUTS; i++) {
      check(target, mutator.next());
    }
    if (System.getProperty(SECONDS) != null) {
      checkWithJazzer(target, corpus);
    }
  }

  private static void check(FuzzTarget target, byte[] input) {
    try {
      target.test(input);
    } catch (Exception | Error e) {
      throw new AssertionError(
          target.getClass().getSimpleName()
              + " on the Base64 "
              + Base64.getEncoder().encodeToString(input),
          e);
    }
  }

  private static void checkWithJazzer(FuzzTarget target, Path corpus) throws Exception {
    int number = 0;
    for (byte[] seed : target.seeds()) {
      Files.write(corpus.resolve("seed-" + number++), seed);
    }
    String name = target.getClass().getSimpleName();
    Path folder = Path.of("target").toAbsolutePath();
    Path log = folder.resolve(name + ".log");
    int status =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:+EnableDynamicAgentLoading",
                "-D" + JazzerEntry.TARGET + "=" + name,
                "-cp",
                System.getProperty("java.class.path"),
                Jazzer.class.getName(),
                "--target_class=" + JazzerEntry.class.getName(),
                "--instrumentation_includes=dev.arrays.**:com.google.gson.**",
                "--custom_hook_includes=dev.arrays.**",
                "--reproducer_path=" + folder,
                "-artifact_prefix=" + folder.resolve(name + "-"),
                "-max_total_time=" + System.getProperty(SECONDS),
                corpus.toString())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start()
            .waitFor();
    assertThat(status).as("the finding is at the end of %s and in a file beside it", log).isZero();
  }
}
