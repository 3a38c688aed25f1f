package dev.arrays.fuzz;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;

/// The library of the fixtures, whose parts are the seeds of what reads libraries.
public final class RealLibrary {
  private RealLibrary() {}

  /// Its bytes, from where the loader unpacked it.
  public static byte[] bytes() throws IOException {
    try {
      Method load =
          Class.forName("dev.arrays.fixtures.ArraysFixturesLibrary")
              .getDeclaredMethod("load", String.class);
      load.setAccessible(true);
      return Files.readAllBytes(Path.of(load.invoke(null, "fuzz").toString()));
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("another class loads the library", e);
    }
  }
}
