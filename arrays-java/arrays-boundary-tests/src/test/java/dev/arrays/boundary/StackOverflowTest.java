package dev.arrays.boundary;

import static org.assertj.core.api.Assertions.assertThat;

import dev.arrays.ByteNdArray;
import dev.arrays.DataType;
import dev.arrays.DoubleNdArray;
import dev.arrays.Explanation;
import dev.arrays.NativeLoadException;
import dev.arrays.NdArray;
import dev.arrays.RustException;
import dev.arrays.RustPanicException;
import dev.arrays.fixtures.Failures;
import dev.arrays.fixtures.Lifetimes;
import dev.arrays.fixtures.Results;
import dev.arrays.fixtures.Slices;
import dev.arrays.fixtures.Split;
import dev.arrays.fixtures.Views;
import dev.arrays.testing.ChildJvm;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Calls from every depth of a small stack, the first call of a JVM among them. What overflows is
/// thrown as it is, and nothing stays broken: each thread can call, no memory stays borrowed, and
/// none gets lost.
class StackOverflowTest {

  /// A way to Rust and back. The arrays are made before the stack is used up.
  enum Way {
    JAVA_ARRAY {
      @Override
      Runnable call() {
        double[] x = {1, 2, 3};
        return () -> check(Split.plainSum(x) == 6);
      }
    },
    VIEW {
      @Override
      Runnable call() {
        DoubleNdArray x = DoubleNdArray.of(1, 2, 3);
        return () -> check(Split.plainSum(x) == 6);
      }
    },
    WRAPPED {
      @Override
      Runnable call() {
        double[] x = {1, 2, 3};
        return () -> check(Views.weighDynamic(DoubleNdArray.wrap(x, 3, 1)) == 8);
      }
    },
    NATIVE {
      @Override
      Runnable call() {
        DoubleNdArray x = DoubleNdArray.wrap(Arena.global().allocate(24, 8), new long[] {3});
        return () -> Views.fillF64(x, 5);
      }
    },
    SPLIT {
      @Override
      Runnable call() {
        double[] x = new double[100_000];
        x[7] = 6;
        return () -> check(Split.plainSum(x) == 6);
      }
    },
    STAGED {
      @Override
      Runnable call() {
        double[] x = new double[100_000];
        return () -> Slices.reverse(x);
      }
    },
    BOOL {
      @Override
      Runnable call() {
        ByteNdArray x = ByteNdArray.of((byte) 1, (byte) 0).asDataType(DataType.BOOL);
        return () -> Views.invert(x);
      }
    },
    EXPLAINED {
      @Override
      Runnable call() {
        double[] x = {1, 2, 3};
        Runnable sum = () -> Split.plainSum(x);
        return () -> check(Explanation.explain(sum).size() == 1);
      }
    },
    SMALL_RESULT {
      @Override
      Runnable call() {
        return () -> close(Results.range(100));
      }
    },
    LARGE_RESULT {
      @Override
      Runnable call() {
        return () -> close(Results.range(200_000));
      }
    },
    TEXT {
      @Override
      Runnable call() {
        return () -> check(Results.repeat("ab", 2).length() == 4);
      }
    },
    ERR {
      @Override
      Runnable call() {
        return () -> {
          try {
            Failures.parse("no number");
          } catch (RustException e) {
            return;
          }
          throw new AssertionError("no exception");
        };
      }
    },
    PANIC {
      @Override
      Runnable call() {
        double[] x = {1};
        return () -> {
          try {
            Failures.panicsBeforeWriting(x, true);
          } catch (RustPanicException e) {
            return;
          }
          throw new AssertionError("no exception");
        };
      }
    };

    abstract Runnable call();

    static void check(boolean holds) {
      if (!holds) {
        throw new AssertionError("another result");
      }
    }

    static void close(NdArray<?> result) {
      result.close();
    }
  }

  /// Calls from the depths of several threads, then from threads with all their stack.
  public static final class Program {
    private static final int DEPTHS = 2500;

    private int depths;
    private int overflows;
    private int calls;

    public static void main(String[] arguments) throws Exception {
      Runnable call = Way.valueOf(arguments[0]).call();
      int rounds = Integer.parseInt(arguments[1]);
      int overflows = 0;
      int calls = 0;
      long start = 0;
      for (int round = 0; round < rounds; round++) {
        Program program = new Program();
        List<Throwable> failures = new ArrayList<>();
        Thread deep = new Thread(null, () -> program.descend(call), "deep", 512 << 10);
        deep.setUncaughtExceptionHandler((thread, thrown) -> failures.add(thrown));
        deep.start();
        deep.join();
        for (Throwable failure : failures) {
          throw new AssertionError("in the depth", failure);
        }
        overflows += program.overflows;
        calls += program.calls;
        if (round == 0) {
          // What is kept for good, such as where a panic finds the lines, is there by now.
          call.run();
          start = Lifetimes.liveBytes();
        }
      }
      call.run();
      long lost = Lifetimes.liveBytes() - start;
      List<Throwable> failures = new ArrayList<>();
      List<Thread> threads = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        Thread thread = (i % 2 == 0 ? Thread.ofPlatform() : Thread.ofVirtual()).unstarted(call);
        thread.setUncaughtExceptionHandler((failed, thrown) -> failures.add(thrown));
        threads.add(thread);
      }
      for (Thread thread : threads) {
        thread.start();
        thread.join();
      }
      for (Throwable failure : failures) {
        throw new AssertionError("afterwards", failure);
      }
      double[] x = {1};
      Views.fillF64(x, 2);
      if (!Explanation.explain(() -> Split.plainSum(x)).getFirst().function().equals("plainSum")) {
        throw new AssertionError("another explanation");
      }
      System.out.println(
          overflows > 0 && calls > 0 ? "done" : overflows + " overflows, " + calls + " calls");
      // A batch of small results is released as a whole.
      System.out.println(lost < 128_000 ? "nothing lost" : lost + " bytes lost");
    }

    @SuppressWarnings("InfiniteRecursion") // Until the stack is used up.
    private void descend(Runnable call) {
      try {
        descend(call);
      } catch (StackOverflowError e) {
        // From here upwards.
      }
      if (depths < DEPTHS) {
        depths++;
        try {
          call.run();
          calls++;
        } catch (StackOverflowError e) {
          overflows++;
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void callsFromEveryDepthOfAnInterpretedProgramLeaveNothingBroken(Way way) throws Exception {
    assertThat(run(way, 2, "-Xint")).isEqualTo("done\nnothing lost\n");
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void callsFromEveryDepthOfACompiledProgramLeaveNothingBroken(Way way) throws Exception {
    assertThat(run(way, 8)).isEqualTo("done\nnothing lost\n");
  }

  private static String run(Way way, int rounds, String... options) throws Exception {
    List<String> all = new ArrayList<>(List.of(options));
    all.add("--enable-native-access=ALL-UNNAMED");
    if (way == Way.STAGED) {
      all.add("-Ddev.arrays.budget=0");
    }
    return ChildJvm.run(all, Program.class, way.name(), Integer.toString(rounds)).output();
  }

  /// Fills the heap, calls, frees the heap and calls again.
  public static final class Exhausted {
    public static void main(String[] arguments) {
      Runnable call = Way.valueOf(arguments[0]).call();
      List<Object> filled = new ArrayList<>();
      boolean isThrown = false;
      for (int size = 1 << 20; size >= 1 << 15; size >>= 1) {
        try {
          while (true) {
            filled.add(new byte[size]);
          }
        } catch (OutOfMemoryError e) {
          // The next smaller ones.
        }
      }
      try {
        call.run();
      } catch (OutOfMemoryError e) {
        // Even the constant of a text would be a new object.
        isThrown = true;
      }
      int pieces = filled.size();
      filled.clear();
      call.run();
      System.out.println(isThrown + " after " + (pieces > 10));
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Way.class,
      names = {"JAVA_ARRAY", "SPLIT", "BOOL", "SMALL_RESULT", "ERR"})
  void aFirstCallWithoutHeapCanBeMadeAgain(Way way) throws Exception {
    assertThat(
            ChildJvm.run(
                    List.of("-Xmx48m", "--enable-native-access=ALL-UNNAMED"),
                    Exhausted.class,
                    way.name())
                .output())
        .isEqualTo("true after true\n");
  }

  /// Calls while the library is missing, and again when it has come.
  public static final class Missing {
    public static void main(String[] arguments) {
      String property = "dev.arrays.library.dev.arrays.fixtures.arrays_fixtures";
      System.setProperty(property, "nowhere.so");
      for (int i = 0; i < 2; i++) {
        try {
          Split.plainSum(new double[] {1});
        } catch (NativeLoadException e) {
          System.out.println(e.getMessage().startsWith("plainSum: arrays_fixtures: "));
        }
      }
      System.clearProperty(property);
      System.out.println(Split.plainSum(new double[] {1, 2}));
    }
  }

  @Test
  void aLibraryThatComesLaterIsLoadedByTheNextCall() throws Exception {
    assertThat(ChildJvm.run(List.of("--enable-native-access=ALL-UNNAMED"), Missing.class).output())
        .isEqualTo("true\ntrue\n3.0\n");
  }
}
