package dev.arrays.nd4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.nd4j.linalg.indexing.NDArrayIndex.all;
import static org.nd4j.linalg.indexing.NDArrayIndex.interval;

import dev.arrays.ClosedArrayException;
import dev.arrays.DataType;
import dev.arrays.DoubleNdArray;
import dev.arrays.InvalidArgumentException;
import dev.arrays.NdArray;
import dev.arrays.Slice;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.ref.WeakReference;
import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class Nd4jWrapTest {
  /// 0, 1, 2, … under a shape, in native memory that lives until it is collected.
  private static DoubleNdArray counting(long... shape) {
    long size = Arrays.stream(shape).reduce(1, (a, b) -> a * b);
    MemorySegment segment =
        Arena.ofAuto()
            .allocateFrom(
                ValueLayout.JAVA_DOUBLE,
                IntStream.range(0, (int) size).mapToDouble(i -> i).toArray());
    return DoubleNdArray.wrap(segment, shape);
  }

  static Stream<Named<DoubleNdArray>> layouts() {
    DoubleNdArray matrix = counting(6, 8);
    DoubleNdArray cube = counting(2, 3, 4);
    return Stream.of(
        Named.of("vector", counting(7)),
        Named.of("matrix", matrix),
        Named.of("transposed", matrix.transpose()),
        Named.of("every second row", matrix.slice(0, Slice.range(1, 6, 2))),
        Named.of("block", matrix.slice(Slice.range(1, 4), Slice.range(2, 7, 3))),
        Named.of(
            "transposed block", matrix.slice(Slice.range(1, 4), Slice.range(2, 7)).transpose()),
        Named.of("column", matrix.select(1, 5)),
        Named.of("row", matrix.select(0, 3)),
        Named.of("permuted", cube.permute(1, 2, 0)),
        Named.of("slice of a permuted one", cube.permute(1, 2, 0).select(0, 2)),
        Named.of("scalar", counting()),
        Named.of("element of a matrix", matrix.select(0, 3).select(0, 4)),
        Named.of("axes of length 1", counting(1, 3, 1)));
  }

  @ParameterizedTest(autoCloseArguments = false) // They are views of each other.
  @MethodSource("layouts")
  void theArrayHasTheElementsAndTheMemory(DoubleNdArray array) {
    INDArray wrapped = Nd4jArrays.wrap(array);

    assertThat(wrapped.dataType()).isEqualTo(org.nd4j.linalg.api.buffer.DataType.DOUBLE);
    assertThat(wrapped.shape()).isEqualTo(array.shape());
    assertThat(wrapped.stride()).isEqualTo(array.strides());
    assertThat(wrapped.data().addressPointer().address()).isEqualTo(array.origin().address());
    assertThat(wrapped.dup('c').data().asDouble()).isEqualTo(array.toArray());
    assertThat(wrapped.sumNumber().doubleValue()).isEqualTo(Arrays.stream(array.toArray()).sum());
  }

  @ParameterizedTest(autoCloseArguments = false) // They are views of each other.
  @MethodSource("layouts")
  void whatNd4jWritesIsSeenInTheArray(DoubleNdArray array) {
    double[] before = array.toArray();

    Nd4jArrays.wrap(array).muli(2).addi(1);

    assertThat(array.toArray())
        .isEqualTo(Arrays.stream(before).map(value -> 2 * value + 1).toArray());
  }

  @ParameterizedTest(autoCloseArguments = false) // They are views of each other.
  @MethodSource("layouts")
  void thereAndBackIsTheSameView(DoubleNdArray array) {
    DoubleNdArray back = Nd4jArrays.view(Nd4jArrays.wrap(array));

    assertThat(back.shape()).isEqualTo(array.shape());
    assertThat(back.strides()).isEqualTo(array.strides());
    assertThat(back.origin().address()).isEqualTo(array.origin().address());
  }

  @Test
  void whatTheArrayGetsIsSeenByNd4j() {
    DoubleNdArray array = counting(2, 3);
    INDArray wrapped = Nd4jArrays.wrap(array);

    array.set(1, 2, -50);

    assertThat(wrapped.getDouble(1, 2)).isEqualTo(-50);
    assertThat(wrapped.minNumber().doubleValue()).isEqualTo(-50);
  }

  @Test
  void nd4jMultipliesWithoutRegardToTheOrder() {
    DoubleNdArray a = counting(3, 4);
    INDArray expected = Nd4j.createFromArray(a.toArray()).reshape(3, 4);

    INDArray product = Nd4jArrays.wrap(a).mmul(Nd4jArrays.wrap(a.transpose()));

    assertThat(product).isEqualTo(expected.mmul(expected.transpose()));
  }

  @ParameterizedTest
  @EnumSource
  void everyDataTypeCanBeWrapped(DataType dataType) {
    MemorySegment segment = Arena.ofAuto().allocate(3L * dataType.byteSize(), 8);
    // The value 1 in the first byte of the last element: 1 in every integer type.
    segment.set(ValueLayout.JAVA_BYTE, 2L * dataType.byteSize(), (byte) 1);
    NdArray<?> array = NdArray.wrap(segment, dataType, 0, new long[] {3}, new long[] {1}, null);

    INDArray wrapped = Nd4jArrays.wrap(array);
    NdArray<?> back = Nd4jArrays.viewOfAnyType(wrapped);

    assertThat(back.dataType()).isEqualTo(dataType);
    assertThat(back).isEqualTo(array);
    if (dataType != DataType.FLOAT64 && dataType != DataType.FLOAT32) {
      assertThat(wrapped.getInt(2)).isEqualTo(1);
      assertThat(wrapped.castTo(org.nd4j.linalg.api.buffer.DataType.INT32).toIntVector())
          .containsExactly(0, 0, 1);
    }
  }

  @Test
  void emptyArraysBecomeEmptyArrays() {
    INDArray wrapped = Nd4jArrays.wrap(DoubleNdArray.zeros(0, 3));

    assertThat(wrapped.isEmpty()).isTrue();
    assertThat(wrapped.shape()).containsExactly(0, 3);
  }

  @Test
  void closingTheWrappedArrayLeavesTheMemory() {
    DoubleNdArray array = counting(3);

    Nd4jArrays.wrap(array).close();

    assertThat(array.toArray()).containsExactly(0, 1, 2);
  }

  @Test
  void theWrappedArrayKeepsTheMemoryFromBeingCollected() throws InterruptedException {
    DoubleNdArray array = counting(4, 5);
    WeakReference<DoubleNdArray> reference = new WeakReference<>(array);
    INDArray part = Nd4jArrays.wrap(array).get(all(), interval(1, 3));
    array = null;

    Garbage.collect();
    assertThat(reference.get()).isNotNull();
    assertThat(part.getDouble(1, 1)).isEqualTo(7);

    part = null;
    assertThat(Garbage.collectsTheReferentOf(reference)).isTrue();
  }

  @Test
  void heapMemoryIsRefused() {
    assertThatThrownBy(() -> Nd4jArrays.wrap(DoubleNdArray.wrap(new double[] {1, 2, 3})))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessage(
            "wrap: the array lies on the Java heap, which ND4J cannot read; make it in native "
                + "memory (wrap a segment of an Arena), or copy the elements with Nd4j.create");
  }

  @Test
  void readOnlyMemoryIsRefused() {
    assertThatThrownBy(() -> Nd4jArrays.wrap(counting(3).asReadOnly()))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessage(
            "wrap: the array is read-only, but an INDArray can always be written; "
                + "wrap a writable copy");
  }

  @Test
  void negativeStridesAreRefused() {
    assertThatThrownBy(() -> Nd4jArrays.wrap(counting(2, 3).flip(1)))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessage(
            "wrap: the array has the strides [3, -1], but ND4J allows no negative ones; "
                + "wrap it unflipped");
  }

  @Test
  void moreAxesThanNd4jAllowsAreRefused() {
    long[] shape = new long[33];
    Arrays.fill(shape, 1);

    assertThatThrownBy(() -> Nd4jArrays.wrap(counting(1).reshape(shape)))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessage("wrap: the array has 33 axes, ND4J allows 32; reshape it");
  }

  @Test
  void closedArraysAreRefused() {
    DoubleNdArray array;
    try (Arena arena = Arena.ofConfined()) {
      array = DoubleNdArray.wrap(arena.allocate(24, 8), new long[] {3});
    }

    assertThatThrownBy(() -> Nd4jArrays.wrap(array))
        .isInstanceOf(ClosedArrayException.class)
        .hasMessage("wrap: the array was closed");
  }

  @Test
  @SuppressWarnings("NullAway") // What happens when a caller without null checks passes null.
  void nullIsRefusedByName() {
    assertThatThrownBy(() -> Nd4jArrays.wrap(null))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("wrap: array is null");
  }
}
