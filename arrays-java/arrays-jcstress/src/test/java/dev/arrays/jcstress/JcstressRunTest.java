package dev.arrays.jcstress;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Runs the jcstress tests: briefly, or with `-Darrays.jcstress.mode=default`, or another preset of
/// jcstress, under all the compilers, JVM options and placements on processors that there are.
class JcstressRunTest {
  private static final Path FOLDER = Path.of("target", "jcstress").toAbsolutePath();
  private static final String ACCESS = "--enable-native-access=ALL-UNNAMED";

  @Test
  void nothingForbiddenHappens() throws IOException, InterruptedException {
    Files.createDirectories(FOLDER);
    Path log = FOLDER.resolve("log.txt");
    Process process =
        new ProcessBuilder(command())
            .directory(FOLDER.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    int status;
    try {
      status = process.waitFor();
    } finally {
      process.destroy();
    }
    String text = Files.readString(log);
    assertThat(status).as(text).isZero();
    // Of no test, nothing is forbidden either.
    assertThat(text).containsPattern("Results: ([1-9]\\d*) planned; \\1 passed, 0 failed, 0 soft");
  }

  private static List<String> command() {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), ACCESS));
    command.addAll(List.of("org.openjdk.jcstress.Main", "-r", FOLDER.toString()));
    String mode = System.getProperty("arrays.jcstress.mode");
    if (mode.equals("brief")) {
      command.addAll(List.of("-jvmArgs", ACCESS, "-sc", "false", "-af", "NONE"));
      command.addAll(List.of("-f", "1", "-iters", "1", "-time", "500"));
    } else {
      command.addAll(List.of("-jvmArgsPrepend", ACCESS, "-m", mode));
    }
    return command;
  }
}
