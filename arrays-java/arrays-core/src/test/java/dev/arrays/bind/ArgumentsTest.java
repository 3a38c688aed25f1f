package dev.arrays.bind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.arrays.BorrowException;
import dev.arrays.ClosedArrayException;
import dev.arrays.DataType;
import dev.arrays.DataTypeException;
import dev.arrays.DoubleNdArray;
import dev.arrays.InvalidArgumentException;
import dev.arrays.ShapeMismatchException;
import dev.arrays.Slice;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ArgumentsTest {
  private final DoubleNdArray x = DoubleNdArray.zeros(10, 4);

  @Test
  void acceptsWhatFits() {
    assertThatCode(
            () -> {
              Arguments.checkReadable("predict", "x", x, DataType.FLOAT64, 2);
              Arguments.checkReadable("predict", "x", x, DataType.FLOAT64, -1);
              Arguments.checkWritable("predict", "x", x.transpose(), DataType.FLOAT64, 2);
              Arguments.checkContiguous("predict", "x", DoubleNdArray.zeros(3));
              Arguments.checkDisjoint("predict", "x", x, "y", x.copy(), true);
            })
        .doesNotThrowAnyException();
    assertThat(Arguments.checkRange("rollingMean", "window", 7, 0, 7)).isEqualTo(7);
    assertThat(Arguments.checkNotNull("sum", "x", "value")).isEqualTo("value");
  }

  @Test
  void namesTheNullArgument() {
    assertThatThrownBy(() -> Arguments.checkReadable("sum", "x", null, DataType.FLOAT64, 1))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("sum: x is null");
    assertThatThrownBy(() -> Arguments.checkWritable("axpy", "y", null, DataType.FLOAT64, 1))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("axpy: y is null");
    assertThatThrownBy(() -> Arguments.checkNotNull("greet", "name", null))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("greet: name is null");
  }

  @Test
  void namesDataTypeAndRank() {
    assertThatThrownBy(() -> Arguments.checkReadable("predict", "x", x, DataType.INT32, 2))
        .isInstanceOf(DataTypeException.class)
        .hasMessage("predict: x has the data type float64, expected int32");
    assertThatThrownBy(() -> Arguments.checkReadable("sum", "x", x, DataType.FLOAT64, 1))
        .isInstanceOf(ShapeMismatchException.class)
        .hasMessage("sum: x has rank 2, expected rank 1");
    assertThatThrownBy(() -> Arguments.checkWritable("sum", "x", x, DataType.FLOAT64, 1))
        .isInstanceOf(ShapeMismatchException.class)
        .hasMessage("sum: x has rank 2, expected rank 1");
  }

  @Test
  void namesTheClosedArray() {
    DoubleNdArray closed;
    try (Arena arena = Arena.ofConfined()) {
      closed = DoubleNdArray.wrap(arena.allocate(8, 8), new long[] {1});
    }
    assertThatThrownBy(() -> Arguments.checkReadable("sum", "x", closed, DataType.FLOAT64, 1))
        .isInstanceOf(ClosedArrayException.class)
        .hasMessage("sum: x is closed: its memory was released before the call");
    assertThatThrownBy(() -> Arguments.checkWritable("axpy", "y", closed, DataType.FLOAT64, 1))
        .isInstanceOf(ClosedArrayException.class)
        .hasMessage("axpy: y is closed: its memory was released before the call");
  }

  @Test
  void refusesToWriteWhatIsReadOnlyOrOverlapsItself() {
    DoubleNdArray readOnly = x.asReadOnly();
    assertThatThrownBy(() -> Arguments.checkWritable("axpy", "y", readOnly, DataType.FLOAT64, 2))
        .isInstanceOf(BorrowException.class)
        .hasMessage(
            "axpy: y is read-only, but is written by the function; pass a writable array, copy() makes one");
    DoubleNdArray repeated =
        DoubleNdArray.wrap(
            MemorySegment.ofArray(new double[3]), new long[] {2, 3}, new long[] {0, 1});
    assertThatThrownBy(() -> Arguments.checkWritable("axpy", "y", repeated, DataType.FLOAT64, 2))
        .isInstanceOf(BorrowException.class)
        .hasMessage(
            "axpy: y overlaps itself: it is double[3] at [0, 3) with shape [2, 3] and strides [0, 1];"
                + " y is written");
  }

  @Test
  void namesBothArraysThatOverlap() {
    DoubleNdArray column = x.select(1, 0);
    assertThatThrownBy(() -> Arguments.checkDisjoint("axpy", "y", column, "x", x, false))
        .isInstanceOf(BorrowException.class)
        .hasMessage(
            "axpy: x and y overlap: x is double[40] at [0, 40), y at [0, 37) with shape [10] and"
                + " strides [4]; y is written");
    assertThatThrownBy(() -> Arguments.checkDisjoint("swap", "x", x, "y", x, true))
        .isInstanceOf(BorrowException.class)
        .hasMessage("swap: x and y overlap: both are double[40] at [0, 40); both are written");
  }

  @Test
  void oneJavaArrayIsNotTwoArguments() {
    double[] y = {1, 2};
    assertThatThrownBy(() -> Arguments.checkDistinct("axpy", "y", y, "x", y, false))
        .isInstanceOf(BorrowException.class)
        .hasMessage("axpy: x and y overlap: both are double[2] at [0, 2); y is written");
    assertThatThrownBy(() -> Arguments.checkDistinct("swap", "x", y, "y", y, true))
        .isInstanceOf(BorrowException.class)
        .hasMessage("swap: x and y overlap: both are double[2] at [0, 2); both are written");
    Arguments.checkDistinct("axpy", "y", y, "x", y.clone(), false);
    double[] empty = {};
    Arguments.checkDistinct("axpy", "y", empty, "x", empty, false);
  }

  @Test
  void namesTheStrideOfWhatShouldBeASlice() {
    DoubleNdArray column = x.select(1, 0);
    assertThatThrownBy(() -> Arguments.checkContiguous("median", "x", column))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessage(
            "median: x has stride 4, but the function takes a slice, whose elements lie next to each"
                + " other; pass a copy()");
    assertThatCode(() -> Arguments.checkContiguous("median", "x", column.slice(Slice.to(1))))
        .doesNotThrowAnyException();
  }

  @Test
  void saysWhereAnExpectedLengthCameFrom() {
    DoubleNdArray w = DoubleNdArray.zeros(3);
    assertThat(Arguments.shapeMismatch("predict", "w", w, "m", 4, "x", x))
        .hasMessage("predict: w has shape [3], but m = 4 (from x, shape [10, 4])");
    assertThat(Arguments.shapeMismatch("predict", "w", w, "axis 0", 4, null, null))
        .hasMessage("predict: w has shape [3], but its axis 0 must be 4");
    assertThat(Arguments.shapeMismatch("linspace", "w", w, "num", 4, "num", null))
        .hasMessage("linspace: w has shape [3], but num = 4");
    assertThat(Arguments.shapeMismatch("tile", "w", w, "n", 4, "count", null))
        .hasMessage("tile: w has shape [3], but n = 4 (from count)");
  }

  @Test
  void namesTheRange() {
    assertThatThrownBy(() -> Arguments.checkRange("rollingMean", "window", -1, 0, Long.MAX_VALUE))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessage("rollingMean: window is -1, expected 0 to 9223372036854775807");
  }

  @Test
  void encodesStringsAndLayouts() {
    try (Arena arena = Arena.ofConfined()) {
      byte[] text = Arguments.utf8(arena, "f", "s", "Zoë €").toArray(ValueLayout.JAVA_BYTE);
      assertThat(text).isEqualTo("Zoë €".getBytes(StandardCharsets.UTF_8));
      assertThat(Arguments.utf8(arena, "f", "s", "").byteSize()).isZero();
      for (String lone :
          new String[] {"\uD83E", "\uDD80", "\uDD80\uD83E", "ab\uD83E ", "🦀\uD83E"}) {
        assertThatThrownBy(() -> Arguments.utf8(arena, "parse", "text", lone))
            .isInstanceOf(InvalidArgumentException.class)
            .hasMessageStartingWith("parse: text has a lone surrogate, U+D");
      }
      assertThatThrownBy(() -> Arguments.utf8(arena, "parse", "text", "🦀ab\uD83E!"))
          .hasMessage(
              "parse: text has a lone surrogate, U+D83E at index 4, which Rust's str cannot hold");
      assertThat(Arguments.layout(arena, x.transpose()).toArray(ValueLayout.JAVA_LONG))
          .containsExactly(4, 10, 1, 4);
      assertThat(Arguments.layout(arena, DoubleNdArray.zeros()).byteSize()).isZero();
    }
  }
}
