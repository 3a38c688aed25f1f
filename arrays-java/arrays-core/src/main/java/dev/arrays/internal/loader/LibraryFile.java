package dev.arrays.internal.loader;

import dev.arrays.NativeLoadException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Finds the file of a library: the one a property names, or else the resource of a jar, unpacked.
///
/// A facade gets the library that it was generated from and no other. In a jar the path says which
/// one that is; of a file that a property names, the bytes do.
public final class LibraryFile {
  private LibraryFile() {}

  /// What makes a loaded library of a file.
  ///
  /// @param <T> the loaded library
  @FunctionalInterface
  public interface Opener<T> {
    /// Loads the file.
    ///
    /// @throws IOException when the operating system does not load it, which it may do elsewhere
    /// @throws NativeLoadException when it is the wrong library, wherever it lies
    T open(Path file, String name) throws IOException;
  }

  /// Opens the library of a facade for this platform.
  ///
  /// @param owner a class of the facade
  /// @param folder the library's folder among the resources, as [LibraryName] takes it apart
  /// @throws NativeLoadException with everything that was tried
  public static <T> T open(Class<?> owner, String folder, Opener<T> opener) {
    JavaRelease.current().warnOnce();
    LibraryName library = LibraryName.of(folder);
    String override = System.getProperty(library.property());
    try {
      return override != null
          ? openNamed(library, override, opener)
          : openPacked(owner, library, opener);
    } catch (IllegalCallerException e) {
      throw new NativeLoadException(
          library
              + ": this JVM does not let dev.arrays call native code ("
              + e.getMessage()
              + "); run java with --enable-native-access=dev.arrays, or ALL-UNNAMED on the class"
              + " path",
          e);
    }
  }

  private static <T> T openNamed(LibraryName library, String override, Opener<T> opener) {
    String source = "property " + library.property() + "=" + override;
    Path file;
    byte[] content;
    try {
      file = Path.of(override).toAbsolutePath();
      if (!Files.isRegularFile(file)) {
        throw new IOException("there is no such file");
      }
      content = Files.readAllBytes(file);
    } catch (IOException | InvalidPathException e) {
      throw new NativeLoadException(
          library + ": no native library found; tried " + source + ": " + reason(e), e);
    }
    check(content, library, source);
    checkIdentity(content, library, source);
    try {
      return opener.open(file, library.name());
    } catch (IOException e) {
      throw new NativeLoadException(
          library
              + ": "
              + reason(e)
              + "; build it for this platform, or install what it names as missing",
          e);
    }
  }

  private static <T> T openPacked(Class<?> owner, LibraryName library, Opener<T> opener) {
    Platform platform = Platform.current();
    String resource = library.resource(platform);
    byte[] content = read(owner, resource);
    if (content == null) {
      throw missing(owner, library, platform);
    }
    check(content, library, "resource " + resource);
    String hash = LibraryCache.sha256(content);
    byte[] packed = read(owner, resource + ".sha256");
    if (packed == null) {
      checkIdentity(content, library, "resource " + resource);
    } else {
      checkHash(hash, library, resource, packed);
    }
    List<String> tried = new ArrayList<>();
    List<Exception> failures = new ArrayList<>();
    for (LibraryCache cache : LibraryCache.candidates()) {
      try {
        return open(cache, platform.fileName(library.name()), content, hash, library, opener);
      } catch (NativeLoadException | IllegalCallerException e) {
        throw e;
      } catch (IOException | RuntimeException e) {
        tried.add("cache folder " + cache + ": " + reason(e));
        failures.add(e);
      }
    }
    NativeLoadException failure =
        new NativeLoadException(
            library
                + ": the native library could not be unpacked and loaded; tried "
                + String.join("; ", tried)
                + "; install what is named as missing, or name a private, writable folder with"
                + " -Ddev.arrays.cache=<folder> that is not mounted noexec, or the unpacked library"
                + " with -D"
                + library.property()
                + "=<file>");
    failures.forEach(failure::addSuppressed);
    throw failure;
  }

  private static <T> T open(
      LibraryCache cache,
      String fileName,
      byte[] content,
      String hash,
      LibraryName library,
      Opener<T> opener)
      throws IOException {
    Path file = cache.place(fileName, content, hash);
    boolean opened = false;
    try {
      T result = opener.open(file, library.name());
      opened = true;
      return result;
    } finally {
      if (!opened) {
        cache.discard(file);
      }
    }
  }

  private static void check(byte[] content, LibraryName library, String source) {
    String damage = LibraryImage.damage(content);
    if (damage != null) {
      throw new NativeLoadException(
          library
              + ": the native library is damaged: "
              + damage
              + "; it came from "
              + source
              + ", build or download that again");
    }
    String platform = Platform.current().toString();
    List<String> built = LibraryImage.platforms(content);
    if (!built.isEmpty() && !built.contains(platform)) {
      throw new NativeLoadException(
          library
              + ": the native library is built for "
              + String.join(" and ", built)
              + ", and this JVM runs on "
              + platform
              + "; it came from "
              + source
              + ", build it for "
              + platform);
    }
  }

  /// Compares the library with the hash packed beside it: flipped bits in code are not seen
  /// otherwise.
  private static void checkHash(String found, LibraryName library, String resource, byte[] packed) {
    String expected = new String(packed, StandardCharsets.US_ASCII).strip();
    if (!found.equals(expected)) {
      throw new NativeLoadException(
          library
              + ": the native library is damaged: resource "
              + resource
              + " has the SHA-256 "
              + found
              + ", but was packed with "
              + expected
              + "; build or download the jar again");
    }
  }

  private static void checkIdentity(byte[] content, LibraryName library, String source) {
    String identity;
    try {
      identity = LibraryIdentity.of(content, library.javaPackage());
    } catch (LibraryIdentity.UnknownIdentityException e) {
      throw new NativeLoadException(
          library + ": the native library from " + source + " " + e.getMessage(), e);
    }
    if (!identity.equals(library.identity())) {
      throw new NativeLoadException(
          library
              + ": the native library from "
              + source
              + " is another one, or of another build: it has the identity "
              + identity
              + ", and the Java classes of "
              + library.javaPackage()
              + " were generated from one with "
              + library.identity()
              + "; build library and classes together again");
    }
  }

  private static NativeLoadException missing(
      Class<?> owner, LibraryName library, Platform platform) {
    String present =
        Platform.ALL.stream()
            .filter(other -> owner.getResource("/" + library.resource(other)) != null)
            .map(Platform::toString)
            .collect(Collectors.joining(", "));
    return new NativeLoadException(
        library
            + ": no native library for "
            + platform
            + " found; tried property "
            + library.property()
            + " (not set) and resource "
            + library.resource(platform)
            + " beside "
            + owner.getName()
            + " (not there; "
            + (present.isEmpty()
                ? "this build of the library is there for no platform: where another build is, build"
                    + " library and classes together again"
                : "the library is there for: " + present)
            + "); build it for this platform, or name its file with -D"
            + library.property()
            + "=<file>");
  }

  private static byte @Nullable [] read(Class<?> owner, String resource) {
    try (InputStream in = owner.getResourceAsStream("/" + resource)) {
      return in == null ? null : in.readAllBytes();
    } catch (IOException e) {
      throw new NativeLoadException("resource " + resource + " cannot be read: " + e, e);
    }
  }

  private static String reason(Exception e) {
    String message = String.valueOf(e.getMessage());
    return e.getClass() == IOException.class
        ? message
        : e.getClass().getSimpleName() + ": " + message;
  }
}
