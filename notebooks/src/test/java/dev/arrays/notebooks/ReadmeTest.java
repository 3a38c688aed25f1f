package dev.arrays.notebooks;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// Makes the project that the README shows, and runs the README's commands in it.
///
/// Only what `make install` would have put elsewhere is put in place: where the crates are, and the
/// repository that has the project's own jars.
final class ReadmeTest {
  private static final Path REPOSITORY_ROOT = Setting.path("folder").getParent();
  private static final Path PROJECT = Setting.path("output").resolveSibling("readme");

  /// A file of the project: its name in a line of its own, then its text in a fenced block.
  private static final Pattern FILE = Pattern.compile("(?ms)^`([^`\n]+)`\n\n```\\w+\n(.*?)^```$");

  private static final Pattern COMMANDS = Pattern.compile("(?ms)^```\n(mvn .*?)^```$");
  private static final Pattern PRINTED = Pattern.compile("IO\\.println.* // (.*)");

  @Test
  void theProjectOfTheReadmePrintsWhatTheReadmeSays() throws IOException, InterruptedException {
    String readme = Files.readString(REPOSITORY_ROOT.resolve("README.md"));
    List<MatchResult> files = FILE.matcher(readme).results().toList();
    assertThat(files)
        .extracting(file -> file.group(1))
        .containsExactly("Cargo.toml", "src/lib.rs", "src/main/java/Main.java", "pom.xml");
    for (MatchResult file : files) {
      Path path = PROJECT.resolve(file.group(1));
      Files.createDirectories(path.getParent());
      Files.writeString(path, withOwnPaths(file.group(2)));
    }

    List<String> output = run(withOwnPaths(only(COMMANDS, readme)));

    assertThat(output).isNotEmpty();
    assertThat(output.getLast()).as(String.join("\n", output)).isEqualTo(only(PRINTED, readme));
  }

  private static String withOwnPaths(String text) {
    return text.replace("/home/you/.local/share/arrays/arrays-rs", REPOSITORY_ROOT + "/arrays-rs")
        .replace("$HOME/.m2/repository", Setting.path("own").toString())
        .replace("mvn ", mvn());
  }

  private static String mvn() {
    return "%s/mvnw --batch-mode --quiet -Dmaven.repo.local=%s -Dmaven.repo.local.tail=%s "
        .formatted(REPOSITORY_ROOT, Setting.path("own"), Setting.path("local"));
  }

  private static List<String> run(String commands) throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder("sh", "-e", "-c", commands)
            .directory(PROJECT.toFile())
            .redirectErrorStream(true);
    String javaHome = System.getProperty("java.home");
    builder.environment().put("JAVA_HOME", javaHome);
    builder.environment().merge("PATH", javaHome + "/bin", (path, bin) -> bin + ":" + path);
    Process process = builder.start();
    List<String> output = new ArrayList<>();
    try (var lines = process.inputReader(UTF_8)) {
      lines.lines().forEach(output::add);
    }
    assertThat(process.waitFor()).as(String.join("\n", output)).isZero();
    return output;
  }

  private static String only(Pattern pattern, String text) {
    List<String> found = pattern.matcher(text).results().map(match -> match.group(1)).toList();
    assertThat(found).as("matches of %s", pattern).hasSize(1);
    return found.getFirst();
  }
}
