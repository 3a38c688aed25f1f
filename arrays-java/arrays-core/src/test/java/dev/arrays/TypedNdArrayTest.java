package dev.arrays;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.nio.ShortBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What the typed arrays beside [DoubleNdArray] add: their element types, and several data types
/// each.
class TypedNdArrayTest {

  @Test
  void dataTypesHaveTheNumbersOfTheBinaryInterface() {
    for (DataType dataType : DataType.values()) {
      assertThat(DataType.ofCode(dataType.code())).isSameAs(dataType);
    }
    assertThat(Arrays.stream(DataType.values()).map(DataType::code))
        .containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11);
    assertThatThrownBy(() -> DataType.ofCode(12))
        .isInstanceOf(DataTypeException.class)
        .hasMessage("no data type has the code 12, known are 1 to 11");
  }

  @ParameterizedTest
  @EnumSource(DataType.class)
  void everyDataTypeHasAView(DataType dataType) {
    MemorySegment segment = MemorySegment.ofArray(new long[2]);
    NdArray<?> x = NdArray.wrap(segment, dataType, 0, new long[] {2}, new long[] {1}, null);
    assertThat(x.dataType()).isSameAs(dataType);
    assertThat(x.copy()).isEqualTo(x);
    assertThat(x.copy().dataType()).isSameAs(dataType);
    assertThat(x.slice(Slice.to(1)).dataType()).isSameAs(dataType);
    assertThat(x)
        .hasToString(
            switch (dataType) {
              case FLOAT64, FLOAT32 -> "[0. 0.]";
              case BOOL -> "[False False]";
              default -> "[0 0]";
            });
  }

  @Test
  void floats() {
    float[] values = {1, 2, 3, 4};
    FloatNdArray x = FloatNdArray.wrap(values, 2, 2);
    x.set(0, 1, 2.5f);
    x.set(new long[] {1, 1}, 8);
    assertThat(values).containsExactly(1, 2.5f, 3, 8);
    assertThat(x.get(1, 1) + x.transpose().get(1, 0)).isEqualTo(10.5f);
    assertThat(x.toArray()).isEqualTo(values);
    assertThat(FloatNdArray.of(new float[][] {{1, 2.5f}, {3, 8}})).isEqualTo(x);
    assertThat(FloatNdArray.wrap(FloatBuffer.wrap(values), 2, 2)).isEqualTo(x);
    assertThat(x.allClose(FloatNdArray.wrap(new float[] {1, 2.5f, 3, 8.00001f}, 2, 2))).isTrue();
    assertThat(x.allClose(FloatNdArray.wrap(new float[] {1, 2.5f, 3, 8.1f}, 2, 2))).isFalse();
    assertThat(FloatNdArray.of(Float.NaN)).isEqualTo(FloatNdArray.of(Float.NaN));
    assertThat(FloatNdArray.of(0f)).isNotEqualTo(FloatNdArray.of(-0f));
  }

  @Test
  void longs() {
    long[] values = {1, Long.MIN_VALUE, -1};
    LongNdArray x = LongNdArray.wrap(values);
    x.set(0, 5);
    assertThat(x.get(0)).isEqualTo(values[0]).isEqualTo(5);
    assertThat(x.stream().min()).hasValue(Long.MIN_VALUE);
    LongNdArray unsigned = x.asDataType(DataType.UINT64);
    assertThat(unsigned)
        .isNotEqualTo(x)
        .hasToString("[                   5  9223372036854775808 18446744073709551615]");
    assertThat(LongNdArray.wrap(LongBuffer.wrap(values))).isEqualTo(x);
    assertThat(LongNdArray.of(new long[][] {{5, Long.MIN_VALUE, -1}})).isEqualTo(x.expandDims(0));
    assertThatThrownBy(() -> x.asDataType(DataType.FLOAT64))
        .isInstanceOf(DataTypeException.class)
        .hasMessage("asDataType: LongNdArray holds [int64, uint64], not float64");
  }

  @Test
  void ints() {
    int[] values = {1, -1};
    IntNdArray x = IntNdArray.wrap(values);
    x.fill(-2);
    assertThat(values).containsExactly(-2, -2);
    assertThat(x.asDataType(DataType.UINT32)).hasToString("[4294967294 4294967294]");
    assertThat(IntNdArray.wrap(IntBuffer.wrap(values)).stream().sum()).isEqualTo(-4);
    assertThatThrownBy(() -> x.asDataType(DataType.INT64))
        .isInstanceOf(DataTypeException.class)
        .hasMessage("asDataType: IntNdArray holds [int32, uint32], not int64");
  }

  @Test
  void shorts() {
    short[] values = {1, -1};
    ShortNdArray x = ShortNdArray.wrap(values);
    assertThat(x.stream().sum()).isZero();
    assertThat(x.asDataType(DataType.UINT16).stream().sum()).isEqualTo(65536);
    assertThat(ShortNdArray.wrap(ShortBuffer.wrap(values))).isEqualTo(x);
    x.set(1, (short) 7);
    assertThat(values[1]).isEqualTo((short) 7);
  }

  @Test
  void bytes() {
    byte[] values = {1, -1};
    ByteNdArray x = ByteNdArray.wrap(values);
    assertThat(x.asDataType(DataType.UINT8).stream().sum()).isEqualTo(256);
    // A byte has no order, so any buffer will do.
    ByteBuffer buffer = ByteBuffer.wrap(values).order(ByteOrder.BIG_ENDIAN);
    assertThat(ByteNdArray.wrap(buffer)).isEqualTo(x);
    assertThat(ByteNdArray.wrap(buffer.position(1), 1, 1)).hasToString("[[-1]]");
  }

  @Test
  void boolsAreZeroOrOne() {
    ByteNdArray mask = ByteNdArray.of((byte) 0, (byte) 1).asDataType(DataType.BOOL);
    mask.set(0, (byte) 1);
    assertThat(mask).hasToString("[ True  True]");
    assertThatThrownBy(() -> mask.set(0, (byte) 2))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessage("set: 2 is not a bool, expected 0 or 1");
    assertThatThrownBy(() -> mask.fill((byte) -1)).isInstanceOf(InvalidArgumentException.class);
    assertThat(mask.toArray()).containsExactly(1, 1);
    assertThat(mask.asDataType(DataType.INT8).asDataType(DataType.BOOL)).isEqualTo(mask);
  }

  @Test
  void narrowTypesMayLieInWiderMemory() {
    MemorySegment longs = MemorySegment.ofArray(new long[] {0x0002_0001_0004_0003L});
    ShortNdArray x = ShortNdArray.wrap(longs, new long[] {4});
    assertThat(x.stream().sum()).isEqualTo(10);
    assertThat(x.isNative()).isFalse();
    longs.set(ValueLayout.JAVA_SHORT, 0, (short) 100);
    assertThat(x.get(0)).isEqualTo((short) 100);
  }
}
