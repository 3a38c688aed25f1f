package dev.arrays.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.arrays.ByteNdArray;
import dev.arrays.DataType;
import dev.arrays.DoubleNdArray;
import dev.arrays.FloatNdArray;
import dev.arrays.IntNdArray;
import dev.arrays.LongNdArray;
import dev.arrays.NdArray;
import dev.arrays.ShortNdArray;
import dev.arrays.Slice;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CarrierTest {
  /// The layouts an array can have.
  private static Stream<DoubleNdArray> layouts() {
    double[] numbers = new double[60];
    Arrays.setAll(numbers, i -> i + 0.5);
    DoubleNdArray x = DoubleNdArray.wrap(numbers, 3, 4, 5);
    return Stream.of(
        x,
        x.transpose(),
        x.flip(0),
        x.flip(1).flip(2),
        x.permute(1, 2, 0).flip(1),
        x.slice(1, Slice.every(-2)),
        x.slice(0, Slice.range(1, 2)).slice(2, Slice.every(3)),
        x.slice(0, Slice.range(1, 1)),
        x.select(0, 1).select(0, 2).select(0, 3),
        x.select(0, 2).asReadOnly(),
        x.select(0, 1).broadcastTo(7, 4, 5),
        DoubleNdArray.zeros(0));
  }

  @ParameterizedTest
  @EnumSource
  void aCopyHasTheLayoutAndTheElementsOfTheOriginal(Carrier carrier) {
    assertThat(layouts())
        .allSatisfy(original -> {
          DoubleNdArray copy = carrier.copyOf(original);
          assertThat(copy).isEqualTo(original);
          assertThat(copy.shape()).isEqualTo(original.shape());
          assertThat(copy.strides()).isEqualTo(original.strides());
          assertThat(copy.isReadOnly()).isEqualTo(original.isReadOnly());
          assertThat(copy.isNative()).isEqualTo(carrier != Carrier.HEAP);
        });
  }

  @ParameterizedTest
  @EnumSource
  void aCopyHasItsOwnElements(Carrier carrier) {
    DoubleNdArray original = DoubleNdArray.of(1, 2, 3);
    DoubleNdArray copy = carrier.copyOf(original);
    copy.set(2, 7);
    assertThat(original.toArray()).containsExactly(1, 2, 3);
    assertThat(copy.toArray()).containsExactly(1, 2, 7);
  }

  @ParameterizedTest
  @EnumSource
  void everyDataTypeIsCopied(Carrier carrier) {
    copies(carrier, DoubleNdArray.of(1, -2));
    copies(carrier, FloatNdArray.of(1, -2));
    copies(carrier, LongNdArray.of(1, -2));
    copies(carrier, LongNdArray.of(1, -2).asDataType(DataType.UINT64));
    copies(carrier, IntNdArray.of(1, -2));
    copies(carrier, IntNdArray.of(1, -2).asDataType(DataType.UINT32));
    copies(carrier, ShortNdArray.wrap(new short[] {1, -2}));
    copies(carrier, ShortNdArray.wrap(new short[] {1, -2}).asDataType(DataType.UINT16));
    copies(carrier, ByteNdArray.wrap(new byte[] {1, -2}));
    copies(carrier, ByteNdArray.wrap(new byte[] {1, -2}).asDataType(DataType.UINT8));
    copies(carrier, ByteNdArray.wrap(new byte[] {1, 0}).asDataType(DataType.BOOL));
  }

  private static <A extends NdArray<A>> void copies(Carrier carrier, A original) {
    A copy = carrier.copyOf(original);
    assertThat(copy.getClass()).isEqualTo(original.getClass());
    assertThat(copy).isEqualTo(original);
  }

  @Test
  void theExampleRuns() {
    // @start region="carriers"
    DoubleNdArray rows = DoubleNdArray.wrap(new double[] {1, 2, 3, 4, 5, 6}, 2, 3);
    for (Carrier carrier : Carrier.values()) { // with JUnit: @ParameterizedTest @EnumSource
      DoubleNdArray x = carrier.copyOf(rows.transpose());
      assertThat(x.stream().sum()).isEqualTo(21); // here: a call to the function under test
    }
    // @end
    assertThat(List.of(Carrier.values())).hasSize(4);
  }
}
