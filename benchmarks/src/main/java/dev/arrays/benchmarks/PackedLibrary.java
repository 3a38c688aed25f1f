package dev.arrays.benchmarks;

import java.lang.reflect.Field;
import java.nio.file.Path;

/// A native library of the class path, as the file that the facades load: a benchmark and the
/// facade it is compared with then run the same machine code.
final class PackedLibrary {
  private PackedLibrary() {}

  /// Finds the file of a library, by the class in which its facades keep it.
  ///
  /// @param name the class' name, for example `dev.arrays.kernels.ArraysKernelsLibrary`
  static Path file(String name) {
    try {
      Field library = Class.forName(name).getDeclaredField("LIBRARY");
      library.setAccessible(true);
      return Path.of(library.get(null).toString());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(name + " has no library", e);
    }
  }
}
