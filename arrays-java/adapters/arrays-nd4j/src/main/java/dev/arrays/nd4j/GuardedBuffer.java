package dev.arrays.nd4j;

import dev.arrays.BorrowException;
import dev.arrays.ClosedArrayException;
import dev.arrays.InvalidArgumentException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.nd4j.linalg.api.buffer.DataBuffer;
import org.nd4j.linalg.cpu.nativecpu.buffer.BaseCpuDataBuffer;
import org.nd4j.nativeblas.OpaqueDataBuffer;

/// ND4J's pointer to the native side of a buffer, which refuses to free the memory while calls are
/// using it.
///
/// ND4J takes no lock between asking whether a buffer may be closed and freeing it. All closing
/// ends in [#closeBuffer()] of this pointer, before any of ND4J's own state changes: so a viewed
/// buffer gets one of ours, for the same native object, in the place of its own.
final class GuardedBuffer extends OpaqueDataBuffer {
  private static final VarHandle POINTER = pointer();

  private int calls;
  private boolean closed;

  private GuardedBuffer(OpaqueDataBuffer original) {
    super(original);
  }

  /// The guard of a buffer, put in its place by the first view of it.
  static GuardedBuffer of(DataBuffer buffer) {
    if (!(root(buffer) instanceof BaseCpuDataBuffer owner)) {
      throw new InvalidArgumentException(
          "view: the INDArray's buffer is a %s, expected one in the memory of the CPU"
              .formatted(buffer.getClass().getName()));
    }
    while (true) {
      OpaqueDataBuffer present = (OpaqueDataBuffer) POINTER.getVolatile(owner);
      if (present instanceof GuardedBuffer guard) {
        return guard;
      }
      GuardedBuffer guard = new GuardedBuffer(present);
      if (POINTER.compareAndSet(owner, present, guard)) {
        if (owner.wasClosed()) {
          throw new ClosedArrayException("view: another thread has closed the INDArray");
        }
        return guard;
      }
    }
  }

  /// Keeps the memory from being freed; false when it is.
  synchronized boolean acquire() {
    if (closed) {
      return false;
    }
    calls++;
    return true;
  }

  /// Ends what one successful [#acquire()] began.
  synchronized void release() {
    calls--;
  }

  @Override
  public synchronized void closeBuffer() {
    if (calls > 0) {
      throw new BorrowException(
          "close: the INDArray's memory is in use by a call; close it afterwards");
    }
    closed = true;
    super.closeBuffer();
  }

  /// The buffer that owns the memory, which is the only one ND4J closes.
  @SuppressWarnings("ReferenceEquality") // Equal buffers are two.
  private static DataBuffer root(DataBuffer buffer) {
    DataBuffer root = buffer;
    DataBuffer under = root.underlyingDataBuffer();
    while (under != null && under != root) {
      root = under;
      under = root.underlyingDataBuffer();
    }
    return root;
  }

  private static VarHandle pointer() {
    try {
      return MethodHandles.privateLookupIn(BaseCpuDataBuffer.class, MethodHandles.lookup())
          .findVarHandle(BaseCpuDataBuffer.class, "ptrDataBuffer", OpaqueDataBuffer.class);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("this version of ND4J is not one that dev.arrays.nd4j knows", e);
    }
  }
}
