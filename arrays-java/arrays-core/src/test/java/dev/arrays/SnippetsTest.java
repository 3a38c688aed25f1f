package dev.arrays;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// The examples of the Javadoc.
class SnippetsTest {

  @Test
  void doubles() {
    // @start region="double"
    double[] values = {1, 2, 3, 4, 5, 6};
    DoubleNdArray x = DoubleNdArray.wrap(values, 2, 3);
    x.set(0, 2, 30); // values[2] is 30 now: the memory is shared
    DoubleNdArray lastColumn = x.select(1, -1); // [30. 6.]
    DoubleNdArray reversed = x.slice(0, Slice.every(-1)); // the rows from the last to the first
    double[] flat = reversed.toArray(); // a copy: 4, 5, 6, 1, 2, 30
    // @end
    assertThat(values[2]).isEqualTo(30);
    assertThat(lastColumn).hasToString("[30.  6.]");
    assertThat(flat).containsExactly(4, 5, 6, 1, 2, 30);
  }

  @Test
  void rows() {
    // @start region="rows"
    DoubleNdArray x = DoubleNdArray.of(new double[][] {{1, 2}, {3, 4}});
    for (DoubleNdArray row : x) {
      row.set(0, row.get(0) + row.get(1));
    }
    // @end
    assertThat(x.toArray()).containsExactly(3, 2, 7, 4);
  }

  @Test
  void floats() {
    // @start region="float"
    FloatNdArray x = FloatNdArray.of(0.5f, 1.5f);
    double total = x.stream().sum(); // streams widen to double
    // @end
    assertThat(total).isEqualTo(2);
  }

  @Test
  void longs() {
    // @start region="long"
    LongNdArray x = LongNdArray.of(-1).asDataType(DataType.UINT64);
    String text = x.toString(); // [18446744073709551615]
    // @end
    assertThat(text).isEqualTo("[18446744073709551615]");
  }

  @Test
  void ints() {
    // @start region="int"
    IntNdArray x = IntNdArray.zeros(2, 2);
    x.fill(7);
    IntNdArray upper = x.select(0, 0).asReadOnly(); // [7 7]
    // @end
    assertThat(upper).hasToString("[7 7]");
  }

  @Test
  void shorts() {
    // @start region="short"
    ShortNdArray x = ShortNdArray.of((short) -1).asDataType(DataType.UINT16);
    int value = x.stream().sum(); // 65535
    // @end
    assertThat(value).isEqualTo(65535);
  }

  @Test
  void bytes() {
    // @start region="byte"
    ByteNdArray mask = ByteNdArray.zeros(3).asDataType(DataType.BOOL);
    mask.set(1, (byte) 1);
    String text = mask.toString(); // [False  True False]
    // @end
    assertThat(text).isEqualTo("[False  True False]");
  }
}
