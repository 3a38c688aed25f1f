/// The flights that left New York City in 2013, put through the Rust kernels from Java, beside the
/// same computed in plain Java.
@NullMarked
package dev.arrays.demo;

import org.jspecify.annotations.NullMarked;
