package dev.arrays.internal.ffm;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;

/// The operating system's own words on why it does not load a library, which the JDK's lookup
/// leaves out.
final class DynamicLoader {
  private static final int RTLD_LAZY = 1;

  private DynamicLoader() {}

  static String reason(Path file, IllegalArgumentException refusal) {
    Linker linker = Linker.nativeLinker();
    SymbolLookup system = linker.defaultLookup();
    var open = system.find("dlopen");
    var error = system.find("dlerror");
    if (open.isEmpty() || error.isEmpty()) {
      return String.valueOf(refusal.getMessage());
    }
    try (Arena arena = Arena.ofConfined()) {
      var openDescriptor =
          FunctionDescriptor.of(ValueLayout.ADDRESS, ValueLayout.ADDRESS, ValueLayout.JAVA_INT);
      MemorySegment opened =
          (MemorySegment)
              linker
                  .downcallHandle(open.get(), openDescriptor)
                  .invokeExact(arena.allocateFrom(file.toString()), RTLD_LAZY);
      if (opened.address() != 0) {
        return String.valueOf(refusal.getMessage());
      }
      MemorySegment text =
          (MemorySegment)
              linker
                  .downcallHandle(error.get(), FunctionDescriptor.of(ValueLayout.ADDRESS))
                  .invokeExact();
      return text.address() == 0
          ? String.valueOf(refusal.getMessage())
          : text.reinterpret(Long.MAX_VALUE).getString(0);
    } catch (Error e) {
      throw e;
    } catch (Throwable t) {
      refusal.addSuppressed(t);
      return String.valueOf(refusal.getMessage());
    }
  }
}
