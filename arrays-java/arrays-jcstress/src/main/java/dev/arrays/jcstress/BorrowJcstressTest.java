package dev.arrays.jcstress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.arrays.BorrowException;
import dev.arrays.DoubleNdArray;
import dev.arrays.Slice;
import dev.arrays.bind.Borrow;
import dev.arrays.bind.Kernel;
import dev.arrays.bind.Parts;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLL_Result;

/// Claims of one memory from several threads, without the calls they are made for: so they are more
/// often at the same step. An actor claims many times and reports the worst that happened.
public final class BorrowJcstressTest {
  private static final int CLAIMS = 100;

  private BorrowJcstressTest() {}

  /// What became of a claim, from the best to the worst.
  enum Claim {
    HELD,
    REFUSED,
    HELD_WITH_ANOTHER
  }

  private static Claim often(Supplier<Claim> claim) {
    Claim worst = Claim.HELD;
    for (int i = 0; i < CLAIMS; i++) {
      Claim last = claim.get();
      worst = last.compareTo(worst) > 0 ? last : worst;
    }
    return worst;
  }

  /// An array of three elements, of which all claims of this class have the middle one.
  static final class Memory {
    private static final Kernel KERNEL = new Kernel("claim", Parts.NONE, false, "x");
    private static final int READER = 1;
    private static final int WRITER = 1 << 16;

    private final double[] elements = new double[3];
    private final DoubleNdArray x = DoubleNdArray.wrap(elements);
    private final DoubleNdArray left = x.slice(Slice.to(2));
    private final DoubleNdArray right = x.slice(Slice.from(1));

    /// The claims that are held, the writers in the upper half.
    private final AtomicInteger held = new AtomicInteger();

    Claim write(DoubleNdArray part) {
      Borrow borrow = Borrow.claim(KERNEL, true);
      try {
        borrow.write(0, part).check();
        return hold(WRITER, 0);
      } catch (BorrowException e) {
        return Claim.REFUSED;
      } finally {
        borrow.release(1);
      }
    }

    Claim writeWhole() {
      Borrow borrow = Borrow.claim(KERNEL, true);
      try {
        borrow.write(0, elements, 3 * Double.BYTES).check();
        return hold(WRITER, 0);
      } catch (BorrowException e) {
        return Claim.REFUSED;
      } finally {
        borrow.release(1);
      }
    }

    Claim read(DoubleNdArray part) {
      Borrow borrow = Borrow.claim(KERNEL, false);
      try {
        borrow.read(0, part).check();
        return hold(READER, WRITER - 1);
      } catch (BorrowException e) {
        return Claim.REFUSED;
      } finally {
        borrow.release(1);
      }
    }

    private Claim hold(int kind, int allowed) {
      int others = held.getAndAdd(kind);
      held.getAndAdd(-kind);
      return others <= allowed ? Claim.HELD : Claim.HELD_WITH_ANOTHER;
    }
  }

  /// Writers of two views that share an element.
  @JCStressTest
  @Outcome(id = "HELD, HELD, HELD", expect = ACCEPTABLE, desc = "One after the other.")
  @Outcome(
      id = {"HELD, REFUSED, HELD", "REFUSED, HELD, HELD", "REFUSED, REFUSED, HELD"},
      expect = ACCEPTABLE,
      desc = "Some came too early.")
  @Outcome(expect = FORBIDDEN, desc = "Both at once, or refused without a reason.")
  @State
  public static class TwoWriters {
    private final Memory memory = new Memory();

    @Actor
    public void left(LLL_Result result) {
      result.r1 = often(() -> memory.write(memory.left));
    }

    @Actor
    public void right(LLL_Result result) {
      result.r2 = often(() -> memory.write(memory.right));
    }

    @Arbiter
    public void afterwards(LLL_Result result) {
      result.r3 = memory.writeWhole();
    }
  }

  /// A writer of a Java array and a reader of a view of it.
  @JCStressTest
  @Outcome(id = "HELD, HELD, HELD", expect = ACCEPTABLE, desc = "One after the other.")
  @Outcome(
      id = {"HELD, REFUSED, HELD", "REFUSED, HELD, HELD", "REFUSED, REFUSED, HELD"},
      expect = ACCEPTABLE,
      desc = "Some came too early.")
  @Outcome(expect = FORBIDDEN, desc = "Both at once, or refused without a reason.")
  @State
  public static class WriterAndReader {
    private final Memory memory = new Memory();

    @Actor
    public void writer(LLL_Result result) {
      result.r1 = often(() -> memory.writeWhole());
    }

    @Actor
    public void reader(LLL_Result result) {
      result.r2 = often(() -> memory.read(memory.right));
    }

    @Arbiter
    public void afterwards(LLL_Result result) {
      result.r3 = memory.writeWhole();
    }
  }

  /// A reader that comes while another one reads, and a writer after both.
  @JCStressTest
  @Outcome(id = "HELD, HELD, HELD", expect = ACCEPTABLE, desc = "Both read.")
  @Outcome(expect = FORBIDDEN, desc = "Refused without a reason.")
  @State
  public static class TwoReaders {
    private final Memory memory = new Memory();

    @Actor
    public void left(LLL_Result result) {
      result.r1 = often(() -> memory.read(memory.left));
    }

    @Actor
    public void right(LLL_Result result) {
      result.r2 = often(() -> memory.read(memory.right));
    }

    @Arbiter
    public void afterwards(LLL_Result result) {
      result.r3 = memory.writeWhole();
    }
  }
}
