package dev.arrays.demo;

import dev.arrays.DoubleNdArray;
import org.nd4j.linalg.api.ndarray.INDArray;

/// One array argument of a call: how large it is, and whether the address that Rust is handed is
/// the one the program keeps the array at.
///
/// @param bytes the size of the elements
/// @param inPlace whether nothing was copied for the call
record Handover(long bytes, boolean inPlace) {

  /// The hand-over of a Java array through `view`.
  @SuppressWarnings("ReferenceEquality") // Whether it is the same array is the question.
  static Handover of(DoubleNdArray view, double[] memory) {
    boolean inPlace = view.segment().heapBase().filter(base -> base == memory).isPresent();
    return new Handover(view.size() * Double.BYTES, inPlace);
  }

  /// The hand-over of an INDArray through `view`.
  static Handover of(DoubleNdArray view, INDArray memory) {
    boolean inPlace = view.origin().address() == memory.data().addressPointer().address();
    return new Handover(view.size() * Double.BYTES, inPlace);
  }

  /// The bytes that were copied for the call.
  long copiedBytes() {
    return inPlace ? 0 : bytes;
  }
}
