package dev.arrays.maven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Builds of a small workspace by the real cargo. */
class CrateBuildTest {
  @TempDir Path folder;

  private Fixture fixture;

  @BeforeEach
  void copyWorkspace() throws IOException {
    fixture = new Fixture(folder);
  }

  @Test
  void crateOfAWorkspaceIsBuiltFromItsOwnManifest() throws IOException {
    fixture.build();

    assertThat(fixture.facade()).content().contains("public static void sum()");
    assertThat(fixture.sources.resolve("com/acme/ModelLibrary.java"))
        .content()
        .contains("NativeLibrary.load(ModelLibrary.class, \"model\")");
    assertThat(fixture.packedLibrary())
        .hasSameBinaryContentAs(fixture.workspace.resolve("target/debug").resolve(fileName()));
    assertThat(Path.of(fixture.packedLibrary() + ".sha256")).content().matches("[0-9a-f]{64}\n");
  }

  @Test
  void crateOfAWorkspaceIsBuiltByName() throws IOException {
    fixture.manifestPath = fixture.workspace.resolve("Cargo.toml");
    fixture.packageName = "model-kernels";

    fixture.build();

    assertThat(fixture.packedLibrary()).exists();
  }

  @Test
  void workspaceWithoutANameListsItsCrates() {
    fixture.manifestPath = fixture.workspace.resolve("Cargo.toml");

    assertThatThrownBy(fixture::build)
        .isInstanceOf(CrateBuildException.class)
        .hasMessage(
            fixture.manifestPath
                + " is a workspace without a crate of its own: set <packageName> to one of"
                + " [model-kernels, plain]");
  }

  @Test
  void unknownNameListsTheCrates() {
    fixture.packageName = "modle";

    assertThatThrownBy(fixture::build)
        .isInstanceOf(CrateBuildException.class)
        .hasMessage(
            "The workspace of "
                + fixture.manifestPath
                + " has no crate `modle`: set <packageName> to one of [model-kernels, plain]");
  }

  @Test
  void crateWithoutACLibrarySaysWhatToAdd() {
    fixture.packageName = "plain";

    assertThatThrownBy(fixture::build)
        .isInstanceOf(CrateBuildException.class)
        .hasMessageStartingWith(
            "The crate `plain` makes no library that Java can load: add crate-type = [\"cdylib\"] to"
                + " [lib] in ")
        .hasMessageEndingWith("Cargo.toml");
  }

  @Test
  void customProfileIsUsed() throws IOException {
    fixture.profile = "tuned";

    fixture.build();

    assertThat(fixture.packedLibrary())
        .hasSameBinaryContentAs(fixture.workspace.resolve("target/tuned").resolve(fileName()));
  }

  @Test
  void featureAddsAFunction() throws IOException {
    fixture.build();
    assertThat(fixture.facade()).content().doesNotContain("extra");

    fixture.features = List.of("extra");
    fixture.build();
    assertThat(fixture.facade()).content().contains("public static void extra()");

    fixture.features = List.of();
    fixture.noDefaultFeatures = true;
    fixture.build();
    assertThat(fixture.facade()).content().contains("void bare()").doesNotContain("void extra()");

    fixture.noDefaultFeatures = false;
    fixture.allFeatures = true;
    fixture.build();
    assertThat(fixture.facade()).content().contains("void extra()").doesNotContain("void bare()");
  }

  @Test
  void explicitTargetIsBuiltInItsOwnFolder() throws IOException {
    String host = fixture.hostTriple();
    fixture.targets = List.of(host);

    fixture.build();

    assertThat(fixture.packedLibrary())
        .hasSameBinaryContentAs(
            fixture.workspace.resolve("target").resolve(host).resolve("debug").resolve(fileName()));
  }

  @Test
  void configuredTargetFolderIsFound() throws IOException {
    Files.createDirectories(fixture.workspace.resolve(".cargo"));
    Files.writeString(
        fixture.workspace.resolve(".cargo/config.toml"), "[build]\ntarget-dir = \"elsewhere\"\n");

    fixture.build();

    assertThat(fixture.workspace.resolve("target")).doesNotExist();
    assertThat(fixture.packedLibrary())
        .hasSameBinaryContentAs(fixture.workspace.resolve("elsewhere/debug").resolve(fileName()));
  }

  @Test
  void furtherArgumentsReachCargo() {
    fixture.cargoArgs = List.of("--no-such-option");

    assertThatThrownBy(fixture::build)
        .isInstanceOf(CrateBuildException.class)
        .hasMessage("cargo build failed with status 1: its messages are above");
    assertThat(fixture.log.lines())
        .anyMatch(line -> line.startsWith("error ") && line.contains("--no-such-option"));
  }

  @Test
  void secondBuildIsQuietAndWritesNothing() throws IOException {
    fixture.build();
    assertThat(fixture.log.lines())
        .anyMatch(line -> line.contains("Compiling model-kernels v1.2.3"))
        .contains("info Generated the facade of model-kernels in " + fixture.sources);
    FileTime old = FileTime.fromMillis(1_000_000);
    Files.setLastModifiedTime(fixture.facade(), old);
    Files.setLastModifiedTime(fixture.packedLibrary(), old);
    int before = fixture.log.lines().size();

    fixture.build();

    assertThat(fixture.log.lines()).hasSize(before);
    assertThat(Files.getLastModifiedTime(fixture.facade())).isEqualTo(old);
    assertThat(Files.getLastModifiedTime(fixture.packedLibrary())).isEqualTo(old);
  }

  @Test
  void errorsOfTheCompilerAreShown() throws IOException {
    Files.writeString(
        fixture.workspace.resolve("crates/model/src/lib.rs"), "fn broken() -> i32 { \"text\" }\n");

    assertThatThrownBy(fixture::build)
        .isInstanceOf(CrateBuildException.class)
        .hasMessage("cargo build failed with status 101: its messages are above");
    assertThat(fixture.log.lines())
        .contains("error error[E0308]: mismatched types")
        .anyMatch(line -> line.startsWith("error ") && line.contains("broken"));
  }

  @Test
  void warningsOfTheCompilerAreShown() throws IOException {
    Path source = fixture.workspace.resolve("crates/model/src/lib.rs");
    Files.writeString(source, Files.readString(source) + "fn unused() {}\n");

    fixture.build();

    assertThat(fixture.log.lines()).contains("warn warning: function `unused` is never used");
  }

  @Test
  void missingCargoSaysWhatToInstall() {
    fixture.cargo = folder.resolve("no-such-cargo").toString();

    assertThatThrownBy(fixture::build)
        .isInstanceOf(CrateBuildException.class)
        .hasMessage(
            "Cannot run `"
                + fixture.cargo
                + "`: install Rust with rustup (https://rustup.rs), or name the executable with"
                + " -Darrays.cargo=<path>");
  }

  @Test
  void missingManifestIsNamed() {
    fixture.manifestPath = folder.resolve("Cargo.toml");

    assertThatThrownBy(fixture::build)
        .isInstanceOf(CrateBuildException.class)
        .hasMessage(
            "There is no "
                + fixture.manifestPath
                + ": set <manifestPath> to the Cargo.toml of the crate");
  }

  @Test
  void targetsOfOnePlatformAreBothNamed() {
    fixture.targets = List.of("x86_64-unknown-linux-gnu", "x86_64-unknown-linux-musl");

    assertThatThrownBy(fixture::build)
        .isInstanceOf(CrateBuildException.class)
        .hasMessage(
            "The targets x86_64-unknown-linux-gnu and x86_64-unknown-linux-musl would both be packed"
                + " as linux-x86_64: keep one of them in <targets>");
  }

  private static String fileName() {
    return System.mapLibraryName("model");
  }
}
