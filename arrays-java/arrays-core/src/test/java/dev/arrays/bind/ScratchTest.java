package dev.arrays.bind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.Test;

class ScratchTest {

  @Test
  void callsOneAfterTheOtherGetTheSameMemoryCleared() {
    long address;
    try (Scratch scratch = Scratch.take()) {
      MemorySegment numbers = scratch.allocate(ValueLayout.JAVA_LONG, 3);
      address = numbers.address();
      numbers.fill((byte) -1);
    }
    try (Scratch scratch = Scratch.take()) {
      MemorySegment numbers = scratch.allocate(ValueLayout.JAVA_LONG, 3);
      assertThat(numbers.address()).isEqualTo(address);
      assertThat(numbers.toArray(ValueLayout.JAVA_LONG)).containsOnly(0);
    }
  }

  @Test
  void whatIsAllocatedTogetherLiesApartAndAligned() {
    try (Scratch scratch = Scratch.take()) {
      MemorySegment text = scratch.allocateFrom("seven");
      MemorySegment number = scratch.allocate(ValueLayout.JAVA_LONG);
      number.set(ValueLayout.JAVA_LONG, 0, -1);
      assertThat(number.address() % Long.BYTES).isZero();
      assertThat(text.getString(0)).isEqualTo("seven");
    }
  }

  @Test
  void whatIsLargeLivesAsLongAsTheCall() {
    MemorySegment large;
    try (Scratch scratch = Scratch.take()) {
      large = scratch.allocate(1 << 20, 64);
      assertThat(large.byteSize()).isEqualTo(1 << 20);
      assertThat(large.address() % 64).isZero();
      assertThat(scratch.allocate(ValueLayout.JAVA_LONG).get(ValueLayout.JAVA_LONG, 0)).isZero();
    }
    assertThatThrownBy(() -> large.get(ValueLayout.JAVA_BYTE, 0))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aCallWithinACallHasMemoryOfItsOwn() {
    try (Scratch outer = Scratch.take()) {
      MemorySegment number = outer.allocate(ValueLayout.JAVA_LONG);
      number.set(ValueLayout.JAVA_LONG, 0, 7);
      try (Scratch inner = Scratch.take()) {
        inner.allocate(ValueLayout.JAVA_LONG).set(ValueLayout.JAVA_LONG, 0, 8);
      }
      try (Scratch inner = Scratch.take()) {
        inner.allocate(ValueLayout.JAVA_LONG).set(ValueLayout.JAVA_LONG, 0, 9);
      }
      assertThat(number.get(ValueLayout.JAVA_LONG, 0)).isEqualTo(7);
    }
  }

  @Test
  void threadsHaveMemoryOfTheirOwn() throws InterruptedException {
    try (Scratch scratch = Scratch.take()) {
      MemorySegment number = scratch.allocate(ValueLayout.JAVA_LONG);
      number.set(ValueLayout.JAVA_LONG, 0, 7);
      for (Thread.Builder kind : new Thread.Builder[] {Thread.ofPlatform(), Thread.ofVirtual()}) {
        kind.start(
                () -> {
                  try (Scratch other = Scratch.take()) {
                    other.allocate(ValueLayout.JAVA_LONG).set(ValueLayout.JAVA_LONG, 0, 8);
                  }
                })
            .join();
      }
      assertThat(number.get(ValueLayout.JAVA_LONG, 0)).isEqualTo(7);
    }
  }
}
