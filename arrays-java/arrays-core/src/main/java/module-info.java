/// Typed, strided views of the arrays a Java program already has, and what generated code needs to
/// hand them to Rust functions.
///
/// The internal packages are not exported: `dev.arrays.internal.ffm` is the only one that calls
/// restricted methods, so `--enable-native-access=dev.arrays` is all a program has to grant.
module dev.arrays {
  requires jdk.jfr;
  requires static org.jspecify;

  exports dev.arrays;
  exports dev.arrays.bind;
}
