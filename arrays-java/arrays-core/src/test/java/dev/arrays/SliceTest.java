package dev.arrays;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SliceTest {

  @Test
  void matchesPythonForEverySmallCase() {
    for (long length = 0; length <= 4; length++) {
      for (long start = -6; start <= 6; start++) {
        for (long stop = -6; stop <= 6; stop++) {
          for (long step = -3; step <= 3; step++) {
            if (step != 0) {
              assertMatches(new Slice(start, stop, step), length);
              assertMatches(new Slice(null, stop, step), length);
              assertMatches(new Slice(start, null, step), length);
              assertMatches(new Slice(null, null, step), length);
            }
          }
        }
      }
    }
  }

  @Test
  void extremeBoundsAndStepsDoNotOverflow() {
    LongNdArray x = LongNdArray.of(0, 1, 2, 3);
    assertThat(x.slice(Slice.range(Long.MIN_VALUE, Long.MAX_VALUE))).isEqualTo(x);
    assertThat(x.slice(Slice.every(Long.MAX_VALUE))).hasToString("[0]");
    assertThat(x.slice(Slice.every(Long.MIN_VALUE))).hasToString("[3]");
    assertThat(x.slice(Slice.range(Long.MAX_VALUE, Long.MIN_VALUE, -3))).hasToString("[3 0]");
  }

  @Test
  void namesTheParts() {
    assertThat(Slice.range(1, 2)).isEqualTo(new Slice(1L, 2L, 1));
    assertThat(Slice.range(1, 2, 3)).isEqualTo(new Slice(1L, 2L, 3));
    assertThat(Slice.from(1)).isEqualTo(new Slice(1L, null, 1));
    assertThat(Slice.to(1)).isEqualTo(new Slice(null, 1L, 1));
    assertThat(Slice.every(-1)).isEqualTo(new Slice(null, null, -1));
  }

  @Test
  void refusesAStepOfZero() {
    assertThatThrownBy(() -> Slice.every(0))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessage("slice: step is 0, expected a positive or negative number");
  }

  /// The indexes by the definition in Python's language reference, one by one.
  static List<Long> pythonIndexes(Slice slice, long length) {
    long step = slice.step();
    long lowest = step > 0 ? 0 : -1;
    long highest = step > 0 ? length : length - 1;
    long i = bound(slice.start(), step > 0 ? lowest : highest, length, lowest, highest);
    long end = bound(slice.stop(), step > 0 ? highest : lowest, length, lowest, highest);
    List<Long> indexes = new ArrayList<>();
    for (; step > 0 ? i < end : i > end; i += step) {
      indexes.add(i);
    }
    return indexes;
  }

  private static long bound(Long given, long open, long length, long lowest, long highest) {
    if (given == null) {
      return open;
    }
    long fromStart = given < 0 ? given + length : given;
    return Math.max(lowest, Math.min(highest, fromStart));
  }

  private static void assertMatches(Slice slice, long length) {
    List<Long> expected = pythonIndexes(slice, length);
    assertThat(slice.count(length)).as("%s of %s", slice, length).isEqualTo(expected.size());
    if (!expected.isEmpty()) {
      assertThat(slice.first(length)).as("%s of %s", slice, length).isEqualTo(expected.getFirst());
    }
  }
}
