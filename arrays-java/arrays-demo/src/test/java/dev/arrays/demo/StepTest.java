package dev.arrays.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class StepTest {
  private static Step step(double difference, Handover argument, long allocated, long result) {
    Trial<String> rust = new Trial<>("r", 1_500_000, allocated);
    Trial<String> java = new Trial<>("r", 2_500, 0);
    return new Step(
        "Title",
        List.of("5 %: 1", "more"),
        rust,
        "plain Java",
        java,
        difference,
        List.of(argument),
        result);
  }

  @Test
  void theReportSaysResultAgreementTimesAndBytes() {
    Step step = step(2e-13, new Handover(2_620_000, true), 200, 80);

    assertThat(step.agrees()).isTrue();
    assertThat(step.copiedBytes()).isZero();
    assertThat(step.report().lines())
        .containsExactly(
            "Title",
            "    result      5 %: 1",
            "                more",
            "    plain Java  agrees: largest relative difference 2.0e-13, allowed 1e-12",
            "    time        Rust 1.5 ms, plain Java 2.5 µs",
            "    copied      0 B of the 2.6 MB handed to Rust, by the addresses it sees; "
                + "the call allocates 120 B of Java heap beside its result");
  }

  @Test
  void aLargerDifferenceDisagrees() {
    Step step = step(2e-12, new Handover(80, true), 0, 0);

    assertThat(step.agrees()).isFalse();
    assertThat(step.report()).contains("DISAGREES: largest relative difference 2.0e-12");
  }

  @Test
  void noDifferenceIsReportedAsZero() {
    assertThat(step(0, new Handover(80, true), 0, 0).report())
        .contains("agrees: largest relative difference 0, allowed 1e-12");
  }

  @Test
  void infinityDisagrees() {
    assertThat(step(Double.POSITIVE_INFINITY, new Handover(80, true), 0, 0).agrees()).isFalse();
  }

  @Test
  void anArgumentFromElsewhereWasCopied() {
    assertThat(step(0, new Handover(80, false), 0, 0).copiedBytes()).isEqualTo(80);
  }

  @Test
  void heapThatCouldHoldACopyCountsAsOne() {
    Handover argument = new Handover(2920, true);

    assertThat(step(0, argument, 1024, 0).copiedBytes()).isZero();
    assertThat(step(0, argument, 2944, 0).copiedBytes()).isEqualTo(2944);
    assertThat(step(0, argument, 2944, 2920).copiedBytes()).isZero();
  }
}
