package dev.arrays.nd4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.nd4j.linalg.indexing.NDArrayIndex.all;
import static org.nd4j.linalg.indexing.NDArrayIndex.interval;
import static org.nd4j.linalg.indexing.NDArrayIndex.point;

import dev.arrays.ByteNdArray;
import dev.arrays.ClosedArrayException;
import dev.arrays.DataTypeException;
import dev.arrays.DoubleNdArray;
import dev.arrays.FloatNdArray;
import dev.arrays.IntNdArray;
import dev.arrays.InvalidArgumentException;
import dev.arrays.LongNdArray;
import dev.arrays.NdArray;
import dev.arrays.ShortNdArray;
import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class Nd4jViewTest {
  /// 0, 1, 2, … under a shape, in an order.
  private static INDArray counting(char order, long... shape) {
    INDArray array = Nd4j.create(DataType.DOUBLE, shape, order);
    return array.assign(
        Nd4j.arange((double) array.length()).castTo(DataType.DOUBLE).reshape(shape));
  }

  static Stream<Named<INDArray>> layouts() {
    INDArray matrix = counting('c', 5, 6);
    INDArray block = matrix.get(interval(1, 4), interval(1, 2, 6));
    INDArray cube = counting('c', 2, 3, 4);
    INDArray columnMajor = counting('f', 5, 6);
    return Stream.of(
        Named.of("vector", counting('c', 7)),
        Named.of("matrix", matrix),
        Named.of("row", matrix.getRow(2)),
        Named.of("column", matrix.getColumn(3)),
        Named.of("column kept as a matrix", matrix.get(all(), interval(2, 3))),
        Named.of("block with a step", block),
        Named.of("column of a block", block.getColumn(1)),
        Named.of("transposed", matrix.transpose()),
        Named.of("transposed block", block.transpose()),
        Named.of("f order", columnMajor),
        Named.of("rows of f order", columnMajor.get(interval(1, 4), all())),
        Named.of("row whose ordering() is f", columnMajor.getRow(1)),
        Named.of("permuted", cube.permute(2, 0, 1)),
        Named.of("slice of a permuted one", cube.permute(2, 0, 1).slice(3)),
        Named.of("along a dimension", cube.tensorAlongDimension(3, 1)),
        Named.of("reshaped", cube.reshape(4, 6)),
        Named.of("scalar", Nd4j.scalar(3.5)),
        Named.of("element of a matrix", matrix.get(point(3), point(4))),
        Named.of("axes of length 1", counting('c', 1, 3, 1)));
  }

  @ParameterizedTest(autoCloseArguments = false) // They are views of each other.
  @MethodSource("layouts")
  void viewHasTheElementsAndTheMemoryOfTheArray(INDArray array) {
    DoubleNdArray view = Nd4jArrays.view(array);

    assertThat(view.shape()).isEqualTo(array.shape());
    assertThat(view.strides()).isEqualTo(array.stride());
    assertThat(view.origin().address()).isEqualTo(array.data().addressPointer().address());
    assertThat(view.isNative()).isTrue();
    assertThat(view.isReadOnly()).isFalse();
    assertThat(view.toArray()).isEqualTo(array.dup('c').data().asDouble());
  }

  @ParameterizedTest(autoCloseArguments = false) // They are views of each other.
  @MethodSource("layouts")
  void writesThroughTheViewReachTheArray(INDArray array) {
    DoubleNdArray view = Nd4jArrays.view(array);
    double[] expected = array.add(100).dup('c').data().asDouble();

    double[] elements = view.toArray();
    long[] index = new long[view.rank()];
    for (double element : elements) {
      view.set(index, element + 100);
      advance(index, view.shape());
    }

    assertThat(array.dup('c').data().asDouble()).isEqualTo(expected);
  }

  @Test
  void writesThroughABlockLeaveTheRestOfTheMatrix() {
    INDArray matrix = Nd4j.zeros(DataType.DOUBLE, 4, 4);
    DoubleNdArray view = Nd4jArrays.view(matrix.get(interval(1, 3), interval(1, 3)));

    view.fill(1);

    assertThat(matrix.toDoubleMatrix())
        .isEqualTo(new double[][] {{0, 0, 0, 0}, {0, 1, 1, 0}, {0, 1, 1, 0}, {0, 0, 0, 0}});
  }

  @Test
  void writesToTheArrayAreSeenThroughTheView() {
    INDArray array = Nd4j.zeros(DataType.DOUBLE, 3);
    DoubleNdArray view = Nd4jArrays.view(array);

    array.addi(2);

    assertThat(view.toArray()).containsExactly(2, 2, 2);
  }

  static Stream<Arguments> typedViews() {
    return Stream.of(
        typed("asDouble", Nd4jArrays::asDouble, DataType.DOUBLE),
        typed("asFloat", Nd4jArrays::asFloat, DataType.FLOAT),
        typed("asLong", Nd4jArrays::asLong, DataType.INT64, DataType.UINT64),
        typed("asInt", Nd4jArrays::asInt, DataType.INT32, DataType.UINT32),
        typed("asShort", Nd4jArrays::asShort, DataType.INT16, DataType.UINT16),
        typed("asByte", Nd4jArrays::asByte, DataType.INT8, DataType.UINT8, DataType.BOOL));
  }

  private static Arguments typed(
      String method, Function<INDArray, NdArray<?>> view, DataType... dataTypes) {
    return Arguments.of(method, view, List.of(dataTypes));
  }

  @ParameterizedTest
  @MethodSource("typedViews")
  void typedViewsAreOfTheirDataTypesAlone(
      String method, Function<INDArray, NdArray<?>> view, List<DataType> fitting) {
    typedViews()
        .map(Arguments::get)
        .forEach(other -> {
          for (Object dataType : (List<?>) other[2]) {
            INDArray array = Nd4j.createFromArray(0, 1, 1, 0).castTo((DataType) dataType);
            if (fitting.contains(dataType)) {
              assertThat(view.apply(array)).isEqualTo(Nd4jArrays.viewOfAnyType(array));
            } else {
              assertThatThrownBy(() -> view.apply(array))
                  .isInstanceOf(DataTypeException.class)
                  .hasMessage(
                      "%s: the INDArray has the data type %s; view it with %s, or a copy with array.castTo"
                          .formatted(method, dataType, other[0]));
            }
          }
        });
  }

  static Stream<Arguments> dataTypes() {
    return Stream.of(
        Arguments.of(DataType.DOUBLE, dev.arrays.DataType.FLOAT64, DoubleNdArray.class),
        Arguments.of(DataType.FLOAT, dev.arrays.DataType.FLOAT32, FloatNdArray.class),
        Arguments.of(DataType.INT64, dev.arrays.DataType.INT64, LongNdArray.class),
        Arguments.of(DataType.UINT64, dev.arrays.DataType.UINT64, LongNdArray.class),
        Arguments.of(DataType.INT32, dev.arrays.DataType.INT32, IntNdArray.class),
        Arguments.of(DataType.UINT32, dev.arrays.DataType.UINT32, IntNdArray.class),
        Arguments.of(DataType.INT16, dev.arrays.DataType.INT16, ShortNdArray.class),
        Arguments.of(DataType.UINT16, dev.arrays.DataType.UINT16, ShortNdArray.class),
        Arguments.of(DataType.INT8, dev.arrays.DataType.INT8, ByteNdArray.class),
        Arguments.of(DataType.UINT8, dev.arrays.DataType.UINT8, ByteNdArray.class),
        Arguments.of(DataType.BOOL, dev.arrays.DataType.BOOL, ByteNdArray.class));
  }

  @ParameterizedTest
  @MethodSource("dataTypes")
  void everyNumericDataTypeHasAView(
      DataType nd4jType, dev.arrays.DataType dataType, Class<?> type) {
    INDArray array = Nd4j.createFromArray(0, 1, 0, 1, 1, 0).reshape(2, 3).castTo(nd4jType);

    NdArray<?> view = Nd4jArrays.viewOfAnyType(array.get(all(), interval(1, 3)));

    assertThat(view).isInstanceOf(type);
    assertThat(view.dataType()).isEqualTo(dataType);
    assertThat(view.strides()).containsExactly(3, 1);
    boolean isBool = dataType == dev.arrays.DataType.BOOL;
    boolean isFloat = nd4jType == DataType.DOUBLE || nd4jType == DataType.FLOAT;
    assertThat(view.toString().replaceAll("\\s+", " "))
        .isEqualTo(
            isBool
                ? "[[ True False] [ True False]]"
                : isFloat ? "[[1. 0.] [1. 0.]]" : "[[1 0] [1 0]]");
  }

  @Test
  void unsignedValuesKeepTheirBits() {
    INDArray array = Nd4j.createFromArray(200, 255).castTo(DataType.UINT8);

    ByteNdArray view = Nd4jArrays.view(array);

    assertThat(view.toArray()).containsExactly((byte) 200, (byte) 255);
    assertThat(view).hasToString("[200 255]");
  }

  @Test
  void emptyArraysHaveEmptyViews() {
    DoubleNdArray view = Nd4jArrays.view(Nd4j.create(DataType.DOUBLE, 0, 3));

    assertThat(view.shape()).containsExactly(0, 3);
    assertThat(view.size()).isZero();
    assertThat(view.toArray()).isEmpty();
    assertThat(view.isAlive()).isTrue();
  }

  @Test
  void anEmptyArrayWithoutAnAxisOfLengthZeroIsRefused() {
    assertThatThrownBy(() -> Nd4jArrays.asDouble(Nd4j.empty(DataType.DOUBLE)))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessage(
            "view: the INDArray is empty but has the shape [], which has an element, as has what"
                + " Nd4j.empty(DataType) returns; create one with an axis of length 0 instead, as"
                + " Nd4j.create(DataType, 0) does");
    assertThat(Nd4jArrays.asDouble(Nd4j.create(DataType.DOUBLE, 0)).shape()).containsExactly(0);
  }

  @Test
  void anotherClassThanTheDataTypesIsAClassCastException() {
    INDArray doubles = Nd4j.zeros(DataType.DOUBLE, 3);

    assertThatThrownBy(
            () -> {
              FloatNdArray view = Nd4jArrays.view(doubles);
              view.fill(1);
            })
        .isInstanceOf(ClassCastException.class)
        .hasMessageContainingAll("DoubleNdArray", "FloatNdArray");
    assertThat(doubles.sumNumber().doubleValue()).isZero();
  }

  @Test
  void closingTheArrayClosesTheView() {
    INDArray array = Nd4j.zeros(DataType.DOUBLE, 3);
    DoubleNdArray view = Nd4jArrays.view(array);
    DoubleNdArray viewOfTheView = view.reshape(3, 1);

    array.close();

    assertThat(view.isAlive()).isFalse();
    assertThatThrownBy(() -> view.get(0)).isInstanceOf(ClosedArrayException.class);
    assertThatThrownBy(() -> viewOfTheView.get(0, 0)).isInstanceOf(ClosedArrayException.class);
  }

  @Test
  void closingTheArrayClosesTheViewOfItsParts() {
    INDArray array = Nd4j.zeros(DataType.DOUBLE, 3, 3);
    DoubleNdArray view = Nd4jArrays.view(array.getRow(1));

    array.close();

    assertThatThrownBy(() -> view.get(0)).isInstanceOf(ClosedArrayException.class);
  }

  @Test
  void closedArraysAreRefused() {
    INDArray array = Nd4j.zeros(DataType.DOUBLE, 3);
    array.close();

    assertThatThrownBy(() -> Nd4jArrays.viewOfAnyType(array))
        .isInstanceOf(ClosedArrayException.class)
        .hasMessage("view: the INDArray was closed; view it before it is closed, or keep it open");
  }

  @Test
  void arraysOfAWorkspaceAreRefused() {
    try (MemoryWorkspace workspace =
        Nd4j.getWorkspaceManager().getAndActivateWorkspace("Nd4jViewTest")) {
      INDArray array = Nd4j.zeros(DataType.DOUBLE, 3);

      assertThat(workspace.isScopeActive()).isTrue();
      assertThatThrownBy(() -> Nd4jArrays.viewOfAnyType(array))
          .isInstanceOf(InvalidArgumentException.class)
          .hasMessage(
              "view: the INDArray is attached to a workspace, which frees its memory without "
                  + "notice; view array.detach() instead");
      assertThat(Nd4jArrays.<DoubleNdArray>view(array.detach()).toArray()).containsExactly(0, 0, 0);
    }
  }

  @ParameterizedTest
  @MethodSource("halfTypes")
  void halfPrecisionIsRefused(DataType type) {
    INDArray array = Nd4j.zeros(type, 3);

    assertThatThrownBy(() -> Nd4jArrays.viewOfAnyType(array))
        .isInstanceOf(DataTypeException.class)
        .hasMessage(
            "view: the INDArray has the data type %s, which Java and Rust have no type for; "
                    .formatted(type)
                + "view array.castTo(DataType.FLOAT) instead");
  }

  static Stream<DataType> halfTypes() {
    return Stream.of(DataType.FLOAT16, DataType.BFLOAT16);
  }

  @Test
  void stringsAreRefused() {
    INDArray array = Nd4j.create(new String[] {"a", "b"});

    assertThatThrownBy(() -> Nd4jArrays.viewOfAnyType(array))
        .isInstanceOf(DataTypeException.class)
        .hasMessage("view: the INDArray has the data type UTF8, expected numbers or BOOL");
  }

  @Test
  void compressedArraysAreRefused() {
    INDArray array = Nd4j.getCompressor().compress(Nd4j.zeros(DataType.DOUBLE, 3), "GZIP");

    assertThatThrownBy(() -> Nd4jArrays.viewOfAnyType(array))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessage(
            "view: the INDArray is compressed; "
                + "view Nd4j.getCompressor().decompress(array) instead");
  }

  @Test
  @SuppressWarnings("NullAway") // What happens when a caller without null checks passes null.
  void nullIsRefusedByName() {
    assertThatThrownBy(() -> Nd4jArrays.viewOfAnyType(null))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("view: array is null");
  }

  @Test
  void theViewKeepsTheArrayFromBeingCollected() throws InterruptedException {
    INDArray array = counting('c', 4, 5);
    WeakReference<INDArray> reference = new WeakReference<>(array);
    DoubleNdArray view = Nd4jArrays.view(array);
    DoubleNdArray part = view.transpose();
    array = null;
    view = null;

    try {
      Garbage.collect();
      assertThat(reference.get()).isNotNull();
      assertThat(part.get(2, 1)).isEqualTo(7);
    } finally {
      Reference.reachabilityFence(part);
    }

    part = null;
    assertThat(Garbage.collectsTheReferentOf(reference)).isTrue();
  }

  /// The next index in C order.
  private static void advance(long[] index, long[] shape) {
    for (int axis = shape.length - 1; axis >= 0; axis--) {
      if (++index[axis] < shape[axis]) {
        return;
      }
      index[axis] = 0;
    }
  }
}
