package dev.arrays.bind;

/// What the parts of a function's calls have to do with each other.
public enum Parts {
  /// Its calls are not cut.
  NONE,

  /// Nothing: each part fills its part of the arrays.
  MAP,

  /// Their results are combined.
  REDUCTION,

  /// Each part fills its part of the arrays, and leaves a state for the next one.
  SCAN;

  /// Scans may go on in steps of several elements, which parts do not cut if they begin at
  /// multiples of this.
  private static final long STEP = 1024;

  /// At multiples of how many indices parts begin. Reductions make one accumulator of so many,
  /// however long the array is and whatever road the call takes: so the result depends on the
  /// arrays only.
  ///
  /// @param perIndex how many elements the arrays have for each index
  long unit(double perIndex) {
    return switch (this) {
      case NONE, MAP -> 1;
      case REDUCTION -> Math.max(1, (long) (Kernel.UNIT / perIndex));
      case SCAN -> STEP;
    };
  }
}
