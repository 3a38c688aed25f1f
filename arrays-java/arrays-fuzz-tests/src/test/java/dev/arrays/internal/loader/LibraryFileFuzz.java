package dev.arrays.internal.loader;

import dev.arrays.NativeLoadException;
import dev.arrays.fuzz.FuzzTarget;
import dev.arrays.fuzz.RealLibrary;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;

/// A jar's library and the hash beside it, of any bytes: the loader refuses them with a
/// [NativeLoadException], or gives a file of exactly those bytes, whose hash is the one beside
/// them.
///
/// An input is the length of the hash's text in one byte, that text, and the library.
public final class LibraryFileFuzz implements FuzzTarget {
  private static final String FOLDER = "META-INF/native/dev.arrays/fuzzed-0123456789abcdef";

  private final Path root;
  private final Path library;
  private final Path hash;
  private final Class<?> owner;

  /// Prepares a folder that stands for the jar, and a class of it.
  public LibraryFileFuzz() {
    try {
      root = Files.createDirectories(Path.of("target", "fuzzed-jar").toAbsolutePath());
      Platform platform = Platform.current();
      library = root.resolve(LibraryName.of(FOLDER).resource(platform));
      hash = library.resolveSibling(library.getFileName() + ".sha256");
      Files.createDirectories(library.getParent());
      String name = Owner.class.getName();
      Path copy = root.resolve(name.replace('.', '/') + ".class");
      Files.createDirectories(copy.getParent());
      try (InputStream bytes = Owner.class.getResourceAsStream("/" + root.relativize(copy))) {
        Files.copy(bytes, copy, StandardCopyOption.REPLACE_EXISTING);
      }
      owner = new URLClassLoader(new URL[] {root.toUri().toURL()}, null).loadClass(name);
      System.setProperty("dev.arrays.cache", root.resolve("cache").toString());
    } catch (IOException | ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }

  /// The class beside which the library lies.
  static final class Owner {}

  @Override
  public List<byte[]> seeds() throws IOException {
    byte[] whole = RealLibrary.bytes();
    byte[] headers = Arrays.copyOf(whole, 1024);
    byte[] noElf = "not a library".getBytes(StandardCharsets.UTF_8);
    // Program headers that promise nothing beyond the file.
    byte[] small = Arrays.copyOf(whole, 1024);
    ByteBuffer.wrap(small).putShort(56, (short) 0);
    return List.of(
        input(LibraryCache.sha256(headers), headers),
        input(LibraryCache.sha256(small) + "\n", small),
        input(LibraryCache.sha256(noElf), noElf));
  }

  private static byte[] input(String hash, byte[] library) {
    ByteArrayOutputStream input = new ByteArrayOutputStream();
    input.write(hash.length());
    input.writeBytes(hash.getBytes(StandardCharsets.US_ASCII));
    input.writeBytes(library);
    return input.toByteArray();
  }

  @Override
  public void test(byte[] input) throws IOException {
    if (input.length == 0) {
      return;
    }
    int hashEnd = Math.min(1 + (input[0] & 0xFF), input.length);
    byte[] text = Arrays.copyOfRange(input, 1, hashEnd);
    byte[] content = Arrays.copyOfRange(input, hashEnd, input.length);
    Files.write(hash, text);
    Files.write(library, content);
    Path placed;
    try {
      placed = LibraryFile.open(owner, FOLDER, (file, _) -> file);
    } catch (NativeLoadException e) {
      return;
    }
    boolean same = Arrays.equals(Files.readAllBytes(placed), content);
    Files.delete(placed);
    Files.delete(placed.getParent());
    String expected = new String(text, StandardCharsets.US_ASCII).strip();
    if (!same || !expected.equals(LibraryCache.sha256(content))) {
      throw new AssertionError("a library was placed that is not what the hash beside it says");
    }
  }
}
