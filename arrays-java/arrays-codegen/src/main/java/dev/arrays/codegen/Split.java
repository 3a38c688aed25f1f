package dev.arrays.codegen;

import org.jspecify.annotations.Nullable;

/**
 * How a call of a function may be cut into parts.
 *
 * @param symbol the C symbol that works on a part
 * @param along the symbol of the shape contract whose axes are cut, or null when all arrays have
 *     one shape and are cut along its longest axis
 * @param kind what the parts have to do with each other
 */
record Split(String symbol, @Nullable String along, Kind kind) {

  /**
   * What the parts of a call have to do with each other, as {@code dev.arrays.bind.Parts} has it.
   */
  enum Kind {
    /** Nothing. */
    MAP,
    /** Their results are combined. */
    REDUCTION,
    /** Each leaves a state for the next one. */
    SCAN
  }

  /** Returns whether the library keeps something from one part to the next. */
  boolean hasState() {
    return kind != Kind.MAP;
  }
}
