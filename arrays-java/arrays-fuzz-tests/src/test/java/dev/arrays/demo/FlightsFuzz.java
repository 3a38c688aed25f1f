package dev.arrays.demo;

import dev.arrays.fuzz.FuzzTarget;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// A table of any text: it is read, or refused with an [IOException] that names the line.
public final class FlightsFuzz implements FuzzTarget {
  private static final String HEADER =
      "month,day,hour,minute,dep_delay,arr_delay,air_time,distance\n";

  @Override
  public List<byte[]> seeds() {
    return List.of(
        bytes(HEADER + "1,1,5,15,2,11,227,1400\n1,1,5,29,NA,-20.5,NA,1416\n"),
        bytes(HEADER + "12,31,23,59,1e3,NaN,Infinity,-0\r\n12,31,0,0,0x1p3,1,1,1"));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public void test(byte[] input) {
    Flights flights;
    try {
      flights = Flights.of(new String(input, StandardCharsets.UTF_8));
    } catch (IOException e) {
      if (!e.getMessage().startsWith("line ")) {
        throw new AssertionError("the message names no line", e);
      }
      return;
    }
    for (Flights.Column column : Flights.Column.values()) {
      if (flights.column(column).length != flights.size()) {
        throw new AssertionError(column + " has another length");
      }
    }
    flights.withAll(List.of(Flights.Column.values()));
  }
}
