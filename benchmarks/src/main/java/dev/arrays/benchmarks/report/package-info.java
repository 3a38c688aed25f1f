/// Runs the benchmarks of the kernels and writes the report of what they have measured.
@NullMarked
package dev.arrays.benchmarks.report;

import org.jspecify.annotations.NullMarked;
