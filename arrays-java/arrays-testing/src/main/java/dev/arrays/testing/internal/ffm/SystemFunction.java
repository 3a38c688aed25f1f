package dev.arrays.testing.internal.ffm;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.util.Arrays;
import java.util.stream.Stream;

/// A function of the operating system that returns one certain number when it fails, and leaves an
/// error code then.
final class SystemFunction {
  private static final StructLayout STATE = Linker.Option.captureStateLayout();

  private final String name;
  private final long failure;
  private final String errorName;
  private final MethodHandle handle;

  @SuppressWarnings("restricted") // The descriptors are those of the system's documentation.
  SystemFunction(SymbolLookup library, String name, long failure, FunctionDescriptor descriptor) {
    this.name = name;
    this.failure = failure;
    this.errorName = library.find("GetLastError").isPresent() ? "GetLastError" : "errno";
    this.handle =
        Linker.nativeLinker()
            .downcallHandle(
                library.findOrThrow(name), descriptor, Linker.Option.captureCallState(errorName));
  }

  /// @throws OutOfMemoryError when the function fails: what it was asked for are pages
  long call(Object... arguments) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(STATE);
      Object[] all = Stream.concat(Stream.of(state), Arrays.stream(arguments)).toArray();
      long result = ((Number) handle.invokeWithArguments(all)).longValue();
      if (result == failure) {
        int code = (int) STATE.varHandle(PathElement.groupElement(errorName)).get(state, 0L);
        throw new OutOfMemoryError(
            name + Arrays.toString(arguments) + " failed, " + errorName + " " + code);
      }
      return result;
    } catch (Error | RuntimeException e) {
      throw e;
    } catch (Throwable t) {
      throw new AssertionError("a downcall throws no checked exception", t);
    }
  }
}
