package dev.arrays.maven;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * An operating system and processor, by the names of the folders that libraries are loaded from.
 *
 * @param os {@code linux}, {@code macos} or {@code windows}
 * @param arch {@code x86_64} or {@code aarch64}
 */
record NativePlatform(String os, String arch) {
  /** More than any header of a library takes. */
  private static final int HEADER_BYTES = 4096;

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

  /**
   * Returns the platform that a library was built for, by its own header: what was asked of cargo
   * and what cargo did may be two things.
   *
   * @throws CrateBuildException if libraries of that platform are never loaded
   */
  static NativePlatform ofLibrary(Path library) throws IOException {
    ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    try (InputStream in = Files.newInputStream(library)) {
      header.put(in.readNBytes(HEADER_BYTES)).rewind();
    }
    // In an ELF header, 2 and 1 stand for 64 bits and little-endian; 0 and 3 for Linux.
    if (header.getInt(0) == 0x464C_457F && header.get(4) == 2 && header.get(5) == 1) {
      int system = header.get(7);
      if (system == 0 || system == 3) {
        return of(library, "linux", header.getShort(18), 62, 183);
      }
    }
    if (header.getInt(0) == 0xFEED_FACF) {
      return of(library, "macos", header.getInt(4), 0x0100_0007, 0x0100_000C);
    }
    int portableHeader = header.getInt(60);
    if (header.getShort(0) == 0x5A4D
        && portableHeader >= 0
        && portableHeader < HEADER_BYTES - 6
        && header.getInt(portableHeader) == 0x4550) {
      int machine = Short.toUnsignedInt(header.getShort(portableHeader + 4));
      return of(library, "windows", machine, 0x8664, 0xAA64);
    }
    throw new CrateBuildException(
        library
            + " has no place in the jar: it is no 64-bit library for linux, macos or windows; check"
            + " the target that cargo builds for");
  }

  private static NativePlatform of(Path library, String os, int code, int x86, int arm) {
    if (code == x86) {
      return new NativePlatform(os, "x86_64");
    }
    if (code == arm) {
      return new NativePlatform(os, "aarch64");
    }
    throw new CrateBuildException(
        "%s has no place in the jar: it is for %s on neither x86_64 nor aarch64 (processor %d)"
            .formatted(library, os, code));
  }

  /** Returns the name of the folder, such as {@code linux-x86_64}. */
  String folder() {
    return os + "-" + arch;
  }
}
