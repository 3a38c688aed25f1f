/// Finds the native library of a facade and brings it to a file the operating system can load.
@NullMarked
package dev.arrays.internal.loader;

import org.jspecify.annotations.NullMarked;
