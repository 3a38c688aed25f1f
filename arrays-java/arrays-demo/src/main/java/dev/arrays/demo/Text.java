package dev.arrays.demo;

import java.util.Locale;

/// Text for people.
final class Text {
  private Text() {}

  /// Formats as [String#format(String, Object...)] does, with points and commas as in English on
  /// every machine.
  @SuppressWarnings("AnnotateFormatMethod") // One method is not worth the annotation's library.
  static String of(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
