package dev.arrays.maven;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A copy of the workspace under {@code src/test/fixtures}, and the settings to build it. */
final class Fixture {
  private static final Path ORIGINAL = Path.of("src", "test", "fixtures", "workspace");

  final Path workspace;
  final Path sources;
  final Path classes;

  // The settings, of which a test changes a few.
  String cargo = "cargo";
  Path manifestPath;
  @Nullable String packageName;
  String profile = "dev";
  List<String> features = List.of();
  boolean allFeatures;
  boolean noDefaultFeatures;
  List<String> targets = List.of();
  List<String> cargoArgs = List.of();
  String javaPackage = "com.acme";

  final RecordingLog log = new RecordingLog();

  Fixture(Path folder) throws IOException {
    workspace = folder.resolve("workspace");
    sources = folder.resolve("generated-sources");
    classes = folder.resolve("classes");
    manifestPath = workspace.resolve("crates/model/Cargo.toml");
    copy(ORIGINAL, workspace);
    embed("sum");
    embed("extra");
    embed("bare");
  }

  void build() throws IOException {
    new CrateBuild(
            new CrateBuildSettings(
                cargo,
                manifestPath,
                packageName,
                profile,
                features,
                allFeatures,
                noDefaultFeatures,
                targets,
                cargoArgs,
                true,
                javaPackage,
                false,
                sources,
                classes),
            log)
        .run();
  }

  String hostTriple() {
    return new Cargo(cargo, workspace, log).hostTriple();
  }

  /** Returns where the library for this machine is packed. */
  Path packedLibrary() {
    return classes
        .resolve("META-INF/native")
        .resolve(NativePlatform.of(hostTriple()).folder())
        .resolve(System.mapLibraryName("model"));
  }

  Path facade() {
    return sources.resolve("com/acme/Model.java");
  }

  /** Writes the manifest entry of a function without parameters, as the ABI frames it. */
  private void embed(String function) throws IOException {
    byte[] json =
        """
        {"kind":"function","crate":"model-kernels","crateVersion":"1.2.3","module":"model",
         "name":"%1$s","javaName":"%1$s","symbol":"arrays__model::%1$s__00000001","doc":"",
         "params":[],"returns":{"kind":"void"},"errorType":null}\
        """
            .formatted(function)
            .getBytes(StandardCharsets.UTF_8);
    long checksum = 0xcbf2_9ce4_8422_2325L;
    for (byte b : json) {
      checksum = (checksum ^ Byte.toUnsignedLong(b)) * 0x100_0000_01b3L;
    }
    byte[] entry =
        ByteBuffer.allocate(32 + json.length)
            .order(ByteOrder.LITTLE_ENDIAN)
            .put((byte) 0xFF)
            .put("arrays-manifest".getBytes(StandardCharsets.US_ASCII))
            .putInt(1)
            .putInt(json.length)
            .putLong(checksum)
            .put(json)
            .array();
    Files.write(workspace.resolve("crates/model/src/" + function + ".entry"), entry);
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> paths = Files.walk(from)) {
      for (Path path : paths.filter(Files::isRegularFile).toList()) {
        Path copy = to.resolve(from.relativize(path).toString());
        Files.createDirectories(copy.getParent());
        Files.copy(path, copy);
      }
    }
  }
}
