package dev.arrays.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.arrays.ClosedArrayException;
import dev.arrays.DoubleNdArray;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class GuardedArenaTest {

  /// Reads the first or the last element of a guarded array, and then its neighbour outside.
  public static final class Trespasser {
    @SuppressWarnings("restricted") // Java refuses to reach out of a segment of true size.
    public static void main(String[] arguments) {
      Guard guard = Guard.valueOf(arguments[0]);
      DoubleNdArray x = new GuardedArena(Arena.global(), guard).copyOf(DoubleNdArray.of(5, 6, 7));
      MemorySegment everything = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);
      long outwards = guard == Guard.AFTER ? Double.BYTES : -Double.BYTES;
      long edge = x.segment().address() + (guard == Guard.AFTER ? 2 * Double.BYTES : 0);
      System.out.println("inside " + everything.get(ValueLayout.JAVA_DOUBLE, edge));
      System.out.println("outside " + everything.get(ValueLayout.JAVA_DOUBLE, edge + outwards));
    }
  }

  @ParameterizedTest
  @EnumSource
  void oneElementTooFarEndsTheProcess(Guard guard) throws Exception {
    // @start region="child"
    List<String> options = List.of("--enable-native-access=ALL-UNNAMED");
    ChildJvm.Exit exit = ChildJvm.run(options, Trespasser.class, guard.name());
    // @end
    assertThat(exit.exitCode()).isNotZero();
    assertThat(exit.output())
        .startsWith("inside " + (guard == Guard.AFTER ? "7.0" : "5.0"))
        .doesNotContain("outside")
        .containsAnyOf("SIGSEGV", "SIGBUS", "EXCEPTION_ACCESS_VIOLATION");
  }

  @Test
  void memoryEndsOrStartsAtAPage() {
    try (GuardedArena before = new GuardedArena(Arena.ofConfined(), Guard.BEFORE);
        GuardedArena after = new GuardedArena(Arena.ofConfined(), Guard.AFTER)) {
      for (long elements : new long[] {0, 1, 3, 512, 513, 100_000}) {
        MemorySegment low = before.allocate(ValueLayout.JAVA_DOUBLE, elements);
        MemorySegment high = after.allocate(ValueLayout.JAVA_DOUBLE, elements);
        assertThat(low.address() % 4096).isZero();
        assertThat((high.address() + high.byteSize()) % 4096).isZero();
        assertThat(low.byteSize()).isEqualTo(high.byteSize()).isEqualTo(8 * elements);
        // All of it can be used.
        assertThat(low.fill((byte) 1).mismatch(high.fill((byte) 1))).isEqualTo(-1);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void alignmentIsKept(Guard guard) {
    try (GuardedArena arena = new GuardedArena(Arena.ofConfined(), guard)) {
      for (long alignment = 1; alignment <= 4096; alignment *= 2) {
        MemorySegment memory = arena.allocate(5, alignment);
        assertThat(memory.address() % alignment).isZero();
        assertThat(memory.byteSize()).isEqualTo(5);
        memory.fill((byte) 1);
      }
    }
  }

  @Test
  void closingReleasesTheArrays() {
    DoubleNdArray copy;
    // @start region="guarded"
    try (GuardedArena arena = new GuardedArena(Arena.ofShared(), Guard.AFTER)) {
      DoubleNdArray x = arena.copyOf(DoubleNdArray.of(1, 2, 3));
      assertThat(x.get(2)).isEqualTo(3); // here: a call to the function under test
      // @end
      copy = x;
    }
    assertThatThrownBy(() -> copy.get(0)).isInstanceOf(ClosedArrayException.class);
  }

  /// Far more than a process can have at a time: what was closed has gone back.
  @Test
  void addressSpaceGoesBack() {
    for (int i = 0; i < 2_000; i++) {
      try (GuardedArena arena = new GuardedArena(Arena.ofConfined(), Guard.AFTER)) {
        assertThat(arena.allocate(1L << 40, 1).byteSize()).isEqualTo(1L << 40);
      }
    }
  }

  @Test
  void whatCannotBeAllocatedIsRefused() {
    GuardedArena arena = new GuardedArena(Arena.ofConfined(), Guard.AFTER);
    assertThatThrownBy(() -> arena.allocate(-1, 8))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("allocate: the size is -1, expected 0 or more");
    assertThatThrownBy(() -> arena.allocate(8, 3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("allocate: the alignment is 3, expected a power of two up to");
    assertThatThrownBy(() -> arena.allocate(8, 1 << 30))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> arena.allocate(Long.MAX_VALUE, 1))
        .isInstanceOf(OutOfMemoryError.class);
    assertThatThrownBy(() -> arena.allocate(Long.MAX_VALUE >> 4, 1))
        .isInstanceOf(OutOfMemoryError.class)
        .hasMessageContaining("failed, ");
    arena.close();
    assertThatThrownBy(() -> arena.allocate(8, 8)).isInstanceOf(IllegalStateException.class);
  }
}
