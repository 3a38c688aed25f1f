package dev.arrays.boundary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.arrays.ByteNdArray;
import dev.arrays.ClosedArrayException;
import dev.arrays.DataType;
import dev.arrays.DoubleNdArray;
import dev.arrays.FloatNdArray;
import dev.arrays.IntNdArray;
import dev.arrays.LongNdArray;
import dev.arrays.Slice;
import dev.arrays.fixtures.Results;
import dev.arrays.fixtures.Views;
import org.junit.jupiter.api.Test;

class ResultsTest {
  @Test
  void tuplesAreRecords() {
    var words = Results.words("Rust für Java");
    assertThat(words.length()).isEqualTo(13);
    assertThat(words.firstWord()).isEqualTo("Rust");
    assertThat(words).isEqualTo(new Results.WordsResult(13, "Rust"));
    assertThat(Results.unnamed(new double[] {1, 2}))
        .isEqualTo(new Results.UnnamedResult(3, false, 0.5f, (byte) -7, 4_294_967_295L));
  }

  @Test
  void stringsAreCopied() {
    assertThat(Results.repeat("né", 3)).isEqualTo("nénéné");
    assertThat(Results.repeat("", 3)).isEmpty();
  }

  @Test
  void aVectorIsAnArrayJavaOwns() {
    try (LongNdArray range = Results.range(4)) {
      assertThat(range.toArray()).containsExactly(0, 1, 2, 3);
      assertThat(range.isNative()).isTrue();
      range.set(0, 9);
      assertThat(Views.sumI64(range)).isEqualTo(15);
    }
    assertThat(Results.range(0).size()).isZero();
  }

  @Test
  void arraysOfEveryRankComeBack() {
    FloatNdArray identity = Results.identity(2);
    assertThat(identity.shape()).containsExactly(2, 2);
    assertThat(identity.toArray()).containsExactly(1, 0, 0, 1);
    assertThat(Results.point(2.5).get()).isEqualTo(2.5);
    ByteNdArray finite = Results.finite(new double[] {1, Double.NaN});
    assertThat(finite.dataType()).isEqualTo(DataType.BOOL);
    assertThat(finite.toArray()).containsExactly((byte) 1, (byte) 0);
  }

  @Test
  void stridesOfResultsAreKept() {
    DoubleNdArray x = DoubleNdArray.wrap(new double[] {1, 2, 3, 4, 5, 6}, 2, 3);
    DoubleNdArray mirrored = Results.mirrored(x);
    assertThat(mirrored.shape()).containsExactly(3, 2);
    assertThat(mirrored.strides()).containsExactly(-1, 3);
    assertThat(mirrored.toArray()).containsExactly(3, 6, 2, 5, 1, 4);
    IntNdArray everySecond = Results.everySecond(5);
    assertThat(everySecond.dataType()).isEqualTo(DataType.UINT32);
    assertThat(everySecond.stride(0)).isEqualTo(2);
    assertThat(everySecond.toArray()).containsExactly(0, 2, 4);
  }

  @Test
  void severalArraysComeInOneRecord() {
    var arrays = Results.arrays(300);
    assertThat(arrays.length()).isEqualTo(300);
    assertThat(arrays.bytes().dataType()).isEqualTo(DataType.UINT8);
    assertThat(arrays.bytes().get(299)).isEqualTo((byte) 43);
    assertThat(arrays.words().get(299)).isEqualTo((short) 299);
  }

  @Test
  void aClosedResultIsRefusedEverywhere() {
    DoubleNdArray x = Results.mirrored(DoubleNdArray.of(1, 2, 3));
    DoubleNdArray part = x.slice(Slice.to(2));
    x.close();
    x.close();
    assertThat(x.isAlive()).isFalse();
    assertThatThrownBy(() -> x.get(0)).isInstanceOf(ClosedArrayException.class);
    assertThatThrownBy(() -> part.set(0, 1.0)).isInstanceOf(ClosedArrayException.class);
    assertThatThrownBy(() -> Views.sumF64(part))
        .isInstanceOf(ClosedArrayException.class)
        .hasMessageStartingWith("sumF64: x ")
        .hasMessageContaining("closed");
  }
}
