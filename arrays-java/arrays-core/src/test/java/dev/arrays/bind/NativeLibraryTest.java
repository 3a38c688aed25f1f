package dev.arrays.bind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.arrays.ArraysException;
import dev.arrays.ClosedArrayException;
import dev.arrays.DoubleNdArray;
import dev.arrays.InvalidArgumentException;
import dev.arrays.NativeLoadException;
import dev.arrays.ShapeMismatchException;
import dev.arrays.internal.abi.arrays_h;
import java.io.File;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NativeLibraryTest {
  /// A manifest entry of the JSON `{}`, framed as `docs/abi.md` says.
  private static final byte[] ENTRY =
      ByteBuffer.allocate(34)
          .order(ByteOrder.LITTLE_ENDIAN)
          .put((byte) 0xFF)
          .put("arrays-manifest".getBytes(StandardCharsets.US_ASCII))
          .putInt(arrays_h.ARRAYS_ABI_VERSION())
          .putInt(2)
          .putLong(0x08F44B07B5901A25L)
          .put("{}".getBytes(StandardCharsets.US_ASCII))
          .array();

  /// Its identity: printf '%s' 'com.acme' '{}' | sha256sum
  private static final String FOLDER = "META-INF/native/com.acme/sample-9c3425e1f309cd1a";

  @Test
  void sentinelsAreTheHeaders() {
    assertThat(NativeLibrary.SENTINEL_F64_BITS).isEqualTo(arrays_h.ARRAYS_SENTINEL_F64_BITS());
    assertThat(NativeLibrary.SENTINEL_F32_BITS).isEqualTo(arrays_h.ARRAYS_SENTINEL_F32_BITS());
    assertThat(NativeLibrary.SENTINEL_I64).isEqualTo(arrays_h.ARRAYS_SENTINEL_I64());
  }

  @Test
  void onlyTheSentinelMaySignalAnError() {
    assertThat(
            NativeLibrary.maySignalError(Double.longBitsToDouble(NativeLibrary.SENTINEL_F64_BITS)))
        .isTrue();
    assertThat(NativeLibrary.maySignalError(Double.NaN)).isFalse();
    assertThat(NativeLibrary.maySignalError(Float.intBitsToFloat(NativeLibrary.SENTINEL_F32_BITS)))
        .isTrue();
    assertThat(NativeLibrary.maySignalError(Float.NaN)).isFalse();
    assertThat(NativeLibrary.maySignalError(NativeLibrary.SENTINEL_I64)).isTrue();
    assertThat(NativeLibrary.maySignalError(0L)).isFalse();
  }

  @Test
  void whatTheSystemDoesNotLoadIsNamedWithItsReason(@TempDir Path folder) throws Exception {
    Path file = Files.write(folder.resolve("libnothing.so"), ENTRY);
    assertThatThrownBy(() -> call(file))
        .isInstanceOf(NativeLoadException.class)
        .hasMessageStartingWith("sum: sample: the operating system does not load " + file + ": ")
        .hasMessageEndingWith("; build it for this platform, or install what it names as missing");
  }

  @Test
  void aLibraryOfSomethingElseIsTold() {
    Path foreign = Path.of(System.getProperty("java.home"), "lib", System.mapLibraryName("net"));
    assertThatThrownBy(() -> call(foreign))
        .isInstanceOf(NativeLoadException.class)
        .hasMessage(
            "sum: sample: the native library from property dev.arrays.library.com.acme.sample="
                + foreign
                + " has no manifest entry, so it was not built with the Rust crate arrays; add the"
                + " crate and #[arrays::export] a function");
  }

  @Test
  void everyCallOfAMissingLibrarySaysWhatIsMissing() {
    Path file = Path.of("nowhere.so").toAbsolutePath();
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> call(file))
          .isInstanceOf(NativeLoadException.class)
          .hasMessage(
              "sum: sample: no native library found; tried property"
                  + " dev.arrays.library.com.acme.sample="
                  + file
                  + ": there is no such file");
    }
  }

  @Test
  void aPathThatIsNoneIsTold() {
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> call("no\0path"))
          .isInstanceOf(NativeLoadException.class)
          .hasMessageStartingWith(
              "sum: sample: no native library found; tried property"
                  + " dev.arrays.library.com.acme.sample=no\0path: InvalidPathException: ");
    }
  }

  @Test
  void everyCallInAJvmThatDeniesNativeAccessSaysWhatAllowsIt(@TempDir Path folder)
      throws Exception {
    Path file = Files.write(folder.resolve("libnothing.so"), ENTRY);
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--illegal-native-access=deny",
                "-Ddev.arrays.library.com.acme.sample=" + file,
                "-cp",
                Path.of("target", "classes")
                    + File.pathSeparator
                    + Path.of("target", "test-classes"),
                Program.class.getName())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    assertThat(output.lines())
        .hasSize(2)
        .allSatisfy(line ->
            assertThat(line)
                .startsWith(
                    "dev.arrays.NativeLoadException: answer: sample: this JVM does not let dev.arrays"
                        + " call native code (")
                .endsWith(
                    "); run java with --enable-native-access=dev.arrays, or ALL-UNNAMED on the"
                        + " class path"));
  }

  /// What the child JVM runs: calls twice, and prints what each call throws.
  public static final class Program {
    public static void main(String[] args) {
      for (int i = 0; i < 2; i++) {
        try {
          NativeLibrary.load(Program.class, FOLDER, "answer");
        } catch (Throwable t) {
          System.out.println(t);
        }
      }
    }
  }

  @Test
  void whatACallThrowsIsToldInWords() {
    Kernel dot = new Kernel("dot", Parts.NONE, false, "x", "y");
    DoubleNdArray x = DoubleNdArray.of(1, 2);
    Arena arena = Arena.ofConfined();
    DoubleNdArray y = DoubleNdArray.wrap(arena.allocate(16, 8), new long[] {2});
    assertThatThrownBy(
            () -> {
              try (var executor = Executors.newSingleThreadExecutor()) {
                throw executor
                    .submit(() -> NativeLibrary.unexpected(dot, new Exception(), x, y))
                    .get();
              }
            })
        .cause()
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessage(
            "dot: y lies in a confined arena of another thread; use Arena.ofShared() or"
                + " Arena.ofAuto() for memory that threads share");
    arena.close();
    assertThatThrownBy(
            () -> NativeLibrary.unexpected(dot, new IllegalStateException("closed"), x, y))
        .isInstanceOf(ClosedArrayException.class)
        .hasMessage("dot: y is closed: its memory was released before the call");
    RuntimeException refused = new ShapeMismatchException("dot: refused");
    assertThat(NativeLibrary.unexpected(dot, refused, x, x)).isSameAs(refused);
    assertThat(NativeLibrary.unexpected(dot, new Exception("odd")))
        .isInstanceOf(ArraysException.class)
        .hasMessage("dot: the call failed: java.lang.Exception: odd");
    Error error = new StackOverflowError();
    assertThatThrownBy(() -> NativeLibrary.unexpected(dot, error)).isSameAs(error);
  }

  /// As the first call of a generated method does it.
  private static void call(Path file) {
    call(file.toString());
  }

  private static void call(String file) {
    System.setProperty("dev.arrays.library.com.acme.sample", file);
    try {
      NativeLibrary.load(NativeLibraryTest.class, FOLDER, "sum");
    } finally {
      System.clearProperty("dev.arrays.library.com.acme.sample");
    }
  }
}
