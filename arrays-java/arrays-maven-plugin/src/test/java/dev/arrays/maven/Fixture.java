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

  /** Returns the target that cargo builds for unless told otherwise. */
  static String hostTriple() throws IOException {
    Process rustc = new ProcessBuilder("rustc", "--print", "host-tuple").start();
    return new String(rustc.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
  }

  static String hostFolder() throws IOException {
    return NativePlatform.of(hostTriple()).folder();
  }

  /** Returns where the library for this machine is packed. */
  Path packedLibrary() throws IOException {
    return packedLibrary(hostFolder());
  }

  /** Returns where the library for a platform is packed. */
  Path packedLibrary(String folder) throws IOException {
    return classes.resolve(resource()).resolve(folder).resolve(System.mapLibraryName("model"));
  }

  /** Returns the folder of the only build that is packed. */
  String resource() throws IOException {
    try (Stream<Path> builds = Files.list(classes.resolve("META-INF/native/com.acme"))) {
      List<Path> all = builds.toList();
      if (all.size() != 1) {
        throw new IllegalStateException("one build should be packed: " + all);
      }
      return classes.relativize(all.get(0)).toString().replace('\\', '/');
    }
  }

  /** Writes a file of the crate that is built. */
  void write(String file, String content) throws IOException {
    Path path = workspace.resolve("crates/model").resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, content);
  }

  /** Adds to a file of the crate that is built. */
  void append(String file, String content) throws IOException {
    Path path = workspace.resolve("crates/model").resolve(file);
    Files.writeString(path, Files.readString(path) + content);
  }

  /** Sets what cargo finds among its configuration files. */
  void configureCargo(String content) throws IOException {
    Files.createDirectories(workspace.resolve(".cargo"));
    Files.writeString(workspace.resolve(".cargo/config.toml"), content);
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
