package dev.arrays.benchmarks;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The symbols behind `Reductions.sum` and `Sums.sumThree`, linked by hand: what a call costs
/// without the facade.
@SuppressWarnings("restricted") // To measure the linker, one has to call it.
final class RawCalls {
  private static final FunctionDescriptor ONE_ARRAY =
      FunctionDescriptor.of(JAVA_DOUBLE, ADDRESS, JAVA_LONG, JAVA_LONG);
  private static final FunctionDescriptor TWO_ARRAYS =
      ONE_ARRAY.appendArgumentLayouts(ADDRESS, JAVA_LONG, JAVA_LONG);
  private static final FunctionDescriptor THREE_ARRAYS =
      TWO_ARRAYS.appendArgumentLayouts(ADDRESS, JAVA_LONG, JAVA_LONG);

  /// `double sum(double *x, int64_t length, int64_t stride)`, for memory of the Java heap as well.
  static final MethodHandle SUM_CRITICAL;

  /// The same for native memory.
  static final MethodHandle SUM_PLAIN;

  /// The inner product of two arrays, each as pointer, length and stride.
  static final MethodHandle DOT_CRITICAL;

  /// Writes powers of e of the elements of the first array into the second; a status.
  static final MethodHandle EXP_CRITICAL;

  /// Adds so many times the first array to the second; a status.
  static final MethodHandle AXPY_CRITICAL;

  /// The sum of three arrays, each as pointer, length and stride.
  static final MethodHandle SUM_THREE_CRITICAL;

  static {
    Linker linker = Linker.nativeLinker();
    MemorySegment sum =
        symbol("dev.arrays.kernels.ArraysKernelsLibrary", "arrays_kernels::reductions::sum");
    SUM_CRITICAL = linker.downcallHandle(sum, ONE_ARRAY, Linker.Option.critical(true));
    SUM_PLAIN = linker.downcallHandle(sum, ONE_ARRAY);
    MemorySegment dot =
        symbol("dev.arrays.kernels.ArraysKernelsLibrary", "arrays_kernels::reductions::dot");
    DOT_CRITICAL = linker.downcallHandle(dot, TWO_ARRAYS, Linker.Option.critical(true));
    FunctionDescriptor status = TWO_ARRAYS.changeReturnLayout(JAVA_INT);
    MemorySegment exp =
        symbol("dev.arrays.kernels.ArraysKernelsLibrary", "arrays_kernels::elementwise::exp");
    EXP_CRITICAL = linker.downcallHandle(exp, status, Linker.Option.critical(true));
    MemorySegment axpy =
        symbol("dev.arrays.kernels.ArraysKernelsLibrary", "arrays_kernels::linalg::axpy");
    AXPY_CRITICAL =
        linker.downcallHandle(
            axpy, status.insertArgumentLayouts(0, JAVA_DOUBLE), Linker.Option.critical(true));
    MemorySegment sumThree =
        symbol(
            "dev.arrays.benchmarks.calls.ArraysBenchmarksLibrary",
            "arrays_benchmarks::sums::sum_three");
    SUM_THREE_CRITICAL =
        linker.downcallHandle(sumThree, THREE_ARRAYS, Linker.Option.critical(true));
  }

  private RawCalls() {}

  /// Finds a function by its Rust path, that for arrays of doubles with one axis; the manifest in
  /// the library has its symbol, which ends in a hash.
  private static MemorySegment symbol(String libraryClass, String path) {
    Path library = PackedLibrary.file(libraryClass);
    Pattern entry =
        Pattern.compile(
            "\"symbol\":\"(arrays__%s__[0-9a-f]{8})\"(?:(?!\"symbol\").)*?\"dtype\":\"float64\",\"rank\":1,"
                .formatted(path));
    try {
      Matcher matcher = entry.matcher(new String(Files.readAllBytes(library), ISO_8859_1));
      if (!matcher.find()) {
        throw new IllegalStateException(library + " has no manifest entry for " + path);
      }
      return SymbolLookup.libraryLookup(library, Arena.global()).findOrThrow(matcher.group(1));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
