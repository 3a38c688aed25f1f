package dev.arrays.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.arrays.DoubleNdArray;
import dev.arrays.demo.rust.Addresses;
import dev.arrays.nd4j.Nd4jArrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.factory.Nd4j;

class HandoverTest {
  private final double[] values = {1, 2, 3, 4, 5, 6};

  @Test
  void sharedMemoryIsToldFromACopyMadeBeforeTheCall() {
    var matrix = Nd4j.createFromArray(values).reshape(3, 2);

    assertThat(Handover.of(DoubleNdArray.wrap(values), values)).isEqualTo(new Handover(48, true));
    assertThat(Handover.of(DoubleNdArray.of(values), values)).isEqualTo(new Handover(48, false));
    assertThat(Handover.of(Nd4jArrays.view(matrix), matrix)).isEqualTo(new Handover(48, true));
    assertThat(Handover.of(Nd4jArrays.view(matrix.dup()), matrix).inPlace()).isFalse();
  }

  @Test
  void aCallThatCopiesIsFound() {
    DoubleNdArray ofJava = DoubleNdArray.wrap(values, 3, 2).transpose();
    DoubleNdArray outsideTheHeap = Nd4jArrays.view(Nd4j.createFromArray(values).reshape(3, 2));
    for (DoubleNdArray view : List.of(DoubleNdArray.wrap(values), ofJava, outsideTheHeap)) {
      assertThat(through(view, x -> x).copiedBytes()).isZero();
      assertThat(through(view, DoubleNdArray::copy).copiedBytes()).isEqualTo(48);
    }
  }

  @Test
  void anArrayTooShortToTellIsRefused() {
    DoubleNdArray pair = DoubleNdArray.of(1, 2);

    assertThatThrownBy(() -> through(pair, x -> x))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            pair + " is too short: copies of two parts of it could lie as near as the parts");
  }

  /// The hand-over by a facade that does something to each array before it calls Rust.
  private static Handover through(DoubleNdArray view, UnaryOperator<DoubleNdArray> before) {
    return Handover.of(
        view, true, (x, y) -> Addresses.bytesBetween(before.apply(x), before.apply(y)));
  }
}
