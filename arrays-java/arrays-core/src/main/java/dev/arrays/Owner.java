package dev.arrays;

/// Whoever decides how long the memory of an array lives, where that is not a memory segment's
/// scope.
///
/// An adapter to another array library gives one to [NdArray#wrap(java.lang.foreign.MemorySegment,
/// DataType, long, long\[\], long\[\], Owner)]. Every view made of the array keeps it reachable.
/// Where the collection of a foreign object frees the memory, the segment has to come from
/// [ForeignMemory#at] with that object: an access then keeps it to its end, even when the array
/// itself is no longer used.
///
/// An array asks its owner before each access ([#isAlive()]) and around each call to Rust
/// ([#acquire()], [#release()]). An owner that only answers `isAlive` leaves it to the program not
/// to free the memory from another thread during a call.
@FunctionalInterface
public interface Owner {

  /// Whether the memory may still be used. Called often: it should be cheap, and it must not throw.
  ///
  /// @return false once the memory was released
  boolean isAlive();

  /// Holds the memory for one call: until [#release()] it is not freed, whoever tries to.
  ///
  /// Several calls may hold it at once, on one thread or on many, and one call may hold it more
  /// than once, by several of its arguments. It must not block, and must not throw.
  ///
  /// Asks [#isAlive()] unless overridden, for memory whose segment's scope is held by the call
  /// anyway, and for memory nobody can hold.
  ///
  /// @return true when the memory is held, and `release` has to follow on the same thread; false
  ///   once the memory was released, and nothing has to follow
  default boolean acquire() {
    return isAlive();
  }

  /// Ends what one successful [#acquire()] began. It must not throw.
  default void release() {}

  /// Releases the memory, called by [NdArray#close()] of any array over it, perhaps more than once.
  ///
  /// Does nothing unless overridden: most memory is released by whoever made it.
  default void close() {}
}
