package dev.arrays.internal.loader;

import dev.arrays.NativeLoadException;
import java.util.List;
import java.util.Locale;

/// An operating system and a processor, as they name the folders of native libraries in a jar.
record Platform(String os, String arch) {
  /// Every platform a jar can carry libraries for.
  static final List<Platform> ALL =
      List.of(
          new Platform("linux", "x86_64"),
          new Platform("linux", "aarch64"),
          new Platform("macos", "x86_64"),
          new Platform("macos", "aarch64"),
          new Platform("windows", "x86_64"),
          new Platform("windows", "aarch64"));

  /// The platform of this JVM.
  static Platform current() {
    return of(System.getProperty("os.name"), System.getProperty("os.arch"));
  }

  /// The platform by the JDK's names for it.
  static Platform of(String osName, String osArch) {
    String name = osName.toLowerCase(Locale.ROOT);
    String os =
        name.startsWith("linux")
            ? "linux"
            : name.startsWith("mac") ? "macos" : name.startsWith("windows") ? "windows" : "";
    String arch =
        switch (osArch.toLowerCase(Locale.ROOT)) {
          case "amd64", "x86_64" -> "x86_64";
          case "aarch64", "arm64" -> "aarch64";
          default -> "";
        };
    // Not ALL.contains: the equals of a record is linked by its first call, which takes much stack.
    if (os.isEmpty() || arch.isEmpty()) {
      throw new NativeLoadException(
          "native libraries exist for Linux, macOS and Windows on x86_64 and aarch64, not for "
              + osName
              + " on "
              + osArch);
    }
    return new Platform(os, arch);
  }

  /// The name of a library's file on this platform.
  String fileName(String library) {
    return switch (os) {
      case "windows" -> library + ".dll";
      case "macos" -> "lib" + library + ".dylib";
      default -> "lib" + library + ".so";
    };
  }

  @Override
  public String toString() {
    return os + "-" + arch;
  }
}
