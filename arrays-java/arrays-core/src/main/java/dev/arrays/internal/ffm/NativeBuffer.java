package dev.arrays.internal.ffm;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/// Native memory that is cleared by native code.
///
/// [Arena#allocate] clears what it allocates in one piece for which a safepoint has to wait, 0.1 to
/// 0.5 ms per MiB; for a plain call of `memset` it has not.
public final class NativeBuffer {
  private static final MethodHandle MALLOC =
      link("malloc", FunctionDescriptor.of(ValueLayout.ADDRESS, ValueLayout.JAVA_LONG));
  private static final MethodHandle MEMSET =
      link(
          "memset",
          FunctionDescriptor.of(
              ValueLayout.ADDRESS,
              ValueLayout.ADDRESS,
              ValueLayout.JAVA_INT,
              ValueLayout.JAVA_LONG));
  private static final MethodHandle FREE =
      link("free", FunctionDescriptor.ofVoid(ValueLayout.ADDRESS));

  private NativeBuffer() {}

  /// Allocates memory that is aligned for any element.
  ///
  /// @param byteSize how much, above 0
  /// @param arena who frees it
  /// @return the memory, cleared
  /// @throws OutOfMemoryError when there is none
  public static MemorySegment allocate(long byteSize, Arena arena) {
    try {
      MemorySegment memory = (MemorySegment) MALLOC.invokeExact(byteSize);
      if (memory.address() == 0) {
        throw new OutOfMemoryError("no native memory of " + byteSize + " bytes");
      }
      MemorySegment same = (MemorySegment) MEMSET.invokeExact(memory, 0, byteSize);
      return same.reinterpret(byteSize, arena, NativeBuffer::free);
    } catch (OutOfMemoryError e) {
      throw e;
    } catch (Throwable t) {
      throw new IllegalStateException("native memory cannot be allocated", t);
    }
  }

  private static void free(MemorySegment memory) {
    try {
      FREE.invokeExact(memory);
    } catch (Throwable t) {
      throw new IllegalStateException("free cannot be called", t);
    }
  }

  private static MethodHandle link(String symbol, FunctionDescriptor descriptor) {
    Linker linker = Linker.nativeLinker();
    return linker.downcallHandle(linker.defaultLookup().findOrThrow(symbol), descriptor);
  }
}
