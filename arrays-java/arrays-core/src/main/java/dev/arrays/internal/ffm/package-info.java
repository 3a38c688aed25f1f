/// The only package that calls restricted methods: linking, library lookup, reinterpretation of
/// addresses.
@NullMarked
package dev.arrays.internal.ffm;

import org.jspecify.annotations.NullMarked;
