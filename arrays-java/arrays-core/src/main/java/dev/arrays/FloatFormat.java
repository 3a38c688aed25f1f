package dev.arrays;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Arrays;

/// How NumPy writes the floating point numbers of one array: the shortest digits that tell a number
/// from its neighbours, at most 8 behind the point, all in positional or all in scientific
/// notation.
///
/// @param isFloat whether the numbers are of 32 bits
/// @param scientific whether there is an exponent
/// @param padLeft characters before the point
/// @param padRight characters from the point's right to the end
/// @param precision digits behind the point in scientific notation
/// @param exponentDigits digits of the exponent
record FloatFormat(
    boolean isFloat,
    boolean scientific,
    int padLeft,
    int padRight,
    int precision,
    int exponentDigits) {
  private static final int PRECISION = 8;

  static FloatFormat of(double[] values, boolean isFloat) {
    double[] finite = Arrays.stream(values).filter(Double::isFinite).toArray();
    FloatFormat format =
        finite.length == 0
            ? new FloatFormat(isFloat, false, 0, 0, 0, 0)
            : needsExponent(finite, isFloat)
                ? scientific(finite, isFloat)
                : positional(finite, isFloat);
    if (finite.length == values.length) {
      return format;
    }
    boolean negative = Arrays.stream(values).anyMatch(v -> v == Double.NEGATIVE_INFINITY);
    int needed = (negative ? "-inf" : "nan").length() - format.padRight - 1;
    return new FloatFormat(
        isFloat,
        format.scientific,
        Math.max(format.padLeft, needed),
        format.padRight,
        format.precision,
        format.exponentDigits);
  }

  String text(double value) {
    if (!Double.isFinite(value)) {
      return leftPadded(nonFinite(value), padLeft + padRight + 1);
    }
    if (scientific) {
      String text = scientificText(value, isFloat, precision, true, exponentDigits);
      return leftPadded(text, padLeft - text.indexOf('.') + text.length());
    }
    String text = positionalText(value, isFloat);
    int point = text.indexOf('.');
    String aligned = leftPadded(text, padLeft - point + text.length());
    return aligned + " ".repeat(padLeft + 1 + padRight - aligned.length());
  }

  /// A number on its own: as many digits as it needs.
  static String scalar(double value, boolean isFloat) {
    if (!Double.isFinite(value)) {
      return nonFinite(value);
    }
    double magnitude = Math.abs(value);
    double largest = isFloat ? 1e6 : 1e16;
    if (magnitude != 0 && (magnitude >= largest || magnitude < 1e-4)) {
      return scientificText(value, isFloat, Integer.MAX_VALUE, false, 0).replace(".e", "e");
    }
    String text = sign(value) + shortest(magnitude, isFloat).toPlainString();
    return text.contains(".") ? text : text + ".0";
  }

  private static boolean needsExponent(double[] finite, boolean isFloat) {
    double[] magnitudes = Arrays.stream(finite).map(Math::abs).filter(v -> v != 0).toArray();
    double max = Arrays.stream(magnitudes).max().orElse(1);
    double min = Arrays.stream(magnitudes).min().orElse(1);
    // The limits are compared in the array's own precision; float32 carries 6 digits for sure.
    return isFloat
        ? max >= 1e6 || min < 1e-4f || (float) (max / min) > 1000
        : max >= 1e8 || min < 1e-4 || max / min > 1000;
  }

  private static FloatFormat scientific(double[] finite, boolean isFloat) {
    int left = 0;
    int fraction = 0;
    int exponent = 0;
    for (double value : finite) {
      String text = scientificText(value, isFloat, PRECISION, false, 0);
      int point = text.indexOf('.');
      int e = text.indexOf('e');
      left = Math.max(left, point);
      fraction = Math.max(fraction, e - point - 1);
      exponent = Math.max(exponent, text.length() - e - 2);
    }
    return new FloatFormat(isFloat, true, left, exponent + 2 + fraction, fraction, exponent);
  }

  private static FloatFormat positional(double[] finite, boolean isFloat) {
    int left = 0;
    int right = 0;
    for (double value : finite) {
      String text = positionalText(value, isFloat);
      int point = text.indexOf('.');
      left = Math.max(left, point);
      right = Math.max(right, text.length() - point - 1);
    }
    return new FloatFormat(isFloat, false, left, right, 0, 0);
  }

  /// With trailing zeros cut, but never the point.
  private static String positionalText(double value, boolean isFloat) {
    BigDecimal digits = shortest(Math.abs(value), isFloat);
    if (digits.scale() > PRECISION) {
      digits = new BigDecimal(Math.abs(value)).setScale(PRECISION, RoundingMode.HALF_EVEN);
    }
    String text = trimmed(digits).toPlainString();
    return sign(value) + (text.contains(".") ? text : text + ".");
  }

  /// As `d.ddde+dd`. With `fixed` there are exactly `fractionDigits`, else at most so many.
  private static String scientificText(
      double value, boolean isFloat, int fractionDigits, boolean fixed, int exponentDigits) {
    BigDecimal digits = shortest(Math.abs(value), isFloat);
    if (fixed || digits.precision() - 1 > fractionDigits) {
      digits = rounded(new BigDecimal(Math.abs(value)), fractionDigits + 1);
    }
    int exponent = digits.signum() == 0 ? 0 : digits.precision() - digits.scale() - 1;
    String all = trimmed(digits).unscaledValue().toString();
    String fraction = all.substring(1);
    if (fixed) {
      fraction = fraction + "0".repeat(fractionDigits - fraction.length());
    }
    String power = Integer.toString(Math.abs(exponent));
    return sign(value)
        + all.charAt(0)
        + "."
        + fraction
        + (exponent < 0 ? "e-" : "e+")
        + "0".repeat(Math.max(0, Math.max(2, exponentDigits) - power.length()))
        + power;
  }

  /// The shortest decimal that reads back as this number; the JDK's own text is that since JDK 19.
  private static BigDecimal shortest(double magnitude, boolean isFloat) {
    String text = isFloat ? Float.toString((float) magnitude) : Double.toString(magnitude);
    return trimmed(new BigDecimal(text));
  }

  private static BigDecimal rounded(BigDecimal exact, int significant) {
    return exact.round(new MathContext(significant, RoundingMode.HALF_EVEN));
  }

  private static BigDecimal trimmed(BigDecimal digits) {
    return digits.signum() == 0 ? BigDecimal.ZERO : digits.stripTrailingZeros();
  }

  private static String sign(double value) {
    return Math.copySign(1, value) < 0 ? "-" : "";
  }

  private static String nonFinite(double value) {
    return Double.isNaN(value) ? "nan" : value < 0 ? "-inf" : "inf";
  }

  private static String leftPadded(String text, int width) {
    return " ".repeat(Math.max(0, width - text.length())) + text;
  }
}
