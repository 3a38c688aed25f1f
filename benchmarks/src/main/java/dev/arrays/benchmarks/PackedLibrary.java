package dev.arrays.benchmarks;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// A native library of the class path, put where the dynamic loader can read it.
final class PackedLibrary {
  private static final Map<String, Path> EXTRACTED = new ConcurrentHashMap<>();

  private PackedLibrary() {}

  /// Extracts a library to a temporary file and makes the facades use that very file: a benchmark
  /// and the facade it is compared with then run the same machine code.
  ///
  /// Has to happen before the facade's first call.
  ///
  /// @param name the name without prefix and suffix, for example `arrays_kernels`
  /// @return the file
  static Path extract(String name) {
    return EXTRACTED.computeIfAbsent(name, PackedLibrary::write);
  }

  private static Path write(String name) {
    String file = System.mapLibraryName(name);
    String resource = "/META-INF/native/" + platform() + "/" + file;
    try (InputStream content = PackedLibrary.class.getResourceAsStream(resource)) {
      if (content == null) {
        throw new FileNotFoundException(resource + " is not on the class path");
      }
      Path folder = Files.createTempDirectory("arrays-benchmarks");
      Path library = folder.resolve(file);
      Files.copy(content, library, StandardCopyOption.REPLACE_EXISTING);
      // In reverse order: the folder is empty by then.
      folder.toFile().deleteOnExit();
      library.toFile().deleteOnExit();
      System.setProperty("dev.arrays.library." + name, library.toString());
      return library;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String platform() {
    String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    String arch = System.getProperty("os.arch");
    return (os.startsWith("mac") ? "macos" : os.startsWith("windows") ? "windows" : "linux")
        + "-"
        + (arch.equals("amd64") ? "x86_64" : arch);
  }
}
