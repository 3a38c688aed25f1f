package dev.arrays.kernels.reference;

/** How far from the expected number another one may be. */
sealed interface Tolerance {

  /** The same bits, except that there is one NaN. */
  Tolerance EXACT = new Exact();

  /** Whether a finite number may come for another one. */
  boolean allows(double expected, double actual, boolean isDouble);

  /** What {@link #allows} allows. */
  String text();

  /** See {@link #EXACT}. */
  record Exact() implements Tolerance {
    @Override
    public boolean allows(double expected, double actual, boolean isDouble) {
      return Double.compare(expected, actual) == 0;
    }

    @Override
    public String text() {
      return "the same bits";
    }
  }

  /** As many steps between the representable numbers. */
  record Ulp(long steps) implements Tolerance {
    @Override
    public boolean allows(double expected, double actual, boolean isDouble) {
      return distance(expected, actual, isDouble) <= steps;
    }

    @Override
    public String text() {
      return "at most " + steps + " ulp";
    }
  }

  /** An absolute difference. */
  record Within(double difference) implements Tolerance {
    @Override
    public boolean allows(double expected, double actual, boolean isDouble) {
      return Math.abs(expected - actual) <= difference;
    }

    @Override
    public String text() {
      return "at most " + difference;
    }
  }

  /** How many steps between representable numbers lie between two that are not NaN. */
  static long distance(double a, double b, boolean isDouble) {
    long from = ordinal(a, isDouble);
    long to = ordinal(b, isDouble);
    long steps = to - from;
    boolean overflows = ((from ^ to) & (to ^ steps)) < 0;
    return overflows ? Long.MAX_VALUE : Math.abs(steps);
  }

  /** The bits of a number as an integer that counts up with it; both zeros are 0. */
  private static long ordinal(double number, boolean isDouble) {
    if (isDouble) {
      long bits = Double.doubleToRawLongBits(number);
      return bits < 0 ? Long.MIN_VALUE - bits : bits;
    }
    int bits = Float.floatToRawIntBits((float) number);
    return bits < 0 ? Integer.MIN_VALUE - bits : bits;
  }
}
