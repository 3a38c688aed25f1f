package dev.arrays.bind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.arrays.ArraysException;
import dev.arrays.ClosedArrayException;
import dev.arrays.InvalidArgumentException;
import dev.arrays.NativeLoadException;
import dev.arrays.internal.abi.arrays_h;
import java.io.File;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NativeLibraryTest {

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
    Path file = Files.writeString(folder.resolve("libnothing.so"), "this is no library");
    assertThatThrownBy(() -> call(file))
        .isInstanceOf(NativeLoadException.class)
        .hasMessageStartingWith("sum: sample: the operating system does not load " + file + ": ")
        .hasMessageEndingWith(
            "; build it for this platform, install what it names as missing, or unpack elsewhere with"
                + " -Ddev.arrays.cache=<folder>");
  }

  @Test
  void aLibraryOfSomethingElseIsTold() {
    Path foreign = Path.of(System.getProperty("java.home"), "lib", System.mapLibraryName("net"));
    assertThatThrownBy(() -> call(foreign))
        .isInstanceOf(NativeLoadException.class)
        .hasMessage(
            "sum: sample: "
                + foreign
                + " has no symbol arrays_runtime, so it was not built with the Rust crate arrays;"
                + " add the crate and #[arrays::export] a function");
  }

  @Test
  void everyCallOfAMissingLibrarySaysWhatIsMissing() {
    Path file = Path.of("nowhere.so").toAbsolutePath();
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> call(file))
          .isInstanceOf(NativeLoadException.class)
          .hasMessage(
              "sum: sample: no native library found; tried property dev.arrays.library.sample="
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
              "sum: sample: a folder or file to load from is no path on this system (")
          .hasMessageEndingWith("); check -Ddev.arrays.library.sample and -Ddev.arrays.cache");
    }
  }

  @Test
  void everyCallInAJvmThatDeniesNativeAccessSaysWhatAllowsIt(@TempDir Path folder)
      throws Exception {
    Path file = Files.writeString(folder.resolve("libnothing.so"), "this is no library");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--illegal-native-access=deny",
                "-Ddev.arrays.library.sample=" + file,
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
                    "dev.arrays.NativeLoadException: sample: this JVM does not let dev.arrays"
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
          MethodHandle answer =
              NativeLibrary.load(Program.class, "sample")
                  .plain("answer", FunctionDescriptor.of(ValueLayout.JAVA_LONG));
          System.out.println((long) answer.invokeExact());
        } catch (Throwable t) {
          System.out.println(t);
        }
      }
    }
  }

  @Test
  void whatACallThrowsIsToldInWords() {
    NativeLibrary library = NativeLibrary.load(NativeLibraryTest.class, "sample");
    assertThat(library.unexpected("sum", new IllegalStateException("Already closed")))
        .isInstanceOf(ClosedArrayException.class)
        .hasMessage("sum: the memory of an array was released before the call: Already closed");
    assertThat(library.unexpected("sum", new WrongThreadException()))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessage(
            "sum: an array lies in a confined arena of another thread; use Arena.ofShared() or"
                + " Arena.ofAuto() for memory that threads share");
    RuntimeException other = new IllegalArgumentException("other");
    assertThat(library.unexpected("sum", other)).isSameAs(other);
    assertThat(library.unexpected("sum", new Exception("odd")))
        .isInstanceOf(ArraysException.class)
        .hasMessage("sum: the call failed: java.lang.Exception: odd");
    Error error = new StackOverflowError();
    assertThatThrownBy(() -> library.unexpected("sum", error)).isSameAs(error);
  }

  /// As a generated method does it.
  private static double call(Path file) {
    return call(file.toString());
  }

  private static double call(String file) {
    System.setProperty("dev.arrays.library.sample", file);
    try {
      NativeLibrary library = NativeLibrary.load(NativeLibraryTest.class, "sample");
      MethodHandle sum =
          library.plain("sum", FunctionDescriptor.of(ValueLayout.JAVA_DOUBLE, ValueLayout.ADDRESS));
      try {
        return (double) sum.invokeExact(MemorySegment.NULL);
      } catch (Throwable t) {
        throw library.unexpected("sum", t);
      }
    } finally {
      System.clearProperty("dev.arrays.library.sample");
    }
  }
}
