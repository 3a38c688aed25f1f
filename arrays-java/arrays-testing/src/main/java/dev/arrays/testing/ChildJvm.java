package dev.arrays.testing;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A JVM of its own for what may end the process, with the class path of this one.
///
/// {@snippet class="dev.arrays.testing.GuardedArenaTest" region="child"}
public final class ChildJvm {
  private static final long MINUTES = 5;

  private ChildJvm() {}

  /// How a JVM ended.
  ///
  /// @param exitCode 0 when the program returned; not 0 when it threw, exited so or was killed
  /// @param output what it wrote to both its streams, with `\n` at line ends; after a crash, the
  ///   JVM's report too
  public record Exit(int exitCode, String output) {}

  /// Runs a program to its end.
  ///
  /// Core dumps are off, and the report of a crash goes to the output instead of a file; options
  /// can say otherwise. Native access is granted by an option alone, as for any program.
  ///
  /// @param options options of the JVM, before the class
  /// @param program a class with a `main` method
  /// @param arguments the arguments of `main`
  /// @return how it ended
  /// @throws IOException when no process can be started
  /// @throws InterruptedException when this thread is interrupted while it waits
  /// @throws IllegalStateException when the program has not ended after 5 minutes
  public static Exit run(List<String> options, Class<?> program, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-XX:-CreateCoredumpOnCrash");
    command.add("-XX:+ErrorFileToStdout");
    command.addAll(options);
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(program.getName());
    command.addAll(List.of(arguments));
    Path output = Files.createTempFile("child-jvm-", ".txt");
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      try {
        if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
          throw new IllegalStateException(
              program.getName() + " has not ended after " + MINUTES + " minutes: " + read(output));
        }
      } finally {
        process.destroyForcibly();
      }
      return new Exit(process.exitValue(), read(output));
    } finally {
      Files.deleteIfExists(output);
    }
  }

  private static String read(Path output) throws IOException {
    return new String(Files.readAllBytes(output), Charset.defaultCharset()).replace("\r\n", "\n");
  }
}
