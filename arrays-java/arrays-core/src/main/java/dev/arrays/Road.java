package dev.arrays;

/// The ways on which a call reaches Rust.
///
/// While native code works on memory of the Java heap, the JVM cannot reach a safepoint, and every
/// thread that wants one waits: a garbage collection, a thread dump. So a call may keep it waiting
/// for a budget of 100 µs, which the property `dev.arrays.budget` changes (in microseconds).
public enum Road {

  /// One call on Java arrays where they are, which is predicted to end within the budget.
  CRITICAL,

  /// A series of calls on parts of Java arrays where they are, each within the budget: for
  /// functions that are exported with `split`.
  SPLIT,

  /// One call on a copy of the Java arrays in native memory, from which written arrays are copied
  /// back. It may take as long as it likes.
  STAGED,

  /// One call on native memory. It may take as long as it likes.
  PLAIN
}
