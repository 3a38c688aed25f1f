package dev.arrays.internal.loader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThatCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class LibraryCacheTest {
  private static final byte[] CONTENT = {1, 2, 3, 4, 5};

  @TempDir private Path folder;
  private Path root;
  private LibraryCache cache;

  @BeforeEach
  void create() {
    root = folder.resolve("arrays");
    cache = LibraryCache.at(root.toString());
  }

  @Test
  void namesTheFolderByTheContent() throws IOException {
    Path file = place(CONTENT);
    // printf '\1\2\3\4\5' | sha256sum
    assertThat(file).isEqualTo(root.resolve("native/74f81fe167d99b4cb41d6d0ccda82278/libx.so"));
    assertThat(file).hasBinaryContent(CONTENT);
    assertThat(place(new byte[] {9})).isNotEqualTo(file);
  }

  @Test
  void whereTheLibraryLiesNothingIsWritten() throws IOException {
    Path file = place(CONTENT);
    FileTime old = FileTime.fromMillis(1_000_000);
    List<Path> folders = List.of(root, file.getParent().getParent(), file.getParent());
    for (Path written : folders) {
      Files.setLastModifiedTime(written, old);
    }
    assertThat(place(CONTENT)).isEqualTo(file);
    assertThat(folders)
        .allSatisfy(written -> assertThat(Files.getLastModifiedTime(written)).isEqualTo(old));
  }

  @Test
  void usesAWholeFileAgain() throws IOException {
    Path file = place(CONTENT);
    FileTime old = FileTime.fromMillis(1_000_000);
    Files.setLastModifiedTime(file, old);
    assertThat(place(CONTENT)).isEqualTo(file);
    assertThat(Files.getLastModifiedTime(file)).isEqualTo(old);
  }

  @Test
  void replacesADamagedFile() throws IOException {
    Path file = place(CONTENT);
    Files.write(file, new byte[] {1, 2, 3, 4, 6});
    assertThat(place(CONTENT)).hasBinaryContent(CONTENT);
    Files.write(file, new byte[] {1, 2});
    assertThat(place(CONTENT)).hasBinaryContent(CONTENT);
  }

  @Test
  void leavesNothingElseBehind() throws IOException {
    Path file = place(CONTENT);
    try (Stream<Path> files = Files.walk(folder)) {
      assertThat(files.filter(Files::isRegularFile)).containsExactly(file);
    }
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "folders there have no such permissions")
  void foldersAreTheUsersAlone() throws IOException {
    Path file = place(CONTENT);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(root)))
        .isEqualTo("rwx------");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.getParent())))
        .isEqualTo("rwx------");
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "folders there have no such permissions")
  void refusesAFolderThatOthersCanWriteTo() throws IOException {
    Files.createDirectories(root);
    Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwxrwxrwx"));
    assertThatThrownBy(() -> place(CONTENT))
        .isInstanceOf(IOException.class)
        .hasMessage(
            root
                + " has the permissions rwxrwxrwx, so others could replace libraries in it;"
                + " call chmod 700 on it");
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "folders there have no such owner")
  void refusesAFolderOfAnotherUser() throws IOException {
    Files.createDirectories(
        root, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    assumeThatCode(() -> Files.setAttribute(root, "unix:uid", 12345)).doesNotThrowAnyException();
    assertThatThrownBy(() -> place(CONTENT))
        .isInstanceOf(IOException.class)
        .hasMessage(root + " belongs to the user 12345, not to this one");
    assertThat(root).isEmptyDirectory();
  }

  @Test
  void aFolderThatIsNoPathIsAnException() {
    assertThatThrownBy(() -> LibraryCache.at("no\0path").place("libx.so", CONTENT, "0".repeat(64)))
        .isInstanceOf(InvalidPathException.class);
  }

  @Test
  void aFreshFolderIsThisProcesssAloneAndGoesWithWhatIsDiscarded() throws IOException {
    LibraryCache fresh = LibraryCache.in(folder.toString());
    Path first = fresh.place("libx.so", CONTENT, "");
    Path second = fresh.place("libx.so", CONTENT, "");
    assertThat(first).hasBinaryContent(CONTENT).isNotEqualTo(second);
    assertThat(first.getParent().getParent()).isEqualTo(folder);
    fresh.discard(first);
    assertThat(first.getParent()).doesNotExist();
    fresh.discard(second);
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void aCachedFileIsNotDiscarded() throws IOException {
    Path file = place(CONTENT);
    cache.discard(file);
    assertThat(file).hasBinaryContent(CONTENT);
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "links there need a privilege")
  void replacesALinkToAFileElsewhere() throws IOException {
    Path file = place(CONTENT);
    Path elsewhere = Files.write(folder.resolve("elsewhere"), CONTENT);
    Files.delete(file);
    Files.createSymbolicLink(file, elsewhere);
    assertThat(Files.isSymbolicLink(place(CONTENT))).isFalse();
  }

  @Test
  void manyAtOnceSeeAWholeFile() throws Exception {
    byte[] large = new byte[1 << 20];
    large[large.length - 1] = 1;
    List<Callable<byte[]>> tasks =
        IntStream.range(0, 8)
            .<Callable<byte[]>>mapToObj(_ -> () -> Files.readAllBytes(place(large)))
            .toList();
    try (var threads = Executors.newFixedThreadPool(8)) {
      for (var seen : threads.invokeAll(tasks)) {
        assertThat(seen.get()).isEqualTo(large);
      }
    }
  }

  private Path place(byte[] content) throws IOException {
    return cache.place("libx.so", content, LibraryCache.sha256(content));
  }
}
