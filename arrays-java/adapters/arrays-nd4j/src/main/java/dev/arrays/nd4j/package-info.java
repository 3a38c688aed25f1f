/// ND4J's arrays as array views and back, without a copy.
///
/// ND4J is an optional dependency: a program that uses this package brings its own
/// `org.nd4j:nd4j-native`. ND4J cannot be put on the module path, so this is a library for the
/// class path; its automatic module name is `dev.arrays.nd4j`.
@NullMarked
package dev.arrays.nd4j;

import org.jspecify.annotations.NullMarked;
