package dev.arrays.boundary;

import static org.assertj.core.api.Assertions.assertThat;

import dev.arrays.BorrowException;
import dev.arrays.DoubleNdArray;
import dev.arrays.Slice;
import dev.arrays.fixtures.Borrows;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Many threads read and write parts of one array at once, for seconds.
class BorrowSoakTest {
  private static final int SIZE = 4096;
  private static final int PLATFORM_THREADS = 6;
  private static final int VIRTUAL_THREADS = 6;
  private static final Duration TIME = Duration.ofSeconds(3);

  /// How often a thread's calls ended in each way.
  private record Tally(long done, long refused, long changed) {

    Tally plus(Tally other) {
      return new Tally(done + other.done, refused + other.refused, changed + other.changed);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"DOUBLE_ARRAY", "ARENA"})
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void callsAreDoneOrRefusedAndNeverDisturbed(BorrowsTest.Memory memory)
      throws InterruptedException, ExecutionException {
    DoubleNdArray x = memory.zeros(SIZE);
    Tally sum = new Tally(0, 0, 0);
    try (ExecutorService platform = Executors.newFixedThreadPool(PLATFORM_THREADS);
        ExecutorService virtual = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Tally>> tallies = new ArrayList<>();
      long end = System.nanoTime() + TIME.toNanos();
      for (int i = 1; i <= PLATFORM_THREADS + VIRTUAL_THREADS; i++) {
        tallies.add((i <= PLATFORM_THREADS ? platform : virtual).submit(caller(x, i, end)));
      }
      for (Future<Tally> tally : tallies) {
        sum = sum.plus(tally.get());
      }
    }
    System.out.printf("%s: %s%n", memory, sum);
    assertThat(sum.changed()).isZero();
    assertThat(sum.done()).isGreaterThan(1000);
    assertThat(sum.refused()).isPositive();
    assertThat(DoubleStream.of(x.toArray()).boxed()).isSubsetOf(numbersOfCallers());
    // Nobody holds anything any more.
    assertThat(Borrows.stamp(x, -1, 1)).isZero();
    assertThat(x.toArray()).containsOnly(-1);
  }

  /// What the elements can be: what one of the callers wrote, or still zero.
  private static List<Double> numbersOfCallers() {
    return IntStream.rangeClosed(0, PLATFORM_THREADS + VIRTUAL_THREADS)
        .asDoubleStream()
        .boxed()
        .toList();
  }

  private static Callable<Tally> caller(DoubleNdArray x, int number, long end) {
    return () -> {
      Random random = new Random(number);
      Tally tally = new Tally(0, 0, 0);
      while (System.nanoTime() < end) {
        DoubleNdArray part = x.slice(randomSlice(random));
        int rounds = 1 + random.nextInt(3);
        try {
          long changed =
              random.nextInt(3) == 0
                  ? Borrows.watch(part, rounds)
                  : Borrows.stamp(part, number, rounds);
          tally = tally.plus(new Tally(1, 0, changed));
        } catch (BorrowException e) {
          tally = tally.plus(new Tally(0, 1, 0));
        }
      }
      return tally;
    };
  }

  private static Slice randomSlice(Random random) {
    long start = random.nextInt(SIZE);
    long stop = start + 1 + random.nextLong(SIZE - start);
    return Slice.range(start, stop, 1 + random.nextInt(3));
  }
}
