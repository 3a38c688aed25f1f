package dev.arrays.kernels.reference;

import dev.arrays.DataType;
import dev.arrays.DoubleNdArray;
import dev.arrays.FloatNdArray;
import dev.arrays.NdArray;
import java.util.Arrays;
import java.util.Optional;

/**
 * A result that must come.
 *
 * @param value an array or a scalar
 * @param isUnsigned whether magnitudes are compared
 */
record Expected(Object value, Tolerance tolerance, boolean isUnsigned) {

  /** What differs in a value that came: a scalar, a Java array or an array. */
  Optional<String> difference(Object actual) {
    if (value instanceof String || value instanceof Boolean) {
      return value.equals(actual)
          ? Optional.empty()
          : Optional.of("expected " + value + ", got " + actual);
    }
    long[] shape = shape(value);
    long[] actualShape = shape(actual);
    if (!Arrays.equals(shape, actualShape)) {
      return Optional.of(
          "expected shape " + Arrays.toString(shape) + ", got " + Arrays.toString(actualShape));
    }
    String type = type(value);
    if (!type.equals(type(actual)) && !areBytes(actual)) {
      return Optional.of("expected " + type + ", got " + type(actual));
    }
    Object expectedElements = elements(value);
    Object actualElements = elements(actual);
    if (expectedElements instanceof double[] expected && actualElements instanceof double[] got) {
      boolean isDouble = type.equals("float64");
      for (int i = 0; i < expected.length; i++) {
        if (!isAllowed(expected[i], got[i], isDouble)) {
          return Optional.of(at(i, shape) + difference(expected[i], got[i], isDouble));
        }
      }
      return Optional.empty();
    }
    long[] expected = (long[]) expectedElements;
    long[] got = (long[]) actualElements;
    int i = Arrays.mismatch(expected, got);
    return i < 0
        ? Optional.empty()
        : Optional.of(at(i, shape) + "expected " + expected[i] + ", got " + got[i]);
  }

  /** A {@code byte[]} is of any type of one byte. */
  private boolean areBytes(Object actual) {
    return actual instanceof byte[]
        && value instanceof NdArray<?> array
        && array.dataType().byteSize() == 1;
  }

  private boolean isAllowed(double expected, double actual, boolean isDouble) {
    if (isUnsigned) {
      return isClose(Math.abs(expected), Math.abs(actual), isDouble);
    }
    return isClose(expected, actual, isDouble);
  }

  private boolean isClose(double expected, double actual, boolean isDouble) {
    if (Double.isFinite(expected) && Double.isFinite(actual)) {
      return tolerance.allows(expected, actual, isDouble);
    }
    if (tolerance instanceof Tolerance.Ulp && !Double.isNaN(expected) && !Double.isNaN(actual)) {
      return tolerance.allows(expected, actual, isDouble);
    }
    return Double.compare(expected, actual) == 0;
  }

  private String difference(double expected, double actual, boolean isDouble) {
    String distance =
        Double.isNaN(expected) || Double.isNaN(actual)
            ? ""
            : ", " + Tolerance.distance(expected, actual, isDouble) + " ulp apart";
    return "expected %s%s, got %s%s; %s is allowed"
        .formatted(
            isDouble ? Double.toString(expected) : Float.toString((float) expected),
            isUnsigned ? " but for the sign" : "",
            isDouble ? Double.toString(actual) : Float.toString((float) actual),
            distance,
            tolerance.text());
  }

  private static String at(int position, long[] shape) {
    if (shape.length == 0) {
      return "";
    }
    long[] index = new long[shape.length];
    long rest = position;
    for (int axis = shape.length - 1; axis >= 0; axis--) {
      index[axis] = rest % shape[axis];
      rest /= shape[axis];
    }
    return "at " + Arrays.toString(index) + " ";
  }

  private static long[] shape(Object value) {
    if (value instanceof NdArray<?> array) {
      return array.shape();
    }
    return value.getClass().isArray()
        ? new long[] {java.lang.reflect.Array.getLength(value)}
        : new long[0];
  }

  /** The type of the elements; all integers are one for scalars. */
  private static String type(Object value) {
    return switch (value) {
      case NdArray<?> array when array.rank() == 0 && isInteger(array.dataType()) -> "integer";
      case NdArray<?> array -> array.dataType().toString();
      case double[] _, Double _ -> "float64";
      case float[] _, Float _ -> "float32";
      case long[] _ -> "int64";
      case int[] _ -> "int32";
      case short[] _ -> "int16";
      case byte[] _ -> "int8";
      case Long _, Integer _, Short _, Byte _ -> "integer";
      default -> value.getClass().getName();
    };
  }

  private static boolean isInteger(DataType dataType) {
    return dataType != DataType.FLOAT64
        && dataType != DataType.FLOAT32
        && dataType != DataType.BOOL;
  }

  /** The elements by rows, as {@code double[]} or {@code long[]}. */
  static Object elements(Object value) {
    return switch (value) {
      case DoubleNdArray array -> array.toArray();
      case FloatNdArray array -> doubles(array.toArray());
      case NdArray<?> array -> elements(Memory.toJavaArray(array));
      case double[] array -> array;
      case float[] array -> doubles(array);
      case long[] array -> array;
      case Double scalar -> new double[] {scalar};
      case Float scalar -> new double[] {scalar};
      case Number scalar -> new long[] {scalar.longValue()};
      default -> {
        long[] elements = new long[java.lang.reflect.Array.getLength(value)];
        Arrays.setAll(elements, i -> java.lang.reflect.Array.getLong(value, i));
        yield elements;
      }
    };
  }

  private static double[] doubles(float[] array) {
    double[] doubles = new double[array.length];
    Arrays.setAll(doubles, i -> array[i]);
    return doubles;
  }
}
