package dev.arrays.boundary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.arrays.DoubleNdArray;
import dev.arrays.ShapeMismatchException;
import dev.arrays.fixtures.Contracts;
import org.junit.jupiter.api.Test;

class ContractsTest {
  @Test
  void shapesThatFitPass() {
    DoubleNdArray a = DoubleNdArray.wrap(new double[] {1, 2, 3, 4, 5, 6}, 2, 3);
    assertThat(Contracts.matmul(a, a.transpose()).toArray()).containsExactly(14, 32, 32, 77);
    assertThat(Contracts.norm3(new double[] {2, 3, 6})).isEqualTo(7);
    assertThat(Contracts.sumColumns(a, 3)).isEqualTo(21);
    assertThat(Contracts.trace(DoubleNdArray.wrap(new double[] {1, 2, 3, 4}, 2, 2))).isEqualTo(5);
  }

  @Test
  void aSymbolBoundTwiceMustAgree() {
    DoubleNdArray a = DoubleNdArray.zeros(2, 3);
    assertThatThrownBy(() -> Contracts.matmul(a, DoubleNdArray.zeros(4, 2)))
        .isInstanceOf(ShapeMismatchException.class)
        .hasMessage("matmul: b has shape [4, 2], but k = 3 (from a, shape [2, 3])");
    assertThatThrownBy(() -> Contracts.trace(a))
        .isInstanceOf(ShapeMismatchException.class)
        .hasMessage("trace: x has shape [2, 3], but n = 2 (from x, shape [2, 3])");
  }

  @Test
  void aLengthIsHeldToItsNumberOrParameter() {
    assertThatThrownBy(() -> Contracts.norm3(new double[4]))
        .isInstanceOf(ShapeMismatchException.class)
        .hasMessage("norm3: v has shape [4], but its axis 0 must be 3");
    assertThatThrownBy(() -> Contracts.sumColumns(DoubleNdArray.zeros(2, 3), 4))
        .isInstanceOf(ShapeMismatchException.class)
        .hasMessage("sumColumns: x has shape [2, 3], but columns = 4");
  }

  @Test
  void aContractFixesADynamicRank() {
    assertThatThrownBy(() -> Contracts.trace(DoubleNdArray.zeros(2, 2, 2)))
        .isInstanceOf(ShapeMismatchException.class)
        .hasMessage("trace: x has rank 3, expected rank 2");
  }

  @Test
  void nothingIsWrittenWhenAContractFails() {
    double[] z = {1, 1, 1};
    assertThatThrownBy(() -> Contracts.addThree(new double[3], new double[2], z))
        .isInstanceOf(ShapeMismatchException.class)
        .hasMessage("addThree: y has shape [2], but n = 3 (from x, shape [3])");
    assertThat(z).containsOnly(1);
    Contracts.addThree(new double[] {1, 2, 3}, new double[] {1, 1, 1}, z);
    assertThat(z).containsExactly(3, 4, 5);
  }
}
