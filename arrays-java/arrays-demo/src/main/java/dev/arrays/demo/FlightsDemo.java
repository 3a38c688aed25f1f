package dev.arrays.demo;

import static org.nd4j.linalg.indexing.NDArrayIndex.all;
import static org.nd4j.linalg.indexing.NDArrayIndex.interval;
import static org.nd4j.linalg.indexing.NDArrayIndex.point;

import dev.arrays.DoubleNdArray;
import dev.arrays.demo.Flights.Column;
import dev.arrays.kernels.Linalg;
import dev.arrays.kernels.Statistics;
import dev.arrays.nd4j.Nd4jArrays;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/// The demo: delays of the flights of 2013, computed by Rust on `double[]` columns and on an
/// INDArray of features, each step beside the same in plain Java.
///
/// The program ends with status 1 when a step disagrees or copies.
public final class FlightsDemo {
  private static final double[] LEVELS = {0.05, 0.25, 0.5, 0.75, 0.95, 0.99};
  private static final int WINDOW_DAYS = 7;

  /// What the arrival delay is fitted from, beside an intercept.
  private static final List<Column> FEATURES =
      List.of(Column.DEP_DELAY, Column.DISTANCE, Column.AIR_TIME, Column.HOUR);

  /// What the record of a fit takes on the Java heap: above all two arrays that own memory of Rust,
  /// each with an arena and the action that gives the memory back.
  private static final long FIT_OBJECT_BYTES = 4096;

  private static final String PLAIN_JAVA = "plain Java";

  private FlightsDemo() {}

  /// Runs the demo on the table that comes with it.
  ///
  /// @param args none
  /// @throws IOException when the table is missing or damaged
  public static void main(String[] args) throws IOException {
    // No other thread of this JVM has to wait for a safepoint, so no call need be staged.
    System.setProperty("dev.arrays.budget", "1000000");
    if (!run(new PrintStream(System.out, true, StandardCharsets.UTF_8))) {
      System.exit(1);
    }
  }

  /// Runs all steps and prints them.
  ///
  /// @return whether all steps agree and none copied a byte
  static boolean run(PrintStream out) throws IOException {
    Flights flights = Flights.read();
    Flights arrived = flights.withAll(with(FEATURES, Column.ARR_DELAY));
    out.println(
        Text.of(
            "%,d flights left New York City in %d. %,d of them lack a delay or the air time (NA):",
            flights.size(), Flights.YEAR, flights.size() - arrived.size()));
    out.println(
        "each step leaves out the flights that lack what it needs. Calls work on Java arrays where");
    out.println("they lie for up to a second (dev.arrays.budget), since nothing else runs here.");

    List<Step> steps = new ArrayList<>();
    steps.add(show(out, quantiles("departure", flights, Column.DEP_DELAY)));
    steps.add(show(out, quantiles("arrival", flights, Column.ARR_DELAY)));
    steps.add(show(out, rollingMean(flights)));
    INDArray design = design(arrived);
    INDArray features = design.get(all(), interval(1, design.columns()));
    steps.add(show(out, standardize(features)));
    steps.add(show(out, fit(design, arrived.column(Column.ARR_DELAY))));

    long agreeing = steps.stream().filter(Step::agrees).count();
    long copied = steps.stream().mapToLong(Step::copiedBytes).sum();
    out.println();
    out.println(Text.of("%d of %d steps agree, %,d bytes copied.", agreeing, steps.size(), copied));
    return agreeing == steps.size() && copied == 0;
  }

  private static Step quantiles(String event, Flights flights, Column delay) {
    double[] delays = flights.withAll(List.of(delay)).column(delay);
    DoubleNdArray x = DoubleNdArray.wrap(delays);
    DoubleNdArray q = DoubleNdArray.wrap(LEVELS);
    Trial<double[]> rust = Trial.of(() -> Statistics.quantile(x, q));
    Trial<double[]> java = Trial.of(() -> PlainJava.quantile(delays, LEVELS));
    String result =
        IntStream.range(0, LEVELS.length)
            .mapToObj(i -> Text.of("%.0f %%: %.0f", 100 * LEVELS[i], rust.result()[i]))
            .collect(Collectors.joining("   ", "", "   minutes"));
    return new Step(
        Text.of("Quantiles of the %s delay, %,d values in a double[]", event, delays.length),
        List.of(result),
        rust,
        PLAIN_JAVA,
        java,
        RelativeDifference.largest(rust.result(), java.result()),
        List.of(Handover.of(x, delays), Handover.of(q, LEVELS)),
        bytes(LEVELS.length));
  }

  private static Step rollingMean(Flights flights) {
    double[] daily = flights.dailyMean(Column.DEP_DELAY);
    DoubleNdArray x = DoubleNdArray.wrap(daily);
    Trial<double[]> rust = Trial.of(() -> Statistics.rollingMean(x, WINDOW_DAYS));
    Trial<double[]> java = Trial.of(() -> PlainJava.rollingMean(daily, WINDOW_DAYS));
    double[] means = rust.result();
    int worst =
        IntStream.range(WINDOW_DAYS - 1, means.length)
            .reduce((a, b) -> means[a] >= means[b] ? a : b)
            .orElseThrow();
    String result =
        Text.of(
            "at most %.1f minutes, in the week that ends on %s; %.1f in the last week of the year",
            means[worst], Flights.date(worst), means[means.length - 1]);
    return new Step(
        Text.of(
            "Rolling mean over %d days of the mean departure delay, %d days in a double[]",
            WINDOW_DAYS, daily.length),
        List.of(result),
        rust,
        PLAIN_JAVA,
        java,
        RelativeDifference.largest(means, java.result()),
        List.of(Handover.of(x, daily)),
        bytes(means.length));
  }

  /// The matrix of the fit, shape `[flights, 1 + features]`: a column of ones and the features.
  private static INDArray design(Flights flights) {
    INDArray design = Nd4j.ones(DataType.DOUBLE, flights.size(), 1 + FEATURES.size());
    for (int f = 0; f < FEATURES.size(); f++) {
      INDArray column = design.get(all(), point(1 + f));
      column.assign(Nd4j.createFromArray(flights.column(FEATURES.get(f))));
    }
    return design;
  }

  private static Step standardize(INDArray features) {
    INDArray raw = features.dup();
    double[][] columns = columns(raw);
    DoubleNdArray x = Nd4jArrays.view(features);
    Trial<INDArray> rust =
        Trial.of(
            () -> features.assign(raw),
            () -> {
              Statistics.standardize(x);
              return features;
            });
    double[][] work = new double[columns.length][];
    Trial<double[][]> java =
        Trial.of(
            () -> Arrays.setAll(work, c -> columns[c].clone()),
            () -> {
              PlainJava.standardize(work);
              return work;
            });
    String result =
        "first flight: "
            + IntStream.range(0, FEATURES.size())
                .mapToObj(f ->
                    Text.of(
                        "%s %.0f → %.3f",
                        name(FEATURES.get(f)), columns[f][0], features.getDouble(0, f)))
                .collect(Collectors.joining(", "));
    return new Step(
        Text.of(
            "Standardising %d features in place, a view of shape %s, strides %s into an INDArray",
            FEATURES.size(), Arrays.toString(x.shape()), Arrays.toString(x.strides())),
        List.of(result),
        rust,
        PLAIN_JAVA,
        java,
        RelativeDifference.largest(flat(columns(features)), flat(java.result())),
        List.of(Handover.of(x, features)),
        0);
  }

  private static Step fit(INDArray design, double[] arrivalDelay) {
    DoubleNdArray a = Nd4jArrays.view(design);
    DoubleNdArray b = DoubleNdArray.wrap(arrivalDelay);
    Trial<double[]> rust =
        Trial.of(() -> {
          Linalg.LstsqResult fit = Linalg.lstsq(a, b);
          return with(fit.solution().toArray(), fit.residual());
        });
    double[][] columns = columns(design);
    double[][] work = new double[columns.length][];
    double[] rightSide = new double[arrivalDelay.length];
    Trial<double[]> java =
        Trial.of(
            () -> {
              Arrays.setAll(work, c -> columns[c].clone());
              System.arraycopy(arrivalDelay, 0, rightSide, 0, rightSide.length);
            },
            () -> {
              PlainJava.Fit fit = PlainJava.leastSquares(work, rightSide);
              return with(fit.solution(), fit.residualSumOfSquares());
            });
    double[] solution = rust.result();
    String coefficients =
        IntStream.range(0, FEATURES.size())
            .mapToObj(f -> Text.of("%+.3f %s", solution[1 + f], name(FEATURES.get(f))))
            .collect(Collectors.joining(" "));
    double residual = solution[solution.length - 1] / arrivalDelay.length;
    return new Step(
        Text.of(
            "Least-squares fit of the arrival delay, INDArray of shape %s and a double[]",
            Arrays.toString(design.shape())),
        List.of(
            Text.of("minutes = %.3f %s   (features standardised)", solution[0], coefficients),
            Text.of("root mean square of what remains: %.1f minutes", Math.sqrt(residual))),
        rust,
        PLAIN_JAVA,
        java,
        RelativeDifference.largest(solution, java.result()),
        List.of(Handover.of(a, design), Handover.of(b, arrivalDelay)),
        bytes(2 * solution.length - 1) + FIT_OBJECT_BYTES);
  }

  private static Step show(PrintStream out, Step step) {
    out.println();
    out.println(step.report());
    return step;
  }

  private static double[][] columns(INDArray matrix) {
    return IntStream.range(0, matrix.columns())
        .mapToObj(c -> matrix.getColumn(c).toDoubleVector())
        .toArray(double[][]::new);
  }

  private static double[] flat(double[][] columns) {
    return Arrays.stream(columns).flatMapToDouble(Arrays::stream).toArray();
  }

  private static List<Column> with(List<Column> columns, Column last) {
    List<Column> all = new ArrayList<>(columns);
    all.add(last);
    return all;
  }

  private static double[] with(double[] values, double last) {
    double[] all = Arrays.copyOf(values, values.length + 1);
    all[values.length] = last;
    return all;
  }

  private static long bytes(int doubles) {
    return (long) doubles * Double.BYTES;
  }

  private static String name(Column column) {
    return column.name().toLowerCase(Locale.ROOT);
  }
}
