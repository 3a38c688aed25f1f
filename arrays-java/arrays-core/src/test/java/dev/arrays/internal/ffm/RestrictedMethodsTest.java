package dev.arrays.internal.ffm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Restricted methods are called in this package, in jextract's output and in the one package of
/// arrays-testing that asks for pages, and nowhere else in what is published.
class RestrictedMethodsTest {
  /// The folder of all modules.
  private static final Path MODULES = Path.of("").toAbsolutePath().getParent();

  private static final Path SOURCES = Path.of("src", "main", "java");
  private static final Pattern RESTRICTED =
      Pattern.compile(
          "\\bLinker\\b|\\.reinterpret\\(|libraryLookup|System\\.load|Runtime\\.getRuntime\\(\\)\\.load"
              + "|\\bnative\\s+\\w+\\s+\\w+\\(|enableNativeAccess|sun\\.misc|\\bUnsafe\\b");
  private static final List<Path> ALLOWED =
      List.of(
          Path.of("arrays-core").resolve(SOURCES).resolve(Path.of("dev/arrays/internal/ffm")),
          Path.of("arrays-core").resolve(SOURCES).resolve(Path.of("dev/arrays/internal/abi")),
          Path.of("arrays-testing")
              .resolve(SOURCES)
              .resolve(Path.of("dev/arrays/testing/internal/ffm")));

  @Test
  void restrictedMethodsStayInTheirPackages() throws IOException {
    try (Stream<Path> files = Files.walk(MODULES)) {
      List<Path> users =
          files
              .filter(file -> file.toString().endsWith(".java"))
              .filter(file -> file.toString().contains(SOURCES.toString()))
              .filter(file -> RESTRICTED.matcher(code(file)).find())
              .map(MODULES::relativize)
              .toList();
      assertThat(users.stream().map(Path::getParent).distinct())
          .containsExactlyInAnyOrderElementsOf(ALLOWED);
    }
  }

  /// The file without its comments, which may speak of what the code may not do.
  private static String code(Path file) {
    try {
      return Files.readString(file).replaceAll("(?s)/\\*.*?\\*/|//[^\n]*", "");
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
