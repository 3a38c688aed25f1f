/// Memory for tests of native functions.
///
/// [dev.arrays.testing.Carrier] runs one test on every kind of memory,
/// [dev.arrays.testing.GuardedArena] is the kind that ends at an inaccessible page.
@NullMarked
package dev.arrays.testing;

import org.jspecify.annotations.NullMarked;
