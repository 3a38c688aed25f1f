package dev.arrays.boundary;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.arrays.ArraysException;
import dev.arrays.DoubleNdArray;
import dev.arrays.RustException;
import dev.arrays.RustPanicException;
import dev.arrays.fixtures.Failures;
import dev.arrays.fixtures.Scalars;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class FailuresTest {
  private static final double[] X = {1, 2, 3};

  @Test
  void aPanicIsAnExceptionWithItsPlace() {
    RustPanicException panic =
        catchThrowableOfType(RustPanicException.class, () -> Failures.panics(X));
    assertThat(panic)
        .hasMessageContaining("panics: ")
        .hasMessageContaining("cannot work with 3 elements");
    assertThat(panic.file()).endsWith("failures.rs");
    assertThat(panic.line()).isPositive();
    assertThat(panic.getMessage()).contains("failures.rs:" + panic.line());
  }

  @Test
  void anIndexOutOfBoundsIsAPanicNotACrash() {
    assertThat(Failures.element(X, 2)).isEqualTo(3);
    assertThatThrownBy(() -> Failures.element(X, 3))
        .isInstanceOf(RustPanicException.class)
        .hasMessageContaining("element: ")
        .hasMessageContaining("out of bounds");
  }

  @Test
  void aPanicOfALibraryHasThePlaceInTheAuthorsCode() {
    DoubleNdArray x = DoubleNdArray.zeros(2, 3);
    RustPanicException panic =
        catchThrowableOfType(RustPanicException.class, () -> Failures.product(x, X.clone()));
    assertThat(panic).isNull();

    panic =
        catchThrowableOfType(
            RustPanicException.class, () -> Failures.product(x, new double[] {1, 2}));

    assertThat(panic.file()).endsWith("src/failures.rs");
    assertThat(panic.line()).isEqualTo((int) Failures.lineOfProduct());
    assertThat(panic)
        .hasMessageStartingWith("product: panicked at ")
        .hasMessageContaining("failures.rs:" + panic.line() + ": ndarray: inputs 2 × 3 and 2 × 1 ")
        .hasMessageContaining("(in ndarray-");
  }

  @Test
  void rustBacktracePutsTheCallsOnTheStackTrace() throws Exception {
    String product = "product(failures.rs:" + Failures.lineOfProduct() + ")";

    assertThat(panicking("1")).contains(product, "at ndarray::", "FailuresTest$Panicking.main(");
    assertThat(panicking("0"))
        .doesNotContain(product, "at ndarray::")
        .contains("FailuresTest$Panicking.main(");
  }

  /** Returns what a program prints that has this value of {@code RUST_BACKTRACE}. */
  private static String panicking(String backtrace) throws Exception {
    ProcessBuilder java =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            Panicking.class.getName());
    java.environment().put("RUST_BACKTRACE", backtrace);
    java.environment().remove("RUST_LIB_BACKTRACE");
    Process process = java.redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(output).isEqualTo(1);
    return output;
  }

  /** A program that ends by a panic. */
  static final class Panicking {
    public static void main(String[] arguments) {
      Failures.product(DoubleNdArray.zeros(2, 3), new double[] {1, 2});
    }
  }

  @Test
  void aPayloadThatIsNoTextIsNamedAsSuch() {
    RustPanicException panic =
        catchThrowableOfType(RustPanicException.class, Failures::panicsWithNumber);
    assertThat(panic)
        .hasMessage(
            "panicsWithNumber: panicked at %s:%d: a panic whose payload is not a text",
            panic.file(), panic.line());
    assertThat(panic.file()).endsWith("failures.rs");
  }

  @Test
  void aPanicLeavesTheArrayAndTheNextCallAlone() {
    double[] x = {5, 6};
    assertThatThrownBy(() -> Failures.panicsBeforeWriting(x, true)).hasMessageContaining("refused");
    assertThat(x).containsExactly(5, 6);
    Failures.panicsBeforeWriting(x, false);
    assertThat(x).containsExactly(1, 1);
  }

  @Test
  void anErrIsAnExceptionWithItsTypeAndText() {
    assertThat(Failures.fit(2)).isEqualTo(2);
    RustException error = catchThrowableOfType(RustException.class, () -> Failures.fit(1));
    assertThat(error).hasMessage("fit: 1 rows are too few to fit a model");
    assertThat(error.errorType()).endsWith("ModelError");
    assertThat(error).isInstanceOf(ArraysException.class).isInstanceOf(RuntimeException.class);
  }

  @Test
  void theSourceOfAnErrorIsTold() {
    assertThat(Failures.parse("2.5")).isEqualTo(2.5);
    assertThatThrownBy(() -> Failures.parse("two"))
        .isInstanceOf(RustException.class)
        .hasMessage("parse: the number cannot be read: invalid float literal");
  }

  @Test
  void errorsOfEveryKindOfResultAreReported() {
    Failures.failsWithText(false);
    assertThatThrownBy(() -> Failures.failsWithText(true)).hasMessage("failsWithText: only text");
    assertThat(Failures.checkedDivide(7, 2)).isEqualTo(3);
    assertThatThrownBy(() -> Failures.checkedDivide(7, 0))
        .isInstanceOf(RustException.class)
        .hasMessage("checkedDivide: 7 cannot be divided by 0");
    assertThatThrownBy(() -> Failures.checkedRange(-1))
        .hasMessage("checkedRange: a range cannot have -1 elements");
    assertThatThrownBy(Failures::huge)
        .isInstanceOf(ArraysException.class)
        .hasMessageContaining("huge: ")
        .hasMessageContaining("18446744073709551615");
  }

  /// A sentinel result after a failed call must not find that call's error.
  @Test
  void anErrorIsToldOnce() {
    for (int i = 0; i < 1000; i++) {
      assertThatThrownBy(() -> Failures.checkedDivide(1, 0)).isInstanceOf(RustException.class);
      assertThat(Scalars.sentinelI64()).isEqualTo(0x8A55_1E57_BADC_0DE5L);
    }
  }

  @Test
  void virtualThreadsGetTheirOwnErrors() throws Exception {
    Callable<String> call =
        () -> {
          long thread = Thread.currentThread().threadId();
          for (int i = 0; i < 200; i++) {
            RustException error =
                catchThrowableOfType(RustException.class, () -> Failures.checkedDivide(thread, 0));
            if (!error
                .getMessage()
                .equals("checkedDivide: " + thread + " cannot be divided by 0")) {
              return error.getMessage();
            }
            LockSupport.parkNanos(1);
          }
          return "";
        };
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var result :
          executor.invokeAll(List.of(call, call, call, call, call, call, call, call))) {
        assertThat(result.get()).isEmpty();
      }
    }
  }
}
