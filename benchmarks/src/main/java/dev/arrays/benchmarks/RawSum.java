package dev.arrays.benchmarks;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
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

/// The symbol behind `Reductions.sum`, linked by hand: what a call costs without the facade.
@SuppressWarnings("restricted") // To measure the linker, one has to call it.
final class RawSum {
  private static final Pattern SYMBOL =
      Pattern.compile("\"symbol\":\\s*\"(arrays__arrays_kernels::reductions::sum__[0-9a-f]{8})\"");
  private static final FunctionDescriptor SIGNATURE =
      FunctionDescriptor.of(JAVA_DOUBLE, ADDRESS, JAVA_LONG, JAVA_LONG);

  /// `double (double *x, int64_t length, int64_t stride)`, for memory of the Java heap as well.
  static final MethodHandle CRITICAL;

  /// The same for native memory.
  static final MethodHandle PLAIN;

  static {
    Path library = PackedLibrary.extract("arrays_kernels");
    MemorySegment function =
        SymbolLookup.libraryLookup(library, Arena.global()).findOrThrow(symbol(library));
    CRITICAL =
        Linker.nativeLinker().downcallHandle(function, SIGNATURE, Linker.Option.critical(true));
    PLAIN = Linker.nativeLinker().downcallHandle(function, SIGNATURE);
  }

  private RawSum() {}

  /// The name, which ends in a hash, as the manifest in the library has it.
  private static String symbol(Path library) {
    try {
      Matcher matcher = SYMBOL.matcher(new String(Files.readAllBytes(library), ISO_8859_1));
      if (!matcher.find()) {
        throw new IllegalStateException(library + " has no manifest entry for reductions::sum");
      }
      return matcher.group(1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
