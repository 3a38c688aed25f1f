package dev.arrays.boundary;

import static org.assertj.core.api.Assertions.assertThat;

import dev.arrays.DataType;
import dev.arrays.NdArray;
import dev.arrays.fixtures.Borrows;
import dev.arrays.testing.ChildJvm;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// A million random pairs of views: what the overlap check says of them against sets of bytes, and
/// what a function that reads one and writes the other makes of those it lets pass.
///
/// Debug builds of a library check more than release builds do. They must not refuse more.
class OverlapPropertyTest {
  private static final int SIZE = 256;
  private static final int PAIRS = 1_000_000;

  @Test
  void noOverlapIsMissedAndFewAlarmsAreFalse() throws Exception {
    Program.main();
  }

  @Test
  void whatAReleaseBuildTakesADebugBuildTakesToo() throws Exception {
    Path workspace = Path.of("../../arrays-rs").toRealPath();
    // A folder of its own: the Rust tests, which may be running, build this crate with other
    // features.
    Path target = Path.of("target", "debug-library").toAbsolutePath();
    Process cargo =
        new ProcessBuilder(
                "cargo",
                "build",
                "--quiet",
                "--offline",
                "--locked",
                "--package=arrays-fixtures",
                "--target-dir=" + target)
            .directory(workspace.toFile())
            .inheritIO()
            .start();
    assertThat(cargo.waitFor()).isZero();
    Path library = target.resolve("debug", System.mapLibraryName("arrays_fixtures"));
    ChildJvm.Exit exit =
        ChildJvm.run(
            List.of(
                "--enable-native-access=ALL-UNNAMED",
                "-Ddev.arrays.library.dev.arrays.fixtures.arrays_fixtures=" + library),
            Program.class);
    assertThat(exit.exitCode()).as(exit.output()).isZero();
    assertThat(exit.output()).contains("a debug build wrote");
  }

  /// What is tried with one build of the library.
  public static final class Program {
    private final Random random = new Random(7);
    private final Tour tour = new Tour();
    private int shared;
    private int apartInOneRange;
    private int falseAlarms;
    private int repeating;
    private int falseSelfAlarms;
    private int written;

    public static void main(String... args) throws Exception {
      new Program().run();
    }

    /// Of the pairs that are apart, those whose ranges are apart too say little: what counts is
    /// that there are many of each kind.
    private void run() throws Exception {
      try (Arena arena = Arena.ofConfined()) {
        MemorySegment[] memories = {
          MemorySegment.ofArray(new long[SIZE / Long.BYTES]),
          MemorySegment.ofArray(new byte[SIZE]),
          arena.allocate(SIZE, Long.BYTES)
        };
        for (int pair = 0; pair < PAIRS; pair++) {
          int memory = random.nextInt(memories.length);
          int otherMemory = random.nextInt(16) == 0 ? random.nextInt(memories.length) : memory;
          NdArray<?> a = randomView(memories[memory]);
          NdArray<?> b = randomView(memories[otherMemory]);
          check(a, b, memory == otherMemory);
        }
      }
      System.out.printf(
          "%,d pairs: %,d share bytes, %,d are apart within one range; %d false alarms%n"
              + "of themselves %,d repeat elements; %d false alarms%n"
              + "%s wrote %,d views%n",
          PAIRS,
          shared,
          apartInOneRange,
          falseAlarms,
          repeating,
          falseSelfAlarms,
          Borrows.isDebugBuild() ? "a debug build" : "a release build",
          written);
      assertThat(falseAlarms).isLessThan(PAIRS / 1000);
      assertThat(falseSelfAlarms).isLessThan(PAIRS / 1000);
      assertThat(shared).isGreaterThan(PAIRS / 10);
      assertThat(apartInOneRange).isGreaterThan(PAIRS / 10);
      assertThat(repeating).isBetween(PAIRS / 10, PAIRS - PAIRS / 10);
      assertThat(written).isGreaterThan(PAIRS / 10);
    }

    private void check(NdArray<?> a, NdArray<?> b, boolean isOneMemory) throws Exception {
      BitSet bytes = bytes(a);
      boolean isRepeating = bytes.cardinality() != a.size() * a.dataType().byteSize();
      boolean isShared = isOneMemory && bytes.intersects(bytes(b));

      boolean answer = a.mayShareMemory(b);
      boolean selfAnswer = a.mayOverlapItself();
      if ((isShared && !answer)
          || (!isShared && a.sharesMemory(b))
          || b.mayShareMemory(a) != answer) {
        throw new AssertionError(layout(a) + " and " + layout(b) + ": " + answer);
      }
      if ((isRepeating && !selfAnswer) || (!isRepeating && a.overlapsItself())) {
        throw new AssertionError(layout(a) + ": " + selfAnswer);
      }
      shared += isShared ? 1 : 0;
      boolean isOneRange = a.start() < b.end() && b.start() < a.end();
      apartInOneRange += !isShared && isOneMemory && isOneRange ? 1 : 0;
      falseAlarms += answer && !isShared ? 1 : 0;
      repeating += isRepeating ? 1 : 0;
      falseSelfAlarms += selfAnswer && !isRepeating ? 1 : 0;
      if (!answer && !selfAnswer) {
        tour.write(a, b);
        written++;
      }
    }

    /// A view of rank 0 to 5, with strides of both signs, that fits the memory by construction.
    private NdArray<?> randomView(MemorySegment segment) {
      while (true) {
        DataType type = DataType.ofCode(1 + random.nextInt(DataType.values().length));
        if (type.byteSize() > segment.maxByteAlignment()) {
          continue;
        }
        int rank = random.nextInt(6);
        long[] shape = new long[rank];
        long[] strides = new long[rank];
        long below = 0;
        long above = 0;
        for (int axis = 0; axis < rank; axis++) {
          shape[axis] = random.nextInt(20) == 0 ? 0 : 1 + random.nextInt(4);
          strides[axis] = random.nextInt(-12, 13);
          long reach = Math.max(0, shape[axis] - 1) * strides[axis];
          below += Math.max(0, -reach);
          above += Math.max(0, reach);
        }
        long places = SIZE / type.byteSize() - below - above;
        if (places > 0) {
          long offset = (below + random.nextLong(places)) * type.byteSize();
          return NdArray.wrap(segment, type, offset, shape, strides, null);
        }
      }
    }
  }

  /// Calls of [Borrows#tour], whose overloads differ in the widths of the elements.
  private static final class Tour {
    private final Map<List<Class<?>>, Method> overloads = new HashMap<>();

    Tour() {
      for (Method method : Borrows.class.getMethods()) {
        if (method.getName().equals("tour")) {
          overloads.put(List.of(method.getParameterTypes()), method);
        }
      }
    }

    /// Lets a function write one array and read the other, and checks every byte.
    void write(NdArray<?> y, NdArray<?> x) throws Exception {
      byte[] before = y.segment().toArray(ValueLayout.JAVA_BYTE);
      long sum = 0;
      for (int offset : offsets(x)) {
        sum += element(x, offset);
      }
      NdArray<?> numbers = unsigned(x);
      NdArray<?> places = unsigned(y);
      Method method = overloads.get(List.of(numbers.getClass(), places.getClass()));
      try {
        Object added = method.invoke(null, numbers, places);
        if (!added.equals(sum)) {
          throw new AssertionError(layout(x) + ": " + added + ", not " + sum);
        }
      } catch (InvocationTargetException e) {
        throw new AssertionError("reading " + layout(x) + ", writing " + layout(y), e.getCause());
      }
      byte[] after = y.segment().toArray(ValueLayout.JAVA_BYTE);
      long place = 0;
      long mask = -1L >>> (Long.SIZE - 8 * y.dataType().byteSize());
      for (int offset : offsets(y)) {
        long expected = place++ + y.rank() & mask;
        if (element(y, offset) != expected) {
          throw new AssertionError(
              layout(y) + ": " + element(y, offset) + " at byte " + offset + ", not " + expected);
        }
        System.arraycopy(after, offset, before, offset, y.dataType().byteSize());
      }
      if (!Arrays.equals(before, after)) {
        throw new AssertionError(layout(y) + ": bytes of no element were written");
      }
    }

    private static NdArray<?> unsigned(NdArray<?> array) {
      DataType type =
          switch (array.dataType().byteSize()) {
            case Long.BYTES -> DataType.UINT64;
            case Integer.BYTES -> DataType.UINT32;
            case Short.BYTES -> DataType.UINT16;
            default -> DataType.UINT8;
          };
      return NdArray.wrap(
          array.segment(), type, array.byteOffset(), array.shape(), array.strides(), null);
    }

    private static long element(NdArray<?> array, int offset) {
      MemorySegment memory = array.segment();
      return switch (array.dataType().byteSize()) {
        case Long.BYTES -> memory.get(ValueLayout.JAVA_LONG_UNALIGNED, offset);
        case Integer.BYTES ->
            Integer.toUnsignedLong(memory.get(ValueLayout.JAVA_INT_UNALIGNED, offset));
        case Short.BYTES ->
            Short.toUnsignedLong(memory.get(ValueLayout.JAVA_SHORT_UNALIGNED, offset));
        default -> Byte.toUnsignedLong(memory.get(ValueLayout.JAVA_BYTE, offset));
      };
    }
  }

  /// Where in the segment each element starts, in row-major order.
  private static List<Integer> offsets(NdArray<?> array) {
    List<Integer> offsets = new ArrayList<>();
    if (array.size() > 0) {
      offsets.add((int) array.byteOffset());
    }
    for (int axis = 0; axis < array.rank() && array.size() > 0; axis++) {
      List<Integer> further = new ArrayList<>();
      for (int offset : offsets) {
        for (int index = 0; index < array.shape(axis); index++) {
          further.add(offset + index * (int) array.stride(axis) * array.dataType().byteSize());
        }
      }
      offsets = further;
    }
    return offsets;
  }

  private static BitSet bytes(NdArray<?> array) {
    BitSet bytes = new BitSet();
    for (int first : offsets(array)) {
      bytes.set(first, first + array.dataType().byteSize());
    }
    return bytes;
  }

  private static String layout(NdArray<?> array) {
    return "%s %s from byte %d with strides %s"
        .formatted(
            array.dataType(),
            Arrays.toString(array.shape()),
            array.byteOffset(),
            Arrays.toString(array.strides()));
  }
}
