package dev.arrays.kernels.reference;

import dev.arrays.testing.Carrier;
import dev.arrays.testing.Guard;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where the arrays of a call lie.
 *
 * @param isMixed whether each array has the memory and the layout after that of the array before
 *     it, instead of the same
 */
record Variation(int carrier, int layout, boolean isMixed) {
  private static final Carrier[] CARRIERS = Carrier.values();

  /** Calls on more elements than this are made in few variations. */
  private static final long MANY = 4096;

  /**
   * Every memory with every layout, once the same for all arrays and once mixed. Where there are
   * many elements each memory and each layout comes once at least, alternately the same and mixed.
   */
  static List<Variation> of(int arrays, int rank, long elements) {
    int layouts = Layout.of(rank).length;
    List<Variation> variations = new ArrayList<>();
    if (elements > MANY) {
      for (int i = 0; i < Math.max(CARRIERS.length, layouts); i++) {
        variations.add(new Variation(i % CARRIERS.length, i % layouts, i % 2 == 1));
      }
      return variations;
    }
    for (int carrier = 0; carrier < CARRIERS.length; carrier++) {
      for (int layout = 0; layout < layouts; layout++) {
        variations.add(new Variation(carrier, layout, false));
        if (arrays > 1) {
          variations.add(new Variation(carrier, layout, true));
        }
      }
    }
    return variations;
  }

  /** Forwards and backwards beside a page that may not be touched. */
  static List<Variation> beside(Guard guard) {
    int carrier =
        Arrays.asList(CARRIERS)
            .indexOf(guard == Guard.BEFORE ? Carrier.GUARD_BEFORE : Carrier.GUARD_AFTER);
    List<Layout> layouts = Arrays.asList(Layout.of(1));
    return Stream.of(Layout.BY_ROWS, Layout.BACKWARDS)
        .map(layout -> new Variation(carrier, layouts.indexOf(layout), false))
        .toList();
  }

  Carrier carrierOf(int array) {
    return CARRIERS[(carrier + (isMixed ? array : 0)) % CARRIERS.length];
  }

  Layout layoutOf(int array, int rank) {
    Layout[] layouts = Layout.of(rank);
    return layouts[(layout + (isMixed ? array : 0)) % layouts.length];
  }
}
