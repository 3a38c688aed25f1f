package dev.arrays.boundary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.arrays.ByteNdArray;
import dev.arrays.DataType;
import dev.arrays.DoubleNdArray;
import dev.arrays.FloatNdArray;
import dev.arrays.IntNdArray;
import dev.arrays.InvalidArgumentException;
import dev.arrays.LongNdArray;
import dev.arrays.ShortNdArray;
import dev.arrays.Slice;
import dev.arrays.fixtures.Views;
import dev.arrays.testing.Carrier;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ViewsTest {
  @Test
  void everyElementTypeIsReadFromItsJavaArray() {
    assertThat(Views.sumF64(new double[] {0.5, -2})).isEqualTo(-1.5);
    assertThat(Views.sumF32(new float[] {0.5f, -2})).isEqualTo(-1.5);
    assertThat(Views.sumI64(new long[] {1L << 40, -1})).isEqualTo((1L << 40) - 1);
    assertThat(Views.sumI32(new int[] {1, -3})).isEqualTo(-2);
    assertThat(Views.sumI16(new short[] {1, -3})).isEqualTo(-2);
    assertThat(Views.sumI8(new byte[] {1, -3})).isEqualTo(-2);
  }

  @Test
  void unsignedTypesReadTheSameBitsWithoutASign() {
    assertThat(Views.sumU8(new byte[] {1, -1})).isEqualTo(256);
    assertThat(Views.sumU16(new short[] {1, -1})).isEqualTo(65_536);
    assertThat(Views.sumU32(new int[] {1, -1})).isEqualTo(4_294_967_296.0);
    assertThat(Views.sumU64(new long[] {0, Long.MIN_VALUE})).isEqualTo(0x1p63);
  }

  @Test
  void everyElementTypeIsWrittenInPlace() {
    double[] f64 = new double[2];
    Views.fillF64(f64, 2.5);
    assertThat(f64).containsExactly(2.5, 2.5);
    float[] f32 = new float[2];
    Views.fillF32(f32, 2.5);
    assertThat(f32).containsExactly(2.5f, 2.5f);
    long[] i64 = new long[2];
    Views.fillI64(i64, -2);
    assertThat(i64).containsExactly(-2, -2);
    int[] i32 = new int[2];
    Views.fillI32(i32, -2);
    assertThat(i32).containsExactly(-2, -2);
    short[] i16 = new short[2];
    Views.fillI16(i16, -2);
    assertThat(i16).containsExactly((short) -2, (short) -2);
    byte[] i8 = new byte[2];
    Views.fillI8(i8, -2);
    assertThat(i8).containsExactly((byte) -2, (byte) -2);
    byte[] u8 = new byte[1];
    Views.fillU8(u8, 255);
    assertThat(u8).containsExactly((byte) -1);
    short[] u16 = new short[1];
    Views.fillU16(u16, 65_535);
    assertThat(u16).containsExactly((short) -1);
    int[] u32 = new int[1];
    Views.fillU32(u32, 4_294_967_295.0);
    assertThat(u32).containsExactly(-1);
    long[] u64 = new long[1];
    Views.fillU64(u64, 0x1p63);
    assertThat(u64).containsExactly(Long.MIN_VALUE);
  }

  @ParameterizedTest
  @EnumSource
  void typedViewsOfEveryWidthAreReadAndWritten(Carrier carrier) {
    DoubleNdArray f64 = carrier.copyOf(DoubleNdArray.zeros(3));
    Views.fillF64(f64, 1.5);
    assertThat(Views.sumF64(f64)).isEqualTo(4.5);
    FloatNdArray f32 = carrier.copyOf(FloatNdArray.zeros(3));
    Views.fillF32(f32, 1.5);
    assertThat(Views.sumF32(f32)).isEqualTo(4.5);
    LongNdArray i64 = carrier.copyOf(LongNdArray.zeros(3));
    Views.fillI64(i64, -1);
    assertThat(Views.sumI64(i64)).isEqualTo(-3);
    LongNdArray u64 = i64.asDataType(DataType.UINT64);
    Views.fillU64(u64, 2);
    assertThat(Views.sumU64(u64)).isEqualTo(6);
    IntNdArray i32 = carrier.copyOf(IntNdArray.zeros(3));
    Views.fillI32(i32, -1);
    assertThat(Views.sumI32(i32)).isEqualTo(-3);
    IntNdArray u32 = i32.asDataType(DataType.UINT32);
    assertThat(Views.sumU32(u32)).isEqualTo(3.0 * 0xFFFF_FFFFL);
    Views.fillU32(u32, 2);
    assertThat(Views.sumU32(u32)).isEqualTo(6);
    ShortNdArray i16 = carrier.copyOf(ShortNdArray.zeros(3));
    Views.fillI16(i16, -1);
    assertThat(Views.sumI16(i16)).isEqualTo(-3);
    ShortNdArray u16 = i16.asDataType(DataType.UINT16);
    assertThat(Views.sumU16(u16)).isEqualTo(3 * 65_535);
    Views.fillU16(u16, 2);
    assertThat(Views.sumU16(u16)).isEqualTo(6);
    ByteNdArray i8 = carrier.copyOf(ByteNdArray.zeros(3));
    Views.fillI8(i8, -1);
    assertThat(Views.sumI8(i8)).isEqualTo(-3);
    ByteNdArray u8 = i8.asDataType(DataType.UINT8);
    assertThat(Views.sumU8(u8)).isEqualTo(3 * 255);
    Views.fillU8(u8, 2);
    assertThat(Views.sumU8(u8)).isEqualTo(6);
    ByteNdArray mask = carrier.copyOf(ByteNdArray.zeros(3).asDataType(DataType.BOOL));
    Views.invert(mask);
    assertThat(Views.countTrue(mask)).isEqualTo(3);
  }

  @Test
  void booleansAreReadAndWritten() {
    byte[] mask = {1, 0, 1};
    assertThat(Views.countTrue(mask)).isEqualTo(2);
    Views.invert(mask);
    assertThat(mask).containsExactly((byte) 0, (byte) 1, (byte) 0);
  }

  @Test
  void aByteThatIsNoBooleanNeverBecomesOne() {
    byte[] mask = {1, 0, 2};
    assertThatThrownBy(() -> Views.countTrue(mask))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessage("countTrue: mask: element 2 has the byte 2, expected 0 or 1");
    assertThatThrownBy(() -> Views.invert(mask)).isInstanceOf(InvalidArgumentException.class);
    assertThat(mask).containsExactly((byte) 1, (byte) 0, (byte) 2);
  }

  @ParameterizedTest
  @EnumSource
  void everyRankIsReadInRowMajorOrder(Carrier carrier) {
    long[] shape = {2, 1, 3, 2, 1, 2};
    DoubleNdArray seven = DoubleNdArray.wrap(new double[] {7}, new long[0]);
    assertThat(Views.weigh0(carrier.copyOf(seven))).isZero();
    for (int rank = 1; rank <= 6; rank++) {
      DoubleNdArray x = carrier.copyOf(counting(Arrays.copyOf(shape, rank)));
      double expected = IntStream.range(0, (int) x.size()).mapToDouble(i -> (double) i * i).sum();
      assertThat(weigh(x)).as("rank %d", rank).isEqualTo(expected);
      assertThat(Views.weighDynamic(x)).as("dynamic rank %d", rank).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @EnumSource
  void everyRankIsWrittenInRowMajorOrder(Carrier carrier) {
    DoubleNdArray point = carrier.copyOf(DoubleNdArray.zeros());
    Views.number0(point);
    assertThat(point.rank()).isZero();
    DoubleNdArray x = carrier.copyOf(DoubleNdArray.zeros(2, 3, 2));
    Views.number3(x);
    assertThat(x.get(1, 2, 1)).isEqualTo(11);
    DoubleNdArray transposed = carrier.copyOf(DoubleNdArray.zeros(2, 3).transpose());
    Views.number2(transposed);
    assertThat(transposed.get(2, 1)).isEqualTo(5);
    DoubleNdArray six = carrier.copyOf(DoubleNdArray.zeros(1, 2, 1, 2, 1, 2));
    Views.number6(six);
    assertThat(six.get(0, 1, 0, 1, 0, 1)).isEqualTo(7);
    DoubleNdArray dynamic = carrier.copyOf(DoubleNdArray.zeros(2, 2, 2, 2, 2, 2, 2, 2));
    Views.numberDynamic(dynamic);
    assertThat(dynamic.get(1, 1, 1, 1, 1, 1, 1, 1)).isEqualTo(255);
  }

  @ParameterizedTest
  @EnumSource
  void stridesOfBothSignsReachTheSameElementsAsInJava(Carrier carrier) {
    DoubleNdArray x = counting(new long[] {3, 4, 5});
    for (DoubleNdArray layout :
        new DoubleNdArray[] {
          x.flip(0),
          x.flip(1).flip(2),
          x.transpose(),
          x.permute(1, 2, 0).flip(1),
          x.slice(1, Slice.every(-2)),
          x.slice(0, Slice.range(1, 1))
        }) {
      DoubleNdArray view = carrier.copyOf(layout);
      double expected = 0;
      double[] elements = view.toArray();
      for (int i = 0; i < elements.length; i++) {
        expected += i * elements[i];
      }
      assertThat(Views.weigh3(view)).isEqualTo(expected);
      assertThat(Views.weighDynamic(view)).isEqualTo(expected);
      Views.number3(view);
      assertThat(view.stream())
          .containsExactlyElementsOf(counting(view.shape()).stream()::iterator);
    }
  }

  @Test
  void emptyArraysOfEveryCarrierAreEmptyInRust() {
    assertThat(Views.sumF64(new double[0])).isZero();
    assertThat(Views.weigh3(DoubleNdArray.zeros(2, 0, 3))).isZero();
    assertThat(Views.weighDynamic(DoubleNdArray.zeros(0))).isZero();
    assertThat(Views.sumF64(DoubleNdArray.wrap(MemorySegment.NULL, new long[] {0}, new long[] {1})))
        .isZero();
    Views.fillF64(new double[0], 1);
  }

  @Test
  void otherSpellingsOfTheTypesAreTheSame() {
    FloatNdArray a = FloatNdArray.wrap(new float[] {1, 2, 3, 4}, 2, 2);
    assertThat(Views.spelledOut(a, IntNdArray.wrap(new int[] {5}))).isEqualTo(15);
    assertThat(Views.spelledOut(a, new int[] {5})).isEqualTo(15);
  }

  @Test
  void rustSeesShapeAndStrides() {
    DoubleNdArray x = DoubleNdArray.zeros(4, 6);
    assertThat(Views.describe(x)).isEqualTo("[4, 6] [6, 1]");
    assertThat(Views.describe(x.transpose().flip(0))).isEqualTo("[6, 4] [-1, 6]");
  }

  private static DoubleNdArray counting(long[] shape) {
    DoubleNdArray x = DoubleNdArray.zeros(shape);
    Views.numberDynamic(x);
    return x;
  }

  private static double weigh(DoubleNdArray x) {
    return switch (x.rank()) {
      case 1 -> Views.weigh1(x);
      case 2 -> Views.weigh2(x);
      case 3 -> Views.weigh3(x);
      case 4 -> Views.weigh4(x);
      case 5 -> Views.weigh5(x);
      case 6 -> Views.weigh6(x);
      default -> throw new IllegalArgumentException("rank " + x.rank());
    };
  }
}
