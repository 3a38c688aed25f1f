/// The kernels, measured beside what a Java programmer would write or take instead.
@NullMarked
package dev.arrays.benchmarks.kernels;

import org.jspecify.annotations.NullMarked;
