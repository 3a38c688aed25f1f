package dev.arrays.internal.loader;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a facade calls its library, as the one constant in the generated class says it.
///
/// Tools that relocate packages rewrite constants that begin with a package's name. This one begins
/// with `META-INF/native/`, as the paths in the jar do, so both stay as they were.
///
/// @param folder where the library lies among a jar's resources, below which each platform has a
///   folder: `META-INF/native/<package>/<name>-<identity>`
/// @param javaPackage the package that the facade was generated for
/// @param name the name without prefix and suffix
/// @param identity what [LibraryIdentity] computes from the library that the facade was made of
record LibraryName(String folder, String javaPackage, String name, String identity) {
  private static final Pattern FOLDER =
      Pattern.compile("META-INF/native/([^/]+)/([^/]+)-([0-9a-f]{16})");

  /// Takes the constant apart.
  ///
  /// @throws IllegalArgumentException when no generator wrote it
  static LibraryName of(String folder) {
    Matcher parts = FOLDER.matcher(folder);
    if (!parts.matches()) {
      throw new IllegalArgumentException(
          folder + " is no folder of a library, META-INF/native/<package>/<name>-<identity>");
    }
    return new LibraryName(folder, parts.group(1), parts.group(2), parts.group(3));
  }

  /// The system property that names a file to load instead.
  String property() {
    return "dev.arrays.library." + javaPackage + "." + name;
  }

  /// The resource that holds the library for a platform.
  String resource(Platform platform) {
    return folder + "/" + platform + "/" + platform.fileName(name);
  }

  @Override
  public String toString() {
    return name;
  }
}
