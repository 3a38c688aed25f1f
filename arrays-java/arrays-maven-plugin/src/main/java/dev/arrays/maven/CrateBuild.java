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
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
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

    Map<NativePlatform, Path> libraries =
        settings.targets().isEmpty() ? configured(cargo, crate) : targeted(cargo, crate);
    Manifest manifest = commonManifest(libraries);
    Path first = libraries.values().iterator().next();
    CodegenOptions options =
        new CodegenOptions(Codegen.libraryName(first), settings.javaPackage(), settings.jspecify());
    boolean changed = SourceFolder.write(settings.sources(), Codegen.generate(manifest, options));
    if (changed) {
      log.info("Generated the facade of " + crate.name() + " in " + settings.sources());
    }
    Path packed = settings.classes().resolve(Codegen.resource(manifest, options));
    deleteOtherBuilds(packed, options.libraryName());
    for (Map.Entry<NativePlatform, Path> library : libraries.entrySet()) {
      pack(library.getValue(), packed.resolve(library.getKey().folder()));
    }
  }

  /**
   * Builds for the target, or the targets, that cargo's own configuration names; without one for
   * this machine.
   */
  private Map<NativePlatform, Path> configured(Cargo cargo, CargoPackage crate) throws IOException {
    Map<NativePlatform, Path> libraries = new LinkedHashMap<>();
    for (Path library : cargo.build(settings, crate, null)) {
      NativePlatform platform = NativePlatform.ofLibrary(library);
      Path other = libraries.put(platform, library);
      if (other != null) {
        throw packedTwice(other, library, platform);
      }
    }
    return libraries;
  }

  /** Builds for the targets of the plugin's configuration. */
  private Map<NativePlatform, Path> targeted(Cargo cargo, CargoPackage crate) throws IOException {
    Map<NativePlatform, String> targets = new LinkedHashMap<>();
    for (String target : settings.targets()) {
      NativePlatform platform = NativePlatform.of(target);
      String other = targets.put(platform, target);
      if (other != null) {
        throw packedTwice(other, target, platform);
      }
    }
    Map<NativePlatform, Path> libraries = new LinkedHashMap<>();
    for (Map.Entry<NativePlatform, String> target : targets.entrySet()) {
      for (Path library : cargo.build(settings, crate, target.getValue())) {
        NativePlatform platform = NativePlatform.ofLibrary(library);
        if (!platform.equals(target.getKey())) {
          throw new CrateBuildException(
              "For the target %s cargo made %s, a library for %s: check <cargoArgs> and the linker"
                  .formatted(target.getValue(), library, platform.folder()));
        }
        libraries.put(platform, library);
      }
    }
    return libraries;
  }

  private static CrateBuildException packedTwice(
      Object one, Object other, NativePlatform platform) {
    return new CrateBuildException(
        "%s and %s would both be packed as %s: keep one of them in <targets>"
            .formatted(one, other, platform.folder()));
  }

  /** Reads the manifest that all libraries have: one facade calls whichever is loaded. */
  private static Manifest commonManifest(Map<NativePlatform, Path> libraries) throws IOException {
    Map<Manifest, String> platformOfManifest = new LinkedHashMap<>();
    for (Map.Entry<NativePlatform, Path> library : libraries.entrySet()) {
      platformOfManifest.putIfAbsent(
          ManifestReader.read(library.getValue()), library.getKey().folder());
    }
    if (platformOfManifest.size() > 1) {
      throw new CrateBuildException(
          "The libraries for "
              + String.join(" and ", platformOfManifest.values())
              + " export different functions, and one facade has to fit all: make the exported"
              + " functions the same on every target");
    }
    return platformOfManifest.keySet().iterator().next();
  }

  /** Deletes what earlier builds packed, which the facade no longer loads. */
  private static void deleteOtherBuilds(Path folder, String libraryName) throws IOException {
    Path ofPackage = folder.resolveSibling("");
    if (!Files.isDirectory(ofPackage)) {
      return;
    }
    Pattern build = Pattern.compile(Pattern.quote(libraryName) + "-[0-9a-f]{16}");
    List<Path> stale;
    try (Stream<Path> paths = Files.list(ofPackage)) {
      stale =
          paths
              .filter(path -> build.matcher(path.getFileName().toString()).matches())
              .filter(path -> !path.equals(folder))
              .toList();
    }
    for (Path path : stale) {
      try (Stream<Path> below = Files.walk(path)) {
        for (Path file : below.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  /** Packs a library, with the hash by which the loader sees damage. */
  private static void pack(Path library, Path folder) throws IOException {
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
