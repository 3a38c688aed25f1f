package dev.arrays.internal.loader;

import dev.arrays.NativeLoadException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Finds the file of a library: the one a property names, or else the resource of a jar, unpacked.
public final class LibraryFile {
  private static final String OVERRIDE = "dev.arrays.library.";

  private LibraryFile() {}

  /// Returns a file that holds the library for this platform.
  ///
  /// @throws NativeLoadException with everything that was tried
  public static Path locate(Class<?> owner, String name) {
    String override = System.getProperty(OVERRIDE + name);
    if (override != null) {
      return overriding(name, Path.of(override));
    }
    Platform platform = Platform.current();
    String fileName = platform.fileName(name);
    byte[] content = read(owner, platform.resource(fileName));
    if (content == null) {
      throw missing(owner, name, platform);
    }
    String resource = platform.resource(fileName);
    check(content, name, "resource " + resource);
    checkHash(content, name, resource, read(owner, resource + ".sha256"));
    List<String> tried = new ArrayList<>();
    for (LibraryCache cache : LibraryCache.candidates()) {
      try {
        return cache.place(fileName, content);
      } catch (IOException | UncheckedIOException e) {
        tried.add("cache folder " + cache + ": " + reason(e));
      }
    }
    throw new NativeLoadException(
        name
            + ": the native library could not be unpacked; tried "
            + String.join("; ", tried)
            + "; name a private, writable folder with -Ddev.arrays.cache=<folder>, or the unpacked"
            + " library with -D"
            + OVERRIDE
            + name
            + "=<file>");
  }

  private static Path overriding(String name, Path file) {
    String source = "property " + OVERRIDE + name + "=" + file;
    if (!Files.isRegularFile(file)) {
      throw new NativeLoadException(
          name + ": no native library found; tried " + source + ": there is no such file");
    }
    try {
      check(Files.readAllBytes(file), name, source);
    } catch (IOException e) {
      throw new NativeLoadException(
          name + ": no native library found; tried " + source + ": " + reason(e), e);
    }
    return file.toAbsolutePath();
  }

  private static void check(byte[] content, String name, String source) {
    String damage = LibraryImage.damage(content);
    if (damage != null) {
      throw new NativeLoadException(
          name
              + ": the native library is damaged: "
              + damage
              + "; it came from "
              + source
              + ", build or download that again");
    }
  }

  /// Compares the library with the hash packed beside it: flipped bits in code are not seen
  /// otherwise.
  private static void checkHash(
      byte[] content, String name, String resource, byte @Nullable [] packed) {
    if (packed == null) {
      return;
    }
    String expected = new String(packed, StandardCharsets.US_ASCII).strip();
    String found = LibraryCache.sha256(content);
    if (!found.equals(expected)) {
      throw new NativeLoadException(
          name
              + ": the native library is damaged: resource "
              + resource
              + " has the SHA-256 "
              + found
              + ", but was packed with "
              + expected
              + "; build or download the jar again");
    }
  }

  private static NativeLoadException missing(Class<?> owner, String name, Platform platform) {
    String present =
        Platform.ALL.stream()
            .filter(other -> exists(owner, other.resource(other.fileName(name))))
            .map(Platform::toString)
            .collect(Collectors.joining(", "));
    return new NativeLoadException(
        name
            + ": no native library for "
            + platform
            + " found; tried property "
            + OVERRIDE
            + name
            + " (not set) and resource "
            + platform.resource(platform.fileName(name))
            + " beside "
            + owner.getName()
            + " (not there; the library is there for: "
            + (present.isEmpty() ? "no platform" : present)
            + "); build it for this platform, or name its file with -D"
            + OVERRIDE
            + name
            + "=<file>");
  }

  private static boolean exists(Class<?> owner, String resource) {
    return owner.getResource("/" + resource) != null;
  }

  private static byte @Nullable [] read(Class<?> owner, String resource) {
    try (InputStream in = owner.getResourceAsStream("/" + resource)) {
      return in == null ? null : in.readAllBytes();
    } catch (IOException e) {
      throw new NativeLoadException("resource " + resource + " cannot be read: " + e, e);
    }
  }

  private static String reason(Exception e) {
    return e.getClass().getSimpleName() + ": " + e.getMessage();
  }
}
