/// The built-in kernels: numeric functions written in Rust, on the arrays a Java program has.
///
/// The classes are generated from the Rust crate `arrays-kernels` when this module is built.
module dev.arrays.kernels {
  requires static org.jspecify;
  requires transitive dev.arrays;

  exports dev.arrays.kernels;
}
