package dev.arrays.bind;

import dev.arrays.NdArray;
import java.lang.reflect.Array;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// What to say of arrays that overlap where one is written: which memory each lies in, which part
/// of it, and which is written.
///
/// A part of a Java array is counted in its elements where those of the views are as large, else in
/// bytes; a part of native memory is a range of addresses.
final class OverlapMessage {

  private OverlapMessage() {}

  /// Of two views, the second of which is written, or both.
  static String ofViews(
      String function,
      String firstName,
      NdArray<?> first,
      String secondName,
      NdArray<?> second,
      boolean areBothWritten) {
    // A written view is not read-only, so its segment tells the Java array, which is the other's
    // too: else they would not overlap.
    Object javaArray = javaArray(second);
    boolean isInElements = isMadeOf(javaArray, first) && isMadeOf(javaArray, second);
    boolean isOneType = first.dataType() == second.dataType();
    String memory = memory(first, javaArray);
    String secondMemory = memory(second, javaArray);
    String part = part(first, javaArray, isInElements, isOneType);
    String secondPart = part(second, javaArray, isInElements, isOneType);
    String places;
    if (!memory.equals(secondMemory)) {
      places = "%s is %s%s, %s %s%s";
    } else if (!part.equals(secondPart)) {
      places = "%s is %s%s, %s%6$s";
    } else {
      places = "both are %2$s%3$s";
    }
    return sentence(
        function,
        firstName + " and " + secondName,
        first.sharesMemory(second) ? "overlap" : "may overlap",
        places.formatted(firstName, memory, part, secondName, secondMemory, secondPart),
        areBothWritten ? "both are" : secondName + " is");
  }

  /// Of one Java array that was passed twice, the second time to be written, or both times.
  static String ofJavaArray(
      String function,
      String firstName,
      Object javaArray,
      String secondName,
      boolean areBothWritten) {
    return sentence(
        function,
        firstName + " and " + secondName,
        "overlap",
        "both are " + nameOf(javaArray) + " at [0, " + Array.getLength(javaArray) + ")",
        areBothWritten ? "both are" : secondName + " is");
  }

  /// Of a written view that has elements that overlap.
  static String ofView(String function, String name, NdArray<?> written) {
    Object javaArray = javaArray(written);
    return sentence(
        function,
        name,
        written.overlapsItself() ? "overlaps itself" : "may overlap itself",
        "it is "
            + memory(written, javaArray)
            + part(written, javaArray, isMadeOf(javaArray, written), true),
        name + " is");
  }

  private static String sentence(
      String function, String subject, String verb, String places, String whichIs) {
    String text =
        function + ": " + subject + " " + verb + ": " + places + "; " + whichIs + " written";
    return verb.startsWith("may")
        ? text + "; the strides are too irregular to tell them apart within bounded work"
        : text;
  }

  private static @Nullable Object javaArray(NdArray<?> written) {
    return written.segment().heapBase().orElse(null);
  }

  private static boolean isMadeOf(@Nullable Object javaArray, NdArray<?> x) {
    int elementSize =
        switch (javaArray) {
          case double[] _, long[] _ -> Long.BYTES;
          case float[] _, int[] _ -> Integer.BYTES;
          case short[] _, char[] _ -> Short.BYTES;
          case null, default -> Byte.BYTES;
        };
    return x.dataType().byteSize() == elementSize;
  }

  private static String memory(NdArray<?> x, @Nullable Object javaArray) {
    if (javaArray != null) {
      return nameOf(javaArray);
    }
    return x.segment().isMapped() ? "a mapped file" : "native memory";
  }

  private static String nameOf(Object javaArray) {
    return javaArray.getClass().getComponentType() + "[" + Array.getLength(javaArray) + "]";
  }

  /// Where a view lies, with its shape and strides when it leaves gaps or repeats elements.
  private static String part(
      NdArray<?> x, @Nullable Object javaArray, boolean isInElements, boolean isOneType) {
    long from = x.start();
    long to = x.end();
    String range;
    if (javaArray == null) {
      range = " at [0x%x, 0x%x)".formatted(from, to);
    } else if (isInElements) {
      int byteSize = x.dataType().byteSize();
      range = " at [%d, %d)".formatted(from / byteSize, to / byteSize);
    } else {
      range = " at bytes [%d, %d)".formatted(from, to);
    }
    boolean isDense = to - from == x.size() * x.dataType().byteSize() && !x.mayOverlapItself();
    return range
        + (isOneType ? "" : " as " + x.dataType())
        + (isDense
            ? ""
            : " with shape %s and strides %s"
                .formatted(Arrays.toString(x.shape()), Arrays.toString(x.strides())));
  }
}
