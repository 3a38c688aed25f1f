package dev.arrays.nd4j;

import dev.arrays.BorrowException;
import dev.arrays.ClosedArrayException;
import dev.arrays.InvalidArgumentException;
import dev.arrays.NdArray;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.lang.ref.WeakReference;
import java.util.concurrent.atomic.AtomicInteger;
import org.bytedeco.javacpp.Pointer;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataBuffer;
import org.nd4j.linalg.cpu.nativecpu.buffer.BaseCpuDataBuffer;
import org.nd4j.nativeblas.OpaqueDataBuffer;

/// ND4J's pointer to the native side of a buffer, which refuses to free the memory while calls are
/// using it.
///
/// ND4J takes no lock between asking whether a buffer may be closed and freeing it. All closing
/// ends in [#closeBuffer()] of this pointer, before any of ND4J's own state changes: so a viewed
/// buffer gets one of ours, for the same native object, in the place of its own.
///
/// A guard is of one block of memory. When ND4J gives the buffer another one, the guard is over as
/// if it had been closed, and the next view puts a new one in its place.
final class GuardedBuffer extends OpaqueDataBuffer {
  private static final VarHandle POINTER = pointer();

  /// What the number of calls is once the memory has been, or is being, freed.
  private static final int OVER = -1;

  private final AtomicInteger calls = new AtomicInteger();

  /// Whether the buffer has other memory by now.
  private volatile boolean hasMoved;

  /// The view made last. Weakly: its segment has a cleaner that refers to its [Lifetime], and so to
  /// this guard; strongly, none of them would ever become unreachable.
  private volatile WeakReference<@Nullable NdArray<?>> last = new WeakReference<>(null);

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
      if (present instanceof GuardedBuffer guard && !guard.hasMoved) {
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

  /// The view that was made last, which may be of any INDArray over the buffer; null when it is no
  /// longer there.
  @Nullable NdArray<?> last() {
    return last.get();
  }

  void setLast(NdArray<?> view) {
    last = new WeakReference<>(view);
  }

  /// Whether the memory is still there.
  boolean isOpen() {
    return calls.get() != OVER;
  }

  /// Keeps the memory from being freed; false when it is.
  boolean acquire() {
    int running = calls.get();
    while (running != OVER) {
      int witness = calls.compareAndExchange(running, running + 1);
      if (witness == running) {
        return true;
      }
      running = witness;
    }
    return false;
  }

  /// Ends what one successful [#acquire()] began.
  void release() {
    calls.decrementAndGet();
  }

  @Override
  public synchronized void closeBuffer() {
    giveUp("close: the INDArray's memory is in use by a call; close it afterwards");
    super.closeBuffer();
  }

  @Override
  public synchronized void expand(long length) {
    exchange(() -> super.expand(length));
  }

  @Override
  public synchronized void setPrimaryBuffer(Pointer memory, long length) {
    exchange(() -> super.setPrimaryBuffer(memory, length));
  }

  private void exchange(Runnable action) {
    giveUp("reallocate: the INDArray's memory is in use by a call; reallocate it afterwards");
    try {
      action.run();
    } finally {
      hasMoved = true;
    }
  }

  /// Lets no call begin from now on. Doing so twice is in order: what has moved may be closed.
  private void giveUp(String refusal) {
    if (!calls.compareAndSet(0, OVER) && calls.get() != OVER) {
      throw new BorrowException(refusal);
    }
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
