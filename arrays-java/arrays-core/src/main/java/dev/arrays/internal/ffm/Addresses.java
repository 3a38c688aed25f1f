package dev.arrays.internal.ffm;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;

/// Segments from bare addresses.
public final class Addresses {

  private Addresses() {}

  /// The memory at an address, as long as the caller's word holds.
  ///
  /// The arena's cleanup action is what refers to `keepAlive`: it is reachable for as long as the
  /// segment is, and afterwards nothing is left to do.
  @SuppressWarnings(
      "ReachabilityFenceUsage") // The lambda has nothing to protect, it is the reference.
  public static MemorySegment at(long address, long byteSize, Object keepAlive) {
    return MemorySegment.ofAddress(address)
        .reinterpret(byteSize, Arena.ofAuto(), _ -> Reference.reachabilityFence(keepAlive));
  }
}
