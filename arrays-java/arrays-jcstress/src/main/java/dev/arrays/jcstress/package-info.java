/// Calls and claims from several threads at once, by the millions.
@NullMarked
package dev.arrays.jcstress;

import org.jspecify.annotations.NullMarked;
