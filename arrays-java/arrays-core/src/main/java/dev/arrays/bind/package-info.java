/// What generated classes call: loading of native libraries, checks of arguments, borrows across
/// threads, the roads of long calls, results and errors.
///
/// Public because generated code lives in other packages and modules; programs have no need of it.
@NullMarked
package dev.arrays.bind;

import org.jspecify.annotations.NullMarked;
