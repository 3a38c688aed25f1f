package dev.arrays.bind;

import dev.arrays.ArraysException;
import dev.arrays.ClosedArrayException;
import dev.arrays.InvalidArgumentException;
import dev.arrays.NativeLoadException;
import dev.arrays.NdArray;
import dev.arrays.internal.ffm.LoadedLibrary;
import dev.arrays.internal.loader.LibraryFile;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A loaded native library with exported Rust functions, as generated classes use it.
///
/// One instance per generated package is held in a static field, so the library stays loaded as
/// long as the classes that call it.
public final class NativeLibrary {
  // "May signal an error" by docs/abi.md; a test compares them with the header's constants.
  static final long SENTINEL_F64_BITS = 0x7FFC_A55A_5EED_0001L;
  static final int SENTINEL_F32_BITS = 0x7FE5_A55A;
  static final long SENTINEL_I64 = 0x8A55_1E57_BADC_0DE5L;

  private final @Nullable LoadedLibrary library;
  private final @Nullable NativeLoadException failure;

  private NativeLibrary(@Nullable LoadedLibrary library, @Nullable NativeLoadException failure) {
    this.library = library;
    this.failure = failure;
  }

  /// Loads a library from the resources of a class, or from where a system property says.
  ///
  /// The folder bears the facade's package and the library's identity, so that a facade finds the
  /// library it was generated from and no other. Below it, in `<os>-<arch>/`, lies the file, with
  /// the name as this platform spells it; it is unpacked to a per-user cache, or, where that fails,
  /// to a folder for this process. The property `dev.arrays.library.<package>.<name>` names a file
  /// to load instead, and `dev.arrays.cache` another folder for the cache.
  ///
  /// A failure is kept for the calls, each of which throws it: thrown here, in the initialiser of a
  /// generated class, it would reach the first caller as an `ExceptionInInitializerError` and every
  /// later one as a `NoClassDefFoundError` without a reason. So a library may be missing for this
  /// platform, may not load, or may speak another version of the binary interface, or the JVM may
  /// deny native access, and each call says so with a [NativeLoadException].
  ///
  /// @param owner the class whose class loader has the resource
  /// @param folder the library's folder among the resources, without the platform:
  ///   `META-INF/native/<package>/<name>-<identity>`
  /// @return the library
  public static NativeLibrary load(Class<?> owner, String folder) {
    try {
      return new NativeLibrary(LibraryFile.open(owner, folder, LoadedLibrary::open), null);
    } catch (NativeLoadException e) {
      return new NativeLibrary(null, e);
    }
  }

  /// Links a function for calls with heap memory, which keep the thread in Java state: a safepoint
  /// waits for them.
  ///
  /// @param symbol the exported symbol
  /// @param descriptor the C types of the function
  /// @return a handle to keep in a static final field; it throws a [NativeLoadException] when the
  ///   library or the symbol is missing
  public MethodHandle critical(String symbol, FunctionDescriptor descriptor) {
    return link(symbol, descriptor, true);
  }

  /// Links a function for calls with native memory only.
  ///
  /// @param symbol the exported symbol
  /// @param descriptor the C types of the function
  /// @return a handle to keep in a static final field; it throws a [NativeLoadException] when the
  ///   library or the symbol is missing
  public MethodHandle plain(String symbol, FunctionDescriptor descriptor) {
    return link(symbol, descriptor, false);
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
    ArraysException error = loaded().takeError(function);
    if (error != null) {
      throw error;
    }
  }

  /// Takes the error of this thread's last call, which returned a failure.
  ///
  /// @param function the name of the called function
  /// @return the exception to throw: the function's panic, its `Err`, or its refusal of an argument
  public ArraysException failure(String function) {
    ArraysException error = loaded().takeError(function);
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
  public RuntimeException unexpected(Kernel kernel, Throwable t, NdArray<?>... arrays) {
    return switch (t) {
      case Error error -> throw error;
      case NativeLoadException e ->
          new NativeLoadException(kernel + ": " + e.getMessage(), e.getCause());
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
    return loaded().takeString(taken(slots, index));
  }

  /// Takes an array that Rust returned.
  ///
  /// @param slots the result slots of the call
  /// @param index the slot of the array
  /// @return the array by its data type; it owns its memory and is released by [NdArray#close()],
  ///   or when it is no longer reachable
  public NdArray<?> takeArray(MemorySegment slots, int index) {
    return loaded().takeArray(taken(slots, index));
  }

  /// Gives back to Rust what was not taken, because something before it could not be.
  ///
  /// @param slots the result slots of the call
  /// @param indices the slots of strings and arrays
  public void releaseUntaken(MemorySegment slots, int... indices) {
    for (int index : indices) {
      MemorySegment untaken = taken(slots, index);
      if (untaken.address() != 0) {
        loaded().release(untaken.address());
      }
    }
  }

  /// The library's file.
  ///
  /// @return its path
  @Override
  public String toString() {
    return String.valueOf(library);
  }

  private MethodHandle link(String symbol, FunctionDescriptor descriptor, boolean critical) {
    if (failure != null) {
      return throwing(failure, descriptor);
    }
    try {
      return loaded().link(symbol, descriptor, critical);
    } catch (NativeLoadException e) {
      return throwing(e, descriptor);
    }
  }

  private static MethodHandle throwing(NativeLoadException e, FunctionDescriptor descriptor) {
    MethodType type = descriptor.toMethodType();
    MethodHandle thrower =
        MethodHandles.throwException(type.returnType(), NativeLoadException.class).bindTo(e);
    return MethodHandles.dropArguments(thrower, 0, type.parameterList());
  }

  private LoadedLibrary loaded() {
    return Objects.requireNonNull(library, "no call reaches a library that was not loaded");
  }

  /// What a slot holds, which is nothing from then on.
  private static MemorySegment taken(MemorySegment slots, int index) {
    MemorySegment address = slots.getAtIndex(ValueLayout.ADDRESS, index);
    slots.setAtIndex(ValueLayout.ADDRESS, index, MemorySegment.NULL);
    return address;
  }
}
