package dev.arrays.boundary;

import static org.assertj.core.api.Assertions.assertThat;

import dev.arrays.BorrowException;
import dev.arrays.DoubleNdArray;
import dev.arrays.Explanation;
import dev.arrays.fixtures.Borrows;
import dev.arrays.fixtures.Lifetimes;
import dev.arrays.fixtures.Split;
import dev.arrays.testing.ChildJvm;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What the system properties change. Each is read once, so each case is a JVM of its own.
class SettingsTest {

  /// Says on which road a call went, then writes an array that a call on another thread is reading.
  public static final class Program {
    public static void main(String[] arguments) throws InterruptedException {
      double[] few = {1, 2, 3};
      for (Explanation call : Explanation.explain(() -> Split.plainSum(few))) {
        System.out.println(call.road());
      }
      DoubleNdArray x =
          DoubleNdArray.wrap(Arena.global().allocate(8000, Double.BYTES), new long[] {1000});
      Thread reader = new Thread(() -> Lifetimes.watch(x, x, 0, 500_000));
      reader.start();
      while (Lifetimes.watching() == 0) {
        Thread.onSpinWait();
      }
      try {
        System.out.println("changed " + Borrows.stamp(x, 0, 1));
      } catch (BorrowException e) {
        System.out.println("refused");
      }
      reader.join();
    }
  }

  @Test
  void callsOnOtherThreadsAreCheckedUnlessToldOtherwise() throws Exception {
    assertThat(run()).isEqualTo("CRITICAL\nrefused\n");
    assertThat(run("-Ddev.arrays.borrow=threads")).isEqualTo("CRITICAL\nrefused\n");
    assertThat(run("-Ddev.arrays.borrow=call")).isEqualTo("CRITICAL\nchanged 0\n");
    assertThat(run("-Ddev.arrays.borrow=none"))
        .contains("-Ddev.arrays.borrow is none, expected threads or call");
  }

  @Test
  void withoutABudgetNoCallIsCritical() throws Exception {
    assertThat(run("-Ddev.arrays.budget=0")).isEqualTo("STAGED\nrefused\n");
    assertThat(run("-Ddev.arrays.budget=-1"))
        .contains("-Ddev.arrays.budget is -1, expected microseconds from 0 on");
  }

  private static String run(String... settings) throws Exception {
    List<String> options = new ArrayList<>(List.of(settings));
    options.add("--enable-native-access=ALL-UNNAMED");
    return ChildJvm.run(options, Program.class).output();
  }
}
