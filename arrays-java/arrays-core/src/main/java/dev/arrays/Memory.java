package dev.arrays;

import dev.arrays.internal.ffm.ResultMemory;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/// The memory behind an array and all its views.
///
/// @param segment what the elements lie in
/// @param heap the Java array behind a heap segment, known even when the segment is read-only (a
///   read-only segment does not tell); null for native memory and for read-only heap segments that
///   came so
/// @param owner who decides beside the segment's scope how long the memory lives
record Memory(MemorySegment segment, @Nullable Object heap, @Nullable Owner owner) {

  static Memory of(MemorySegment segment, @Nullable Owner owner) {
    return new Memory(segment, segment.heapBase().orElse(null), owner);
  }

  boolean isAlive() {
    if (owner == null) {
      return heap != null || segment.scope().isAlive();
    }
    return owner.isAlive() && segment.scope().isAlive();
  }

  /// Whether somebody else frees the memory: the scope of a Rust result's segment holds it by
  /// itself.
  boolean isForeign() {
    return owner != null && !(owner instanceof ResultMemory);
  }

  Memory asReadOnly() {
    return segment.isReadOnly() ? this : new Memory(segment.asReadOnly(), heap, owner);
  }

  /// What a person calls this kind of memory.
  String description() {
    if (segment.isNative()) {
      return segment.isMapped() ? "a mapped file" : "native memory";
    }
    return heap == null ? "a read-only Java array" : "a Java " + heap.getClass().getSimpleName();
  }
}
