/// What a call of Rust from Java costs, measured with JMH beside the other ways there are.
@NullMarked
package dev.arrays.benchmarks;

import org.jspecify.annotations.NullMarked;
