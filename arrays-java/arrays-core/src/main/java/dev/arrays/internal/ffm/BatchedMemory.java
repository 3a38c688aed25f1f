package dev.arrays.internal.ffm;

import dev.arrays.ClosedArrayException;
import dev.arrays.InvalidArgumentException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicBoolean;

/// The memory of an array that Rust returned, released with that of others.
///
/// No array of it can be used once it was closed. Its scope, and the memory, end with the batch: a
/// call or a segment that is using it goes on.
final class BatchedMemory implements ResultMemory {
  private final ResultBatches.Batch batch;
  private final MemorySegment segment;
  private final AtomicBoolean isAlive = new AtomicBoolean(true);

  BatchedMemory(ResultBatches.Batch batch, MemorySegment segment) {
    this.batch = batch;
    this.segment = segment;
  }

  @Override
  public MemorySegment segment() {
    return segment;
  }

  @Override
  public boolean isAlive() {
    return isAlive.get();
  }

  @Override
  public void close() {
    if (isAlive.getAndSet(false)) {
      batch.closedOne();
    }
  }

  @Override
  public MemorySegment moveTo(Arena target) {
    if (!isAlive()) {
      throw closed();
    }
    ResultMemory.checkTarget(target);
    MemorySegment moved;
    try {
      moved = target.allocate(segment.byteSize(), Long.BYTES).copyFrom(segment);
    } catch (IllegalStateException e) {
      throw isAlive()
          ? new InvalidArgumentException("moveTo: another thread closed the arena meanwhile", e)
          : closed();
    }
    if (!isAlive.getAndSet(false)) {
      throw closed();
    }
    batch.closedOne();
    return moved;
  }

  private static ClosedArrayException closed() {
    return new ClosedArrayException("moveTo: the array's memory has been released");
  }
}
