package dev.arrays.internal.ffm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Restricted methods are called in this package and in jextract's output, and nowhere else.
class RestrictedMethodsTest {
  private static final Path SOURCES = Path.of("src", "main", "java");
  private static final Pattern RESTRICTED =
      Pattern.compile(
          "\\bLinker\\b|\\.reinterpret\\(|libraryLookup|System\\.load|Runtime\\.getRuntime\\(\\)\\.load"
              + "|\\bnative\\s+\\w+\\s+\\w+\\(|enableNativeAccess|sun\\.misc|\\bUnsafe\\b");
  private static final List<Path> ALLOWED =
      List.of(
          Path.of("dev", "arrays", "internal", "ffm"), Path.of("dev", "arrays", "internal", "abi"));

  @Test
  void restrictedMethodsStayInTheirPackages() throws IOException {
    try (Stream<Path> files = Files.walk(SOURCES)) {
      List<Path> users =
          files
              .filter(file -> file.toString().endsWith(".java"))
              .filter(file -> RESTRICTED.matcher(code(file)).find())
              .map(SOURCES::relativize)
              .toList();
      assertThat(users).isNotEmpty();
      assertThat(users.stream().map(Path::getParent)).allMatch(ALLOWED::contains);
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
