package dev.arrays.boundary;

import static org.assertj.core.api.Assertions.assertThat;

import dev.arrays.bind.NativeLibrary;
import dev.arrays.fixtures.ArraysFixtures;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a program sees when the native library is missing, damaged or of another build. Each case
/// is a JVM of its own, since a library is loaded once.
class LibraryFaultsTest {
  private static final String OVERRIDE = "dev.arrays.library.arrays_fixtures";

  @TempDir Path folder;

  /// What the child JVMs run: prints the exception it gets, then that it is still there.
  public static final class Program {
    public static void main(String[] args) {
      try {
        System.out.println("answer " + ArraysFixtures.answer());
      } catch (RuntimeException | Error e) {
        System.out.println(e);
        for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
          System.out.println("caused by " + cause);
        }
      }
      System.out.println("alive");
    }
  }

  @Test
  void theLibraryOfTheJarLoads() throws Exception {
    assertThat(run("-Ddev.arrays.cache=" + folder)).isEqualTo("answer 42\nalive\n");
  }

  @Test
  void aMissingLibraryIsNamedWithWhatWasTried() throws Exception {
    Path missing = folder.resolve("nowhere.so");
    assertThat(run("-D" + OVERRIDE + "=" + missing))
        .contains("NativeLoadException")
        .contains("arrays_fixtures")
        .contains(missing.toString())
        .endsWith("alive\n");
  }

  @Test
  void aDamagedLibraryIsRefused() throws Exception {
    Path damaged = folder.resolve("damaged.so");
    byte[] whole = library();
    Files.write(damaged, java.util.Arrays.copyOf(whole, 1000));
    assertThat(run("-D" + OVERRIDE + "=" + damaged))
        .contains("NativeLoadException")
        .contains(damaged.toString())
        .endsWith("alive\n");
    Files.writeString(damaged, "not a library");
    assertThat(run("-D" + OVERRIDE + "=" + damaged))
        .contains("NativeLoadException")
        .endsWith("alive\n");
  }

  @Test
  void aDamagedCopyInTheCacheIsReplaced() throws Exception {
    String cache = "-Ddev.arrays.cache=" + folder;
    run(cache);
    try (var files = Files.walk(folder)) {
      List<Path> copies = files.filter(Files::isRegularFile).toList();
      assertThat(copies).isNotEmpty();
      for (Path copy : copies) {
        Files.delete(copy);
        Files.writeString(copy, "damaged");
      }
    }
    assertThat(run(cache)).isEqualTo("answer 42\nalive\n");
  }

  @Test
  void aLibraryOfAnotherAbiVersionIsRefused() throws Exception {
    Path crate = Path.of("src/test/rust/other-abi").toAbsolutePath();
    Path target = folder.resolve("target");
    execute(
        List.of(
            "cargo",
            "build",
            "--quiet",
            "--offline",
            "--manifest-path",
            crate.resolve("Cargo.toml").toString(),
            "--target-dir",
            target.toString()));
    Path library = target.resolve("debug").resolve(System.mapLibraryName("other_abi"));
    assertThat(run("-D" + OVERRIDE + "=" + library))
        .contains("NativeLoadException")
        .contains("speaks version 999 of the binary interface")
        .contains("this dev.arrays speaks version 1")
        .endsWith("alive\n");
  }

  @Test
  void aLibraryOfAnotherBuildLacksTheSymbolAndSaysSo() throws Exception {
    String older = new String(library(), StandardCharsets.ISO_8859_1);
    String symbol = "arrays__arrays_fixtures::answer__";
    assertThat(older).contains(symbol);
    Path changed = folder.resolve("changed.so");
    Files.write(
        changed,
        older
            .replace(symbol, "arrays__arrays_fixtures::ANSWER__")
            .getBytes(StandardCharsets.ISO_8859_1));
    assertThat(run("-D" + OVERRIDE + "=" + changed))
        .contains("NativeLoadException")
        .contains(symbol)
        .endsWith("alive\n");
  }

  /// The library that the jar holds, from where the loader unpacked it.
  private static byte[] library() throws IOException {
    NativeLibrary loaded = NativeLibrary.load(ArraysFixtures.class, "arrays_fixtures");
    return Files.readAllBytes(Path.of(loaded.toString()));
  }

  private static String run(String option) throws Exception {
    return execute(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            option,
            "-cp",
            System.getProperty("java.class.path"),
            Program.class.getName()));
  }

  private static String execute(List<String> command) throws Exception {
    Process process =
        new ProcessBuilder(new ArrayList<>(command)).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(300, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(output).isZero();
    return output.replace("\r\n", "\n");
  }
}
