package dev.arrays.testing;

import dev.arrays.NdArray;
import dev.arrays.testing.internal.ffm.Pages;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// An arena whose every allocation lies directly beside a page that may not be touched.
///
/// Native code that reads or writes one element too far does not find a neighbour's memory but ends
/// the process there and then, with a report (`hs_err_pid….log`) that names the function. Java
/// itself checks bounds before it touches memory, and gets its exception as ever.
///
/// {@snippet class="dev.arrays.testing.GuardedArenaTest" region="guarded"}
///
/// Each allocation takes at least three pages of address space and two or three calls of the
/// operating system, of which a process can have some ten thousand alive at a time: this is memory
/// for tests. It works on Linux, macOS and Windows.
public final class GuardedArena implements Arena {
  private static final Pages PAGES = Pages.ofSystem();

  private final Arena lifetime;
  private final Guard guard;

  /// Creates an arena of guarded memory that lives as long as another arena.
  ///
  /// @param lifetime decides when the memory is released and which threads may use it, as
  ///   [Arena#ofConfined()], [Arena#ofShared()] and [Arena#ofAuto()] do; [#close()] closes it
  /// @param guard the side of each allocation on which the inaccessible page lies
  public GuardedArena(Arena lifetime, Guard guard) {
    this.lifetime = lifetime;
    this.guard = guard;
  }

  /// Allocates zeroed memory beside an inaccessible page.
  ///
  /// With [Guard#AFTER] the memory ends at the page exactly when the size is a multiple of the
  /// alignment, as for arrays of one element type; else up to `byteAlignment - 1` bytes lie
  /// between.
  ///
  /// @param byteSize the size; memory of 0 bytes has an address that may not be touched
  /// @param byteAlignment a power of two up to the size of a page
  /// @return the memory
  /// @throws IllegalArgumentException when the size is negative or there is no such alignment
  /// @throws IllegalStateException when the arena is closed
  /// @throws OutOfMemoryError when the operating system does not give the pages
  @Override
  public MemorySegment allocate(long byteSize, long byteAlignment) {
    long page = PAGES.byteSize();
    if (byteSize < 0) {
      throw new IllegalArgumentException(
          "allocate: the size is " + byteSize + ", expected 0 or more");
    }
    if (Long.bitCount(byteAlignment) != 1 || byteAlignment > page) {
      throw new IllegalArgumentException(
          "allocate: the alignment is "
              + byteAlignment
              + ", expected a power of two up to the size of a page, "
              + page);
    }
    long open = roundUp(byteSize, page);
    MemorySegment region = PAGES.reserve(addPages(open, 2 * page), lifetime);
    PAGES.open(region.asSlice(page, open));
    long start = guard == Guard.BEFORE ? page : page + open - roundUp(byteSize, byteAlignment);
    return region.asSlice(start, byteSize);
  }

  /// Copies an array into memory beside an inaccessible page.
  ///
  /// @param array the array to copy, with any strides
  /// @param <A> the type of the array
  /// @return an array of the same data type, shape, strides and elements, read-only where the
  ///   original is, whose lowest or highest byte touches the page; the bytes that strides step over
  ///   are copied too
  /// @throws IllegalStateException when this arena is closed
  /// @throws OutOfMemoryError when the operating system does not give the pages
  public <A extends NdArray<A>> A copyOf(A array) {
    return StridedCopy.of(array, this);
  }

  /// The scope of all memory of this arena.
  ///
  /// @return the scope of the arena that decides the lifetime
  @Override
  public MemorySegment.Scope scope() {
    return lifetime.scope();
  }

  /// Releases all memory of this arena, by closing the arena that decides the lifetime.
  ///
  /// @throws UnsupportedOperationException when that is an automatic or the global arena
  @Override
  public void close() {
    lifetime.close();
  }

  /// The next multiple of a power of two.
  private static long roundUp(long byteSize, long multiple) {
    return addPages(byteSize, multiple - 1) & -multiple;
  }

  private static long addPages(long byteSize, long more) {
    if (byteSize > Long.MAX_VALUE - more) {
      throw new OutOfMemoryError("no address space has room for " + byteSize + " bytes");
    }
    return byteSize + more;
  }
}
