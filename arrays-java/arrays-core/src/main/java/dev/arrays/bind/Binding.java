package dev.arrays.bind;

import java.lang.invoke.MethodHandle;
import org.jspecify.annotations.Nullable;

/// One function, loaded and linked.
///
/// A generated class binds a function by its first call and keeps the binding in a static field.
/// Only then does it initialise the class that holds the handles as constants, which the JIT folds:
/// that class's initialiser does nothing but copy references. So whatever stops the binding, be it
/// a missing library, the end of the stack or of the heap, the next call tries again.
///
/// @param library the library it is of
/// @param kernel what it is called, and what it costs
/// @param critical the handle for calls with heap memory
/// @param plain the handle for calls with native memory only
/// @param partCritical the same as `critical` for a part of a call; null when calls are not cut
/// @param partPlain the same as `plain` for a part of a call; null when calls are not cut
public record Binding(
    NativeLibrary library,
    Kernel kernel,
    MethodHandle critical,
    MethodHandle plain,
    @Nullable MethodHandle partCritical,
    @Nullable MethodHandle partPlain) {

  /// Makes sure that there is room to bind a function.
  ///
  /// @throws StackOverflowError when the stack is nearly used up
  /// @throws OutOfMemoryError when the heap is
  public static void checkRoom() {
    Room.checkForBinding();
  }
}
