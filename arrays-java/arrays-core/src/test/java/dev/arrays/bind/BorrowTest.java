package dev.arrays.bind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.arrays.BorrowException;
import dev.arrays.DoubleNdArray;
import dev.arrays.NdArray;
import dev.arrays.Slice;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What calls that overlap in time may borrow. Slots know nothing of threads, so one is enough
/// here.
class BorrowTest {
  private static final Kernel READ = new Kernel("norm", false, false, "values");
  private static final Kernel WRITE = new Kernel("scale", false, false, "target");

  private final double[] elements = new double[100];
  private final DoubleNdArray matrix = DoubleNdArray.wrap(elements, 10, 10);

  @Test
  void readersDoNotExcludeEachOther() {
    assertThat(areCompatible(reading(matrix), reading(matrix))).isTrue();
  }

  @Test
  void aWriterExcludesReadersAndWritersOfTheSameMemory() {
    assertThat(areCompatible(writing(matrix), reading(matrix))).isFalse();
    assertThat(areCompatible(reading(matrix), writing(matrix))).isFalse();
    assertThat(areCompatible(writing(matrix), writing(matrix))).isFalse();
  }

  @Test
  void theRefusalNamesBothCalls() {
    Borrow first = open(writing(matrix));
    assertThatThrownBy(() -> open(reading(matrix)))
        .isInstanceOf(BorrowException.class)
        .hasMessage(
            "norm: values is in use: a call of scale on another thread writes its memory, as target,"
                + " which this call reads; call again when that one has ended, or give each thread"
                + " memory of its own");
    first.release();
    assertThatCode(() -> open(reading(matrix)).release()).doesNotThrowAnyException();
  }

  @Test
  void partsThatAreApartMayBeWrittenAtOnce() {
    DoubleNdArray left = matrix.slice(Slice.all(), Slice.to(5));
    DoubleNdArray right = matrix.slice(Slice.all(), Slice.from(5));
    DoubleNdArray top = matrix.slice(Slice.to(5));
    assertThat(areCompatible(writing(left), writing(right))).isTrue();
    assertThat(areCompatible(writing(left), writing(top))).isFalse();
    assertThat(areCompatible(writing(matrix.slice(Slice.every(2))), writing(matrix.select(0, 1))))
        .isTrue();
    assertThat(areCompatible(writing(left), reading(elements))).isFalse();
    assertThat(areCompatible(writing(right), reading(top.select(0, 3).slice(Slice.to(5)))))
        .isTrue();
  }

  @Test
  void itIsTheMemoryThatCounts() {
    assertThat(areCompatible(writing(elements), writing(DoubleNdArray.wrap(elements)))).isFalse();
    assertThat(areCompatible(writing(elements), writing(elements.clone()))).isTrue();
    assertThat(areCompatible(writing(matrix), reading(matrix.asReadOnly()))).isFalse();
    DoubleNdArray hidden =
        DoubleNdArray.wrap(MemorySegment.ofArray(elements).asReadOnly(), new long[] {100});
    assertThat(areCompatible(writing(matrix), reading(hidden))).isFalse();
    assertThat(areCompatible(writing(new double[100]), reading(hidden))).isTrue();
    assertThat(areCompatible(writing(new double[0]), writing(new double[0]))).isTrue();
  }

  @Test
  void nativeMemoryIsKnownByItsAddress() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment segment = arena.allocate(800, 8);
      DoubleNdArray whole = DoubleNdArray.wrap(segment, new long[] {100});
      DoubleNdArray end = DoubleNdArray.wrap(segment.asSlice(400), new long[] {50});
      assertThat(areCompatible(writing(whole), reading(end))).isFalse();
      assertThat(areCompatible(writing(whole.slice(Slice.to(50))), writing(end))).isTrue();
      assertThat(areCompatible(writing(whole), writing(matrix))).isTrue();
    }
  }

  @Test
  void asManyCallsAsThereAreMayRun() {
    List<Borrow> running = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      running.add(open(writing(matrix.select(0, i % 10).select(0, i / 10).expandDims(0))));
    }
    assertThatThrownBy(() -> open(reading(matrix))).isInstanceOf(BorrowException.class);
    running.forEach(Borrow::release);
    open(reading(matrix)).release();
  }

  private record Request(Kernel kernel, Object array) {}

  private static Request reading(Object array) {
    return new Request(READ, array);
  }

  private static Request writing(Object array) {
    return new Request(WRITE, array);
  }

  private static boolean areCompatible(Request first, Request second) {
    Borrow running = open(first);
    try {
      open(second).release();
      return true;
    } catch (BorrowException e) {
      return false;
    } finally {
      running.release();
    }
  }

  private static Borrow open(Request request) {
    boolean writes = request.kernel == WRITE;
    Borrow borrow = Borrow.claim(request.kernel, writes);
    try {
      if (request.array instanceof NdArray<?> view) {
        (writes ? borrow.write(0, view) : borrow.read(0, view)).check(1);
      } else {
        long byteSize = 8L * ((double[]) request.array).length;
        (writes
                ? borrow.write(0, request.array, byteSize)
                : borrow.read(0, request.array, byteSize))
            .check(1);
      }
      return borrow;
    } catch (BorrowException e) {
      borrow.release();
      throw e;
    }
  }
}
