package dev.arrays;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.NavigableSet;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// The answers of [BoundedEquation] against all sums.
class BoundedEquationPropertyTest {

  @Test
  void reachesTheSumsAndNothingElse() {
    Random random = new Random(11);
    for (int round = 0; round < 20_000; round++) {
      int terms = random.nextInt(5);
      // Also coefficients whose products need more than 64 bits.
      int bits = 2 + random.nextInt(57);
      long common = 1L + random.nextInt(3);
      long[] coefficients =
          random.longs(terms, 0, 1L << bits).map(any -> any / common * common).toArray();
      long[] bounds = random.longs(terms, 0, 5).toArray();
      NavigableSet<Long> sums = sums(coefficients, bounds);
      long any = sums.stream().skip(random.nextInt(sums.size())).findFirst().orElseThrow();
      for (long value = Math.max(0, any - 3); value <= any + 3; value++) {
        assertAnswer(coefficients, bounds, value, value, sums.contains(value));
      }
      long low = random.nextLong(sums.last() + 10);
      long high = low + random.nextInt(14);
      assertAnswer(coefficients, bounds, low, high, !sums.subSet(low, true, high, true).isEmpty());
    }
  }

  @Test
  void longAxesAreNoMoreWorkThanShortOnes() {
    long[] coefficients = {1_000_000_007L, 999_999_937L};
    long[] bounds = {1L << 30, 1L << 30};
    long value = coefficients[0] * 1_000_000 + coefficients[1] * 900_000_000;
    assertAnswer(coefficients, bounds, value, value, true);
    // The only solutions modulo the coefficients lie outside the bounds.
    long[] small = {900_000, 900_000};
    long apart = coefficients[0] * 900_000 + coefficients[1] * 5 + 1;
    assertAnswer(coefficients, small, apart, apart, false);
  }

  @Test
  void sumsBeyondALongAreNotMistaken() {
    long[] coefficients = {Long.MAX_VALUE / 2, Long.MAX_VALUE / 3};
    long[] bounds = {Long.MAX_VALUE, Long.MAX_VALUE};
    assertAnswer(coefficients, bounds, coefficients[0], coefficients[0], true);
    assertAnswer(coefficients, bounds, coefficients[0] - 1, coefficients[0] - 1, false);
  }

  @Test
  void noValueIsBelowZeroAndNoTermsSumToZero() {
    assertAnswer(new long[] {3}, new long[] {4}, -5, -1, false);
    assertAnswer(new long[] {}, new long[] {}, 0, 0, true);
    assertAnswer(new long[] {}, new long[] {}, 1, 9, false);
    assertAnswer(new long[] {0, 3}, new long[] {4, 0}, 1, 9, false);
  }

  /// Each coefficient is 1 modulo 64, so a sum modulo 64 is the number of terms in it and never 50.
  /// To find that out, a search has to try all of them.
  @Test
  void whatTakesTooLongIsAPerhaps() {
    long[] few = knapsack(8);
    long half = Arrays.stream(few).sum() / 2 / 64 * 64 + 50;
    assertAnswer(few, ones(8), half, half, false);
    long[] many = knapsack(40);
    long value = Arrays.stream(many).sum() / 2 / 64 * 64 + 50;
    assertAnswer(many, ones(40), value, value, true);
  }

  private static long[] knapsack(int terms) {
    return new Random(3).longs(terms, 1L << 40, 1L << 41).map(any -> any * 64 + 1).toArray();
  }

  private static long[] ones(int terms) {
    long[] bounds = new long[terms];
    Arrays.fill(bounds, 1);
    return bounds;
  }

  private static NavigableSet<Long> sums(long[] coefficients, long[] bounds) {
    NavigableSet<Long> sums = new TreeSet<>(Set.of(0L));
    for (int i = 0; i < coefficients.length; i++) {
      NavigableSet<Long> next = new TreeSet<>();
      for (long sum : sums) {
        for (long x = 0; x <= bounds[i]; x++) {
          next.add(sum + x * coefficients[i]);
        }
      }
      sums = next;
    }
    return sums;
  }

  private static void assertAnswer(
      long[] coefficients, long[] bounds, long low, long high, boolean answer) {
    BoundedEquation equation = new BoundedEquation(coefficients, bounds);
    assertThat(equation.mayReach(low, high))
        .as("%s: %d to %d", equation, low, high)
        .isEqualTo(answer);
  }
}
