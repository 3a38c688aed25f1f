package dev.arrays.benchmarks;

import dev.arrays.bind.NativeLibrary;
import java.nio.file.Path;

/// A native library of the class path, as the file that the facades load: a benchmark and the
/// facade it is compared with then run the same machine code.
final class PackedLibrary {
  private PackedLibrary() {}

  /// Finds the file of a library.
  ///
  /// @param name the name without prefix and suffix, for example `arrays_kernels`
  static Path file(String name) {
    return Path.of(NativeLibrary.load(PackedLibrary.class, name).toString());
  }
}
