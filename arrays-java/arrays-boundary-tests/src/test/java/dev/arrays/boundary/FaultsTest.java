package dev.arrays.boundary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.arrays.ByteNdArray;
import dev.arrays.DataType;
import dev.arrays.DoubleNdArray;
import dev.arrays.InvalidArgumentException;
import dev.arrays.RustException;
import dev.arrays.RustPanicException;
import dev.arrays.ShapeMismatchException;
import dev.arrays.Slice;
import dev.arrays.fixtures.Failures;
import dev.arrays.fixtures.Faults;
import dev.arrays.fixtures.Lifetimes;
import dev.arrays.fixtures.Slices;
import dev.arrays.fixtures.Views;
import dev.arrays.testing.ChildJvm;
import dev.arrays.testing.Guard;
import dev.arrays.testing.GuardedArena;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What kernels and callers do that they should not: it is an exception, or, where it must end the
/// process, it does so at once.
class FaultsTest {

  @Test
  void aPanicInDropIsAnException() {
    double[] x = {5, 6};
    assertThatThrownBy(() -> Faults.panicsInDrop(x))
        .isInstanceOf(RustPanicException.class)
        .hasMessageMatching("panicsInDrop: panicked at .*faults\\.rs:\\d+: dropped");
    assertThat(x).containsExactly(1, 1);
    assertThat(Faults.recurse(9)).isEqualTo(10);
  }

  @Test
  void aPayloadThatPanicsInDropIsAnException() {
    assertThatThrownBy(Faults::panicsWithBomb)
        .isInstanceOf(RustPanicException.class)
        .hasMessageEndingWith(": a panic whose payload is not a text");
    assertThat(Faults.recurse(9)).isEqualTo(10);
  }

  @Test
  void aResultThereIsNoMemoryForIsAnException() {
    assertThatThrownBy(Failures::tryHugeZeros)
        .isInstanceOf(RustException.class)
        .hasMessage(
            "tryHugeZeros: no memory for an array of shape [2147483648, 268435456] of float64"
                + " (4611686018427387904 bytes)");
  }

  @Test
  void whatJavaCannotTakeOfATupleIsFreed() throws Exception {
    ChildJvm.Exit exit =
        ChildJvm.run(List.of("--enable-native-access=ALL-UNNAMED", "-Xmx64m"), TupleProgram.class);
    assertThat(exit.output()).isEqualTo("no memory for the text, nothing is held\n");
    assertThat(exit.exitCode()).isZero();
  }

  /// Takes a text that the heap cannot hold, with an array behind it.
  public static final class TupleProgram {
    public static void main(String[] arguments) {
      long before = Lifetimes.liveBytes();
      try {
        System.out.println(Lifetimes.textAndArray(200_000_000).value0().length());
      } catch (OutOfMemoryError e) {
        long held = Lifetimes.liveBytes() - before;
        System.out.println(
            "no memory for the text, "
                + (held < 100_000 ? "nothing is" : held + " bytes are")
                + " held");
      }
    }
  }

  /// Does in a JVM of its own what ends it.
  public static final class Program {
    public static void main(String[] arguments) {
      System.out.println("first " + Faults.recurse(0));
      switch (arguments[0]) {
        case "a panic while another one unwinds" -> Faults.panicsTwice();
        case "a result there is no memory for" -> Failures.hugeZeros();
        case "a stack overflow" -> Faults.recurse(Long.MAX_VALUE);
        default -> throw new IllegalArgumentException(arguments[0]);
      }
      System.out.println("alive");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a panic while another one unwinds",
        "a result there is no memory for",
        "a stack overflow"
      })
  void whatRustCannotSurviveEndsTheProcessAtOnce(String fault) throws Exception {
    long start = System.nanoTime();
    ChildJvm.Exit exit =
        ChildJvm.run(List.of("--enable-native-access=ALL-UNNAMED"), Program.class, fault);
    assertThat(exit.output()).startsWith("first 1\n").doesNotContain("alive");
    // 1 would be a Java exception.
    assertThat(exit.exitCode()).isNotIn(0, 1);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMinutes(1));
  }

  /// The memory is address space until it is written, so little of it is ever taken.
  @Test
  void indexesBeyondTwoToThe31AreReached() {
    long size = (1L << 31) + 1000;
    try (GuardedArena arena = new GuardedArena(Arena.ofShared(), Guard.AFTER)) {
      ByteNdArray bytes =
          ByteNdArray.wrap(arena.allocate(size, 1), new long[] {size}).asDataType(DataType.UINT8);
      Views.fillU8(bytes.slice(Slice.from(1L << 31)), 7);
      assertThat(bytes.get((1L << 31) - 1)).isZero();
      assertThat(bytes.get(1L << 31)).isEqualTo((byte) 7);
      assertThat(bytes.get(size - 1)).isEqualTo((byte) 7);
      assertThat(Views.sumU8(bytes)).isEqualTo(7_000);
    }
  }

  @Test
  void stridesAndAxesBeyondTwoToThe31AreReached() {
    long columns = (1L << 31) + 3;
    try (GuardedArena arena = new GuardedArena(Arena.ofShared(), Guard.BEFORE)) {
      DoubleNdArray x =
          DoubleNdArray.wrap(
              arena.allocate(3 * columns * Double.BYTES, Double.BYTES), new long[] {3, columns});
      Views.number3(x.slice(1, Slice.every(columns - 1)).expandDims(0));
      assertThat(x.get(2, columns - 1)).isEqualTo(5);
      DoubleNdArray corners = x.flip(0).flip(1).slice(1, Slice.every(columns - 1));
      assertThat(corners.toArray()).containsExactly(5, 4, 3, 2, 1, 0);
      assertThat(Views.weigh2(corners)).isEqualTo(4 + 2 * 3 + 3 * 2 + 4);
      assertThat(Views.weigh2(corners.transpose())).isEqualTo(3 + 2 + 3 * 4 + 4 * 2);
      assertThatThrownBy(x::toArray)
          .isInstanceOf(InvalidArgumentException.class)
          .hasMessageContaining("more than a Java array can hold");
    }
  }

  @Test
  void theNullSegmentIsEmptyAndNoMore() {
    DoubleNdArray nothing = DoubleNdArray.wrap(MemorySegment.NULL, new long[] {0});
    assertThat(Views.sumF64(nothing)).isZero();
    assertThat(Views.weighDynamic(nothing)).isZero();
    Views.fillF64(nothing, 1);
    Slices.reverse(nothing);
    assertThatThrownBy(() -> DoubleNdArray.wrap(MemorySegment.NULL, new long[] {1}))
        .isInstanceOf(ShapeMismatchException.class)
        .hasMessageEndingWith("reaches outside the memory of 0 bytes");
  }

  @Test
  void anUnalignedSliceIsRefusedBeforeAnyCall() {
    MemorySegment bytes = MemorySegment.ofArray(new byte[64]);
    assertThatThrownBy(() -> DoubleNdArray.wrap(bytes, new long[] {2}))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessageContaining("a Java byte[], but float64 needs memory aligned to 8 bytes");
    // Bytes need no alignment, wherever they start.
    assertThat(Views.sumI8(ByteNdArray.wrap(bytes.asSlice(3, 61), new long[] {61}))).isZero();
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment memory = arena.allocate(64, 8);
      for (long offset = 1; offset < Double.BYTES; offset++) {
        MemorySegment slice = memory.asSlice(offset);
        assertThatThrownBy(() -> DoubleNdArray.wrap(slice, new long[] {2}))
            .isInstanceOf(InvalidArgumentException.class)
            .hasMessageContaining("native memory, but float64 needs memory aligned to 8 bytes");
      }
      assertThat(Views.sumF64(DoubleNdArray.wrap(memory.asSlice(8), new long[] {7}))).isZero();
    }
  }
}
