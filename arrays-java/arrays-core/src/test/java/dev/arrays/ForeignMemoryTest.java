package dev.arrays;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.ref.WeakReference;
import org.junit.jupiter.api.Test;

class ForeignMemoryTest {

  @Test
  void showsTheMemoryAtAnAddress() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment memory = arena.allocateFrom(ValueLayout.JAVA_DOUBLE, 1, 2, 3);
      MemorySegment foreign = ForeignMemory.at(memory.address(), 24, "owner");
      DoubleNdArray x = DoubleNdArray.wrap(foreign, new long[] {3});
      x.set(0, 10);
      assertThat(memory.get(ValueLayout.JAVA_DOUBLE, 0)).isEqualTo(10);
    }
  }

  @Test
  void keepsTheOwnerReachableForAsLongAsTheArray() throws InterruptedException {
    try (Arena arena = Arena.ofConfined()) {
      Object[] owner = {new Object()};
      WeakReference<Object> seen = new WeakReference<>(owner[0]);
      DoubleNdArray[] array = {
        DoubleNdArray.wrap(
            ForeignMemory.at(arena.allocate(8, 8).address(), 8, owner[0]), new long[] {1})
      };
      owner[0] = null;
      System.gc();
      assertThat(seen.get()).isNotNull();
      assertThat(array[0].get(0)).isZero();
      array[0] = null;
      for (int i = 0; i < 100 && seen.get() != null; i++) {
        System.gc();
        Thread.sleep(20);
      }
      assertThat(seen.get()).isNull();
    }
  }

  @Test
  void refusesMemoryThatCannotBe() {
    assertThatThrownBy(() -> ForeignMemory.at(0, 8, "owner"))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessage("no memory of 8 bytes can lie at address 0");
    assertThatThrownBy(() -> ForeignMemory.at(4096, -1, "owner"))
        .isInstanceOf(InvalidArgumentException.class);
    assertThat(ForeignMemory.at(0, 0, "owner").byteSize()).isZero();
  }
}
