package dev.arrays.bind;

import static org.assertj.core.api.Assertions.assertThat;

import dev.arrays.ByteNdArray;
import dev.arrays.DoubleNdArray;
import dev.arrays.ForeignMemory;
import dev.arrays.IntNdArray;
import dev.arrays.LongNdArray;
import dev.arrays.NdArray;
import dev.arrays.Slice;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OverlapMessageTest {
  private final DoubleNdArray x = DoubleNdArray.zeros(100);

  @TempDir Path folder;

  @Test
  void theSamePartIsNamedOnce() {
    DoubleNdArray whole = DoubleNdArray.zeros(4096);
    assertThat(ofViews(whole, whole))
        .isEqualTo("axpy: x and y overlap: both are double[4096] at [0, 4096); y is written");
    assertThat(OverlapMessage.ofViews("swap", "x", whole, "y", whole, true))
        .isEqualTo("swap: x and y overlap: both are double[4096] at [0, 4096); both are written");
  }

  @Test
  void partsAreCountedInElements() {
    assertThat(ofViews(x.slice(Slice.range(40, 90)), x.slice(Slice.to(50))))
        .isEqualTo(
            "axpy: x and y overlap: x is double[100] at [0, 50), y at [40, 90); y is written");
    assertThat(ofViews(x.slice(Slice.every(-2)), x.slice(Slice.to(50)).flip(0)))
        .isEqualTo(
            "axpy: x and y overlap: x is double[100] at [0, 50), y at [1, 100) with shape [50] and"
                + " strides [-2]; y is written");
  }

  @Test
  void anotherOrderIsNotAGap() {
    DoubleNdArray matrix = x.reshape(20, 5);
    assertThat(ofViews(matrix.transpose(), matrix))
        .isEqualTo("axpy: x and y overlap: both are double[100] at [0, 100); y is written");
    NdArray<?> repeated = DoubleNdArray.wrap(x.segment(), new long[] {2, 2}, new long[] {0, 3});
    assertThat(ofViews(x, repeated))
        .isEqualTo(
            "axpy: x and y overlap: x is double[100] at [0, 4) with shape [2, 2] and strides [0, 3],"
                + " y at [0, 100); y is written");
  }

  @Test
  void elementsOfAnotherSizeAreCountedInBytes() {
    LongNdArray whole = LongNdArray.zeros(6);
    IntNdArray halves = IntNdArray.wrap(whole.segment(), new long[] {6}, new long[] {2});
    assertThat(ofViews(whole, halves))
        .isEqualTo(
            "axpy: x and y overlap: x is long[6] at bytes [0, 44) as int32 with shape [6] and"
                + " strides [2], y at bytes [0, 48) as int64; y is written");
    DoubleNdArray sameSize = DoubleNdArray.wrap(whole.segment(), new long[] {6});
    assertThat(ofViews(sameSize, whole))
        .isEqualTo(
            "axpy: x and y overlap: x is long[6] at [0, 6) as int64, y at [0, 6) as float64; y is"
                + " written");
  }

  @Test
  void aReadOnlyViewLiesInTheArrayOfTheWrittenOne() {
    NdArray<?> hidden = DoubleNdArray.wrap(x.segment().asReadOnly().asSlice(160), new long[] {10});
    assertThat(ofViews(x, hidden))
        .isEqualTo(
            "axpy: x and y overlap: x is double[100] at [20, 30), y at [0, 100); y is written");
  }

  @Test
  void nativeMemoryIsARangeOfAddresses() throws IOException {
    MemorySegment memory = ForeignMemory.at(0x10000, 0x100, this);
    DoubleNdArray outside = DoubleNdArray.wrap(memory, new long[] {32});
    assertThat(ofViews(outside, outside.slice(Slice.to(2))))
        .isEqualTo(
            "axpy: x and y overlap: x is native memory at [0x10000, 0x10010), y at [0x10000,"
                + " 0x10100); y is written");
    try (Arena arena = Arena.ofConfined();
        FileChannel file =
            FileChannel.open(
                folder.resolve("x"),
                StandardOpenOption.CREATE,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE)) {
      MemorySegment mapped = file.map(FileChannel.MapMode.READ_WRITE, 0, 16, arena);
      NdArray<?> inFile = DoubleNdArray.wrap(mapped, new long[] {2});
      assertThat(ofViews(inFile, inFile))
          .isEqualTo(
              "axpy: x and y overlap: both are a mapped file at [0x%x, 0x%x); y is written"
                  .formatted(mapped.address(), mapped.address() + 16));
    }
  }

  @Test
  void aViewOverlapsItself() {
    NdArray<?> windows = DoubleNdArray.wrap(x.segment(), new long[] {8, 3}, new long[] {1, 1});
    assertThat(OverlapMessage.ofView("fill", "x", windows))
        .isEqualTo(
            "fill: x overlaps itself: it is double[100] at [0, 10) with shape [8, 3] and strides [1,"
                + " 1]; x is written");
  }

  /// No strides of a real program: each is 1 modulo 64, and to find out whether any of their sums
  /// are equal, a search has to try all of them. The memory is never touched.
  @Test
  void whatTakesTooLongMayOverlap() {
    long[] strides = new Random(3).longs(40, 1L << 40, 1L << 41).map(any -> any * 64 + 1).toArray();
    long[] twos = new long[20];
    Arrays.fill(twos, 2);
    MemorySegment memory = ForeignMemory.at(1 << 12, 1L << 60, this);
    NdArray<?> a = ByteNdArray.wrap(memory, twos, Arrays.copyOf(strides, 20));
    NdArray<?> b = ByteNdArray.wrap(memory.asSlice(18), twos, Arrays.copyOfRange(strides, 20, 40));
    String reason = "; the strides are too irregular to tell them apart within bounded work";
    assertThat(a.mayShareMemory(b)).isTrue();
    assertThat(a.sharesMemory(b)).isFalse();
    assertThat(ofViews(a, b))
        .startsWith("axpy: x and y may overlap: x is native memory at [0x1012, 0x")
        .endsWith("; y is written" + reason);
    assertThat(a.mayOverlapItself()).isTrue();
    assertThat(a.overlapsItself()).isFalse();
    assertThat(OverlapMessage.ofView("fill", "x", a))
        .startsWith("fill: x may overlap itself: it is native memory at [0x1000, 0x")
        .endsWith("; x is written" + reason);
  }

  private static String ofViews(NdArray<?> y, NdArray<?> x) {
    return OverlapMessage.ofViews("axpy", "x", x, "y", y, false);
  }
}
