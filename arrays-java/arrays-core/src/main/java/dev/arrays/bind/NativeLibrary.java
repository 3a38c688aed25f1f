package dev.arrays.bind;

import dev.arrays.ArraysException;
import dev.arrays.ClosedArrayException;
import dev.arrays.DoubleNdArray;
import dev.arrays.InvalidArgumentException;
import dev.arrays.NativeLoadException;
import dev.arrays.NdArray;
import dev.arrays.internal.ffm.LoadedLibrary;
import dev.arrays.internal.loader.LibraryFile;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.ArrayList;
import java.util.List;

/// A loaded native library with exported Rust functions, as generated classes use it.
///
/// One instance per generated package is held in a static field, so the library stays loaded as
/// long as the classes that call it.
public final class NativeLibrary {
  // "May signal an error" by docs/abi.md; a test compares them with the header's constants.
  static final long SENTINEL_F64_BITS = 0x7FFC_A55A_5EED_0001L;
  static final int SENTINEL_F32_BITS = 0x7FE5_A55A;
  static final long SENTINEL_I64 = 0x8A55_1E57_BADC_0DE5L;

  private final LoadedLibrary library;

  private NativeLibrary(LoadedLibrary library) {
    this.library = library;
  }

  /// Loads a library from the resources of a class, or from where a system property says.
  ///
  /// The folder bears the facade's package and the library's identity, so that a facade finds the
  /// library it was generated from and no other. Below it, in `<os>-<arch>/`, lies the file, with
  /// the name as this platform spells it; it is unpacked to a per-user cache, or, where that fails,
  /// to a folder for this process. The property `dev.arrays.library.<package>.<name>` names a file
  /// to load instead, and `dev.arrays.cache` another folder for the cache.
  ///
  /// A library may be missing for this platform, may not load, or may speak another version of the
  /// binary interface, or the JVM may deny native access. Nothing is kept of such a failure: the
  /// next call loads again, for its cause may have gone.
  ///
  /// @param owner the class whose class loader has the resource
  /// @param folder the library's folder among the resources, without the platform:
  ///   `META-INF/native/<package>/<name>-<identity>`
  /// @param function the name of the function whose call loads the library
  /// @return the library
  /// @throws NativeLoadException when it cannot be loaded
  /// @throws IllegalArgumentException when a system property of `dev.arrays` has no meaning
  public static NativeLibrary load(Class<?> owner, String folder, String function) {
    Settings.check();
    try {
      NativeLibrary loaded =
          new NativeLibrary(LibraryFile.open(owner, folder, LoadedLibrary::open));
      initialize();
      return loaded;
    } catch (NativeLoadException e) {
      throw new NativeLoadException(function + ": " + e.getMessage(), e.getCause());
    }
  }

  /// Initialises what calls use, while there is room for it: the classes here and those of the JDK
  /// below them.
  private static void initialize() {
    Borrow.claim(Kernel.NONE, true).release(0);
    Borrow.claim(Kernel.NONE, false).release(0);
    Scratch.take().close();
    Explanations.areAsked();
    DoubleNdArray one = DoubleNdArray.wrap(new double[1]);
    one.mayShareMemory(one);
    one.mayOverlapItself();
  }

  /// Links a function.
  ///
  /// @param kernel the function
  /// @param symbol the exported symbol
  /// @param descriptor its C types
  /// @return the function, ready to be called
  /// @throws NativeLoadException when the library has no such symbol
  public Binding bind(Kernel kernel, String symbol, FunctionDescriptor descriptor) {
    return new Binding(
        this,
        kernel,
        link(kernel, symbol, descriptor, true),
        link(kernel, symbol, descriptor, false),
        null,
        null);
  }

  /// Links a function whose calls may be cut into parts.
  ///
  /// @param kernel the function
  /// @param symbol the exported symbol
  /// @param descriptor its C types
  /// @param partSymbol the exported symbol of the function on a part
  /// @param partDescriptor its C types
  /// @return the function, ready to be called
  /// @throws NativeLoadException when the library lacks one of the symbols
  public Binding bind(
      Kernel kernel,
      String symbol,
      FunctionDescriptor descriptor,
      String partSymbol,
      FunctionDescriptor partDescriptor) {
    return new Binding(
        this,
        kernel,
        link(kernel, symbol, descriptor, true),
        link(kernel, symbol, descriptor, false),
        link(kernel, partSymbol, partDescriptor, true),
        link(kernel, partSymbol, partDescriptor, false));
  }

  private MethodHandle link(
      Kernel kernel, String symbol, FunctionDescriptor descriptor, boolean critical) {
    try {
      return library.link(symbol, descriptor, critical && kernel.arrayCount() > 0);
    } catch (NativeLoadException e) {
      throw new NativeLoadException(kernel + ": " + e.getMessage(), e.getCause());
    }
  }

  /// Whether a result is the value that may stand for an error.
  ///
  /// @param r the result
  /// @return true when [#throwIfPending] has to be asked
  public static boolean maySignalError(double r) {
    return Double.doubleToRawLongBits(r) == SENTINEL_F64_BITS;
  }

  /// Whether a result is the value that may stand for an error.
  ///
  /// @param r the result
  /// @return true when [#throwIfPending] has to be asked
  public static boolean maySignalError(float r) {
    return Float.floatToRawIntBits(r) == SENTINEL_F32_BITS;
  }

  /// Whether a result is the value that may stand for an error.
  ///
  /// @param r the result
  /// @return true when [#throwIfPending] has to be asked
  public static boolean maySignalError(long r) {
    return r == SENTINEL_I64;
  }

  /// Throws the error of this thread's last call, when there is one.
  ///
  /// @param function the name of the called function
  /// @throws ArraysException the function's panic, its `Err`, or its refusal of an argument
  public void throwIfPending(String function) {
    Room.checkForResults();
    ArraysException error = library.takeError(function);
    if (error != null) {
      throw error;
    }
  }

  /// Takes the error of this thread's last call, which returned a failure.
  ///
  /// @param function the name of the called function
  /// @return the exception to throw: the function's panic, its `Err`, or its refusal of an argument
  public ArraysException failure(String function) {
    Room.checkForResults();
    ArraysException error = library.takeError(function);
    return error != null
        ? error
        : new ArraysException(
            function
                + ": the library reported a failure but has no error for this thread; "
                + this
                + " and dev.arrays may not fit each other");
  }

  /// Finds the exception for what a method handle threw instead of calling.
  ///
  /// @param kernel the called function
  /// @param t what was thrown
  /// @param arrays the arrays of the call, none when they are Java arrays
  /// @return the exception to throw
  /// @throws ClosedArrayException when an array was closed
  /// @throws InvalidArgumentException when an array lies in a confined arena of another thread
  public static RuntimeException unexpected(Kernel kernel, Throwable t, NdArray<?>... arrays) {
    return switch (t) {
      case Error error -> throw error;
      case ArraysException e -> e;
      default -> {
        Arguments.checkAccessible(kernel, arrays);
        yield new ArraysException(kernel + ": the call failed: " + t, t);
      }
    };
  }

  /// Lets a reduction that was split forget what it has, if it did not come to its end.
  ///
  /// @param part the handle of the function on a part
  /// @param state the slot the reduction keeps its accumulators behind
  /// @param hasSlots whether the result comes back through memory
  public void abandon(MethodHandle part, MemorySegment state, boolean hasSlots) {
    if (state.get(ValueLayout.JAVA_LONG, 0) == 0) {
      return;
    }
    // All other arguments count for nothing where the end comes before the start.
    List<Object> arguments = new ArrayList<>();
    for (Class<?> type : part.type().parameterList()) {
      arguments.add(
          type == MemorySegment.class
              ? MemorySegment.NULL
              : type == double.class ? (Object) 0.0 : type == float.class ? (Object) 0.0f : 0L);
    }
    int stateIndex = arguments.size() - (hasSlots ? 2 : 1);
    arguments.set(stateIndex, state);
    arguments.set(stateIndex - 2, -1L);
    try {
      part.invokeWithArguments(arguments);
    } catch (Throwable t) {
      throw unexpected(Kernel.NONE, t);
    }
  }

  /// Takes a string that Rust returned.
  ///
  /// @param slots the result slots of the call
  /// @param index the slot of the string
  /// @return the string; Rust's copy is released
  public String takeString(MemorySegment slots, int index) {
    return library.takeString(taken(slots, index));
  }

  /// Takes an array that Rust returned.
  ///
  /// @param slots the result slots of the call
  /// @param index the slot of the array
  /// @return the array by its data type; it owns its memory and is released by [NdArray#close()],
  ///   or when it is no longer reachable
  public NdArray<?> takeArray(MemorySegment slots, int index) {
    return library.takeArray(taken(slots, index));
  }

  /// Gives back to Rust what was not taken, because something before it could not be.
  ///
  /// @param slots the result slots of the call
  /// @param indices the slots of strings and arrays
  public void releaseUntaken(MemorySegment slots, int... indices) {
    for (int index : indices) {
      MemorySegment untaken = taken(slots, index);
      if (untaken.address() != 0) {
        library.release(untaken.address());
      }
    }
  }

  /// The library's file.
  ///
  /// @return its path
  @Override
  public String toString() {
    return library.toString();
  }

  /// What a slot holds, which is nothing from then on.
  private static MemorySegment taken(MemorySegment slots, int index) {
    MemorySegment address = slots.getAtIndex(ValueLayout.ADDRESS, index);
    slots.setAtIndex(ValueLayout.ADDRESS, index, MemorySegment.NULL);
    return address;
  }
}
