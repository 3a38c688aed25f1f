package dev.arrays.notebooks;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What `make` prints while cargo and Maven run, here played by scripts that print what they print.
final class ProgressTest {
  private static final Path PROGRAM =
      Setting.path("folder").resolveSibling(".build").resolve("Progress.java");

  private static final String CARGO =
      """
         Compiling syn v3.0.9
          Building [=======>                  ] 12/240: syn, ndarray(build)\r
           Running unittests src/lib.rs (arrays-rs/target/debug/deps/arrays_kernels-0123456789abcdef)

      running 2 tests
      test sum::adds ... ok
      test sum::is_empty ... ok

      test result: ok. 2 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.01s

           Running tests/calls.rs (arrays-rs/target/debug/deps/calls-0123456789abcdef)

      running 1 test
      test calls ... ok

      test result: ok. 1 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.01s
      """;

  private static final String MAVEN =
      """
      [INFO] Scanning for projects...
      [INFO] ----------------------< dev.arrays:arrays-core >-----------------------
      [INFO] Building arrays core 0.1.0                                        [2/13]
      [INFO] --- surefire:3.6.1:test (default-test) @ arrays-core ---
      [INFO] Running dev.arrays.SliceTest
      netlib-blas: JNI_OnLoad: dlopen(libblas.so.3) failed
      [WARNING] Tests run: 1998, Failures: 0, Errors: 0, Skipped: 2, Time elapsed: 1 s -- in dev.arrays.SliceTest
      [WARNING] Tests run: 1998, Failures: 0, Errors: 0, Skipped: 2
      [INFO] ---------------------< dev.arrays:arrays-testing >---------------------
      [INFO] Building arrays testing 0.1.0                                     [3/13]
      [WARNING] something that should be looked at
      """;

  @TempDir Path folder;

  @Test
  void theStepsAndWhatPassed() throws Exception {
    Result result = run(script("cargo", CARGO, 0), script("maven", MAVEN, 0));
    assertThat(result.status).isZero();
    assertThat(result.lines)
        .containsExactlyInAnyOrder(
            "test result: ok. 2 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in"
                + " 0.01s",
            "Rust: arrays_kernels: 2 tests passed, 1 skipped, 0s",
            "test result: ok. 1 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in"
                + " 0.01s",
            "Rust: tests/calls.rs: 1 test passed, 0s",
            "Tests run: 1998, Failures: 0, Errors: 0, Skipped: 2",
            "[2/13] arrays-core: 1,996 tests passed, 2 skipped, 0s",
            "[WARNING] something that should be looked at",
            "[3/13] arrays-testing: built, 0s",
            "1,999 tests passed, 3 skipped (Rust 3, Java 1,996) in 0s");
    assertThat(result.lines.getLast()).startsWith("1,999 tests passed");
  }

  @Test
  void aFailureShowsTheWholeOutputOfItsStepAndItsStatus() throws Exception {
    String failing =
        MAVEN
            + """
            [INFO]    Compiling model v0.1.0
            [INFO]     Building [==>    ] 3/4: model
            [ERROR] Tests run: 5, Failures: 1, Errors: 1, Skipped: 0
            [ERROR] SliceTest.reversed: expected 3 but was 4
            """;
    Result result = run(script("maven", failing, 3), script("cargo", CARGO, 0));
    assertThat(result.status).isEqualTo(3);
    assertThat(result.lines)
        .containsSequence(
            "[INFO] ---------------------< dev.arrays:arrays-testing >---------------------",
            "[INFO] Building arrays testing 0.1.0                                     [3/13]",
            "[WARNING] something that should be looked at",
            "[INFO]    Compiling model v0.1.0",
            "[ERROR] Tests run: 5, Failures: 1, Errors: 1, Skipped: 0",
            "[ERROR] SliceTest.reversed: expected 3 but was 4",
            "[3/13] arrays-testing failed with status 3, 0s");
    assertThat(result.lines).contains("Rust: arrays_kernels: 2 tests passed, 1 skipped, 0s");
    assertThat(result.lines.getLast())
        .isEqualTo(
            "2,002 tests passed, 2 failed, 3 skipped (Rust 3, Java 1,999), and the build failed"
                + " after 0s");
  }

  @Test
  void aFailureBeforeAnyStepShowsAll() throws Exception {
    Result result = run(script("cargo", "error: no such command\n", 101), "true");
    assertThat(result.status).isEqualTo(101);
    assertThat(result.lines)
        .containsExactly(
            "",
            "error: no such command",
            "sh " + folder.resolve("cargo") + " failed with status 101, 0s",
            "Failed after 0s");
  }

  /// A command that prints a text and ends with a status.
  private String script(String name, String output, int status) throws IOException {
    Path text = Files.writeString(folder.resolve(name + ".txt"), output);
    Path script =
        Files.writeString(folder.resolve(name), "cat '%s'; exit %d".formatted(text, status));
    return "sh " + script;
  }

  private record Result(int status, List<String> lines) {}

  private static Result run(String... commands) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add(PROGRAM.toString());
    command.addAll(List.of(commands));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("CI", "true");
    Process process = builder.start();
    List<String> lines = process.inputReader(UTF_8).lines().toList();
    // No run of theirs takes a whole second, unless the machine is busy.
    return new Result(
        process.waitFor(),
        lines.stream().map(line -> line.replaceFirst("(?<=[, ])\\d+s$", "0s")).toList());
  }
}
