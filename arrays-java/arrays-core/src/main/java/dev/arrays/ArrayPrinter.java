package dev.arrays;

import java.util.ArrayList;
import java.util.List;

/// Writes arrays as NumPy's `str` does, with its default print options.
///
/// Follows `numpy/_core/arrayprint.py`: widths are found over the elements that are shown, lines
/// break at 75 characters, and above 1000 elements each long axis shows its first and last three.
final class ArrayPrinter {
  private static final int LINE_WIDTH = 75;
  private static final int THRESHOLD = 1000;
  private static final int EDGE_ITEMS = 3;
  private static final String ELLIPSIS = "...";

  private final NdArray<?> array;
  private final boolean summary;
  private final ElementFormat format;

  private ArrayPrinter(NdArray<?> array) {
    this.array = array;
    this.summary = array.size() > THRESHOLD;
    List<Long> shown = new ArrayList<>();
    collectShown(0, array.byteOffset(), shown);
    this.format = ElementFormat.of(array, shown);
  }

  static String print(NdArray<?> array) {
    if (array.size() == 0) {
      return "[]";
    }
    if (array.rank() == 0) {
      return ElementFormat.single(array);
    }
    ArrayPrinter printer = new ArrayPrinter(array);
    return printer.axis(0, array.byteOffset(), " ", LINE_WIDTH);
  }

  private void collectShown(int axis, long offset, List<Long> shown) {
    if (axis == array.rank()) {
      shown.add(offset);
      return;
    }
    long length = array.shape(axis);
    for (long i = 0; i < length; i++) {
      i = isCut(length) && i == EDGE_ITEMS ? length - EDGE_ITEMS : i;
      collectShown(axis + 1, offset + i * byteStride(axis), shown);
    }
  }

  private String axis(int axis, long offset, String indent, int width) {
    String content =
        axis == array.rank() - 1
            ? row(axis, offset, indent, width - 1)
            : nested(axis, offset, indent, width - 1);
    return "[" + content.substring(indent.length()) + "]";
  }

  private String row(int axis, long offset, String indent, int width) {
    Lines lines = new Lines(indent, width);
    long length = array.shape(axis);
    for (long i = 0; i < length; i++) {
      if (isCut(length) && i == EDGE_ITEMS) {
        lines.add(ELLIPSIS);
        lines.line.append(' ');
        i = length - EDGE_ITEMS;
      }
      lines.add(format.text(offset + i * byteStride(axis)));
      if (i < length - 1) {
        lines.line.append(' ');
      }
    }
    return lines.end();
  }

  private String nested(int axis, long offset, String indent, int width) {
    String separator = "\n".repeat(array.rank() - 1 - axis);
    StringBuilder text = new StringBuilder();
    long length = array.shape(axis);
    for (long i = 0; i < length; i++) {
      if (isCut(length) && i == EDGE_ITEMS) {
        text.append(indent).append(ELLIPSIS).append(separator);
        i = length - EDGE_ITEMS;
      }
      text.append(indent)
          .append(axis(axis + 1, offset + i * byteStride(axis), indent + " ", width));
      if (i < length - 1) {
        text.append(separator);
      }
    }
    return text.toString();
  }

  private boolean isCut(long length) {
    return summary && length > 2 * EDGE_ITEMS;
  }

  private long byteStride(int axis) {
    return array.stride(axis) * array.dataType().byteSize();
  }

  /// Words in lines that break before they grow too long.
  private static final class Lines {
    private final StringBuilder done = new StringBuilder();
    private final StringBuilder line;
    private final String indent;
    private final int width;

    Lines(String indent, int width) {
      this.indent = indent;
      this.width = width;
      this.line = new StringBuilder(indent);
    }

    void add(String word) {
      // A line with nothing on it yet would not get shorter by a break.
      if (line.length() + word.length() > width && line.length() > indent.length()) {
        done.append(line.toString().stripTrailing()).append('\n');
        line.setLength(0);
        line.append(indent);
      }
      line.append(word);
    }

    String end() {
      return done.append(line).toString();
    }
  }
}
