package dev.arrays.codegen;

import java.util.List;
import java.util.regex.Pattern;

/** How Java source is laid out: indentation and the breaking of long lists. */
final class Layout {
  private static final int COLUMNS = 100;
  private static final Pattern UNICODE_ESCAPE = Pattern.compile("(?<!\\\\)((?:\\\\\\\\)*)\\\\u");

  private Layout() {}

  /** Indents every line that is not empty. */
  static String indent(int spaces, String text) {
    return text.replaceAll("(?m)^(?=.)", " ".repeat(spaces));
  }

  /**
   * Writes {@code head(items)tail}: on one line if it fits, else with the items on the next, else
   * with one item per line.
   *
   * @param column where the text will start
   */
  static String list(int column, String head, List<String> items, String tail) {
    String joined = String.join(", ", items);
    String oneLine = head + "(" + joined + ")" + tail;
    if (items.isEmpty() || (column + oneLine.length() <= COLUMNS && !joined.contains("\n"))) {
      return oneLine;
    }
    String separator =
        column + 4 + joined.length() + 1 + tail.length() <= COLUMNS && !joined.contains("\n")
            ? ", "
            : ",\n";
    return head + "(\n" + indent(4, String.join(separator, items)) + ")" + tail;
  }

  /**
   * Writes {@code head(items)tail} on as few lines as hold the items, which are short and many.
   *
   * @param column where the text will start
   * @param separator what stands between two items, its space apart
   */
  static String filled(int column, String head, List<String> items, String separator, String tail) {
    return joined(column, head + "(", items, separator, ")" + tail);
  }

  /** Writes the same without the parentheses. */
  static String joined(int column, String head, List<String> items, String separator, String tail) {
    String oneLine = head + String.join(separator + " ", items) + tail;
    if (column + oneLine.length() <= COLUMNS) {
      return oneLine;
    }
    StringBuilder text = new StringBuilder(head.stripTrailing()).append("\n    ");
    int used = column + 4;
    for (int i = 0; i < items.size(); i++) {
      String item = items.get(i) + (i + 1 < items.size() ? separator : tail);
      if (i > 0 && used + 1 + item.length() > COLUMNS) {
        text.append("\n    ");
        used = column + 4;
      } else if (i > 0) {
        text.append(' ');
        used++;
      }
      text.append(item);
      used += item.length();
    }
    return text.toString();
  }

  /**
   * Writes a chain of method calls: on one line if it fits, else with each on a line of its own.
   */
  static String chained(int column, String head, List<String> links) {
    String oneLine = head + String.join("", links);
    return column + oneLine.length() <= COLUMNS
        ? oneLine
        : head + "\n    " + String.join("\n    ", links);
  }

  /** Writes a string literal. */
  static String literal(String text) {
    return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + "\"";
  }

  /**
   * Writes source in which no text from a manifest is a Unicode escape: the compiler reads them
   * everywhere, in comments too, where an escaped line end would end the comment.
   */
  static String withoutUnicodeEscapes(String source) {
    return UNICODE_ESCAPE.matcher(source).replaceAll("$1\\\\u005cu");
  }
}
