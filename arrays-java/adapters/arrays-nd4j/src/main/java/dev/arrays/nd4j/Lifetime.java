package dev.arrays.nd4j;

import dev.arrays.Owner;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataBuffer;
import org.nd4j.linalg.api.ndarray.INDArray;

/// Ties a view to the INDArray it was made of. Who holds it holds both objects whose collection or
/// closing would free the memory; the buffer by itself, since an INDArray's buffer can be
/// exchanged.
///
/// @param buffer null for an array without elements, which has no memory
/// @param guard what keeps the buffer open during calls; null where the buffer is
record Lifetime(INDArray array, @Nullable DataBuffer buffer, @Nullable GuardedBuffer guard)
    implements Owner {
  @Override
  public boolean isAlive() {
    return !array.wasClosed()
        && (buffer == null || !buffer.wasClosed())
        && (guard == null || guard.isOpen());
  }

  @Override
  public boolean acquire() {
    return guard == null ? isAlive() : guard.acquire();
  }

  @Override
  public void release() {
    if (guard != null) {
      guard.release();
    }
  }
}
