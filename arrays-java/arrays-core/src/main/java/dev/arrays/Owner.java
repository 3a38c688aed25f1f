package dev.arrays;

/// Whoever decides how long the memory of an array lives, where that is not a memory segment's
/// scope.
///
/// An adapter to another array library gives one to [NdArray#wrap(java.lang.foreign.MemorySegment,
/// DataType, long, long\[\], long\[\], Owner)]. Every view made of the array keeps it reachable, so
/// it may hold the foreign object that must not be collected.
///
/// An array asks its owner before each access and each call. What the owner cannot do is stop
/// another thread from freeing the memory during a call: that is the duty of the program.
@FunctionalInterface
public interface Owner {

  /// Whether the memory may still be used. Called often: it should be cheap, and it must not throw.
  ///
  /// @return false once the memory was released
  boolean isAlive();

  /// Releases the memory, called by [NdArray#close()] of any array over it, perhaps more than once.
  ///
  /// Does nothing unless overridden: most memory is released by whoever made it.
  default void close() {}
}
