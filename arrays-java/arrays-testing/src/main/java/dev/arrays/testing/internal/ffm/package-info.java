/// The only package of this module that calls restricted methods: the functions of the operating
/// system that give out pages.
@NullMarked
package dev.arrays.testing.internal.ffm;

import org.jspecify.annotations.NullMarked;
