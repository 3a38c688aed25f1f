package dev.arrays.maven;

/**
 * An operating system and processor, by the names of the folders that libraries are loaded from.
 *
 * @param os {@code linux}, {@code macos} or {@code windows}
 * @param arch {@code x86_64} or {@code aarch64}
 */
record NativePlatform(String os, String arch) {

  /**
   * Returns the platform of a Rust target.
   *
   * @param triple such as {@code x86_64-unknown-linux-gnu}
   * @throws CrateBuildException if libraries of that target are never loaded
   */
  static NativePlatform of(String triple) {
    String arch = triple.substring(0, Math.max(triple.indexOf('-'), 0));
    boolean knownArch = arch.equals("x86_64") || arch.equals("aarch64");
    if (knownArch && triple.contains("-linux-") && !triple.contains("android")) {
      return new NativePlatform("linux", arch);
    }
    if (knownArch && triple.endsWith("-apple-darwin")) {
      return new NativePlatform("macos", arch);
    }
    if (knownArch && triple.contains("-windows-")) {
      return new NativePlatform("windows", arch);
    }
    throw new CrateBuildException(
        "The target "
            + triple
            + " has no place in the jar: libraries are loaded on linux, macos (apple-darwin) and"
            + " windows, on x86_64 and aarch64");
  }

  /** Returns the name of the folder, such as {@code linux-x86_64}. */
  String folder() {
    return os + "-" + arch;
  }
}
