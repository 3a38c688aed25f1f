package dev.arrays.codegen;

import org.jspecify.annotations.Nullable;

/**
 * How a call of a function may be cut into parts.
 *
 * @param symbol the C symbol that works on a part
 * @param along the symbol of the shape contract whose axes are cut, or null when all arrays have
 *     one shape and are cut along its longest axis
 * @param reduces whether the results of the parts are combined
 */
record Split(String symbol, @Nullable String along, boolean reduces) {}
