package dev.arrays;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Texts against those of NumPy, which `src/test/python/numpy_print.py` wrote down.
class ArrayPrinterTest {

  static Stream<Case> cases() {
    List<Case> cases = new ArrayList<>();
    List<String> printed = new ArrayList<>();
    String head = "";
    for (String line : lines()) {
      if (head.isEmpty()) {
        head = line;
      } else if (line.equals("--")) {
        cases.add(new Case(head, String.join("\n", printed)));
        printed.clear();
        head = "";
      } else {
        printed.add(line);
      }
    }
    return cases.stream();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void printsLikeNumPy(Case printed) {
    assertThat(printed.array()).hasToString(printed.text());
  }

  @Test
  void stridesDoNotShow() {
    DoubleNdArray x = DoubleNdArray.of(1, 2, 3, 4, 5, 6).reshape(2, 3);
    assertThat(x.transpose()).hasToString("[[1. 4.]\n [2. 5.]\n [3. 6.]]");
    assertThat(x.select(1, 1)).hasToString("[2. 5.]");
  }

  @Test
  void onlyWhatIsShownIsRead() {
    DoubleNdArray x = DoubleNdArray.zeros(1).broadcastTo(1L << 30, 1L << 20);
    assertThat(x.toString()).startsWith("[[0. 0. 0. ... 0. 0. 0.]\n").hasLineCount(7);
  }

  private static List<String> lines() {
    try (InputStream in = ArrayPrinterTest.class.getResourceAsStream("numpy_print.txt")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// One array and its text.
  ///
  /// @param head data type, shape and elements as the script writes them
  record Case(String head, String text) {

    NdArray<?> array() {
      String[] words = head.split(" ", -1);
      DataType dataType =
          Arrays.stream(DataType.values())
              .filter(t -> t.toString().equals(words[0]))
              .findAny()
              .orElseThrow();
      long[] shape =
          words[1].equals("scalar")
              ? new long[0]
              : Arrays.stream(words[1].split("x", -1)).mapToLong(Long::parseLong).toArray();
      MemorySegment segment = elements(words[2], dataType.byteSize(), Shapes.size(shape));
      return NdArray.wrap(segment, dataType, 0, shape, Shapes.stridesInOrder(shape), null);
    }

    private static MemorySegment elements(String text, int byteSize, long size) {
      MemorySegment segment = MemorySegment.ofArray(new long[(int) size]);
      if (text.startsWith("0:")) {
        double step = Double.parseDouble(text.substring(2));
        for (int i = 0; i < size; i++) {
          segment.setAtIndex(ValueLayout.JAVA_DOUBLE, i, i * step);
        }
        return segment;
      }
      String[] bits = size == 0 ? new String[0] : text.split(",", -1);
      for (int i = 0; i < size; i++) {
        long value = Long.parseUnsignedLong(bits[i], 16);
        switch (byteSize) {
          case 8 -> segment.setAtIndex(ValueLayout.JAVA_LONG, i, value);
          case 4 -> segment.setAtIndex(ValueLayout.JAVA_INT, i, (int) value);
          case 2 -> segment.setAtIndex(ValueLayout.JAVA_SHORT, i, (short) value);
          default -> segment.set(ValueLayout.JAVA_BYTE, i, (byte) value);
        }
      }
      return segment;
    }
  }
}
