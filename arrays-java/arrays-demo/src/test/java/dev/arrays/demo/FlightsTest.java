package dev.arrays.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.arrays.demo.Flights.Column;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class FlightsTest {
  private static final String HEADER =
      "month,day,hour,minute,dep_delay,arr_delay,air_time,distance\n";

  @Test
  void theTableOfTheDemoIsWhole() throws IOException {
    Flights flights = Flights.read();

    assertThat(flights.size()).isEqualTo(336_776);
    assertThat(missing(flights, Column.DEP_DELAY)).isEqualTo(8_255);
    assertThat(missing(flights, Column.ARR_DELAY)).isEqualTo(9_430);
    assertThat(missing(flights, Column.AIR_TIME)).isEqualTo(9_430);
    assertThat(missing(flights, Column.DISTANCE)).isZero();
    assertThat(Arrays.stream(flights.column(Column.DISTANCE)).sum()).isEqualTo(350_217_607);
    assertThat(flights.column(Column.AIR_TIME)).startsWith(227, 227, 160);
  }

  @Test
  void naIsNaNAndEveryOtherValueANumber() throws IOException {
    Flights flights = Flights.of(HEADER + "1,2,5,15,-2,NA,NA,1400\n12,31,23,59,2.5,11,227,80\n");

    assertThat(flights.size()).isEqualTo(2);
    assertThat(flights.column(Column.MONTH)).containsExactly(1, 12);
    assertThat(flights.column(Column.DEP_DELAY)).containsExactly(-2, 2.5);
    assertThat(flights.column(Column.ARR_DELAY)).containsExactly(Double.NaN, 11);
    assertThat(flights.column(Column.DISTANCE)).containsExactly(1400, 80);
  }

  @Test
  void aTableWithoutRowsHasNoFlights() throws IOException {
    assertThat(Flights.of(HEADER).size()).isZero();
  }

  @Test
  void flightsThatLackARequiredValueAreLeftOut() throws IOException {
    Flights flights =
        Flights.of(
            HEADER + "1,1,5,0,NA,1,1,10\n1,2,5,0,2,NA,2,20\n1,3,5,0,3,3,NA,30\n1,4,5,0,4,4,4,40\n");

    assertThat(flights.withAll(List.of(Column.DEP_DELAY)).column(Column.DAY))
        .containsExactly(2, 3, 4);
    assertThat(flights.withAll(List.of(Column.DEP_DELAY, Column.AIR_TIME)).column(Column.DISTANCE))
        .containsExactly(20, 40);
    assertThat(flights.withAll(List.of()).size()).isEqualTo(4);
  }

  @Test
  void theDailyMeanIsOverTheFlightsOfTheDayThatHaveAValue() throws IOException {
    Flights flights =
        Flights.of(
            HEADER + "1,1,5,0,4,0,0,0\n3,1,5,0,7,0,0,0\n1,1,5,0,NA,0,0,0\n1,1,5,0,8,0,0,0\n");

    double[] means = flights.dailyMean(Column.DEP_DELAY);

    assertThat(means).hasSize(365);
    assertThat(means[0]).isEqualTo(6);
    assertThat(means[59]).isEqualTo(7);
    assertThat(means[1]).isNaN();
    assertThat(Flights.date(59)).hasToString("2013-03-01");
  }

  @Test
  void anotherHeaderIsRefused() {
    assertThatThrownBy(() -> Flights.of("month,day\n1,1\n"))
        .isInstanceOf(IOException.class)
        .hasMessage(
            "line 1: the header is \"month,day\", expected "
                + "\"month,day,hour,minute,dep_delay,arr_delay,air_time,distance\"");
  }

  @Test
  void textThatIsNoNumberIsRefused() {
    assertThatThrownBy(() -> Flights.of(HEADER + "1,1,5,0,0,0,0,0\n1,1,5,0,soon,0,0,0\n"))
        .isInstanceOf(IOException.class)
        .hasMessage("line 3: dep_delay is \"soon\", expected a number or NA");
  }

  @Test
  void rowsOfAnotherLengthAreRefused() {
    assertThatThrownBy(() -> Flights.of(HEADER + "1,1,5\n"))
        .isInstanceOf(IOException.class)
        .hasMessage("line 2: only 3 values, expected 8 values");
    assertThatThrownBy(() -> Flights.of(HEADER + "1,1,5,0,0,0,0,0,9\n"))
        .isInstanceOf(IOException.class)
        .hasMessage("line 2: too many values, expected 8 values");
  }

  private static long missing(Flights flights, Column column) {
    return Arrays.stream(flights.column(column)).filter(Double::isNaN).count();
  }
}
