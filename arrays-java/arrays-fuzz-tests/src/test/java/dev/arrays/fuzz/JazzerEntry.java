package dev.arrays.fuzz;

import java.io.IOException;

/// What Jazzer calls with each input: the target that a property names.
public final class JazzerEntry {
  static final String TARGET = "arrays.fuzz.target";

  private static final FuzzTarget NAMED = FuzzTest.target(System.getProperty(TARGET));

  private JazzerEntry() {}

  /// The entry point, by the name that Jazzer looks for.
  public static void fuzzerTestOneInput(byte[] input) throws IOException {
    NAMED.test(input);
  }
}
