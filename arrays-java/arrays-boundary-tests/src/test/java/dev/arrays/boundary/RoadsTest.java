package dev.arrays.boundary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Percentage.withPercentage;

import dev.arrays.ByteNdArray;
import dev.arrays.DataType;
import dev.arrays.DoubleNdArray;
import dev.arrays.Explanation;
import dev.arrays.IntNdArray;
import dev.arrays.InvalidArgumentException;
import dev.arrays.LongNdArray;
import dev.arrays.Road;
import dev.arrays.RustException;
import dev.arrays.RustPanicException;
import dev.arrays.ShapeMismatchException;
import dev.arrays.Slice;
import dev.arrays.fixtures.Failures;
import dev.arrays.fixtures.Lifetimes;
import dev.arrays.fixtures.Results;
import dev.arrays.fixtures.Scalars;
import dev.arrays.fixtures.Slices;
import dev.arrays.fixtures.Split;
import dev.arrays.fixtures.Views;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Which road calls take, and that the result is the same on each.
class RoadsTest {

  /// More than any kernel here works through within the budget.
  private static final int LONG = 3_000_000;

  @TempDir Path folder;

  @Test
  void aShortCallOnAJavaArrayIsCritical() {
    double[] x = {1, 2, 3};
    for (int i = 0; i < 100; i++) {
      Split.plainSum(x);
    }
    Explanation call = explain(() -> Split.plainSum(x));
    assertThat(call.road()).isEqualTo(Road.CRITICAL);
    assertThat(call.function()).isEqualTo("plainSum");
    assertThat(call.reason()).contains("within the budget of 100 µs");
    assertThat(call.bytesBorrowed()).isEqualTo(24);
    assertThat(call.bytesStaged()).isZero();
    assertThat(call.parts()).isEqualTo(1);
  }

  @Test
  void aLongCallIsSplitWhereTheFunctionCanBe() {
    double[] x = new Random(1).doubles(LONG).toArray();
    Explanation call = explain(() -> Split.plainSum(x));
    assertThat(call.road()).isEqualTo(Road.SPLIT);
    assertThat(call.reason())
        .contains("more than the budget of 100 µs, and the function can be split");
    assertThat(call.bytesBorrowed()).isEqualTo(8L * LONG);
    assertThat(call.bytesStaged()).isZero();
    assertThat(call.parts()).isGreaterThan(10);
    assertThat(call.longestPart()).isLessThan(call.duration());
    assertThat(call.toString()).startsWith("plainSum: split, because ").contains(" staged; ");
  }

  @Test
  void aLongCallIsStagedWhereTheFunctionCannotBeSplit() {
    double[] x = new Random(2).doubles(LONG).toArray();
    double[] expected = new double[LONG];
    Arrays.setAll(expected, i -> x[LONG - 1 - i]);
    Explanation call = explain(() -> Slices.reverse(x));
    assertThat(x).isEqualTo(expected);
    assertThat(call.road()).isEqualTo(Road.STAGED);
    assertThat(call.reason()).contains("and the function cannot be split");
    assertThat(call.bytesStaged()).isEqualTo(8L * LONG);
    assertThat(call.bytesBorrowed()).isZero();
    assertThat(call.parts()).isEqualTo(1);
  }

  @Test
  void aCallOnNativeMemoryIsPlain() {
    try (Arena arena = Arena.ofConfined()) {
      DoubleNdArray x = DoubleNdArray.wrap(arena.allocate(8L * LONG, 8), new long[] {LONG});
      x.fill(0.5);
      Explanation call = explain(() -> assertThat(Split.plainSum(x)).isEqualTo(LONG / 2.0));
      assertThat(call.road()).isEqualTo(Road.PLAIN);
      assertThat(call.reason()).isEqualTo("all arrays are native memory");
    }
  }

  @Test
  void aCallWithoutArraysIsExplained() {
    Explanation call = explain(() -> assertThat(Scalars.echoF64(2.5)).isEqualTo(2.5));
    assertThat(call.function()).isEqualTo("echoF64");
    assertThat(call.road()).isEqualTo(Road.PLAIN);
    assertThat(call.reason()).isEqualTo("the function takes no arrays");
    assertThat(call.bytesBorrowed()).isZero();
    assertThat(call.parts()).isEqualTo(1);
    assertThat(
            explain(() -> assertThat(Results.words("some words").firstWord()).isEqualTo("some"))
                .road())
        .isEqualTo(Road.PLAIN);
    Explanation failed =
        explain(() ->
            assertThatThrownBy(() -> Failures.parse("no number"))
                .isInstanceOf(RustException.class));
    assertThat(failed.function()).isEqualTo("parse");
  }

  @Test
  void aRefusedCallIsExplainedByTheRoadItWouldHaveTaken() throws Exception {
    try (Arena arena = Arena.ofConfined()) {
      DoubleNdArray x = DoubleNdArray.wrap(arena.allocate(80, 8), new long[] {10});
      List<Explanation> calls = new ArrayList<>();
      Thread.ofPlatform()
          .start(() ->
              calls.addAll(
                  Explanation.explain(() ->
                      assertThatThrownBy(() -> Split.plainSum(x))
                          .isInstanceOf(InvalidArgumentException.class))))
          .join();
      assertThat(calls).hasSize(1);
      assertThat(calls.getFirst().road()).isEqualTo(Road.PLAIN);
      assertThat(calls.getFirst().reason()).isEqualTo("it was refused before it began");
      assertThat(calls.getFirst().bytesBorrowed()).isZero();
    }
  }

  @Test
  void memoryThatSeveralElementsShareIsBorrowedOnce() {
    double[] x = new double[1000];
    MemorySegment memory = MemorySegment.ofArray(x);
    DoubleNdArray repeated =
        DoubleNdArray.wrap(memory, new long[] {1L << 30, 1000}, new long[] {0, 1})
            .slice(0, Slice.to(4));
    assertThat(borrowed(repeated)).isEqualTo(8000);
    DoubleNdArray windows = DoubleNdArray.wrap(memory, new long[] {191, 10}, new long[] {1, 1});
    assertThat(borrowed(windows)).isEqualTo(1600);
    assertThat(borrowed(DoubleNdArray.wrap(x, 500, 2).slice(1, Slice.to(1)))).isEqualTo(4000);
    assertThat(borrowed(DoubleNdArray.zeros(0, 7))).isZero();
  }

  private static long borrowed(DoubleNdArray x) {
    Explanation call = explain(() -> Views.weigh2(x));
    assertThat(call.road()).isEqualTo(Road.CRITICAL);
    return call.bytesBorrowed();
  }

  @Test
  void aReductionGivesTheSameBitsOnEveryRoad() {
    Random random = new Random(3);
    try (Arena arena = Arena.ofConfined()) {
      for (int length : new int[] {8191, 8192, 8193, 50_000, LONG}) {
        double[] x = random.doubles(length).toArray();
        DoubleNdArray nativeX =
            DoubleNdArray.wrap(arena.allocate(8L * length, 8), new long[] {length});
        DoubleNdArray.wrap(x).copyTo(nativeX);
        for (int i = 0; i < 20; i++) {
          assertThat(Split.plainSum(x)).isEqualTo(Split.plainSum(nativeX));
          assertThat(Split.deviation(x)).isEqualTo(Split.deviation(nativeX));
        }
        assertThat(Split.deviation(x, 1.0)).isCloseTo(deviation(x), withPercentage(1e-9));
      }
    }
  }

  private static double deviation(double[] x) {
    double mean = Arrays.stream(x).average().orElseThrow();
    return Math.sqrt(Arrays.stream(x).map(v -> (v - mean) * (v - mean)).sum() / (x.length - 1));
  }

  /// Calls that nobody wants explained are made without a [dev.arrays.bind.Call].
  @Test
  void aShortCallOfSeveralUnitsGivesWhatAnExplainedOneGives() {
    double[] x = new Random(4).doubles(20_000).toArray();
    DoubleNdArray nativeX =
        DoubleNdArray.wrap(Arena.ofAuto().allocate(8L * x.length, 8), new long[] {x.length});
    DoubleNdArray.wrap(x).copyTo(nativeX);
    double[] sums = new double[1];
    double[] deviations = new double[1];
    Explanation call = explain(() -> sums[0] = Split.plainSum(nativeX));
    assertThat(call.road()).isEqualTo(Road.PLAIN);
    explain(() -> deviations[0] = Split.deviation(nativeX));
    // Often enough for a call on Java arrays to be known to be short.
    for (int i = 0; i < 1000; i++) {
      for (DoubleNdArray view : new DoubleNdArray[] {DoubleNdArray.wrap(x), nativeX}) {
        assertThat(Split.plainSum(view)).isEqualTo(sums[0]);
        assertThat(Split.deviation(view)).isEqualTo(deviations[0]);
        assertThat(Split.parts(view)).isEqualTo(new Split.PartsResult(8192, 3));
      }
      assertThat(Split.plainSum(x)).isEqualTo(sums[0]);
      assertThat(Split.parts(x)).isEqualTo(new Split.PartsResult(8192, 3));
    }
    long[] values = LongStream.range(0, 20_000).map(i -> i * 7 % 20_000 - 5).toArray();
    assertThat(Split.extremes(LongNdArray.wrap(values, 100, 200)))
        .isEqualTo(new Split.ExtremesResult(-5, 19_994));
  }

  @Test
  void aShortCallOfSeveralUnitsThatFailsLeavesNothing() {
    LongNdArray x = LongNdArray.wrap(Arena.ofAuto().allocate(8L * 20_000, 8), new long[] {20_000});
    x.set(19_999, 1);
    DoubleNdArray y =
        DoubleNdArray.wrap(Arena.ofAuto().allocate(8L * 20_000, 8), new long[] {20_000});
    y.set(9_000, Double.NaN);
    long before = Lifetimes.liveBytes();
    for (int i = 0; i < 20; i++) {
      assertThatThrownBy(() -> Split.sumBelow(x, 1))
          .isInstanceOf(RustPanicException.class)
          .hasMessageContaining("1 is not below 1");
      assertThatThrownBy(() -> Split.deviation(y)).isInstanceOf(RustException.class);
    }
    assertThat(Lifetimes.liveBytes() - before).isLessThan(10_000);
    assertThat(Split.sumBelow(x, 2)).isEqualTo(1);
  }

  @Test
  void partsAreOfWholeUnitsAndSmallEnough() {
    Split.PartsResult parts = Split.parts(new double[LONG]);
    assertThat(parts.largest()).isEqualTo(8192);
    assertThat(parts.parts()).isEqualTo((LONG + 8191) / 8192);
    assertThat(Split.parts(new double[0])).isEqualTo(new Split.PartsResult(0, 1));
  }

  @Test
  void aScanGoesOnFromPartToPart() {
    long[] x = new Random(7).longs(LONG, 0, 1000).toArray();
    long[] expected = x.clone();
    Arrays.parallelPrefix(expected, Long::sum);
    long[] sums = new long[LONG];
    long[] parts = new long[LONG];
    Explanation call = explain(() -> Split.runningSums(x, 1000, sums, parts));
    assertThat(call.road()).isEqualTo(Road.SPLIT);
    assertThat(sums).isEqualTo(expected);
    assertThat(parts[LONG - 1]).isEqualTo(call.parts()).isGreaterThan(10);
    for (int i = 1; i < LONG; i++) {
      assertThat(parts[i] == parts[i - 1] || i % 1024 == 0).isTrue();
    }
  }

  @Test
  void aScanThatFailsLeavesNothing() {
    long[] x = LongStream.range(0, LONG).toArray();
    long[] sums = new long[LONG];
    long[] parts = new long[LONG];
    // The first panic finds out where the lines of the library are, and keeps that.
    assertThatThrownBy(() -> Split.runningSums(x, 1, sums, parts));
    long before = Lifetimes.liveBytes();
    for (int i = 0; i < 20; i++) {
      assertThatThrownBy(() -> Split.runningSums(x, LONG - 1, sums, parts))
          .isInstanceOf(RustPanicException.class)
          .hasMessageContaining((LONG - 1) + " is not below");
    }
    assertThat(Lifetimes.liveBytes() - before).isLessThan(10_000);
  }

  @Test
  void arraysOfAnyRankAreCutAlongTheLongestAxis() {
    Random random = new Random(4);
    double[] x = random.doubles(LONG).toArray();
    DoubleNdArray cube = DoubleNdArray.wrap(x, 30, 1000, 100).transpose();
    DoubleNdArray roots = DoubleNdArray.zeros(100, 1000, 30).flip(1);
    Explanation call = explain(() -> Split.squareRoots(cube, roots));
    assertThat(call.road()).isEqualTo(Road.SPLIT);
    for (int i = 0; i < 1000; i++) {
      int a = random.nextInt(100);
      int b = random.nextInt(1000);
      int c = random.nextInt(30);
      assertThat(roots.get(a, b, c)).isEqualTo(Math.sqrt(cube.get(a, b, c)));
    }
    assertThatThrownBy(() -> Split.squareRoots(cube, DoubleNdArray.zeros(3)))
        .isInstanceOf(ShapeMismatchException.class)
        .hasMessage("squareRoots: y has shape [3], but must have that of x, [100, 1000, 30]");
  }

  @Test
  void arraysWithoutTheAxisAreHandedOverWhole() {
    int columns = LONG / 3;
    double[] x = new Random(5).doubles(LONG).toArray();
    double[] w = {1, 10, 100};
    DoubleNdArray rows = DoubleNdArray.wrap(x, 3, columns).flip(1);
    double[] sums = new double[columns];
    Explanation call =
        explain(() -> Split.weightedColumns(rows, DoubleNdArray.wrap(w), DoubleNdArray.wrap(sums)));
    assertThat(call.road()).isEqualTo(Road.SPLIT);
    for (int i = 0; i < columns; i += 997) {
      int j = columns - 1 - i;
      assertThat(sums[i]).isEqualTo(x[j] + 10 * x[columns + j] + 100 * x[2 * columns + j]);
    }
  }

  @Test
  void everyKindOfResultAndElementComesOutOfParts() {
    long[] values = LongStream.range(0, LONG).map(i -> i * 7 % LONG - 5).toArray();
    assertThat(Split.extremes(LongNdArray.wrap(values, LONG / 10, 10)))
        .isEqualTo(new Split.ExtremesResult(-5, LONG - 6));
    byte[] mask = new byte[LONG];
    Arrays.fill(mask, 10, LONG - 10, (byte) 1);
    assertThat(Split.countTrue(mask)).isEqualTo(LONG - 20);
    int[] numbers = new int[LONG];
    Arrays.setAll(numbers, i -> i);
    Split.negate(IntNdArray.wrap(numbers, 100, LONG / 100, 1));
    assertThat(numbers[LONG - 1]).isEqualTo(1 - LONG);
    double[] x = new Random(6).doubles(LONG).toArray();
    double[] y = new double[LONG];
    Split.copy(x, y);
    assertThat(y).isEqualTo(x);
  }

  @Test
  void aFailureInThePartOfACallIsThrown() {
    long[] x = LongStream.range(0, LONG).toArray();
    assertThatThrownBy(() -> Split.sumBelow(x, LONG / 2))
        .isInstanceOf(RustPanicException.class)
        .hasMessageContaining(LONG / 2 + " is not below " + LONG / 2);
    long[] seen = new long[LONG];
    assertThatThrownBy(() -> Split.panicsAt(x, 1_000_000, seen))
        .isInstanceOf(RustPanicException.class);
    assertThat(Arrays.stream(seen).sum()).isEqualTo(1_000_000);
    double[] y = new double[LONG];
    y[LONG - 1] = Double.NaN;
    assertThatThrownBy(() -> Split.deviation(y)).isInstanceOf(RustException.class);
  }

  @Test
  void aReductionThatFailsOrIsGivenUpLeavesNothing() {
    long[] x = LongStream.range(0, LONG).toArray();
    long before = Lifetimes.liveBytes();
    for (int i = 0; i < 20; i++) {
      assertThatThrownBy(() -> Split.sumBelow(x, LONG - 1)).isInstanceOf(RustPanicException.class);
    }
    assertThat(Lifetimes.liveBytes() - before).isLessThan(10_000);
  }

  @Test
  void aStagedCallWritesBackItsOwnElementsOnly() {
    long[] shape = {1000, 1500};
    DoubleNdArray whole = DoubleNdArray.zeros(shape[0], 2 * shape[1]);
    whole.fill(-1);
    DoubleNdArray left = whole.slice(Slice.all(), Slice.to(shape[1])).transpose();
    DoubleNdArray right = whole.slice(Slice.all(), Slice.from(shape[1]));
    Explanation call = explain(() -> Views.number2(left));
    assertThat(call.road()).isEqualTo(Road.STAGED);
    DoubleNdArray expected = DoubleNdArray.zeros(shape[1], shape[0]);
    Views.number2(expected);
    assertThat(left).isEqualTo(expected);
    DoubleNdArray untouched = DoubleNdArray.zeros(shape);
    untouched.fill(-1);
    assertThat(right).isEqualTo(untouched);
  }

  @Test
  void elementsFarApartAreStagedCloseTogether() {
    int rows = LONG / 2;
    DoubleNdArray whole = DoubleNdArray.zeros(rows, 8);
    DoubleNdArray column = whole.slice(Slice.all(), Slice.range(3, 4));
    Explanation call = explain(() -> Views.number2(column));
    assertThat(call.road()).isEqualTo(Road.STAGED);
    assertThat(call.bytesStaged()).isEqualTo(8L * rows);
    assertThat(column.get(rows - 1, 0)).isEqualTo(rows - 1);
    assertThat(whole.get(rows - 1, 2)).isZero();
    assertThat(whole.get(rows - 1, 4)).isZero();
  }

  @Test
  void aRepeatedElementIsStagedOnce() {
    ByteNdArray one = ByteNdArray.wrap(new byte[] {1}).asDataType(DataType.BOOL);
    Explanation call =
        explain(
            () -> assertThat(Views.countTrue(one.broadcastTo(200_000_000))).isEqualTo(200_000_000));
    assertThat(call.road()).isEqualTo(Road.STAGED);
    assertThat(call.bytesStaged()).isEqualTo(1);
  }

  @Test
  void arraysOfBoolAreCopiedWhereverTheyLie() {
    byte[] mask = {1, 0, 1};
    Explanation call = explain(() -> assertThat(Split.countTrue(mask)).isEqualTo(2));
    assertThat(call.road()).isEqualTo(Road.STAGED);
    assertThat(call.reason()).isEqualTo("arrays of bool are always copied");
    assertThat(call.bytesStaged()).isEqualTo(3);
    try (Arena arena = Arena.ofConfined()) {
      ByteNdArray outside =
          ByteNdArray.wrap(arena.allocate(3), new long[] {3}).asDataType(DataType.BOOL);
      Explanation plain = explain(() -> Views.invert(outside));
      assertThat(plain.road()).isEqualTo(Road.PLAIN);
      assertThat(plain.bytesStaged()).isEqualTo(3);
      assertThat(outside.toArray()).containsExactly(new byte[] {1, 1, 1});
    }
  }

  @Test
  void onlyCallsOfTheAskingThreadAreExplained() throws InterruptedException {
    List<Explanation> calls =
        Explanation.explain(() -> {
          Thread other = new Thread(() -> Split.plainSum(new double[8]));
          other.start();
          join(other);
          Split.plainSum(new double[8]);
          Split.countTrue(new byte[8]);
        });
    assertThat(calls).extracting(Explanation::function).containsExactly("plainSum", "countTrue");
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void theFlightRecorderTellsOfCalls() throws IOException {
    Path file = folder.resolve("calls.jfr");
    try (Recording recording = new Recording()) {
      recording.enable("dev.arrays.KernelCall").withoutThreshold();
      recording.start();
      Split.plainSum(new double[LONG]);
      Split.plainSum(new double[10]);
      recording.stop();
      recording.dump(file);
    }
    List<RecordedEvent> events =
        RecordingFile.readAllEvents(file).stream()
            .filter(event -> event.getEventType().getName().equals("dev.arrays.KernelCall"))
            .toList();
    assertThat(events).hasSize(2);
    assertThat(events)
        .extracting(event -> event.getString("function"))
        .containsExactly("plainSum", "plainSum");
    assertThat(events.getFirst().getString("road")).isEqualTo("split");
    assertThat(events.getFirst().getLong("bytesBorrowed")).isEqualTo(8L * LONG);
    assertThat(events.getFirst().getInt("parts")).isGreaterThan(1);
    assertThat(events.getFirst().getDuration("longestPart"))
        .isLessThan(events.getFirst().getDuration());
  }

  private static Explanation explain(Runnable call) {
    List<Explanation> calls = Explanation.explain(call);
    assertThat(calls).hasSize(1);
    return calls.getFirst();
  }
}
