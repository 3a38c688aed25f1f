package dev.arrays.internal.ffm;

import dev.arrays.ArraysException;
import dev.arrays.DataType;
import dev.arrays.InvalidArgumentException;
import dev.arrays.NativeLoadException;
import dev.arrays.NdArray;
import dev.arrays.RustException;
import dev.arrays.RustPanicException;
import dev.arrays.internal.abi.ArraysError;
import dev.arrays.internal.abi.ArraysOwned;
import dev.arrays.internal.abi.ArraysRuntime;
import dev.arrays.internal.abi.arrays_h;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.ref.Reference;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// A library in this process: its symbols, and the service functions of its runtime table.
///
/// `symbols` is what keeps the library loaded; the addresses of the service functions do not. So
/// each method that calls one keeps the object reachable to its end.
public final class LoadedLibrary {
  private static final Linker LINKER = Linker.nativeLinker();

  /// The longest array the JVM makes, by the JDK's own reckoning.
  private static final int MAX_TEXT = Integer.MAX_VALUE - 8;

  private final Path file;
  private final SymbolLookup symbols;
  private final MemorySegment errorTake;
  private final MemorySegment errorRelease;
  private final MemorySegment ownedRelease;
  private final ResultBatches batches = new ResultBatches(this::release);

  private LoadedLibrary(Path file, SymbolLookup symbols, MemorySegment runtime) {
    this.file = file;
    this.symbols = symbols;
    this.errorTake = ArraysRuntime.error_take(runtime);
    this.errorRelease = ArraysRuntime.error_release(runtime);
    this.ownedRelease = ArraysRuntime.owned_release(runtime);
  }

  /// Loads a file and checks that it speaks this version of the binary interface.
  ///
  /// The library is unloaded when nothing refers to its symbols any more: the arena is an automatic
  /// one.
  ///
  /// @throws IOException when the operating system does not load the file
  /// @throws NativeLoadException when it speaks another version
  public static LoadedLibrary open(Path file, String name) throws IOException {
    SymbolLookup symbols;
    try {
      symbols = SymbolLookup.libraryLookup(file, Arena.ofAuto());
    } catch (IllegalArgumentException e) {
      throw new IOException(
          "the operating system does not load " + file + ": " + DynamicLoader.reason(file, e), e);
    }
    LoadedLibrary library = new LoadedLibrary(file, symbols, checkedRuntime(file, name, symbols));
    library.linkServices();
    initialize();
    return library;
  }

  /// Initialises what takes results and errors over, those of the JDK too, while there is room for
  /// it: a stack overflow in an initialiser would leave a class unusable for good.
  private static void initialize() {
    ArraysError.layout();
    ArraysOwned.layout();
    OwnedMemory memory = new OwnedMemory(0, 0, new Release(null, 0, 0));
    NdArray.wrap(memory.segment(), DataType.FLOAT64, 0, new long[] {0}, new long[] {1}, memory);
    memory.close();
    MemoryPressure.ofResults().remove(0);
  }

  /// Calls each service function once, so that its handle is linked now.
  ///
  /// A pending error belongs to the native thread. Linking takes locks, and on one of them a
  /// virtual thread could move to another carrier between a failed call and the question for its
  /// error.
  private void linkServices() {
    MemorySegment none = ArraysRuntime.error_take.invoke(errorTake);
    ArraysRuntime.error_release.invoke(errorRelease, none);
    ArraysRuntime.owned_release.invoke(ownedRelease, MemorySegment.NULL);
  }

  /// Links a symbol; with `critical` the handle takes heap segments.
  public MethodHandle link(String symbol, FunctionDescriptor descriptor, boolean critical) {
    MemorySegment address =
        symbols
            .find(symbol)
            .orElseThrow(() ->
                new NativeLoadException(
                    "the library "
                        + file
                        + " has no symbol "
                        + symbol
                        + ": the generated Java classes are of another build; build library and"
                        + " classes together again"));
    return critical
        ? LINKER.downcallHandle(address, descriptor, Linker.Option.critical(true))
        : LINKER.downcallHandle(address, descriptor);
  }

  /// Takes and releases the pending error of this thread, or returns null.
  public @Nullable ArraysException takeError(String function) {
    try {
      MemorySegment address = ArraysRuntime.error_take.invoke(errorTake);
      if (address.address() == 0) {
        return null;
      }
      MemorySegment error = address.reinterpret(ArraysError.layout().byteSize());
      try {
        return exception(function, error);
      } finally {
        ArraysRuntime.error_release.invoke(errorRelease, address);
      }
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  /// Copies and releases a string.
  public String takeString(MemorySegment address) {
    MemorySegment owned = address.reinterpret(ArraysOwned.layout().byteSize());
    try {
      return text(ArraysOwned.base(owned), ArraysOwned.byte_size(owned));
    } finally {
      release(address.address());
    }
  }

  /// Makes an owned array one of Java's.
  public NdArray<?> takeArray(MemorySegment address) {
    MemorySegment owned = address.reinterpret(ArraysOwned.layout().byteSize());
    int rank = ArraysOwned.rank(owned);
    long byteSize = ArraysOwned.byte_size(owned);
    ResultMemory memory = own(address.address(), ArraysOwned.base(owned).address(), byteSize);
    try {
      return NdArray.wrap(
          memory.segment(),
          DataType.ofCode(ArraysOwned.dtype(owned)),
          ArraysOwned.byte_offset(owned),
          numbers(ArraysOwned.shape(owned), rank),
          numbers(ArraysOwned.strides(owned), rank),
          memory);
    } catch (Throwable t) {
      memory.close();
      throw t;
    } finally {
      // Shape and strides are read from what the memory's release frees.
      Reference.reachabilityFence(memory);
      MemoryPressure.ofResults().add(byteSize);
    }
  }

  private ResultMemory own(long ownedAddress, long base, long byteSize) {
    try {
      if (byteSize <= ResultBatches.LARGEST) {
        return batches.take(ownedAddress, base, byteSize);
      }
      return new OwnedMemory(base, byteSize, new Release(this, ownedAddress, byteSize));
    } catch (Throwable t) {
      release(ownedAddress);
      throw t;
    }
  }

  /// What gives an array back to Rust that is released by itself.
  ///
  /// @param library the library it is of, null for memory of nobody
  private record Release(@Nullable LoadedLibrary library, long ownedAddress, long byteSize)
      implements Runnable {

    @Override
    public void run() {
      if (library != null) {
        library.release(ownedAddress);
        MemoryPressure.ofResults().remove(byteSize);
      }
    }
  }

  /// Gives an owned array back to Rust.
  public void release(long ownedAddress) {
    try {
      ArraysRuntime.owned_release.invoke(ownedRelease, MemorySegment.ofAddress(ownedAddress));
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  @Override
  public String toString() {
    return file.toString();
  }

  private static ArraysException exception(String function, MemorySegment error) {
    String message = text(ArraysError.message(error), ArraysError.message_length(error));
    int kind = ArraysError.kind(error);
    if (kind == arrays_h.ARRAYS_ERROR_PANIC()) {
      String source = text(ArraysError.file(error), ArraysError.file_length(error));
      int line = ArraysError.line(error);
      String place = source.isEmpty() ? "" : " at " + source + ":" + line;
      String trace = text(ArraysError.type_name(error), ArraysError.type_name_length(error));
      return new RustPanicException(
          function + ": panicked" + place + ": " + message,
          source,
          line,
          trace.lines().map(LoadedLibrary::call).toList());
    }
    if (kind == arrays_h.ARRAYS_ERROR_ERR()) {
      return new RustException(
          function + ": " + message,
          text(ArraysError.type_name(error), ArraysError.type_name_length(error)));
    }
    return new InvalidArgumentException(function + ": " + message);
  }

  /// Reads a line of a trace: the path of a function, a file and a line number, with tabs between.
  private static StackTraceElement call(String line) {
    String[] parts = line.split("\t", 3);
    String path = parts[0];
    int end = endOfModule(path);
    String file =
        parts[1].substring(Math.max(parts[1].lastIndexOf('/'), parts[1].lastIndexOf('\\')) + 1);
    return new StackTraceElement(
        end < 0 ? "rust" : path.substring(0, end),
        end < 0 ? path : path.substring(end + 2),
        file.isEmpty() ? null : file,
        Integer.parseInt(parts[2]));
  }

  /// Returns where the last `::` is that stands in no type argument, or -1.
  private static int endOfModule(String path) {
    int end = -1;
    int depth = 0;
    for (int i = 0; i < path.length(); i++) {
      char c = path.charAt(i);
      if (c == '<') {
        depth++;
      } else if (c == '>' && !path.startsWith("->", i - 1)) {
        depth--;
      } else if (depth == 0 && path.startsWith("::<", i)) {
        return end;
      } else if (depth == 0 && path.startsWith("::", i)) {
        end = i;
      }
    }
    return end;
  }

  private static String text(MemorySegment address, long length) {
    // The pointer of an empty text may be anything.
    if (length == 0) {
      return "";
    }
    if (length > MAX_TEXT) {
      throw new ArraysException(
          "a text of " + length + " bytes was returned, more than a Java string can hold");
    }
    byte[] bytes = address.reinterpret(length).toArray(ValueLayout.JAVA_BYTE);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static long[] numbers(MemorySegment address, int count) {
    return count == 0
        ? new long[0]
        : address.reinterpret((long) count * Long.BYTES).toArray(ValueLayout.JAVA_LONG);
  }

  private static MemorySegment checkedRuntime(Path file, String name, SymbolLookup symbols) {
    MemorySegment function =
        symbols
            .find("arrays_runtime")
            .orElseThrow(() ->
                new NativeLoadException(
                    name
                        + ": "
                        + file
                        + " has no symbol arrays_runtime, so it was not built with the Rust crate"
                        + " arrays; add the crate and #[arrays::export] a function"));
    MemorySegment address;
    try {
      address =
          (MemorySegment)
              LINKER
                  .downcallHandle(function, FunctionDescriptor.of(ValueLayout.ADDRESS))
                  .invokeExact();
    } catch (Error e) {
      throw e;
    } catch (Throwable t) {
      throw new NativeLoadException(name + ": arrays_runtime of " + file + " failed: " + t, t);
    }
    // Every version begins with the version and the size of the table.
    MemorySegment head = address.reinterpret(ArraysRuntime.error_take$offset());
    int version = ArraysRuntime.abi_version(head);
    int size = ArraysRuntime.struct_size(head);
    long known = ArraysRuntime.layout().byteSize();
    if (version != arrays_h.ARRAYS_ABI_VERSION() || size < known) {
      throw new NativeLoadException(
          name
              + ": "
              + file
              + " speaks version "
              + version
              + " of the binary interface with a table of "
              + size
              + " bytes, this dev.arrays speaks version "
              + arrays_h.ARRAYS_ABI_VERSION()
              + " with "
              + known
              + "; use the Rust crate arrays and the Java module dev.arrays of one release");
    }
    return address.reinterpret(known);
  }
}
