package dev.arrays.testing.internal.ffm;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.SymbolLookup;

/// `mmap` and `mprotect`.
final class PosixPages extends Pages {
  private static final int PROT_NONE = 0;
  private static final int PROT_READ_WRITE = 1 | 2;
  private static final int MAP_PRIVATE = 0x2;
  private static final long FAILED = -1;

  private final SystemFunction map;
  private final SystemFunction protect;
  private final SystemFunction unmap;
  private final int flags;
  private final long byteSize;

  PosixPages(boolean macos) {
    SymbolLookup system = Linker.nativeLinker().defaultLookup();
    map =
        new SystemFunction(
            system,
            "mmap",
            FAILED,
            FunctionDescriptor.of(
                JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG));
    protect =
        new SystemFunction(
            system,
            "mprotect",
            FAILED,
            FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT));
    unmap =
        new SystemFunction(
            system, "munmap", FAILED, FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_LONG));
    // MAP_ANONYMOUS and MAP_NORESERVE: memory is only taken for pages that are written.
    flags = MAP_PRIVATE | (macos ? 0x1000 | 0x40 : 0x20 | 0x4000);
    byteSize =
        new SystemFunction(system, "getpagesize", FAILED, FunctionDescriptor.of(JAVA_INT)).call();
  }

  @Override
  public long byteSize() {
    return byteSize;
  }

  @Override
  long reserve(long byteSize) {
    return map.call(0L, byteSize, PROT_NONE, flags, -1, 0L);
  }

  @Override
  void open(long address, long byteSize) {
    protect.call(address, byteSize, PROT_READ_WRITE);
  }

  @Override
  void release(long address, long byteSize) {
    unmap.call(address, byteSize);
  }
}
