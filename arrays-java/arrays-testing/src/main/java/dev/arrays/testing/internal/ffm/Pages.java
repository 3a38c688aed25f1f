package dev.arrays.testing.internal.ffm;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Locale;

/// Address space by whole pages, as the operating system gives it out.
public abstract sealed class Pages permits PosixPages, WindowsPages {
  Pages() {}

  /// The pages of the operating system this JVM runs on.
  public static Pages ofSystem() {
    String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    return os.startsWith("windows") ? new WindowsPages() : new PosixPages(os.startsWith("mac"));
  }

  /// The size of a page.
  public abstract long byteSize();

  /// Reserves address space in which no byte may be touched, until the arena is closed.
  ///
  /// @param byteSize whole pages
  /// @throws OutOfMemoryError when there is no such space
  @SuppressWarnings("restricted") // The size is what the system was asked for.
  public final MemorySegment reserve(long byteSize, Arena arena) {
    long address = reserve(byteSize);
    try {
      return MemorySegment.ofAddress(address)
          .reinterpret(byteSize, arena, _ -> release(address, byteSize));
    } catch (RuntimeException e) {
      release(address, byteSize);
      throw e;
    }
  }

  /// Makes pages of a reserved range readable and writable; they are zero.
  ///
  /// @throws OutOfMemoryError when there is not enough memory
  public final void open(MemorySegment pages) {
    if (pages.byteSize() > 0) {
      open(pages.address(), pages.byteSize());
    }
  }

  abstract long reserve(long byteSize);

  abstract void open(long address, long byteSize);

  abstract void release(long address, long byteSize);
}
