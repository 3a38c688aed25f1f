package dev.arrays.codegen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourceFolderTest {
  private static final SourceFile MODEL = file("Model", "1");

  @TempDir Path root;

  @Test
  void unchangedFilesKeepTheirTime() throws IOException {
    assertThat(SourceFolder.write(root, List.of(MODEL))).isTrue();
    Path path = root.resolve(MODEL.path());
    FileTime old = FileTime.fromMillis(1_000_000);
    Files.setLastModifiedTime(path, old);

    assertThat(SourceFolder.write(root, List.of(MODEL))).isFalse();
    assertThat(Files.getLastModifiedTime(path)).isEqualTo(old);

    assertThat(SourceFolder.write(root, List.of(file("Model", "2")))).isTrue();
    assertThat(path).hasContent(file("Model", "2").text());
  }

  @Test
  void generatedFilesThatAreNoLongerWantedGoAndOthersStay() throws IOException {
    SourceFolder.write(root, List.of(MODEL, file("Old", "1")));
    Path handWritten = Files.writeString(root.resolve("com/acme/Hand.java"), "class Hand {}");

    assertThat(SourceFolder.write(root, List.of(MODEL))).isTrue();

    assertThat(root.resolve("com/acme/Old.java")).doesNotExist();
    assertThat(root.resolve(MODEL.path())).exists();
    assertThat(handWritten).exists();
  }

  @Test
  void handWrittenFileIsNotOverwritten() throws IOException {
    Path path = root.resolve(MODEL.path());
    Files.createDirectories(path.getParent());
    Files.writeString(path, "class Model {}");

    assertThatThrownBy(() -> SourceFolder.write(root, List.of(MODEL)))
        .isInstanceOf(CodegenException.class)
        .hasMessage(
            path
                + " was not generated and would be overwritten: move it, or choose another package");
    assertThat(path).hasContent("class Model {}");
  }

  private static SourceFile file(String name, String content) {
    return new SourceFile("com/acme/" + name + ".java", ClassWriter.MARK + " " + content + "\n");
  }
}
