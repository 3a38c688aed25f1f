package dev.arrays.benchmarks;

import java.lang.reflect.Method;
import java.nio.file.Path;

/// A native library of the class path, as the file that the facades load: a benchmark and the
/// facade it is compared with then run the same machine code.
final class PackedLibrary {
  private PackedLibrary() {}

  /// Finds the file of a library, by the class that loads it for its facades.
  ///
  /// @param name the class' name, for example `dev.arrays.kernels.ArraysKernelsLibrary`
  static Path file(String name) {
    try {
      Method load = Class.forName(name).getDeclaredMethod("load", String.class);
      load.setAccessible(true);
      return Path.of(load.invoke(null, "benchmark").toString());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(name + " has no library", e);
    }
  }
}
