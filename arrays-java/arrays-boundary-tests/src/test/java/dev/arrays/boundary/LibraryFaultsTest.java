package dev.arrays.boundary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.arrays.NativeLoadException;
import dev.arrays.NdArray;
import dev.arrays.fixtures.ArraysFixtures;
import dev.arrays.internal.ffm.LoadedLibrary;
import dev.arrays.testing.ChildJvm;
import java.io.IOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a program sees when the native library is missing, damaged or of another build. Each case
/// is a JVM of its own, since a library is loaded once.
class LibraryFaultsTest {
  private static final String NATIVE_ACCESS = "--enable-native-access=ALL-UNNAMED";
  private static final int ROUNDS = 20;
  private static final String OVERRIDE = "dev.arrays.library.dev.arrays.fixtures.arrays_fixtures";

  @TempDir Path folder;
  private Path mounted;

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
    public static void main(String[] args) throws Exception {
      Path meeting = Path.of(args[0]);
      Path caches = Path.of(args[1]);
      Files.createTempFile(meeting, "ready-", "");
      while (!Files.exists(meeting.resolve("go"))) {
        Thread.onSpinWait();
      }
      for (int round = 0; round < ROUNDS; round++) {
        Path cache = caches.resolve("cache-" + round);
        System.setProperty("dev.arrays.cache", cache.toString());
        URL facade = ArraysFixtures.class.getProtectionDomain().getCodeSource().getLocation();
        ClassLoader core = NdArray.class.getClassLoader();
        try (var loader = new FacadeLoader(new URL[] {facade}, core)) {
          loader.loadClass(ArraysFixtures.class.getName()).getMethod("answer").invoke(null);
        } catch (InvocationTargetException e) {
          System.out.println("round " + round + ": " + e.getCause());
        }
      }
      System.out.println("done");
    }
  }

  /// Loads the facade anew, and all else as its parent does.
  private static final class FacadeLoader extends URLClassLoader {
    FacadeLoader(URL[] urls, ClassLoader parent) {
      super(urls, parent);
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      Class<?> loaded = findLoadedClass(name);
      return loaded == null && name.startsWith("dev.arrays.fixtures.")
          ? findClass(name)
          : super.loadClass(name, resolve);
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
  @ValueSource(doubles = {0, 0.001, 0.1, 0.5, 0.999})
  void aTruncatedLibraryIsRefused(double part) throws Exception {
    Path truncated = folder.resolve("truncated.so");
    byte[] whole = library();
    Files.write(truncated, Arrays.copyOf(whole, (int) (mappedLength(whole) * part)));
    assertThat(run("-D" + OVERRIDE + "=" + truncated))
        .contains("NativeLoadException")
        .contains("the native library is damaged: it ")
        .contains(truncated.toString())
        .endsWith("alive\n");
  }

  /// Where the last segment ends that an ELF header promises; what comes then is debugging symbols.
  private static long mappedLength(byte[] library) {
    ByteBuffer elf = ByteBuffer.wrap(library).order(ByteOrder.LITTLE_ENDIAN);
    if (elf.getInt(0) != 0x464C457F) {
      return library.length;
    }
    long end = 0;
    for (int i = 0; i < elf.getShort(56); i++) {
      int header = (int) elf.getLong(32) + i * elf.getShort(54);
      end = Math.max(end, elf.getLong(header + 8) + elf.getLong(header + 32));
    }
    return end;
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
    // Its table says so too, to whom the manifest says nothing.
    assertThatThrownBy(() -> LoadedLibrary.open(library, "other_abi"))
        .isInstanceOf(NativeLoadException.class)
        .hasMessageStartingWith(
            "other_abi: "
                + library
                + " speaks version 999 of the binary interface with a table of 8 bytes, this"
                + " dev.arrays speaks version 1 with ");
  }

  @Test
  void aLibraryOfAnotherBuildIsRefused() throws Exception {
    byte[] library = library();
    String text = new String(library, StandardCharsets.ISO_8859_1);
    // One exported function less.
    library[text.indexOf("\u00FFarrays-manifest")] = 0;
    Path changed = Files.write(folder.resolve("changed.so"), library);
    assertThat(run("-D" + OVERRIDE + "=" + changed))
        .contains("NativeLoadException")
        .contains("the native library from property " + OVERRIDE + "=" + changed)
        .contains(" is another one, or of another build: it has the identity ")
        .contains("; build library and classes together again")
        .endsWith("alive\n");
  }

  @Test
  void aMissingSymbolIsNamed() throws Exception {
    LoadedLibrary library =
        LoadedLibrary.open(Files.write(folder.resolve("own.so"), library()), "arrays_fixtures");
    assertThatThrownBy(() -> library.link("arrays__no_such__0", FunctionDescriptor.ofVoid(), false))
        .isInstanceOf(NativeLoadException.class)
        .hasMessageContaining(" has no symbol arrays__no_such__0: ");
  }

  /// What the child JVMs run where the locale is C: a home that the system's encoding cannot spell.
  public static final class FarHome {
    public static void main(String[] args) {
      System.setProperty("user.home", "/home/m\u00FCller");
      Program.main(args);
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void aHomeThatTheLocaleCannotSpellIsReplacedByATemporaryFolder() throws Exception {
    Path temporary = Files.createDirectory(folder.resolve("temporary"));
    ProcessBuilder java =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            NATIVE_ACCESS,
            "-Djava.io.tmpdir=" + temporary,
            "-cp",
            System.getProperty("java.class.path"),
            FarHome.class.getName());
    java.environment().put("LC_ALL", "C");
    java.environment().remove("XDG_CACHE_HOME");
    Process process = java.redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    assertThat(output).isEqualTo("answer 42\nalive\n");
    assertThat(temporary).isEmptyDirectory();
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void aCacheFromWhichNothingRunsIsReplacedByATemporaryFolder() throws Exception {
    Path cache = mount("noexec");
    Path temporary = Files.createDirectory(folder.resolve("temporary"));
    assertThat(run("-Ddev.arrays.cache=" + cache, "-Djava.io.tmpdir=" + temporary))
        .isEqualTo("answer 42\nalive\n");
    assertThat(count(cache)).isEqualTo(1);
    assertThat(run("-Ddev.arrays.cache=" + cache, "-Djava.io.tmpdir=" + cache))
        .contains("NativeLoadException")
        .contains("tried cache folder " + cache + ": the operating system does not load ")
        .contains("; cache folder in " + cache + ": the operating system does not load ")
        .contains("failed to map segment")
        .endsWith("alive\n");
    assertThat(count(cache)).isEqualTo(1);
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void aFullCacheIsReplacedByATemporaryFolder() throws Exception {
    Path cache = mount("size=64k");
    assertThat(run("-Ddev.arrays.cache=" + cache)).isEqualTo("answer 42\nalive\n");
    assertThat(count(cache)).isZero();
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void aReadOnlyCacheThatHoldsTheLibraryIsUsed() throws Exception {
    Path cache = mount("size=1g");
    // No folder, so that there is nowhere else to go; the JDK warns of it.
    String[] options = {
      "-Ddev.arrays.cache=" + cache, "-Djava.io.tmpdir=" + folder.resolve("nowhere")
    };
    assertThat(run(options)).endsWith("answer 42\nalive\n");
    assertThat(mount("remount,ro", cache)).isTrue();
    assertThat(run(options)).endsWith("answer 42\nalive\n");
  }

  /// An empty file system in memory; the test is skipped where this user cannot mount one.
  private Path mount(String options) throws Exception {
    Path mountPoint =
        Files.createDirectory(
            folder.resolve("mounted"),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    assumeTrue(mount("mode=700," + options, mountPoint), "no file system can be mounted");
    mounted = mountPoint;
    return mountPoint;
  }

  private static boolean mount(String options, Path mountPoint) throws Exception {
    return succeeds("mount", "-t", "tmpfs", "-o", options, "tmpfs", mountPoint.toString());
  }

  @AfterEach
  void unmount() throws Exception {
    if (mounted != null) {
      assertThat(succeeds("umount", mounted.toString())).isTrue();
    }
  }

  private static boolean succeeds(String... command) throws InterruptedException {
    try {
      return new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    }
  }

  /// The library that the jar holds, from where the loader unpacked it.
  private static byte[] library() throws Exception {
    Method load =
        Class.forName("dev.arrays.fixtures.ArraysFixturesLibrary")
            .getDeclaredMethod("load", String.class);
    load.setAccessible(true);
    return Files.readAllBytes(Path.of(load.invoke(null, "test").toString()));
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
