package dev.arrays.internal.loader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.arrays.NativeLoadException;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LibraryFileTest {
  private static final String NAME = "sample";

  @TempDir private Path folder;
  private final Platform platform = Platform.current();

  @BeforeEach
  void useACacheOfItsOwn() {
    System.setProperty("dev.arrays.cache", folder.resolve("cache").toString());
  }

  @AfterEach
  void forget() {
    System.clearProperty("dev.arrays.cache");
    System.clearProperty("dev.arrays.library." + NAME);
  }

  @Test
  void unpacksTheResourceOfTheOwner() throws Exception {
    byte[] content = {1, 2, 3, 4, 5};
    Path file = LibraryFile.locate(ownerWith(Map.of(resource(platform), content)), NAME);
    assertThat(file).startsWith(folder.resolve("cache")).hasFileName(platform.fileName(NAME));
    assertThat(file).hasBinaryContent(content);
  }

  @Test
  void aHashPackedBesideTheLibraryIsHeldTo() throws Exception {
    byte[] content = {1, 2, 3, 4, 5};
    String hash = resource(platform) + ".sha256";
    byte[] right = (LibraryCache.sha256(content) + "\n").getBytes(StandardCharsets.US_ASCII);
    assertThat(
            LibraryFile.locate(ownerWith(Map.of(resource(platform), content, hash, right)), NAME))
        .hasBinaryContent(content);
    byte[] flipped = {1, 2, 3, 4, 4};
    Class<?> damaged = ownerWith(Map.of(resource(platform), flipped, hash, right));
    assertThatThrownBy(() -> LibraryFile.locate(damaged, NAME))
        .isInstanceOf(NativeLoadException.class)
        .hasMessage(
            "sample: the native library is damaged: resource "
                + resource(platform)
                + " has the SHA-256 "
                + LibraryCache.sha256(flipped)
                + ", but was packed with "
                + LibraryCache.sha256(content)
                + "; build or download the jar again");
  }

  @Test
  void aPropertyNamesTheFile() throws Exception {
    Path file = Files.write(folder.resolve("elsewhere.so"), new byte[] {1, 2, 3, 4});
    System.setProperty("dev.arrays.library." + NAME, file.toString());
    assertThat(LibraryFile.locate(LibraryFileTest.class, NAME)).isEqualTo(file);
  }

  @Test
  void aPropertyThatNamesNoFileIsAnError() {
    Path file = folder.resolve("nowhere.so");
    System.setProperty("dev.arrays.library." + NAME, file.toString());
    assertThatThrownBy(() -> LibraryFile.locate(LibraryFileTest.class, NAME))
        .isInstanceOf(NativeLoadException.class)
        .hasMessage(
            "sample: no native library found; tried property dev.arrays.library.sample="
                + file
                + ": there is no such file");
  }

  @Test
  void aMissingLibraryIsToldWithWhatWasTried() {
    assertThatThrownBy(() -> LibraryFile.locate(LibraryFileTest.class, NAME))
        .isInstanceOf(NativeLoadException.class)
        .hasMessage(
            "sample: no native library for "
                + platform
                + " found; tried property dev.arrays.library.sample (not set) and resource "
                + resource(platform)
                + " beside dev.arrays.internal.loader.LibraryFileTest (not there; the library is there"
                + " for: no platform); build it for this platform, or name its file with"
                + " -Ddev.arrays.library.sample=<file>");
  }

  @Test
  void aLibraryForOtherPlatformsOnlyIsToldSo() throws Exception {
    Platform other =
        Platform.ALL.stream().filter(p -> !p.equals(platform)).findFirst().orElseThrow();
    Class<?> owner = ownerWith(Map.of(resource(other), new byte[] {1}));
    assertThatThrownBy(() -> LibraryFile.locate(owner, NAME))
        .isInstanceOf(NativeLoadException.class)
        .hasMessageContaining("the library is there for: " + other + ")");
  }

  @Test
  void aTruncatedLibraryIsToldBeforeTheSystemMapsIt() throws Exception {
    byte[] elf = LibraryImageTest.elf(4096);
    Class<?> owner = ownerWith(Map.of(resource(platform), Arrays.copyOf(elf, elf.length / 2)));
    assertThatThrownBy(() -> LibraryFile.locate(owner, NAME))
        .isInstanceOf(NativeLoadException.class)
        .hasMessage(
            "sample: the native library is damaged: it ends after 2048 bytes, but its ELF headers"
                + " promise 4096; it came from resource "
                + resource(platform)
                + ", build or download that again");
  }

  @Test
  void aCacheThatCannotBeUsedIsReplacedByATemporaryFolder() throws Exception {
    Path blocked = Files.writeString(folder.resolve("file"), "not a folder");
    System.setProperty("dev.arrays.cache", blocked.resolve("cache").toString());
    byte[] content = {1, 2, 3, 4};
    Path file = LibraryFile.locate(ownerWith(Map.of(resource(platform), content)), NAME);
    assertThat(file).hasBinaryContent(content);
    assertThat(file.getParent().getFileName().toString()).startsWith("arrays-native-");
  }

  private static String resource(Platform platform) {
    return platform.resource(platform.fileName(NAME));
  }

  /// A class like a generated one: in a loader that has the resources.
  private Class<?> ownerWith(Map<String, byte[]> resources)
      throws IOException, ClassNotFoundException {
    Path jar = Files.createDirectories(folder.resolve("jar"));
    String owner = Owner.class.getName().replace('.', '/') + ".class";
    try (var in = LibraryFileTest.class.getResourceAsStream("/" + owner)) {
      Path file = jar.resolve(owner);
      Files.createDirectories(file.getParent());
      Files.write(file, in.readAllBytes());
    }
    for (var resource : resources.entrySet()) {
      Path file = jar.resolve(resource.getKey());
      Files.createDirectories(file.getParent());
      Files.write(file, resource.getValue());
    }
    URLClassLoader loader = new URLClassLoader(new URL[] {jar.toUri().toURL()}, null);
    return loader.loadClass(Owner.class.getName());
  }

  /// Stands for a generated class.
  static final class Owner {}
}
