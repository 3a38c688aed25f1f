package dev.arrays.jcstress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.arrays.BorrowException;
import dev.arrays.DoubleNdArray;
import dev.arrays.Slice;
import dev.arrays.fixtures.Borrows;
import java.lang.foreign.Arena;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLL_Result;
import org.openjdk.jcstress.infra.results.LL_Result;

/// Calls on one memory from several threads.
///
/// Each call is a kernel that says whether anything it had borrowed changed under it. That a call
/// is refused is news for its caller; that two calls run at once that conflict is forbidden, and so
/// is that a call is refused when nobody else is there. An actor calls a few times, so that calls
/// meet, and reports the worst that happened.
public final class CallJcstressTest {
  private static final int SIZE = 64;
  private static final int ROUNDS = 2;
  private static final int CALLS = 20;
  private static final int TRIES = 1_000_000;

  private CallJcstressTest() {}

  /// What became of a call, from the best to the worst.
  enum Call {
    DONE,
    REFUSED,
    DISTURBED;

    private static Call of(LongSupplier kernel) {
      try {
        return kernel.getAsLong() == 0 ? DONE : DISTURBED;
      } catch (BorrowException e) {
        return REFUSED;
      }
    }
  }

  private static Call often(Supplier<Call> call) {
    Call worst = Call.DONE;
    for (int i = 0; i < CALLS; i++) {
      Call last = call.get();
      worst = last.compareTo(worst) > 0 ? last : worst;
    }
    return worst;
  }

  private static Call write(double[] x, double value) {
    return Call.of(() -> Borrows.stamp(x, value, ROUNDS));
  }

  private static Call write(DoubleNdArray x, double value) {
    return Call.of(() -> Borrows.stamp(x, value, ROUNDS));
  }

  private static Call read(DoubleNdArray x) {
    return Call.of(() -> Borrows.watch(x, ROUNDS));
  }

  private static Call writeAtLast(DoubleNdArray x, double value) {
    Call call = write(x, value);
    for (int tries = 1; call == Call.REFUSED && tries < TRIES; tries++) {
      Thread.onSpinWait();
      call = write(x, value);
    }
    return call;
  }

  /// One Java array, handed over as such.
  @JCStressTest
  @Outcome(id = "DONE, DONE, DONE", expect = ACCEPTABLE, desc = "One after the other.")
  @Outcome(
      id = {"DONE, REFUSED, DONE", "REFUSED, DONE, DONE", "REFUSED, REFUSED, DONE"},
      expect = ACCEPTABLE,
      desc = "Some came too early.")
  @Outcome(expect = FORBIDDEN, desc = "Both at once, or refused without a reason.")
  @State
  public static class TwoWriters {
    private final double[] x = new double[SIZE];

    @Actor
    public void first(LLL_Result result) {
      result.r1 = often(() -> write(x, 1));
    }

    @Actor
    public void second(LLL_Result result) {
      result.r2 = often(() -> write(x, 2));
    }

    @Arbiter
    public void afterwards(LLL_Result result) {
      result.r3 = write(x, 3);
    }
  }

  /// Two views that share some of their elements.
  @JCStressTest
  @Outcome(id = "DONE, DONE, DONE", expect = ACCEPTABLE, desc = "One after the other.")
  @Outcome(
      id = {"DONE, REFUSED, DONE", "REFUSED, DONE, DONE", "REFUSED, REFUSED, DONE"},
      expect = ACCEPTABLE,
      desc = "Some came too early.")
  @Outcome(expect = FORBIDDEN, desc = "Both at once, or refused without a reason.")
  @State
  public static class WriterAndReader {
    private final DoubleNdArray x = DoubleNdArray.zeros(SIZE);
    private final DoubleNdArray most = x.slice(Slice.to(SIZE - SIZE / 4));
    private final DoubleNdArray last = x.slice(Slice.from(SIZE / 2));

    @Actor
    public void writer(LLL_Result result) {
      result.r1 = often(() -> write(most, 1));
    }

    @Actor
    public void reader(LLL_Result result) {
      result.r2 = often(() -> read(last));
    }

    @Arbiter
    public void afterwards(LLL_Result result) {
      result.r3 = write(x, 3);
    }
  }

  /// Two views of native memory that share some of their elements.
  @JCStressTest
  @Outcome(id = "DONE, DONE, DONE", expect = ACCEPTABLE, desc = "One after the other.")
  @Outcome(
      id = {"DONE, REFUSED, DONE", "REFUSED, DONE, DONE", "REFUSED, REFUSED, DONE"},
      expect = ACCEPTABLE,
      desc = "Some came too early.")
  @Outcome(expect = FORBIDDEN, desc = "Both at once, or refused without a reason.")
  @State
  public static class TwoWritersOutside {
    // States live by the thousands: more arenas would keep the collector busy and nobody else.
    private static final int STATES = 1 << 16;
    private static final DoubleNdArray MEMORY =
        DoubleNdArray.wrap(
            Arena.global().allocate((long) STATES * SIZE * Double.BYTES, Double.BYTES),
            new long[] {STATES, SIZE});
    private static final AtomicInteger NEXT = new AtomicInteger();

    private final DoubleNdArray x = MEMORY.select(0, NEXT.getAndIncrement() & (STATES - 1));
    private final DoubleNdArray most = x.slice(Slice.to(SIZE - SIZE / 4));
    private final DoubleNdArray last = x.slice(Slice.from(SIZE / 2));

    @Actor
    public void first(LLL_Result result) {
      result.r1 = often(() -> write(most, 1));
    }

    @Actor
    public void second(LLL_Result result) {
      result.r2 = often(() -> write(last, 2));
    }

    @Arbiter
    public void afterwards(LLL_Result result) {
      result.r3 = write(x, 3);
    }
  }

  /// Reading conflicts with nothing but writing.
  @JCStressTest
  @Outcome(id = "DONE, DONE, DONE", expect = ACCEPTABLE, desc = "Both read.")
  @Outcome(expect = FORBIDDEN, desc = "Refused without a reason.")
  @State
  public static class TwoReaders {
    private final DoubleNdArray x = DoubleNdArray.zeros(SIZE);

    @Actor
    public void first(LLL_Result result) {
      result.r1 = often(() -> read(x));
    }

    @Actor
    public void second(LLL_Result result) {
      result.r2 = often(() -> read(x.flip(0)));
    }

    @Arbiter
    public void afterwards(LLL_Result result) {
      result.r3 = write(x, 3);
    }
  }

  /// Halves of one array have nothing to do with each other.
  @JCStressTest
  @Outcome(id = "DONE, DONE, DONE", expect = ACCEPTABLE, desc = "Both write.")
  @Outcome(expect = FORBIDDEN, desc = "Refused without a reason.")
  @State
  public static class WritersApart {
    private final DoubleNdArray x = DoubleNdArray.zeros(SIZE);
    private final DoubleNdArray left = x.slice(Slice.to(SIZE / 2));
    private final DoubleNdArray right = x.slice(Slice.from(SIZE / 2));

    @Actor
    public void first(LLL_Result result) {
      result.r1 = often(() -> write(left, 1));
    }

    @Actor
    public void second(LLL_Result result) {
      result.r2 = often(() -> write(right, 2));
    }

    @Arbiter
    public void afterwards(LLL_Result result) {
      result.r3 = write(x, 3);
    }
  }

  /// Who tries again gets there.
  @JCStressTest
  @Outcome(id = "DONE, DONE", expect = ACCEPTABLE, desc = "Both, sooner or later.")
  @Outcome(expect = FORBIDDEN, desc = "Both at once, or refused for ever.")
  @State
  public static class TwoWritersThatTryAgain {
    private final DoubleNdArray x = DoubleNdArray.zeros(SIZE);

    @Actor
    public void first(LL_Result result) {
      result.r1 = writeAtLast(x, 1);
    }

    @Actor
    public void second(LL_Result result) {
      result.r2 = writeAtLast(x, 2);
    }
  }
}
