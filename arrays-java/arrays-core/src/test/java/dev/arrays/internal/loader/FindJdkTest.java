package dev.arrays.internal.loader;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// The script that finds the JDK for the build, on a machine of which it sees only a folder.
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "it is a shell script")
class FindJdkTest {
  private static final Path SCRIPT = Path.of("..", "..", ".build", "find-jdk");

  @TempDir private Path folder;
  private Path script;

  @BeforeEach
  void moveTheMachinesOwnFoldersAway() throws IOException {
    String text = Files.readString(SCRIPT);
    script =
        Files.writeString(
            folder.resolve("find-jdk"),
            text.replace(" /usr/lib/jvm/", " " + folder + "/jvm/")
                .replace(" /opt/java/", " " + folder + "/opt/")
                .replace(" /Library/", " " + folder + "/Library/")
                .replace("command -v javac", "false"));
  }

  @Test
  void theFloorIsPreferredWhereverItLies() throws Exception {
    Path chosen = jdk("chosen", "25.0.2");
    jdk("jvm/a", "25");
    Path fixed = jdk("jvm/b", "25.0.3");
    jdk("jvm/c", "25.0.4");
    assertThat(run(chosen)).isEqualTo("0 " + fixed + "\n");
  }

  @Test
  void theChosenOneComesFirst() throws Exception {
    Path chosen = jdk("chosen", "26");
    jdk("jvm/a", "25.0.3");
    assertThat(run(chosen)).isEqualTo("0 " + chosen + "\n");
  }

  @Test
  void anOlderOneIsTakenWithAWarningWhereThereIsNoOther() throws Exception {
    jdk("jvm/a", "17.0.15");
    Path first = jdk("jvm/b", "25.0.1");
    jdk("jvm/c", "25.0.2");
    assertThat(run(null))
        .isEqualTo(
            "0 arrays: the JDK in "
                + first
                + " is 25.0.1, whose G1 collector destroys arrays that JNI code has pinned"
                + " (JDK-8377811): install 25.0.3 or newer\n"
                + first
                + "\n");
  }

  @Test
  void withoutAnyOneTheLineSaysWhatToInstall() throws Exception {
    jdk("jvm/a", "24.0.2");
    assertThat(run(null))
        .isEqualTo(
            "1 arrays needs a JDK 25, best 25.0.3 or newer, and found none: install one (for example"
                + " Eclipse Temurin, or Debian's openjdk-25-jdk) or set JAVA_HOME to one\n");
  }

  private Path jdk(String name, String version) throws IOException {
    Path home = folder.resolve(name);
    Path javac = Files.createDirectories(home.resolve("bin")).resolve("javac");
    Files.writeString(javac, "");
    assertThat(javac.toFile().setExecutable(true)).isTrue();
    Files.writeString(
        home.resolve("release"), "IMPLEMENTOR=\"Some\"\nJAVA_VERSION=\"" + version + "\"\n");
    return home;
  }

  /// The exit code and what was printed, standard error first.
  private String run(Path javaHome) throws Exception {
    ProcessBuilder shell = new ProcessBuilder("sh", script.toString());
    shell.environment().put("HOME", folder.toString());
    shell.environment().remove("JAVA_HOME");
    if (javaHome != null) {
      shell.environment().put("JAVA_HOME", javaHome.toString());
    }
    Process process = shell.redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return process.waitFor() + " " + output;
  }
}
