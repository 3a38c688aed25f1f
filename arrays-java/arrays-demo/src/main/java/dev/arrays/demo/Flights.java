package dev.arrays.demo;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedReader;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.StringReader;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.zip.GZIPInputStream;

/// A table of flights in memory: one `double[]` per column, all of the same length.
///
/// A missing value (`NA` in the file) is NaN. Which flights a computation leaves out for that is up
/// to the computation: see [#withAll(List)].
final class Flights {
  /// The year of all flights of the table.
  static final int YEAR = 2013;

  private static final String RESOURCE = "flights.csv.gz";
  private static final String MISSING = "NA";

  /// The columns, in the order and with the names of the file's header line.
  enum Column {
    MONTH,
    DAY,
    /// Hour of the scheduled departure, local time.
    HOUR,
    /// Minute of the scheduled departure.
    MINUTE,
    /// Delay at departure in minutes, negative when early; missing when the flight did not leave.
    DEP_DELAY,
    /// Delay at arrival in minutes, negative when early; missing when it did not arrive as planned.
    ARR_DELAY,
    /// Time in the air, minutes.
    AIR_TIME,
    /// Distance, miles.
    DISTANCE
  }

  private static final Column[] COLUMNS = Column.values();
  private static final String HEADER =
      String.join(",", Arrays.stream(COLUMNS).map(Column::name).toList()).toLowerCase(Locale.ROOT);

  private final Map<Column, double[]> columns;

  private Flights(Map<Column, double[]> columns) {
    this.columns = columns;
  }

  /// Reads the table that comes with the demo.
  ///
  /// @throws IOException when it is missing or damaged
  static Flights read() throws IOException {
    try (InputStream resource = Flights.class.getResourceAsStream(RESOURCE)) {
      if (resource == null) {
        throw new FileNotFoundException(
            RESOURCE + " is not on the class path beside " + Flights.class);
      }
      return read(new InputStreamReader(new GZIPInputStream(resource), US_ASCII));
    }
  }

  /// Reads a table from CSV text with the header line of [Column]; `NA` is a missing value.
  ///
  /// @throws IOException when the text is no such table, naming line and column
  static Flights read(Reader csv) throws IOException {
    BufferedReader lines = new BufferedReader(csv);
    String header = lines.readLine();
    if (!HEADER.equals(header)) {
      throw new IOException(
          "line 1: the header is \"" + header + "\", expected \"" + HEADER + "\"");
    }
    double[][] columns = new double[COLUMNS.length][1 << 10];
    int rows = 0;
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (rows == columns[0].length) {
        for (int c = 0; c < columns.length; c++) {
          columns[c] = Arrays.copyOf(columns[c], 2 * rows);
        }
      }
      readRow(line, rows++, columns);
    }
    Map<Column, double[]> table = new EnumMap<>(Column.class);
    for (int c = 0; c < columns.length; c++) {
      table.put(COLUMNS[c], Arrays.copyOf(columns[c], rows));
    }
    return new Flights(table);
  }

  /// [#read(Reader)] of text in memory.
  static Flights of(String csv) throws IOException {
    return read(new StringReader(csv));
  }

  private static void readRow(String line, int row, double[][] columns) throws IOException {
    int start = 0;
    for (int c = 0; c < columns.length; c++) {
      boolean last = c == columns.length - 1;
      int comma = line.indexOf(',', start);
      if ((comma < 0) != last) {
        throw new IOException(
            "line %d: %s, expected %d values"
                .formatted(
                    row + 2,
                    last ? "too many values" : "only " + (c + 1) + " values",
                    columns.length));
      }
      columns[c][row] = value(line.substring(start, last ? line.length() : comma), row, COLUMNS[c]);
      start = comma + 1;
    }
  }

  private static double value(String text, int row, Column column) throws IOException {
    if (text.equals(MISSING)) {
      return Double.NaN;
    }
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw new IOException(
          "line %d: %s is \"%s\", expected a number or %s"
              .formatted(row + 2, column.name().toLowerCase(Locale.ROOT), text, MISSING),
          e);
    }
  }

  /// The number of flights.
  int size() {
    return column(Column.MONTH).length;
  }

  /// The values of one column: the table's own array, not a copy.
  double[] column(Column column) {
    return Objects.requireNonNull(columns.get(column), column::name);
  }

  /// The flights that have a value in every one of `required`, in the same order.
  Flights withAll(List<Column> required) {
    int[] kept = new int[size()];
    int count = 0;
    for (int row = 0; row < kept.length; row++) {
      int r = row;
      if (required.stream().noneMatch(c -> Double.isNaN(column(c)[r]))) {
        kept[count++] = row;
      }
    }
    int[] rows = Arrays.copyOf(kept, count);
    Map<Column, double[]> table = new EnumMap<>(Column.class);
    columns.forEach((column, values) ->
        table.put(column, Arrays.stream(rows).mapToDouble(row -> values[row]).toArray()));
    return new Flights(table);
  }

  /// The date of an element of [#dailyMean(Column)].
  static LocalDate date(int index) {
    return LocalDate.ofYearDay(YEAR, index + 1);
  }

  /// The mean of a column on each day of the year, over the flights of that day that have a value.
  ///
  /// @return one value per day, shape `[365]`; NaN for a day without a flight
  double[] dailyMean(Column column) {
    int days = LocalDate.of(YEAR, 12, 31).getDayOfYear();
    double[] sums = new double[days];
    int[] counts = new int[days];
    double[] values = column(column);
    double[] month = column(Column.MONTH);
    double[] dayOfMonth = column(Column.DAY);
    for (int row = 0; row < values.length; row++) {
      if (!Double.isNaN(values[row])) {
        int day = LocalDate.of(YEAR, (int) month[row], (int) dayOfMonth[row]).getDayOfYear() - 1;
        sums[day] += values[row];
        counts[day]++;
      }
    }
    double[] means = new double[days];
    Arrays.setAll(means, day -> sums[day] / counts[day]);
    return means;
  }
}
