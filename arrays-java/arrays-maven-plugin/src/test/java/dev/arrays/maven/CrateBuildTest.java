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
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
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
        .contains("NativeLibrary.load(", '"' + fixture.resource() + '"');
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
    String host = Fixture.hostTriple();
    fixture.targets = List.of(host);

    fixture.build();

    assertThat(fixture.packedLibrary())
        .hasSameBinaryContentAs(
            fixture.workspace.resolve("target").resolve(host).resolve("debug").resolve(fileName()));
  }

  @Test
  void configuredTargetFolderIsFound() throws IOException {
    fixture.configureCargo("[build]\ntarget-dir = \"elsewhere\"\n");

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
  void longNotesReachTheUserWhole() throws IOException {
    fixture.append(
        "src/lib.rs",
        """
        #[deprecated(note = "first line\\n\\n   \\n\\t\\nlast line")]
        pub fn old() {}
        pub fn caller() {
            old();
        }
        """);

    fixture.build();

    assertThat(fixture.log.lines())
        .containsSubsequence(
            "warn warning: use of deprecated function `old`: first line",
            "warn          last line");
    assertThat(fixture.packedLibrary()).exists();
  }

  @Test
  void errorsOfTheLinkerAreShown() throws IOException {
    fixture.append(
        "src/lib.rs",
        """
        #[link(name = "no_such_library")]
        unsafe extern "C" {
            fn nowhere();
        }
        #[unsafe(no_mangle)]
        pub extern "C" fn caller() {
            unsafe { nowhere() }
        }
        """);

    assertThatThrownBy(fixture::build)
        .isInstanceOf(CrateBuildException.class)
        .hasMessage("cargo build failed with status 101: its messages are above");
    assertThat(fixture.log.lines())
        .anyMatch(line -> line.startsWith("error error: linking with `"))
        .anyMatch(line -> line.startsWith("error ") && line.contains("no_such_library"))
        .anyMatch(line -> line.startsWith("error error: could not compile `model-kernels`"));
  }

  @Test
  void failingBuildScriptIsShown() throws IOException {
    fixture.write(
        "build.rs",
        """
        fn main() {
            println!("said\\n\\n   \\n   Compiled badly\\n{{\\n");
            eprintln!("\\n \\nthe reason\\n");
            std::process::exit(3);
        }
        """);

    assertThatThrownBy(fixture::build)
        .isInstanceOf(CrateBuildException.class)
        .hasMessage("cargo build failed with status 101: its messages are above");
    assertThat(fixture.log.lines())
        .anyMatch(line -> line.startsWith("error error: failed to run custom build command for"))
        .containsSubsequence(
            "error   --- stdout",
            "error   said",
            "error      Compiled badly",
            "error   --- stderr",
            "error   the reason");
  }

  @Test
  void whatProceduralMacrosPrintIsShown() throws IOException {
    Path macros = fixture.workspace.resolve("crates/noise");
    Files.createDirectories(macros.resolve("src"));
    Files.writeString(
        macros.resolve("Cargo.toml"),
        """
        [package]
        name = "noise"
        version = "0.1.0"
        edition = "2024"

        [lib]
        proc-macro = true
        """);
    Files.writeString(
        macros.resolve("src/lib.rs"),
        """
        use std::io::Write;

        #[proc_macro]
        pub fn noise(_: proc_macro::TokenStream) -> proc_macro::TokenStream {
            for line in ["", "   ", "{}", "[1]", r#"{"reason":1}"#, r#"{"reason":"odd"}"#, "{", "plain words"] {
                println!("{line}");
            }
            println!("{}", "x".repeat(1 << 20));
            std::io::stdout().write_all(b"caf\\xE9 \\xFF\\n").unwrap();
            proc_macro::TokenStream::new()
        }
        """);
    Path manifest = fixture.workspace.resolve("Cargo.toml");
    Files.writeString(
        manifest,
        Files.readString(manifest)
            .replace("\"crates/plain\"", "\"crates/plain\", \"crates/noise\""));
    fixture.append("Cargo.toml", "\n[dependencies]\nnoise = { path = \"../noise\" }\n");
    fixture.append("src/lib.rs", "noise::noise!();\n");

    fixture.build();

    assertThat(fixture.log.lines())
        .containsSubsequence(
            "info {}",
            "info [1]",
            "info {\"reason\":1}",
            "info {",
            "info plain words",
            "info " + "x".repeat(1 << 20))
        .anyMatch(line -> line.startsWith("info caf"));
    assertThat(fixture.packedLibrary()).exists();
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
            "x86_64-unknown-linux-gnu and x86_64-unknown-linux-musl would both be packed as"
                + " linux-x86_64: keep one of them in <targets>");
  }

  @Test
  void onlyTheLastBuildStaysPacked() throws IOException {
    fixture.build();
    String first = fixture.resource();
    Path other = fixture.classes.resolve(first).resolveSibling("others-0123456789abcdef/file");
    Files.createDirectories(other.getParent());
    Files.writeString(other, "");

    fixture.features = List.of("extra");
    fixture.build();

    assertThat(fixture.classes.resolve(first)).doesNotExist();
    assertThat(other).exists();
    Files.delete(other);
    Files.delete(other.getParent());
    assertThat(fixture.packedLibrary()).exists();
  }

  @Test
  void configuredTargetIsPackedWhereItBelongs() throws IOException {
    String host = Fixture.hostTriple();
    fixture.configureCargo("[build]\ntarget = \"%s\"\n".formatted(host));

    fixture.build();

    assertThat(fixture.packedLibrary())
        .hasSameBinaryContentAs(
            fixture.workspace.resolve("target").resolve(host).resolve("debug").resolve(fileName()));
  }

  @Test
  @EnabledOnOs(OS.LINUX) // The linker is a script that changes an ELF header.
  void libraryOfAnotherPlatformIsPackedForThat() throws IOException {
    String other = linkForAnotherProcessor();

    fixture.build();

    assertThat(fixture.packedLibrary(other)).exists();
    assertThat(fixture.packedLibrary()).doesNotExist();
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void libraryOfAnotherPlatformThanItsTargetIsAnError() throws IOException {
    String other = linkForAnotherProcessor();
    String host = Fixture.hostTriple();
    fixture.targets = List.of(host);

    assertThatThrownBy(fixture::build)
        .isInstanceOf(CrateBuildException.class)
        .hasMessage(
            "For the target "
                + host
                + " cargo made "
                + fixture.workspace.resolve("target").resolve(host).resolve("debug/libmodel.so")
                + ", a library for "
                + other
                + ": check <cargoArgs> and the linker");
    assertThat(fixture.classes).doesNotExist();
  }

  /** Makes cargo build what it would for a configured target that needs another linker. */
  private String linkForAnotherProcessor() throws IOException {
    boolean arm = Fixture.hostTriple().startsWith("aarch64");
    Path linker = fixture.workspace.resolve("linker");
    Files.writeString(
        linker,
        """
        #!/bin/sh
        cc "$@" || exit
        while [ $# -gt 0 ]; do [ "$1" = -o ] && made=$2; shift; done
        case $made in
          *libmodel*) printf '\\%o' | dd of="$made" bs=1 seek=18 conv=notrunc 2>/dev/null ;;
        esac
        """
            .formatted(arm ? 62 : 183));
    assertThat(linker.toFile().setExecutable(true)).isTrue();
    fixture.configureCargo(
        "[target.%s]\nlinker = \"%s\"\n".formatted(Fixture.hostTriple(), linker));
    return arm ? "linux-x86_64" : "linux-aarch64";
  }

  private static String fileName() {
    return System.mapLibraryName("model");
  }
}
