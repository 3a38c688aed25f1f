/// Memory for tests of native functions: it ends, or starts, at a page that may not be touched.
///
/// The module asks the operating system for pages itself, so a program on the module path grants it
/// `--enable-native-access=dev.arrays.testing` beside what `dev.arrays` needs.
module dev.arrays.testing {
  requires transitive dev.arrays;
  requires static org.jspecify;

  exports dev.arrays.testing;
}
