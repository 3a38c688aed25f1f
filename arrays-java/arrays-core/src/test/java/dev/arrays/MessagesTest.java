package dev.arrays;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.MemorySegment;
import java.lang.reflect.Array;
import java.lang.reflect.InvocationTargetException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The message of a factory or of a view begins with the method that was called, in every class of
/// arrays.
class MessagesTest {
  private static final long[] TOO_LARGE = {1L << 40, 1L << 40};
  private static final long[] TOO_LONG = {1L << 40};
  private static final long[] NEGATIVE = {2, -1};
  private static final long[] TOO_MANY = new long[65];

  static List<NdArray<?>> arrays() {
    return List.of(
        DoubleNdArray.zeros(2, 3),
        FloatNdArray.zeros(2, 3),
        LongNdArray.zeros(2, 3),
        IntNdArray.zeros(2, 3),
        ShortNdArray.zeros(2, 3),
        ByteNdArray.zeros(2, 3));
  }

  @ParameterizedTest
  @MethodSource("arrays")
  void factoriesNameThemselves(NdArray<?> array) throws Exception {
    Class<?> type = array.getClass();
    Object elements = array.segment().heapBase().orElseThrow();
    Class<?> javaArray = elements.getClass();
    MemorySegment segment = array.segment();
    ByteBuffer buffer = ByteBuffer.allocateDirect(48).order(ByteOrder.nativeOrder());
    var zeros = type.getMethod("zeros", long[].class);
    var wrapArray = type.getMethod("wrap", javaArray, long[].class);
    var wrapBuffer = type.getMethod("wrap", ByteBuffer.class, long[].class);
    var wrapDense = type.getMethod("wrap", MemorySegment.class, long[].class);
    var wrapStrided = type.getMethod("wrap", MemorySegment.class, long[].class, long[].class);
    var wrapTyped =
        type.getMethod(
            "wrap",
            MemorySegment.class,
            DataType.class,
            long.class,
            long[].class,
            long[].class,
            Owner.class);
    for (long[] shape : new long[][] {NEGATIVE, TOO_LARGE, TOO_LONG, TOO_MANY}) {
      assertNamed("zeros", () -> zeros.invoke(null, (Object) shape));
      assertNamed("wrap", () -> wrapArray.invoke(null, elements, shape));
      assertNamed("wrap", () -> wrapBuffer.invoke(null, buffer, shape));
      assertNamed("wrap", () -> wrapDense.invoke(null, segment, shape));
      long[] strides = new long[shape.length + 1];
      assertNamed("wrap", () -> wrapStrided.invoke(null, segment, shape, strides));
      assertNamed(
          "wrap",
          () -> wrapTyped.invoke(null, segment, array.dataType(), 0L, shape, strides, null));
    }
    DataType other = array.dataType() == DataType.FLOAT64 ? DataType.INT8 : DataType.FLOAT64;
    assertNamed(
        "wrap", () -> wrapTyped.invoke(null, segment, other, 0L, new long[1], new long[1], null));
    Object rows = Array.newInstance(javaArray, 1 << 16);
    Object row = Array.newInstance(javaArray.getComponentType(), 1 << 16);
    for (int i = 0; i < 1 << 16; i++) {
      Array.set(rows, i, row);
    }
    assertNamed("of", () -> type.getMethod("of", rows.getClass()).invoke(null, rows));
  }

  @ParameterizedTest
  @MethodSource("arrays")
  <A extends NdArray<A>> void viewsNameThemselves(A array) throws Exception {
    A vast = array.slice(Slice.to(1), Slice.to(1)).broadcastTo(1L << 20, 1L << 20);
    Map<String, ThrowingCallable> calls = new LinkedHashMap<>();
    calls.put("slice", () -> array.slice(Slice.all(), Slice.all(), Slice.all()));
    calls.put("slice ", () -> array.slice(2, Slice.all()));
    calls.put("select", () -> array.select(2, 0));
    calls.put("select ", () -> array.select(0, 2));
    calls.put("reshape", () -> array.reshape(7));
    calls.put("reshape ", () -> array.reshape(2, -3));
    calls.put("reshape  ", () -> array.reshape(new long[65]));
    calls.put("permute", () -> array.permute(0, 0));
    calls.put("permute ", () -> array.permute(0, 2));
    calls.put("squeeze", () -> array.squeeze(0));
    calls.put("squeeze ", () -> array.squeeze(2));
    calls.put("expandDims", () -> array.expandDims(4));
    calls.put("expandDims ", () -> ofRank64(array).expandDims(0));
    calls.put("broadcastTo", () -> array.broadcastTo(3, 3));
    calls.put("broadcastTo ", () -> array.slice(Slice.to(1)).broadcastTo(-1, 3));
    calls.put("broadcastTo  ", () -> array.broadcastTo(1L << 40, 1L << 40, 2, 3));
    calls.put("flip", () -> array.flip(2));
    calls.put("iterator", () -> array.select(0, 0).select(0, 0).iterator());
    calls.put("copy", vast::copy);
    calls.put("copyTo", () -> array.copyTo(array.transpose()));
    var toArray = array.getClass().getMethod("toArray");
    calls.put("toArray", () -> toArray.invoke(vast));
    if (array.dataType() != DataType.FLOAT64 && array.dataType() != DataType.FLOAT32) {
      var asDataType = array.getClass().getMethod("asDataType", DataType.class);
      calls.put("asDataType", () -> asDataType.invoke(array, DataType.FLOAT64));
    }
    for (Map.Entry<String, ThrowingCallable> call : calls.entrySet()) {
      assertNamed(call.getKey().strip(), call.getValue());
    }
  }

  private static <A extends NdArray<A>> A ofRank64(A array) {
    A x = array;
    while (x.rank() < 64) {
      x = x.expandDims(0);
    }
    return x;
  }

  private static void assertNamed(String method, ThrowingCallable call) {
    assertThatThrownBy(
            () -> {
              try {
                call.call();
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            })
        .isInstanceOf(RuntimeException.class)
        .hasMessageStartingWith(method + ": ");
  }
}
