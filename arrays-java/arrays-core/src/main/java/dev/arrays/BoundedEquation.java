package dev.arrays;

import java.math.BigInteger;
import java.util.Arrays;

/// The equation `Σ coefficient·x = value` in whole numbers `0 ≤ x ≤ bound`, one `x` per term.
///
/// The question is that of a knapsack, hard for many irregular terms, so the search ends after a
/// fixed amount of work with a "perhaps". The strides of arrays rarely need more than a few steps.
///
/// The method is that of NumPy's `solve_may_share_memory` (`numpy/core/src/common/mem_overlap.c`):
/// depth first, here from the largest coefficient to the smallest; Euclid's algorithm gives the
/// values of `x` whose rest the gcd of the smaller coefficients divides, and of these only the ones
/// whose rest the smaller terms can reach at all are followed.
///
/// 1. The coefficients are positive and strictly descend; the bounds are positive.
/// 2. `gcds[k]` is the gcd of the coefficients from `k` on, and `reaches[k]` their largest sum,
///    `Long.MAX_VALUE` when that is larger.
/// 3. Where `dense[k]` holds, the terms from `k` on sum to each multiple of `gcds[k]` up to
///    `reaches[k]`.
/// 4. `inverses[k]` is the inverse of `coefficients[k] / gcds[k]` modulo `gcds[k + 1] / gcds[k]`.
final class BoundedEquation {
  private static final int WORK = 10_000;

  private final int count;
  private final long[] coefficients;
  private final long[] bounds;
  private final long[] gcds;
  private final long[] reaches;
  private final boolean[] dense;
  private final long[] inverses;
  private int workLeft = WORK;

  /// Makes an equation of terms in any order.
  ///
  /// @param coefficients none negative; a term whose coefficient or bound is zero adds nothing
  /// @param bounds the largest `x` of each term, none negative
  BoundedEquation(long[] coefficients, long[] bounds) {
    this.coefficients = new long[coefficients.length];
    this.bounds = new long[coefficients.length];
    int terms = 0;
    for (int i = 0; i < coefficients.length; i++) {
      if (coefficients[i] > 0 && bounds[i] > 0) {
        terms = insert(terms, coefficients[i], bounds[i]);
      }
    }
    count = terms;
    gcds = new long[count];
    reaches = new long[count];
    dense = new boolean[count];
    inverses = new long[count];
    for (int k = count - 1; k >= 0; k--) {
      describe(k);
    }
  }

  /// Whether the sum can be one of the values from `low` to `high`.
  ///
  /// @return false when it certainly cannot; true also when the work was not enough to tell
  boolean mayReach(long low, long high) {
    if (high < 0) {
      return false;
    }
    if (low <= 0) {
      return true;
    }
    if (count == 0) {
      return false;
    }
    long step = gcds[0];
    long first = Math.ceilDiv(low, step);
    long last = high / step;
    for (long multiple = first; multiple <= last; multiple++) {
      if (isSolvable(0, multiple * step)) {
        return true;
      }
    }
    return false;
  }

  /// Whether the last "can" of [#mayReach] only means that the work was not enough to tell.
  boolean isGivenUp() {
    return workLeft < 0;
  }

  /// Whether the terms from `k` on can sum to a value that is not negative, or may.
  private boolean isSolvable(int k, long value) {
    if (value > reaches[k] || value % gcds[k] != 0) {
      return false;
    }
    if (dense[k]) {
      return true;
    }
    // The last term is dense, so there is one more.
    long coefficient = coefficients[k];
    long least = Math.max(0, Math.ceilDiv(value - reaches[k + 1], coefficient));
    long most = Math.min(bounds[k], value / coefficient);
    long step = gcds[k + 1] / gcds[k];
    long residue = multiply(value / gcds[k] % step, inverses[k], step);
    for (long x = least + Math.floorMod(residue - least, step); x <= most; x += step) {
      if (workLeft-- <= 0 || isSolvable(k + 1, value - coefficient * x)) {
        return true;
      }
    }
    return false;
  }

  /// Keeps the terms in order; those of one coefficient are one term.
  private int insert(int terms, long coefficient, long bound) {
    int place = terms;
    while (place > 0 && coefficients[place - 1] < coefficient) {
      place--;
    }
    if (place > 0 && coefficients[place - 1] == coefficient) {
      bounds[place - 1] = sum(bounds[place - 1], bound);
      return terms;
    }
    System.arraycopy(coefficients, place, coefficients, place + 1, terms - place);
    System.arraycopy(bounds, place, bounds, place + 1, terms - place);
    coefficients[place] = coefficient;
    bounds[place] = bound;
    return terms + 1;
  }

  private void describe(int k) {
    long coefficient = coefficients[k];
    boolean isLast = k == count - 1;
    long gcdOfRest = isLast ? 0 : gcds[k + 1];
    long reachOfRest = isLast ? 0 : reaches[k + 1];
    gcds[k] = gcd(coefficient, gcdOfRest);
    reaches[k] = sum(reachOfRest, product(coefficient, bounds[k]));
    // Each step of x moves the dense run of the rest to where it ended, or before.
    dense[k] =
        isLast || (dense[k + 1] && gcds[k] == gcdOfRest && coefficient - gcdOfRest <= reachOfRest);
    inverses[k] = isLast ? 0 : inverse(coefficient / gcds[k], gcdOfRest / gcds[k]);
  }

  /// The greatest common divisor of two numbers that are not negative; that of 0 and `a` is `a`.
  static long gcd(long a, long b) {
    while (b != 0) {
      long rest = a % b;
      a = b;
      b = rest;
    }
    return a;
  }

  /// The sum of two numbers that are not negative, or the largest number.
  static long sum(long a, long b) {
    return b > Long.MAX_VALUE - a ? Long.MAX_VALUE : a + b;
  }

  private static long product(long a, long b) {
    boolean fits = Math.multiplyHigh(a, b) == 0 && a * b >= 0;
    return fits ? a * b : Long.MAX_VALUE;
  }

  /// Euclid's extended algorithm: the `x` with `a·x ≡ 1` modulo `m`, for coprime numbers.
  private static long inverse(long a, long m) {
    long before = m;
    long rest = a % m;
    long factorBefore = 0;
    long factor = 1;
    while (rest > 1) {
      long quotient = before / rest;
      long nextRest = before - quotient * rest;
      long nextFactor = factorBefore - quotient * factor;
      before = rest;
      rest = nextRest;
      factorBefore = factor;
      factor = nextFactor;
    }
    return Math.floorMod(factor, m);
  }

  /// The product of two residues modulo `m`.
  private static long multiply(long a, long b, long m) {
    if (Math.multiplyHigh(a, b) == 0 && a * b >= 0) {
      return a * b % m;
    }
    BigInteger product = BigInteger.valueOf(a).multiply(BigInteger.valueOf(b));
    return product.mod(BigInteger.valueOf(m)).longValueExact();
  }

  @Override
  public String toString() {
    return "coefficients "
        + Arrays.toString(Arrays.copyOf(coefficients, count))
        + ", bounds "
        + Arrays.toString(Arrays.copyOf(bounds, count));
  }
}
