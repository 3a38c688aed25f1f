package dev.arrays.testing.internal.ffm;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.SymbolLookup;

/// `VirtualAlloc`.
final class WindowsPages extends Pages {
  private static final int MEM_COMMIT = 0x1000;
  private static final int MEM_RESERVE = 0x2000;
  private static final int MEM_RELEASE = 0x8000;
  private static final int PAGE_NOACCESS = 0x01;
  private static final int PAGE_READWRITE = 0x04;
  private static final long FAILED = 0;

  private final SystemFunction allocate;
  private final SystemFunction free;

  @SuppressWarnings("restricted") // A library that every process has loaded.
  WindowsPages() {
    SymbolLookup kernel32 = SymbolLookup.libraryLookup("kernel32", Arena.global());
    allocate =
        new SystemFunction(
            kernel32,
            "VirtualAlloc",
            FAILED,
            FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_INT));
    free =
        new SystemFunction(
            kernel32,
            "VirtualFree",
            FAILED,
            FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT));
  }

  /// The size on every processor that Windows and a JDK 25 both run on, x86-64 and ARM64.
  @Override
  public long byteSize() {
    return 4096;
  }

  @Override
  long reserve(long byteSize) {
    return allocate.call(0L, byteSize, MEM_RESERVE, PAGE_NOACCESS);
  }

  @Override
  void open(long address, long byteSize) {
    allocate.call(address, byteSize, MEM_COMMIT, PAGE_READWRITE);
  }

  /// The whole of what was reserved: Windows asks for 0 as its size.
  @Override
  void release(long address, long byteSize) {
    free.call(address, 0L, MEM_RELEASE);
  }
}
