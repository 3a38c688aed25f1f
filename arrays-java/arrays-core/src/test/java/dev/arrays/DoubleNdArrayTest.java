package dev.arrays;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoubleNdArrayTest {

  @Test
  void wrapsAJavaArrayWithoutACopy() {
    double[] values = {1, 2, 3, 4, 5, 6};
    DoubleNdArray x = DoubleNdArray.wrap(values, 2, 3);
    x.set(1, 0, 40);
    values[0] = 10;
    assertThat(values[3]).isEqualTo(40);
    assertThat(x.get(0, 0)).isEqualTo(10);
    assertThat(x.dataType()).isEqualTo(DataType.FLOAT64);
    assertThat(x.rank()).isEqualTo(2);
    assertThat(x.size()).isEqualTo(6);
    assertThat(x.shape()).containsExactly(2, 3);
    assertThat(x.strides()).containsExactly(3, 1);
    assertThat(x.shape(-1)).isEqualTo(3);
    assertThat(x.stride(-2)).isEqualTo(3);
    assertThat(x.isNative()).isFalse();
    assertThat(x.isReadOnly()).isFalse();
    assertThat(x.isAlive()).isTrue();
    assertThat(x.segment().heapBase()).containsSame(values);
  }

  @Test
  void ofCopies() {
    double[] values = {1, 2};
    DoubleNdArray x = DoubleNdArray.of(values);
    values[0] = 9;
    assertThat(x.toArray()).containsExactly(1, 2);
    double[][] rows = {{1, 2, 3}, {4, 5, 6}};
    assertThat(DoubleNdArray.of(rows))
        .isEqualTo(DoubleNdArray.wrap(new double[] {1, 2, 3, 4, 5, 6}, 2, 3));
    assertThat(DoubleNdArray.of(new double[0][]).shape()).containsExactly(0, 0);
    assertThatThrownBy(() -> DoubleNdArray.of(new double[][] {{1, 2}, {3}}))
        .isInstanceOf(ShapeMismatchException.class)
        .hasMessage("of: row 1 has 1 elements, row 0 has 2");
  }

  @Test
  void wrapsNativeMemoryAndDiesWithItsArena() {
    DoubleNdArray x;
    try (Arena arena = Arena.ofConfined()) {
      x = DoubleNdArray.wrap(arena.allocate(48, 8), new long[] {2, 3});
      x.fill(2);
      assertThat(x.isNative()).isTrue();
      assertThat(x.stream().sum()).isEqualTo(12);
    }
    assertThat(x.isAlive()).isFalse();
    String released =
        "the memory of this array of float64, shape [2, 3], has been released;"
            + " copy() what must outlive its owner";
    assertThatThrownBy(() -> x.get(0, 0))
        .isInstanceOf(ClosedArrayException.class)
        .hasMessage(released);
    assertThatThrownBy(() -> x.set(0, 0, 1))
        .isInstanceOf(ClosedArrayException.class)
        .hasMessage(released);
    assertThatThrownBy(x::toArray).isInstanceOf(ClosedArrayException.class).hasMessage(released);
    assertThatThrownBy(() -> x.transpose().toArray()).isInstanceOf(ClosedArrayException.class);
    assertThatThrownBy(() -> x.equals(DoubleNdArray.zeros(2, 3)))
        .isInstanceOf(ClosedArrayException.class);
    assertThat(x).hasToString("[released array of float64, shape [2, 3]]");
  }

  @Test
  void wrapsAMappedFile(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("numbers");
    ByteBuffer bytes = ByteBuffer.allocate(16).order(ByteOrder.nativeOrder());
    Files.write(file, bytes.putDouble(1.5).putDouble(2.5).array());
    try (Arena arena = Arena.ofConfined();
        FileChannel channel = FileChannel.open(file)) {
      MemorySegment mapped = channel.map(FileChannel.MapMode.READ_ONLY, 0, 16, arena);
      DoubleNdArray x = DoubleNdArray.wrap(mapped, new long[] {2});
      assertThat(x).hasToString("[1.5 2.5]");
      assertThatThrownBy(() -> x.set(0, 1))
          .isInstanceOf(BorrowException.class)
          .hasMessage("set: the array is read-only; copy() gives one to write to");
    }
  }

  @Test
  void wrapsBuffersFromPositionToLimit() {
    DoubleBuffer heap = DoubleBuffer.wrap(new double[] {0, 1, 2, 3, 4}).position(1);
    assertThat(DoubleNdArray.wrap(heap, 2, 2)).hasToString("[[1. 2.]\n [3. 4.]]");
    assertThat(DoubleNdArray.wrap(heap)).hasToString("[1. 2. 3. 4.]");
    ByteBuffer direct = ByteBuffer.allocateDirect(40).order(ByteOrder.nativeOrder());
    direct.putDouble(8, 7).position(8);
    assertThat(DoubleNdArray.wrap(direct)).hasToString("[7. 0. 0. 0.]");
    assertThat(DoubleNdArray.wrap(direct.asDoubleBuffer().asReadOnlyBuffer()).isReadOnly())
        .isTrue();
    assertThat(DoubleNdArray.wrap(direct).isNative()).isTrue();
  }

  @Test
  void refusesBuffersThatRustCouldNotRead() {
    ByteOrder other =
        ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN
            ? ByteOrder.BIG_ENDIAN
            : ByteOrder.LITTLE_ENDIAN;
    ByteBuffer swapped = ByteBuffer.allocateDirect(16).order(other);
    assertThatThrownBy(() -> DoubleNdArray.wrap(swapped))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessage(
            "wrap: the buffer is "
                + other
                + ", this machine is "
                + ByteOrder.nativeOrder()
                + "; call order(ByteOrder.nativeOrder()) on the ByteBuffer before filling it");
    assertThatThrownBy(() -> DoubleNdArray.wrap(swapped.asDoubleBuffer()))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessageContaining("call order(ByteOrder.nativeOrder())");
    ByteBuffer onBytes = ByteBuffer.wrap(new byte[16]).order(ByteOrder.nativeOrder());
    assertThatThrownBy(() -> DoubleNdArray.wrap(onBytes))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessage(
            "wrap: the first element lies at offset 0 in a Java byte[], but float64 needs memory"
                + " aligned to 8 bytes; copy it into an array of its own");
    ByteBuffer odd = ByteBuffer.allocateDirect(15).order(ByteOrder.nativeOrder());
    assertThatThrownBy(() -> DoubleNdArray.wrap(odd))
        .isInstanceOf(ShapeMismatchException.class)
        .hasMessage("wrap: the buffer has 15 bytes left, not a multiple of the 8 of one float64");
  }

  @Test
  void refusesUnalignedMemory() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment unaligned = arena.allocate(32, 8).asSlice(4);
      assertThatThrownBy(() -> DoubleNdArray.wrap(unaligned, new long[] {2}))
          .isInstanceOf(InvalidArgumentException.class)
          .hasMessage(
              "wrap: the first element lies at address "
                  + unaligned.address()
                  + " in native memory, but float64 needs memory aligned to 8 bytes;"
                  + " copy it into an array of its own");
      DoubleNdArray aligned =
          DoubleNdArray.wrap(unaligned, DataType.FLOAT64, 4, new long[] {3}, new long[] {1}, null);
      assertThat(aligned.toArray()).containsExactly(0, 0, 0);
    }
  }

  @Test
  void refusesShapesThatDoNotFitTheMemory() {
    double[] values = new double[5];
    assertThatThrownBy(() -> DoubleNdArray.wrap(values, 2, 3))
        .isInstanceOf(ShapeMismatchException.class)
        .hasMessage("wrap: shape [2, 3] has 6 elements, but the memory holds 5");
    assertThatThrownBy(() -> DoubleNdArray.wrap(values, -1))
        .isInstanceOf(ShapeMismatchException.class)
        .hasMessage("wrap: shape [-1] has the negative length -1");
    assertThatThrownBy(() -> DoubleNdArray.zeros(1L << 40, 1L << 40, 0))
        .isInstanceOf(ShapeMismatchException.class)
        .hasMessage(
            "zeros: shape [1099511627776, 1099511627776, 0] has more elements than memory can hold");
    assertThatThrownBy(() -> DoubleNdArray.zeros(1L << 40))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessage(
            "zeros: shape [1099511627776] has 1099511627776 elements, more than a Java array can hold;"
                + " wrap a MemorySegment instead");
    assertThatThrownBy(() -> DoubleNdArray.zeros(new long[65]))
        .isInstanceOf(ShapeMismatchException.class)
        .hasMessage("zeros: a shape of 65 axes was given, at most 64 are possible");
  }

  @Test
  void refusesStridesThatReachOutside() {
    MemorySegment memory = MemorySegment.ofArray(new double[10]);
    assertThatThrownBy(() -> DoubleNdArray.wrap(memory, new long[] {6}, new long[] {2}))
        .isInstanceOf(ShapeMismatchException.class)
        .hasMessage(
            "wrap: shape [6] with strides [2] of float64 from byte 0 reaches outside the memory of 80 bytes");
    assertThatThrownBy(() -> DoubleNdArray.wrap(memory, new long[] {2}, new long[] {-1}))
        .isInstanceOf(ShapeMismatchException.class)
        .hasMessageContaining("reaches outside");
    assertThatThrownBy(
            () -> DoubleNdArray.wrap(memory, new long[] {3}, new long[] {Long.MAX_VALUE / 2}))
        .isInstanceOf(ShapeMismatchException.class)
        .hasMessageContaining("reaches outside");
    assertThatThrownBy(() -> DoubleNdArray.wrap(memory, new long[] {3}, new long[0]))
        .isInstanceOf(ShapeMismatchException.class)
        .hasMessage("wrap: 0 strides were given for shape [3], one per axis is needed");
    assertThatThrownBy(() ->
            DoubleNdArray.wrap(memory, DataType.FLOAT64, 88, new long[] {0}, new long[] {1}, null))
        .isInstanceOf(ShapeMismatchException.class)
        .hasMessage("wrap: the byte offset 88 lies outside the memory of 80 bytes");
    assertThatThrownBy(() ->
            DoubleNdArray.wrap(memory, DataType.INT64, 0, new long[] {1}, new long[] {1}, null))
        .isInstanceOf(DataTypeException.class)
        .hasMessage("wrap: DoubleNdArray holds [float64], not int64");
  }

  @Test
  void acceptsStridesOfBothSigns() {
    MemorySegment memory = MemorySegment.ofArray(new double[] {0, 1, 2, 3, 4, 5});
    DoubleNdArray x =
        DoubleNdArray.wrap(
            memory, DataType.FLOAT64, 24, new long[] {2, 3}, new long[] {-3, 1}, null);
    assertThat(x).hasToString("[[3. 4. 5.]\n [0. 1. 2.]]");
    assertThat(x.origin().byteSize()).isEqualTo(24);
    assertThat(x.origin().get(java.lang.foreign.ValueLayout.JAVA_DOUBLE, 0)).isEqualTo(3);
  }

  @Test
  void refusesIndexesOutsideTheShape() {
    DoubleNdArray x = DoubleNdArray.zeros(2, 3);
    assertThatThrownBy(() -> x.get(0, 3))
        .isInstanceOf(IndexOutOfBoundsException.class)
        .hasMessage("index [0, 3] is outside shape [2, 3]");
    assertThatThrownBy(() -> x.get(-1, 0)).hasMessage("index [-1, 0] is outside shape [2, 3]");
    assertThatThrownBy(() -> x.get(1))
        .hasMessage("index [1] has 1 number, but an array of shape [2, 3] takes 2");
    assertThatThrownBy(() -> x.get(0, 0, 0))
        .hasMessage("index [0, 0, 0] has 3 numbers, but an array of shape [2, 3] takes 2");
    assertThatThrownBy(() -> x.slice(Slice.to(1)).set(1, 0, 5.0))
        .isInstanceOf(IndexOutOfBoundsException.class)
        .hasMessage("index [1, 0] is outside shape [1, 3]");
    assertThatThrownBy(() -> x.shape(2))
        .isInstanceOf(IndexOutOfBoundsException.class)
        .hasMessage("shape: axis 2 does not exist in an array of rank 2");
  }

  @Test
  void arraysOfRankZeroHoldOneElement() {
    DoubleNdArray x = DoubleNdArray.zeros();
    x.set(new long[0], 4);
    assertThat(x.get()).isEqualTo(4);
    assertThat(x.size()).isEqualTo(1);
    assertThat(x).hasToString("4.0");
    assertThat(x.broadcastTo(2, 2).stream().sum()).isEqualTo(16);
  }

  @Test
  void viewsRefuseWhatTheyCannotShow() {
    DoubleNdArray x = DoubleNdArray.zeros(2, 3);
    assertThatThrownBy(() -> x.reshape(4, 2))
        .isInstanceOf(ShapeMismatchException.class)
        .hasMessage("reshape: shape [4, 2] does not hold the 6 elements of shape [2, 3]");
    assertThatThrownBy(() -> x.reshape(-1, -1))
        .isInstanceOf(ShapeMismatchException.class)
        .hasMessage("reshape: only one length may be -1, got [-1, -1]");
    assertThatThrownBy(() -> x.transpose().reshape(6))
        .isInstanceOf(ShapeMismatchException.class)
        .hasMessage(
            "reshape: no view of shape [6] exists over shape [3, 2] with strides [1, 3]; call copy() first");
    assertThat(x.reshape(3, -1).shape()).containsExactly(3, 2);
    assertThatThrownBy(() -> x.slice(Slice.all(), Slice.all(), Slice.all()))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessage("slice: 3 slices were given for an array of rank 2");
    assertThatThrownBy(() -> x.select(1, 3))
        .isInstanceOf(IndexOutOfBoundsException.class)
        .hasMessage("select: index 3 is outside axis 1 of length 3");
    assertThatThrownBy(() -> x.squeeze(0))
        .isInstanceOf(ShapeMismatchException.class)
        .hasMessage("squeeze: axis 0 has length 2, only 1 can be left out");
    assertThatThrownBy(() -> x.permute(0, 0))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessage("permute: axes [0, 0] must name each of the 2 axes once");
    assertThatThrownBy(() -> x.broadcastTo(2, 4))
        .isInstanceOf(ShapeMismatchException.class)
        .hasMessage("broadcastTo: shape [2, 3] cannot be repeated to [2, 4]");
    assertThatThrownBy(() -> x.broadcastTo(3)).isInstanceOf(ShapeMismatchException.class);
    assertThatThrownBy(() -> x.expandDims(4)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void broadcastViewsAreReadOnly() {
    DoubleNdArray x = DoubleNdArray.of(1, 2, 3).broadcastTo(2, 3);
    assertThat(x).hasToString("[[1. 2. 3.]\n [1. 2. 3.]]");
    assertThat(x.isReadOnly()).isTrue();
    assertThatThrownBy(() -> x.fill(0)).isInstanceOf(BorrowException.class);
    assertThat(x.copy().isReadOnly()).isFalse();
  }

  @Test
  void equalsComparesTypeShapeAndElements() {
    DoubleNdArray x = DoubleNdArray.of(1, Double.NaN, 0.0);
    assertThat(x)
        .isEqualTo(x.copy())
        .hasSameHashCodeAs(x.copy())
        .isEqualTo(x.flip(0).flip(0))
        .isNotEqualTo(x.reshape(1, 3))
        .isNotEqualTo(DoubleNdArray.of(1, Double.NaN, -0.0))
        .isNotEqualTo(FloatNdArray.of(1, Float.NaN, 0))
        .isNotEqualTo("[1. nan 0.]");
  }

  @Test
  void allCloseFollowsNumPysFormula() {
    DoubleNdArray x = DoubleNdArray.of(1, 100, Double.POSITIVE_INFINITY);
    DoubleNdArray close = DoubleNdArray.of(1 + 9e-6, 100 + 9e-4, Double.POSITIVE_INFINITY);
    assertThat(close.allClose(x)).isTrue();
    assertThat(close.allClose(x, 1e-6, 0)).isFalse();
    assertThat(close.allClose(x, 0, 1e-3)).isTrue();
    DoubleNdArray opposite = DoubleNdArray.of(1, 100, Double.NEGATIVE_INFINITY);
    assertThat(opposite.allClose(x)).isFalse();
    assertThat(DoubleNdArray.of(5).allClose(DoubleNdArray.of(Double.POSITIVE_INFINITY))).isFalse();
    assertThat(DoubleNdArray.of(Double.NaN).allClose(DoubleNdArray.of(Double.NaN))).isFalse();
    assertThatThrownBy(() -> x.allClose(DoubleNdArray.zeros(2)))
        .isInstanceOf(ShapeMismatchException.class)
        .hasMessage("allClose: the other array has shape [2], this one [3]");
  }

  @Test
  void iteratesOverTheFirstAxis() {
    DoubleNdArray x = DoubleNdArray.of(new double[][] {{1, 2}, {3, 4}, {5, 6}}).flip(0);
    List<DoubleNdArray> rows = new ArrayList<>();
    for (DoubleNdArray row : x) {
      rows.add(row);
    }
    assertThat(rows).hasSize(3);
    assertThat(rows.get(0).toArray()).containsExactly(5, 6);
    rows.get(2).set(1, 7);
    assertThat(x.get(2, 1)).isEqualTo(7);
    double sum = 0;
    for (DoubleNdArray element : x.select(1, 0)) {
      assertThat(element.rank()).isZero();
      sum += element.get();
    }
    assertThat(sum).isEqualTo(9);
    assertThat(DoubleNdArray.zeros(0, 3).iterator().hasNext()).isFalse();
    assertThatThrownBy(() -> DoubleNdArray.zeros().iterator())
        .isInstanceOf(ShapeMismatchException.class)
        .hasMessage("iterator: an array of rank 0 has no axis to iterate over");
    NdArray<?> any = x;
    long elements = 0;
    for (NdArray<?> row : any) {
      elements += row.size();
    }
    assertThat(elements).isEqualTo(6);
  }

  @Test
  void iteratorsEndAsTheyShould() {
    var iterator = DoubleNdArray.of(1, 2).elements();
    assertThat(iterator.nextDouble() + iterator.nextDouble()).isEqualTo(3);
    assertThat(iterator.hasNext()).isFalse();
    assertThatThrownBy(iterator::nextDouble)
        .isInstanceOf(NoSuchElementException.class)
        .hasMessage("all elements have been read");
  }

  @Test
  void memoryOfAnotherThreadStaysConfined() throws InterruptedException {
    try (Arena arena = Arena.ofConfined()) {
      DoubleNdArray x = DoubleNdArray.wrap(arena.allocate(8, 8), new long[] {1});
      Throwable[] thrown = new Throwable[1];
      Thread thread =
          Thread.ofPlatform()
              .start(() -> {
                try {
                  x.get(0);
                } catch (WrongThreadException e) {
                  thrown[0] = e;
                }
              });
      thread.join();
      assertThat(thrown[0]).isInstanceOf(WrongThreadException.class);
    }
  }

  @Test
  void ownersDecideBesideTheSegment() {
    boolean[] state = {true, false};
    Owner owner =
        new Owner() {
          @Override
          public boolean isAlive() {
            return state[0];
          }

          @Override
          public void close() {
            state[1] = true;
          }
        };
    DoubleNdArray x =
        DoubleNdArray.wrap(
            MemorySegment.ofArray(new double[2]),
            DataType.FLOAT64,
            0,
            new long[] {2},
            new long[] {1},
            owner);
    DoubleNdArray view = x.flip(0);
    assertThat(view.isAlive()).isTrue();
    view.close();
    assertThat(state[1]).isTrue();
    state[0] = false;
    assertThat(view.isAlive()).isFalse();
    assertThatThrownBy(() -> view.get(0)).isInstanceOf(ClosedArrayException.class);
  }

  @Test
  void closingAnOrdinaryArrayChangesNothing() {
    DoubleNdArray x = DoubleNdArray.of(1, 2);
    x.close();
    assertThat(x.get(1)).isEqualTo(2);
  }

  @Test
  void anEmptyViewOfAnyStridesHasATranspose() {
    DoubleNdArray empty =
        DoubleNdArray.wrap(
            MemorySegment.ofArray(new double[1]),
            new long[] {0, 3},
            new long[] {1, Long.MAX_VALUE});
    assertThat(empty.transpose().shape()).containsExactly(3, 0);
  }
}
