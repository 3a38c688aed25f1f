package dev.arrays.bind;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.arrays.BorrowException;
import dev.arrays.ByteNdArray;
import dev.arrays.DoubleNdArray;
import dev.arrays.NdArray;
import dev.arrays.Slice;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What a call that is under way keeps others from. One thread makes all claims: a slot does not
/// care who else there is.
class BorrowTest {
  private static final Kernel AXPY = new Kernel("axpy", Parts.NONE, false, "y");
  private static final Kernel SUM = new Kernel("sum", Parts.NONE, false, "x");

  private final double[] elements = new double[12];
  private final DoubleNdArray whole = DoubleNdArray.wrap(elements);
  private final List<Borrow> held = new ArrayList<>();

  @AfterEach
  void release() {
    held.forEach(borrow -> borrow.release(1));
  }

  @Test
  void whatIsWrittenIsNeitherReadNorWritten() {
    holdWrite(whole);
    assertThatThrownBy(() -> read(whole))
        .isInstanceOf(BorrowException.class)
        .hasMessage(
            "sum: x is in use: a call of axpy on another thread writes its memory, as y, which this"
                + " call reads; call again when that one has ended, or give each thread memory of its"
                + " own");
    assertThatThrownBy(() -> write(whole))
        .isInstanceOf(BorrowException.class)
        .hasMessageStartingWith(
            "axpy: y is in use: a call of axpy on another thread writes its memory, as y, which this"
                + " call writes;");
  }

  @Test
  void whatIsReadIsReadAndNotWritten() {
    holdRead(whole);
    assertPasses(() -> read(whole));
    assertThatThrownBy(() -> write(whole.slice(Slice.to(1))))
        .isInstanceOf(BorrowException.class)
        .hasMessageStartingWith(
            "axpy: y is in use: a call of sum on another thread reads its memory, as x, which this"
                + " call writes;");
  }

  @Test
  void whatHasEndedKeepsNobody() {
    holdWrite(whole);
    assertRefused(() -> write(whole));
    release();
    held.clear();
    assertPasses(() -> write(whole));
    assertPasses(() -> read(whole));
  }

  @Test
  void partsApartPass() {
    holdWrite(whole.slice(Slice.range(2, 6)));
    assertPasses(() -> write(whole.slice(Slice.to(2))));
    assertPasses(() -> read(whole.slice(Slice.from(6))));
    assertRefused(() -> write(whole.slice(Slice.to(3))));
    assertRefused(() -> read(whole.slice(Slice.from(5)).flip(0)));
    assertRefused(() -> read(whole.slice(Slice.range(5, 12, 6))));
    assertPasses(() -> read(whole.slice(Slice.every(6))));
  }

  @Test
  void interleavedPartsPass() {
    DoubleNdArray matrix = whole.reshape(3, 4);
    holdWrite(matrix.slice(1, Slice.to(2)));
    assertPasses(() -> write(matrix.slice(1, Slice.from(2))));
    assertPasses(() -> write(matrix.select(1, 3)));
    assertRefused(() -> write(matrix.select(1, 1)));
    assertRefused(() -> read(matrix.transpose()));
  }

  @Test
  void aJavaArrayIsItsViews() {
    Borrow borrow = Borrow.claim(AXPY, true);
    held.add(borrow);
    borrow.write(0, elements, 8L * elements.length).check();
    assertRefused(() -> read(whole));
    assertRefused(() -> read(whole.slice(Slice.every(5))));
    assertRefused(() -> read(whole.asReadOnly()));
    MemorySegment hidden = MemorySegment.ofArray(elements).asReadOnly();
    assertRefused(() -> read(DoubleNdArray.wrap(hidden, new long[] {12})));
    assertRefused(() -> read(ByteNdArray.wrap(hidden.asSlice(95), new long[] {1})));
    assertPasses(() -> write(DoubleNdArray.zeros(12)));
    assertPasses(() -> write(whole.copy().slice(Slice.every(5))));
  }

  @Test
  void nativeMemoryIsItsAddresses() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment memory = arena.allocate(96, Double.BYTES);
      DoubleNdArray outside = DoubleNdArray.wrap(memory, new long[] {12});
      holdWrite(outside.slice(Slice.to(6)));
      assertPasses(() -> write(outside.slice(Slice.from(6))));
      assertPasses(() -> write(whole));
      assertRefused(() -> read(DoubleNdArray.wrap(memory.asSlice(40), new long[] {1})));
      assertRefused(() -> read(outside.slice(Slice.range(5, 12, 6))));
    }
  }

  @Test
  void whatHasNoElementsMeetsNothing() {
    DoubleNdArray empty = whole.slice(Slice.from(4)).slice(Slice.to(0));
    holdWrite(whole);
    assertPasses(() -> write(empty));
    assertPasses(() -> read(empty.expandDims(0)));
    holdWrite(empty);
    assertPasses(() -> write(DoubleNdArray.zeros(3)));
  }

  @Test
  void anyNumberOfCallsIsUnderWayAtOnce() {
    List<DoubleNdArray> arrays = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      arrays.add(DoubleNdArray.zeros(2));
      holdWrite(arrays.getLast());
    }
    for (DoubleNdArray array : arrays) {
      assertRefused(() -> read(array));
    }
    assertPasses(() -> write(whole));
  }

  private void holdWrite(NdArray<?> y) {
    Borrow borrow = Borrow.claim(AXPY, true);
    held.add(borrow);
    borrow.write(0, y).check();
  }

  private void holdRead(NdArray<?> x) {
    Borrow borrow = Borrow.claim(SUM, false);
    held.add(borrow);
    borrow.read(0, x).check();
  }

  private static void write(NdArray<?> y) {
    Borrow borrow = Borrow.claim(AXPY, true);
    try {
      borrow.write(0, y).check();
    } finally {
      borrow.release(1);
    }
  }

  private static void read(NdArray<?> x) {
    Borrow borrow = Borrow.claim(SUM, false);
    try {
      borrow.read(0, x).check();
    } finally {
      borrow.release(1);
    }
  }

  private static void assertPasses(Runnable claim) {
    assertThatCode(claim::run).doesNotThrowAnyException();
  }

  private static void assertRefused(Runnable claim) {
    assertThatThrownBy(claim::run).isInstanceOf(BorrowException.class);
  }
}
