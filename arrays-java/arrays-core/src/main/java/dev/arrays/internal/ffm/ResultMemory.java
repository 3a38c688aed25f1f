package dev.arrays.internal.ffm;

import dev.arrays.InvalidArgumentException;
import dev.arrays.Owner;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// The memory of an array that Rust returned, which its arrays own.
public sealed interface ResultMemory extends Owner permits OwnedMemory, BatchedMemory {

  /// The memory.
  MemorySegment segment();

  /// Hands the memory to another arena, whose end gives it back. All arrays of it are dead from
  /// then on.
  ///
  /// @return the elements in memory of the arena
  MemorySegment moveTo(Arena target);

  /// Checks that an arena can take memory over.
  static void checkTarget(Arena target) {
    if (target.scope().equals(Arena.global().scope())) {
      throw new InvalidArgumentException(
          "moveTo: the global arena never releases memory; keep the array itself instead");
    }
    try {
      MemorySegment.NULL.reinterpret(0, target, null);
    } catch (WrongThreadException e) {
      throw new InvalidArgumentException(
          "moveTo: the arena is confined to another thread; move the array there, or use"
              + " Arena.ofShared()",
          e);
    } catch (IllegalStateException e) {
      throw new InvalidArgumentException(
          "moveTo: the arena is closed; move the array before that", e);
    }
  }
}
