package dev.arrays.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;

class FlightsDemoTest {
  @Test
  void everyStepAgreesWithPlainJavaAndNoneCopiesAByte() throws IOException {
    ByteArrayOutputStream output = new ByteArrayOutputStream();

    boolean succeeded = FlightsDemo.run(new PrintStream(output, true, UTF_8));

    assertThat(output.toString(UTF_8))
        .contains(
            "336,776 flights left New York City in 2013. 9,430 of them lack",
            "5 %: -9   25 %: -5   50 %: -2   75 %: 11   95 %: 88   99 %: 191   minutes",
            "in the week that ends on 2013-07-01",
            "view of shape [327346, 4], strides [5, 1] into an INDArray",
            "minutes = 6.895 +40.893 dep_delay -65.608 distance +64.332 air_time -0.220 hour")
        .endsWith("5 of 5 steps agree, 0 bytes copied." + System.lineSeparator())
        .doesNotContain("DISAGREES");
    assertThat(succeeded).isTrue();
  }
}
