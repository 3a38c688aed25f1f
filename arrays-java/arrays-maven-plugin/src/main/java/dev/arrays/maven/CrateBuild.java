package dev.arrays.maven;

import dev.arrays.codegen.Codegen;
import dev.arrays.codegen.CodegenException;
import dev.arrays.codegen.CodegenOptions;
import dev.arrays.codegen.Manifest;
import dev.arrays.codegen.ManifestReader;
import dev.arrays.codegen.SourceFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.maven.plugin.logging.Log;

/**
 * Builds a crate's library for each target, generates the facade from the first, and puts the
 * libraries where the jar is made from. What would not change is not written.
 */
final class CrateBuild {
  private final CrateBuildSettings settings;
  private final Log log;

  CrateBuild(CrateBuildSettings settings, Log log) {
    this.settings = settings;
    this.log = log;
  }

  /**
   * Does the build.
   *
   * @throws CrateBuildException if cargo or its configuration is at fault
   * @throws CodegenException if no facade can be made from the library
   * @throws IOException if files cannot be read or written
   */
  void run() throws IOException {
    Path manifestPath = settings.manifestPath();
    if (!Files.isRegularFile(manifestPath)) {
      throw new CrateBuildException(
          "There is no " + manifestPath + ": set <manifestPath> to the Cargo.toml of the crate");
    }
    // Cargo looks for its configuration files from here upwards, as in the author's shell.
    Path folder = manifestPath.toAbsolutePath().resolveSibling("");
    Cargo cargo = new Cargo(settings.cargo(), folder, log);
    CargoPackage crate =
        CargoPackage.find(
            cargo.metadata(manifestPath, settings.offline()), manifestPath, settings.packageName());

    Map<String, NativePlatform> platforms = platforms(cargo);
    Map<String, Path> libraries = new LinkedHashMap<>();
    for (String target : platforms.keySet()) {
      libraries.put(
          target, cargo.build(settings, crate, settings.targets().isEmpty() ? null : target));
    }
    Manifest manifest = commonManifest(libraries);
    Path first = libraries.values().iterator().next();
    CodegenOptions options =
        new CodegenOptions(Codegen.libraryName(first), settings.javaPackage(), settings.jspecify());
    boolean changed = SourceFolder.write(settings.sources(), Codegen.generate(manifest, options));
    if (changed) {
      log.info("Generated the facade of " + crate.name() + " in " + settings.sources());
    }
    for (Map.Entry<String, Path> library : libraries.entrySet()) {
      NativePlatform platform = platforms.get(library.getKey());
      if (platform != null) {
        pack(library.getValue(), platform);
      }
    }
  }

  private Map<String, NativePlatform> platforms(Cargo cargo) {
    List<String> targets =
        settings.targets().isEmpty() ? List.of(cargo.hostTriple()) : settings.targets();
    Map<String, NativePlatform> platforms = new LinkedHashMap<>();
    Map<NativePlatform, String> targetOfPlatform = new LinkedHashMap<>();
    for (String target : targets) {
      NativePlatform platform = NativePlatform.of(target);
      String other = targetOfPlatform.put(platform, target);
      if (other != null) {
        throw new CrateBuildException(
            "The targets %s and %s would both be packed as %s: keep one of them in <targets>"
                .formatted(other, target, platform.folder()));
      }
      platforms.put(target, platform);
    }
    return platforms;
  }

  /** Reads the manifest that all libraries have: one facade calls whichever is loaded. */
  private static Manifest commonManifest(Map<String, Path> libraries) throws IOException {
    Map<Manifest, String> targetOfManifest = new LinkedHashMap<>();
    for (Map.Entry<String, Path> library : libraries.entrySet()) {
      targetOfManifest.putIfAbsent(ManifestReader.read(library.getValue()), library.getKey());
    }
    if (targetOfManifest.size() > 1) {
      throw new CrateBuildException(
          "The targets "
              + String.join(" and ", targetOfManifest.values())
              + " export different functions, and one facade has to fit all: make the exported"
              + " functions the same on every target");
    }
    return targetOfManifest.keySet().iterator().next();
  }

  /** Packs a library, with the hash by which the loader sees damage. */
  private void pack(Path library, NativePlatform platform) throws IOException {
    Path folder = settings.classes().resolve("META-INF/native").resolve(platform.folder());
    Path packed = folder.resolve(library.getFileName());
    Files.createDirectories(folder);
    if (!Files.exists(packed) || Files.mismatch(library, packed) >= 0) {
      Files.copy(library, packed, StandardCopyOption.REPLACE_EXISTING);
    }
    String hash = sha256(Files.readAllBytes(library)) + "\n";
    Path packedHash = folder.resolve(library.getFileName() + ".sha256");
    if (!Files.exists(packedHash) || !Files.readString(packedHash).equals(hash)) {
      Files.writeString(packedHash, hash);
    }
  }

  private static String sha256(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
