package dev.arrays.notebooks;

import java.nio.file.Path;

/// What the pom tells the tests of the build: system properties that begin with
/// `arrays.notebooks.`.
final class Setting {
  private Setting() {}

  static Path path(String name) {
    String property = "arrays.notebooks." + name;
    String value = System.getProperty(property);
    if (value == null) {
      throw new IllegalStateException(property + " is not set; run the tests with Maven");
    }
    return Path.of(value);
  }
}
