package dev.arrays.codegen;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The generated source, compared with the checked-in files. {@code -Darrays.snapshots=write} writes
 * them anew; the difference is then reviewed like any other.
 */
class SnapshotTest {
  private static final Path SNAPSHOTS = Path.of("src", "test", "snapshots");

  @TempDir Path folder;

  @Test
  void generatedSourceIsWhatWasReviewed() throws IOException {
    List<SourceFile> files =
        Codegen.generate(
            LibraryFile.modelManifest(folder), new CodegenOptions("model", "com.acme.model", true));
    if ("write".equals(System.getProperty("arrays.snapshots"))) {
      SourceFolder.write(SNAPSHOTS, files);
    }
    Map<String, String> generated =
        new TreeMap<>(files.stream().collect(Collectors.toMap(SourceFile::path, SourceFile::text)));
    assertThat(snapshots())
        .as("run the test with -Darrays.snapshots=write and review the difference")
        .isEqualTo(generated);
  }

  private static Map<String, String> snapshots() throws IOException {
    try (Stream<Path> paths = Files.walk(SNAPSHOTS)) {
      Map<String, String> snapshots = new TreeMap<>();
      for (Path path : paths.filter(Files::isRegularFile).toList()) {
        snapshots.put(
            SNAPSHOTS.relativize(path).toString().replace('\\', '/'), Files.readString(path));
      }
      return snapshots;
    }
  }
}
