package dev.arrays.boundary;

import static org.assertj.core.api.Assertions.assertThat;

import dev.arrays.bind.NativeLibrary;
import dev.arrays.fixtures.ArraysFixtures;
import dev.arrays.testing.ChildJvm;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a program sees when the native library is missing, damaged or of another build. Each case
/// is a JVM of its own, since a library is loaded once.
class LibraryFaultsTest {
  private static final String NATIVE_ACCESS = "--enable-native-access=ALL-UNNAMED";
  private static final int ROUNDS = 20;
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

  /// Unpacks the library into one fresh cache after the other, at the same time as its like do.
  public static final class Racer {
    public static void main(String[] args) throws IOException {
      Path meeting = Path.of(args[0]);
      Path caches = Path.of(args[1]);
      Files.createTempFile(meeting, "ready-", "");
      while (!Files.exists(meeting.resolve("go"))) {
        Thread.onSpinWait();
      }
      for (int round = 0; round < ROUNDS; round++) {
        Path cache = caches.resolve("cache-" + round);
        System.setProperty("dev.arrays.cache", cache.toString());
        NativeLibrary library = NativeLibrary.load(ArraysFixtures.class, "arrays_fixtures");
        if (!Path.of(library.toString()).startsWith(cache)) {
          System.out.println("round " + round + ": " + library);
        }
      }
      System.out.println("done");
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
  void aLibraryOfOtherBytesIsRefused() throws Exception {
    Path damaged = folder.resolve("damaged.so");
    Files.writeString(damaged, "not a library");
    assertThat(run("-D" + OVERRIDE + "=" + damaged))
        .contains("NativeLoadException")
        .contains(damaged.toString())
        .endsWith("alive\n");
  }

  /// Cut where the file is mapped; its end is not, and the hash packed beside a jar's covers that.
  @ParameterizedTest
  @ValueSource(doubles = {0, 0.001, 0.1, 0.3})
  void aTruncatedLibraryIsRefused(double part) throws Exception {
    Path truncated = folder.resolve("truncated.so");
    byte[] whole = library();
    Files.write(truncated, Arrays.copyOf(whole, (int) (whole.length * part)));
    assertThat(run("-D" + OVERRIDE + "=" + truncated))
        .contains("NativeLoadException")
        .contains("the native library is damaged: it ")
        .contains(truncated.toString())
        .endsWith("alive\n");
  }

  @Test
  void processesThatUnpackAtOnceGetOneLibrary() throws Exception {
    Path caches = folder.resolve("caches");
    Path meeting = Files.createDirectory(folder.resolve("meeting"));
    List<String> options =
        List.of(
            NATIVE_ACCESS,
            // No folder, so that a process whose cache fails has nowhere else to go.
            "-Djava.io.tmpdir=" + meeting.resolve("go"));
    int processes = 4;
    try (ExecutorService executor = Executors.newFixedThreadPool(processes)) {
      List<Future<ChildJvm.Exit>> exits = new ArrayList<>();
      for (int i = 0; i < processes; i++) {
        exits.add(
            executor.submit(
                () -> ChildJvm.run(options, Racer.class, meeting.toString(), caches.toString())));
      }
      while (count(meeting) < processes && exits.stream().noneMatch(Future::isDone)) {
        Thread.sleep(10);
      }
      Files.createFile(meeting.resolve("go"));
      for (Future<ChildJvm.Exit> exit : exits) {
        assertThat(exit.get().output()).doesNotContain("round").endsWith("done\n");
      }
    }
    assertThat(count(caches)).isEqualTo(ROUNDS);
  }

  /// An administrator can write to a folder whose permissions say no, but to no folder below a
  /// file.
  @Test
  void withoutAWritableCacheATemporaryFolderIsUsedAndLeftEmpty() throws Exception {
    Path file = Files.createFile(folder.resolve("file"));
    Path readOnly = Files.createDirectory(folder.resolve("read-only"));
    assertThat(readOnly.toFile().setWritable(false)).isTrue();
    Path temporary = Files.createDirectory(folder.resolve("temporary"));
    for (Path cache : List.of(file.resolve("cache"), readOnly)) {
      assertThat(run("-Ddev.arrays.cache=" + cache, "-Djava.io.tmpdir=" + temporary))
          .isEqualTo("answer 42\nalive\n");
      assertThat(temporary).isEmptyDirectory();
    }
  }

  @Test
  void withoutAnyWritableFolderAllThatWasTriedIsNamed() throws Exception {
    Path file = Files.createFile(folder.resolve("file"));
    assertThat(run("-Ddev.arrays.cache=" + file.resolve("cache"), "-Djava.io.tmpdir=" + file))
        .contains("NativeLoadException")
        .contains("tried cache folder " + file.resolve("cache") + ": ")
        .contains("cache folder in " + file + ": ")
        .contains("name a private, writable folder with -Ddev.arrays.cache=<folder>")
        .endsWith("alive\n");
  }

  @Test
  void deniedNativeAccessIsAnExceptionThatNamesTheOption() throws Exception {
    ChildJvm.Exit denied = ChildJvm.run(List.of("--illegal-native-access=deny"), Program.class);
    assertThat(denied.exitCode()).as(denied.output()).isZero();
    assertThat(denied.output())
        .contains("NativeLoadException")
        .contains("--enable-native-access=")
        .endsWith("alive\n");
    assertThat(run("--illegal-native-access=deny")).isEqualTo("answer 42\nalive\n");
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
    Process cargo =
        new ProcessBuilder(
                "cargo",
                "build",
                "--quiet",
                "--offline",
                "--manifest-path",
                crate.resolve("Cargo.toml").toString(),
                "--target-dir",
                target.toString())
            .inheritIO()
            .start();
    assertThat(cargo.waitFor()).isZero();
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

  private static long count(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).count();
    }
  }

  private static String run(String... options) throws Exception {
    List<String> all = new ArrayList<>(List.of(options));
    all.add(NATIVE_ACCESS);
    ChildJvm.Exit exit = ChildJvm.run(all, Program.class);
    assertThat(exit.exitCode()).as(exit.output()).isZero();
    return exit.output();
  }
}
