/// Typed, strided views over Java arrays, memory segments and buffers, and the exceptions of calls
/// to Rust.
///
/// Start at [dev.arrays.DoubleNdArray]; what all views have in common is in [dev.arrays.NdArray].
@NullMarked
package dev.arrays;

import org.jspecify.annotations.NullMarked;
