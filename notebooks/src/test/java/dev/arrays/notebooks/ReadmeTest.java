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

/// Makes the projects that the README shows, and runs the README's commands in them.
///
/// Only what `make install` would have put elsewhere is put in place: where the crates are, and the
/// repository that has the project's own jars.
final class ReadmeTest {
  private static final Path REPOSITORY_ROOT = Setting.path("folder").getParent();
  private static final Path PROJECTS = Setting.path("output").resolveSibling("readme");

  private static final Pattern SECTION = Pattern.compile("(?ms)^## ([^\n]+)\n(.*?)(?=^## |\\z)");

  /// A file of a project: its name in a line of its own, then its text in a fenced block.
  private static final Pattern FILE = Pattern.compile("(?ms)^`([^`\n]+)`\n\n```\\w+\n(.*?)^```$");

  private static final Pattern COMMANDS = Pattern.compile("(?ms)^```\n((?:mvn |jars=).*?)^```$");
  private static final Pattern PRINTED = Pattern.compile("(?m)^ *IO\\.println.* // (.*)$");
  private static final Pattern DEPENDENCY =
      Pattern.compile(
          "(?s)<dependency>\\s*<groupId>([^<]+)</groupId>\\s*<artifactId>([^<]+)</artifactId>\\s*"
              + "<version>([^<]+)</version>\\s*</dependency>");

  @Test
  void theKernelsPrintWhatTheReadmeSays() throws IOException, InterruptedException {
    String section = section("Call the kernels");
    Path project = project("kernels", section, "First.java");

    assertThat(run(project, section)).isEqualTo(all(PRINTED, section)).hasSizeGreaterThan(1);
  }

  @Test
  void theDependencyOfTheReadmeIsInstalled() throws IOException {
    MatchResult dependency =
        DEPENDENCY.matcher(section("Call the kernels")).results().findFirst().orElseThrow();
    Path folder =
        Setting.path("own")
            .resolve(dependency.group(1).replace('.', '/'))
            .resolve(dependency.group(2))
            .resolve(dependency.group(3));
    String file = dependency.group(2) + "-" + dependency.group(3);
    assertThat(folder.resolve(file + ".jar")).isRegularFile();
    assertThat(folder.resolve(file + ".pom")).isRegularFile();
  }

  @Test
  void theProjectOfTheReadmePrintsWhatTheReadmeSays() throws IOException, InterruptedException {
    String section = section("Write a kernel");
    Path project =
        project("model", section, "Cargo.toml", "src/lib.rs", "src/main/java/Main.java", "pom.xml");

    List<String> output = run(project, section);

    assertThat(output).isNotEmpty();
    assertThat(output.getLast())
        .as(String.join("\n", output))
        .isEqualTo(all(PRINTED, section).getFirst());
  }

  private static String section(String heading) throws IOException {
    String readme = Files.readString(REPOSITORY_ROOT.resolve("README.md"));
    return SECTION
        .matcher(readme)
        .results()
        .filter(section -> section.group(1).equals(heading))
        .map(section -> section.group(2))
        .findFirst()
        .orElseThrow();
  }

  /// Writes the files that a section shows, which are those.
  private static Path project(String name, String section, String... expected) throws IOException {
    List<MatchResult> files = FILE.matcher(section).results().toList();
    assertThat(files).extracting(file -> file.group(1)).containsExactly(expected);
    Path project = PROJECTS.resolve(name);
    for (MatchResult file : files) {
      Path path = project.resolve(file.group(1));
      Files.createDirectories(path.getParent());
      Files.writeString(path, withOwnPaths(file.group(2)));
    }
    return project;
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

  /// Runs the commands of a section.
  private static List<String> run(Path project, String section)
      throws IOException, InterruptedException {
    List<String> commands = all(COMMANDS, section);
    assertThat(commands).hasSize(1);
    ProcessBuilder builder =
        new ProcessBuilder("sh", "-e", "-c", withOwnPaths(commands.getFirst()))
            .directory(project.toFile())
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

  private static List<String> all(Pattern pattern, String text) {
    return pattern.matcher(text).results().map(match -> match.group(1)).toList();
  }
}
