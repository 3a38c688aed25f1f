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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LibraryFileTest {
  private static final String PACKAGE = "com.acme";
  private static final byte[] LIBRARY =
      LibraryIdentityTest.framed("{\"name\":\"sum\"}", LibraryIdentity.ABI_VERSION);
  private static final byte[] OLDER =
      LibraryIdentityTest.framed("{\"name\":\"add\"}", LibraryIdentity.ABI_VERSION);
  private static final String PROPERTY = "dev.arrays.library.com.acme.sample";

  @TempDir private Path folder;
  private final Platform platform = Platform.current();
  private final String temporaryFolder = System.getProperty("java.io.tmpdir");
  private LibraryName library;
  private String resource;

  @BeforeEach
  void useACacheOfItsOwn() throws Exception {
    System.setProperty("dev.arrays.cache", folder.resolve("cache").toString());
    library =
        LibraryName.of("META-INF/native/com.acme/sample-" + LibraryIdentity.of(LIBRARY, PACKAGE));
    resource = library.resource(platform);
  }

  @AfterEach
  void forget() {
    System.clearProperty("dev.arrays.cache");
    System.clearProperty(PROPERTY);
    System.setProperty("java.io.tmpdir", temporaryFolder);
  }

  @Test
  void aResourceIsNamedByPackageIdentityAndPlatform() {
    LibraryName name = LibraryName.of("META-INF/native/com.acme/my-model-0123456789abcdef");
    assertThat(name.javaPackage()).isEqualTo("com.acme");
    assertThat(name.name()).isEqualTo("my-model");
    assertThat(name.identity()).isEqualTo("0123456789abcdef");
    assertThat(name.property()).isEqualTo("dev.arrays.library.com.acme.my-model");
    assertThat(name.resource(Platform.of("Linux", "amd64")))
        .isEqualTo(
            "META-INF/native/com.acme/my-model-0123456789abcdef/linux-x86_64/libmy-model.so");
    assertThatThrownBy(() -> LibraryName.of("sample"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "sample is no folder of a library, META-INF/native/<package>/<name>-<identity>");
  }

  @Test
  void unpacksTheResourceOfTheOwner() throws Exception {
    Path file = locate(ownerWith(Map.of(resource, LIBRARY)));
    assertThat(file).startsWith(folder.resolve("cache")).hasFileName(platform.fileName("sample"));
    assertThat(file).hasBinaryContent(LIBRARY);
  }

  @Test
  void aHashPackedBesideTheLibraryIsHeldTo() throws Exception {
    String hash = resource + ".sha256";
    byte[] right = (LibraryCache.sha256(LIBRARY) + "\n").getBytes(StandardCharsets.US_ASCII);
    assertThat(locate(ownerWith(Map.of(resource, LIBRARY, hash, right)))).hasBinaryContent(LIBRARY);
    byte[] flipped = {1, 2, 3, 4, 4};
    Class<?> damaged = ownerWith(Map.of(resource, flipped, hash, right));
    assertThatThrownBy(() -> locate(damaged))
        .isInstanceOf(NativeLoadException.class)
        .hasMessage(
            "sample: the native library is damaged: resource "
                + resource
                + " has the SHA-256 "
                + LibraryCache.sha256(flipped)
                + ", but was packed with "
                + LibraryCache.sha256(LIBRARY)
                + "; build or download the jar again");
  }

  @Test
  void withoutAPackedHashTheBytesThemselvesSayWhatTheyAre() throws Exception {
    Class<?> owner = ownerWith(Map.of(resource, OLDER));
    assertThatThrownBy(() -> locate(owner))
        .isInstanceOf(NativeLoadException.class)
        .hasMessage(
            "sample: the native library from resource "
                + resource
                + " is another one, or of another build: it has the identity "
                + LibraryIdentity.of(OLDER, PACKAGE)
                + ", and the Java classes of com.acme were generated from one with "
                + library.identity()
                + "; build library and classes together again");
  }

  @Test
  void aPropertyNamesTheFile() throws Exception {
    Path file = Files.write(folder.resolve("elsewhere.so"), LIBRARY);
    System.setProperty(PROPERTY, file.toString());
    assertThat(locate(LibraryFileTest.class)).isEqualTo(file);
  }

  @Test
  void aPropertyThatNamesAnotherLibraryIsAnError() throws Exception {
    Path file = Files.write(folder.resolve("elsewhere.so"), OLDER);
    System.setProperty(PROPERTY, file.toString());
    assertThatThrownBy(() -> locate(LibraryFileTest.class))
        .isInstanceOf(NativeLoadException.class)
        .hasMessageStartingWith(
            "sample: the native library from property "
                + PROPERTY
                + "="
                + file
                + " is another one, or of another build: ");
    Files.write(file, new byte[] {1, 2, 3, 4});
    assertThatThrownBy(() -> locate(LibraryFileTest.class))
        .isInstanceOf(NativeLoadException.class)
        .hasMessage(
            "sample: the native library from property "
                + PROPERTY
                + "="
                + file
                + " has no manifest entry, so it was not built with the Rust crate arrays; add the"
                + " crate and #[arrays::export] a function");
  }

  @Test
  void aPropertyThatNamesNoFileIsAnError() {
    Path file = folder.resolve("nowhere.so");
    System.setProperty(PROPERTY, file.toString());
    assertThatThrownBy(() -> locate(LibraryFileTest.class))
        .isInstanceOf(NativeLoadException.class)
        .hasMessage(
            "sample: no native library found; tried property "
                + PROPERTY
                + "="
                + file
                + ": there is no such file");
  }

  @Test
  void whatTheSystemDoesNotLoadIsAnErrorWhereAPropertyNamesIt() throws Exception {
    Path file = Files.write(folder.resolve("elsewhere.so"), LIBRARY);
    System.setProperty(PROPERTY, file.toString());
    assertThatThrownBy(() ->
            LibraryFile.open(
                LibraryFileTest.class, library.folder(), (_, _) -> refuse("no such symbol")))
        .isInstanceOf(NativeLoadException.class)
        .hasMessage(
            "sample: no such symbol; build it for this platform, or install what it names as missing");
  }

  @Test
  void aMissingLibraryIsToldWithWhatWasTried() {
    assertThatThrownBy(() -> locate(LibraryFileTest.class))
        .isInstanceOf(NativeLoadException.class)
        .hasMessage(
            "sample: no native library for "
                + platform
                + " found; tried property "
                + PROPERTY
                + " (not set) and resource "
                + resource
                + " beside dev.arrays.internal.loader.LibraryFileTest (not there; this build of the"
                + " library is there for no platform: where another build is, build library and"
                + " classes together again); build it for this platform, or name its file with -D"
                + PROPERTY
                + "=<file>");
  }

  @Test
  void aLibraryForOtherPlatformsOnlyIsToldSo() throws Exception {
    Platform other = anotherPlatform();
    Class<?> owner = ownerWith(Map.of(library.resource(other), LIBRARY));
    assertThatThrownBy(() -> locate(owner))
        .isInstanceOf(NativeLoadException.class)
        .hasMessageContaining("(not there; the library is there for: " + other + ")");
  }

  @Test
  void aTruncatedLibraryIsToldBeforeTheSystemMapsIt() throws Exception {
    byte[] elf = LibraryImageTest.elf(4096);
    Class<?> owner = ownerWith(Map.of(resource, Arrays.copyOf(elf, elf.length / 2)));
    assertThatThrownBy(() -> locate(owner))
        .isInstanceOf(NativeLoadException.class)
        .hasMessage(
            "sample: the native library is damaged: it ends after 2048 bytes, but its ELF headers"
                + " promise 4096; it came from resource "
                + resource
                + ", build or download that again");
  }

  @Test
  void aLibraryOfAnotherProcessorIsToldBeforeTheSystemMapsIt() throws Exception {
    short machine = platform.arch().equals("aarch64") ? (short) 62 : 183;
    String built = "linux-" + (machine == 62 ? "x86_64" : "aarch64");
    Class<?> owner = ownerWith(Map.of(resource, LibraryImageTest.elf(4096, machine)));
    assertThatThrownBy(() -> locate(owner))
        .isInstanceOf(NativeLoadException.class)
        .hasMessage(
            "sample: the native library is built for "
                + built
                + ", and this JVM runs on "
                + platform
                + "; it came from resource "
                + resource
                + ", build it for "
                + platform);
  }

  @Test
  void aCacheThatCannotBeUsedIsReplacedByATemporaryFolder() throws Exception {
    Path blocked = Files.writeString(folder.resolve("file"), "not a folder");
    System.setProperty("dev.arrays.cache", blocked.resolve("cache").toString());
    Path file = locate(ownerWith(Map.of(resource, LIBRARY)));
    assertThat(file).hasBinaryContent(LIBRARY);
    assertThat(file.getParent().getFileName().toString()).startsWith("arrays-native-");
  }

  @Test
  void aCacheThatIsNoPathIsReplacedByATemporaryFolder() throws Exception {
    System.setProperty("dev.arrays.cache", "no\0path");
    assertThat(locate(ownerWith(Map.of(resource, LIBRARY)))).hasBinaryContent(LIBRARY);
  }

  /// As where a file system is mounted so that nothing on it is executed.
  @Test
  void aCacheThatTheSystemLoadsNothingFromIsReplacedByATemporaryFolder() throws Exception {
    Path cache = folder.resolve("cache");
    Path temporary = Files.createDirectory(folder.resolve("temporary"));
    System.setProperty("java.io.tmpdir", temporary.toString());
    List<Path> tried = new ArrayList<>();
    Path loaded =
        LibraryFile.open(
            ownerWith(Map.of(resource, LIBRARY)),
            library.folder(),
            (file, _) -> {
              tried.add(file);
              return file.startsWith(cache) ? refuse("failed to map segment") : file;
            });
    assertThat(tried).hasSize(2).last().isEqualTo(loaded);
    assertThat(loaded).startsWith(temporary).hasBinaryContent(LIBRARY);
  }

  @Test
  void whateverGoesWrongEverywhereIsToldOfEachFolder() throws Exception {
    Path temporary = Files.createDirectory(folder.resolve("temporary"));
    System.setProperty("java.io.tmpdir", temporary.toString());
    Class<?> owner = ownerWith(Map.of(resource, LIBRARY));
    assertThatThrownBy(() ->
            LibraryFile.open(owner, library.folder(), (_, _) -> refuse("failed to map segment")))
        .isInstanceOf(NativeLoadException.class)
        .hasMessage(
            "sample: the native library could not be unpacked and loaded; tried cache folder "
                + folder.resolve("cache")
                + ": failed to map segment; cache folder in "
                + temporary
                + ": failed to map segment; install what is named as missing, or name a private,"
                + " writable folder with -Ddev.arrays.cache=<folder> that is not mounted noexec, or"
                + " the unpacked library with -D"
                + PROPERTY
                + "=<file>")
        .satisfies(e -> assertThat(e.getSuppressed()).hasSize(2));
    assertThat(temporary).isEmptyDirectory();
  }

  @Test
  void aTemporaryFolderThatIsNoPathIsToldToo() throws Exception {
    System.setProperty("dev.arrays.cache", "no\0path");
    System.setProperty("java.io.tmpdir", "none\0either");
    Class<?> owner = ownerWith(Map.of(resource, LIBRARY));
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> locate(owner))
          .isInstanceOf(NativeLoadException.class)
          .hasMessageContaining("cache folder no\0path: InvalidPathException: ")
          .hasMessageContaining("cache folder in none\0either: InvalidPathException: ");
    }
  }

  /// What is wrong wherever the file lies is not tried twice.
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void theWrongLibraryIsRefusedAtOnce(boolean denied) throws Exception {
    List<Path> tried = new ArrayList<>();
    Class<?> owner = ownerWith(Map.of(resource, LIBRARY));
    assertThatThrownBy(() ->
            LibraryFile.open(
                owner,
                library.folder(),
                (file, name) -> {
                  tried.add(file);
                  throw denied
                      ? new IllegalCallerException("not here")
                      : new NativeLoadException(name + ": wrong");
                }))
        .isInstanceOf(NativeLoadException.class)
        .hasMessageStartingWith(
            denied
                ? "sample: this JVM does not let dev.arrays call native code (not here); "
                : "sample: wrong");
    assertThat(tried).hasSize(1);
  }

  private Path locate(Class<?> owner) {
    return LibraryFile.open(owner, library.folder(), (file, _) -> file);
  }

  private static Path refuse(String reason) throws IOException {
    throw new IOException(reason);
  }

  private Platform anotherPlatform() {
    return Platform.ALL.stream().filter(p -> !p.equals(platform)).findFirst().orElseThrow();
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
