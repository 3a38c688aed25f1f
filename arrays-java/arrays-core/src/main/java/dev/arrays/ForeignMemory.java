package dev.arrays;

import dev.arrays.internal.ffm.Addresses;
import java.lang.foreign.MemorySegment;

/// Memory that another library allocated, known by its address.
///
/// For adapters: a program has no way to check such an address, and a wrong one crashes the JVM.
public final class ForeignMemory {

  private ForeignMemory() {}

  /// Makes memory at an address into a segment.
  ///
  /// @param address the first byte
  /// @param byteSize how many bytes from there on may be read and written; the caller vouches for
  ///   it
  /// @param keepAlive the object that frees the memory when it is collected; it stays reachable as
  ///   long as the segment or an array over it is. It must not itself refer to the segment
  /// @return a segment that any thread can use
  /// @throws InvalidArgumentException when the size is negative, or when the address is 0 and the
  ///   size is not
  public static MemorySegment at(long address, long byteSize, Object keepAlive) {
    if (byteSize < 0 || (address == 0 && byteSize > 0)) {
      throw new InvalidArgumentException(
          "no memory of " + byteSize + " bytes can lie at address " + address);
    }
    return Addresses.at(address, byteSize, keepAlive);
  }
}
