package dev.arrays.internal.ffm;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import org.jspecify.annotations.Nullable;

/// Native memory that is cleared by native code.
///
/// [Arena#allocate] clears what it allocates in one piece for which a safepoint has to wait, 0.1 to
/// 0.5 ms per MiB; for a plain call of `memset` it has not.
public final class NativeBuffer {

  /// Linked when first needed, and not by the class's initialiser: what fails there fails for good.
  private static @Nullable NativeBuffer linked;

  private final MethodHandle malloc;
  private final MethodHandle memset;
  private final MethodHandle free;

  private NativeBuffer() {
    malloc = link("malloc", FunctionDescriptor.of(ValueLayout.ADDRESS, ValueLayout.JAVA_LONG));
    memset =
        link(
            "memset",
            FunctionDescriptor.of(
                ValueLayout.ADDRESS,
                ValueLayout.ADDRESS,
                ValueLayout.JAVA_INT,
                ValueLayout.JAVA_LONG));
    free = link("free", FunctionDescriptor.ofVoid(ValueLayout.ADDRESS));
  }

  /// Allocates memory that is aligned for any element.
  ///
  /// @param byteSize how much, above 0
  /// @param arena who frees it
  /// @return the memory, cleared
  /// @throws OutOfMemoryError when there is none
  public static MemorySegment allocate(long byteSize, Arena arena) {
    NativeBuffer functions = linked;
    if (functions == null) {
      functions = new NativeBuffer();
      linked = functions;
    }
    return functions.allocateCleared(byteSize, arena);
  }

  private MemorySegment allocateCleared(long byteSize, Arena arena) {
    try {
      MemorySegment memory = (MemorySegment) malloc.invokeExact(byteSize);
      if (memory.address() == 0) {
        throw new OutOfMemoryError("no native memory of " + byteSize + " bytes");
      }
      MemorySegment same = (MemorySegment) memset.invokeExact(memory, 0, byteSize);
      return same.reinterpret(byteSize, arena, this::free);
    } catch (Error | RuntimeException e) {
      throw e;
    } catch (Throwable t) {
      throw new IllegalStateException("native memory cannot be allocated", t);
    }
  }

  private void free(MemorySegment memory) {
    try {
      free.invokeExact(memory);
    } catch (Error | RuntimeException e) {
      throw e;
    } catch (Throwable t) {
      throw new IllegalStateException("free cannot be called", t);
    }
  }

  private static MethodHandle link(String symbol, FunctionDescriptor descriptor) {
    Linker linker = Linker.nativeLinker();
    return linker.downcallHandle(linker.defaultLookup().findOrThrow(symbol), descriptor);
  }
}
