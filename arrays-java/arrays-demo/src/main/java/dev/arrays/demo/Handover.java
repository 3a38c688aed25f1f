package dev.arrays.demo;

import dev.arrays.DoubleNdArray;
import dev.arrays.Slice;
import dev.arrays.demo.rust.Addresses;
import java.util.function.ToLongBiFunction;
import org.nd4j.linalg.api.ndarray.INDArray;

/// One array argument of a call: how large it is, and whether Rust works on the very memory the
/// program keeps the array in.
///
/// Rust is handed two parts of the view in one call, all elements but the last along the first axis
/// and all but the first, and says how far apart it sees them. The parts share elements, and lie
/// closer together than two copies could: the distance is that of the view only if neither was
/// copied. The call takes the same road as those of the kernels.
///
/// @param bytes the size of the elements
/// @param inPlace whether nothing was copied for the call
record Handover(long bytes, boolean inPlace) {

  /// The hand-over of a Java array through `view`.
  @SuppressWarnings("ReferenceEquality") // Whether it is the same array is the question.
  static Handover of(DoubleNdArray view, double[] memory) {
    boolean shared = view.segment().heapBase().filter(base -> base == memory).isPresent();
    return of(view, shared, Addresses::bytesBetween);
  }

  /// The hand-over of an INDArray through `view`.
  static Handover of(DoubleNdArray view, INDArray memory) {
    boolean shared = view.origin().address() == memory.data().addressPointer().address();
    return of(view, shared, Addresses::bytesBetween);
  }

  /// The hand-over of a view.
  ///
  /// @param shared whether the view is one of the program's own memory
  /// @param bytesBetween how many bytes Rust sees the second of two arrays behind the first
  static Handover of(
      DoubleNdArray view,
      boolean shared,
      ToLongBiFunction<DoubleNdArray, DoubleNdArray> bytesBetween) {
    long distance = view.stride(0) * Double.BYTES;
    DoubleNdArray allButLast = view.slice(Slice.to(-1));
    if (allButLast.size() * Double.BYTES <= Math.abs(distance)) {
      throw new IllegalArgumentException(
          view + " is too short: copies of two parts of it could lie as near as the parts");
    }
    long seen = bytesBetween.applyAsLong(allButLast, view.slice(Slice.from(1)));
    return new Handover(view.size() * Double.BYTES, shared && seen == distance);
  }

  /// The bytes that were copied for the call.
  long copiedBytes() {
    return inPlace ? 0 : bytes;
  }
}
