package dev.arrays;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Chains of random views against a model that knows nothing of strides: a map from index to value.
class NdArrayPropertyTest {
  private static final int STEPS = 6;

  static IntStream seeds() {
    return IntStream.range(0, 300);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void chainsOfViewsShowWhatTheModelShows(int seed) {
    Random random = new Random(seed);
    long[] shape = randomShape(random);
    Model model = Model.counting(shape);
    try (Arena arena = Arena.ofConfined()) {
      IntNdArray array = IntNdArray.wrap(memory(model.values, arena, seed), shape);
      for (int step = 0; step < STEPS; step++) {
        switch (random.nextInt(8)) {
          case 0 -> {
            Slice[] slices = new Slice[random.nextInt(array.rank() + 1)];
            for (int axis = 0; axis < slices.length; axis++) {
              slices[axis] = randomSlice(random, array.shape(axis));
            }
            array = array.slice(slices);
            model = model.slice(slices);
          }
          case 1 -> {
            int axis = random.nextInt(Math.max(1, array.rank()));
            if (array.rank() > 0 && array.shape(axis) > 0) {
              int index = random.nextInt((int) array.shape(axis));
              array = array.select(axis, random.nextBoolean() ? index : index - array.shape(axis));
              model = model.select(axis, index);
            }
          }
          case 2 -> {
            List<Integer> order =
                new ArrayList<>(IntStream.range(0, array.rank()).boxed().toList());
            Collections.shuffle(order, random);
            int[] axes = order.stream().mapToInt(Integer::intValue).toArray();
            array = array.permute(axes);
            model = model.permute(axes);
          }
          case 3 -> {
            int last = array.rank() - 1;
            array = array.transpose();
            model = model.permute(IntStream.rangeClosed(0, last).map(a -> last - a).toArray());
          }
          case 4 -> {
            int axis = random.nextInt(array.rank() + 1);
            array = array.expandDims(axis);
            model = new Model(Shapes.with(model.shape, axis, 1), model.values);
          }
          case 5 -> {
            array = array.squeeze();
            model =
                new Model(Arrays.stream(model.shape).filter(n -> n != 1).toArray(), model.values);
          }
          case 6 -> {
            long[] newShape = regrouped(random, array.size());
            boolean viewExists = true;
            try {
              array = array.reshape(newShape);
            } catch (ShapeMismatchException e) {
              assertThat(e).hasMessageEndingWith("call copy() first");
              viewExists = false;
            }
            if (viewExists) {
              model = new Model(newShape, model.values);
            } else {
              assertThat(array.copy().reshape(newShape).toArray()).isEqualTo(model.values);
            }
          }
          default -> {
            if (array.rank() > 0) {
              int axis = random.nextInt(array.rank());
              array = array.flip(axis);
              Slice[] slices = new Slice[axis + 1];
              Arrays.fill(slices, Slice.all());
              slices[axis] = Slice.every(-1);
              model = model.slice(slices);
            }
          }
        }
        assertShows(array, model);
      }
    }
  }

  private static void assertShows(IntNdArray array, Model model) {
    assertThat(array.shape()).isEqualTo(model.shape);
    assertThat(array.toArray()).isEqualTo(model.values);
    assertThat(array.stream().toArray()).isEqualTo(model.values);
    assertThat(array.copy()).isEqualTo(array).hasSameHashCodeAs(array);
    assertThat(array.copy().isContiguous()).isTrue();
    assertThat(array.isContiguous()).isEqualTo(isContiguousByOffsets(array));
    for (int i = 0; i < model.values.length; i++) {
      assertThat(array.get(index(i, model.shape))).isEqualTo(model.values[i]);
    }
  }

  private static boolean isContiguousByOffsets(IntNdArray array) {
    Offsets offsets = new Offsets(array);
    for (long expected = array.byteOffset(); offsets.hasNext(); expected += Integer.BYTES) {
      if (offsets.next() != expected) {
        return false;
      }
    }
    return true;
  }

  private static MemorySegment memory(int[] values, Arena arena, int seed) {
    return seed % 2 == 0
        ? MemorySegment.ofArray(values.clone())
        : arena.allocateFrom(ValueLayout.JAVA_INT, values);
  }

  private static long[] randomShape(Random random) {
    return random.longs(random.nextInt(4), 0, 5).map(n -> n == 0 ? random.nextInt(2) : n).toArray();
  }

  private static Slice randomSlice(Random random, long length) {
    int reach = (int) length + 2;
    Long start = random.nextInt(4) == 0 ? null : (long) (random.nextInt(2 * reach) - reach);
    Long stop = random.nextInt(4) == 0 ? null : (long) (random.nextInt(2 * reach) - reach);
    int step = random.nextInt(3) + 1;
    return new Slice(start, stop, random.nextBoolean() ? step : -step);
  }

  /// The prime factors of the size, dealt out to a few axes.
  private static long[] regrouped(Random random, long size) {
    long[] shape = new long[1 + random.nextInt(4)];
    Arrays.fill(shape, 1);
    if (size == 0) {
      shape[random.nextInt(shape.length)] = 0;
      return shape;
    }
    long rest = size;
    for (long factor = 2; rest > 1; factor++) {
      for (; rest % factor == 0; rest /= factor) {
        shape[random.nextInt(shape.length)] *= factor;
      }
    }
    return shape;
  }

  private static long[] index(int position, long[] shape) {
    long[] index = new long[shape.length];
    long rest = position;
    for (int axis = shape.length - 1; axis >= 0; axis--) {
      index[axis] = rest % shape[axis];
      rest /= shape[axis];
    }
    return index;
  }

  /// Values in C order, copied at each step.
  private static final class Model {
    final long[] shape;
    final int[] values;

    Model(long[] shape, int[] values) {
      this.shape = shape;
      this.values = values;
    }

    static Model counting(long[] shape) {
      return new Model(shape, IntStream.range(0, (int) Shapes.size(shape)).toArray());
    }

    int at(long[] index) {
      int position = 0;
      for (int axis = 0; axis < shape.length; axis++) {
        position = (int) (position * shape[axis] + index[axis]);
      }
      return values[position];
    }

    Model slice(Slice[] slices) {
      List<List<Long>> kept = new ArrayList<>();
      for (int axis = 0; axis < shape.length; axis++) {
        kept.add(
            SliceTest.pythonIndexes(
                axis < slices.length ? slices[axis] : Slice.all(), shape[axis]));
      }
      long[] newShape = kept.stream().mapToLong(List::size).toArray();
      Model result = new Model(newShape, new int[(int) Shapes.size(newShape)]);
      for (int i = 0; i < result.values.length; i++) {
        long[] index = index(i, newShape);
        long[] from = new long[index.length];
        for (int axis = 0; axis < index.length; axis++) {
          from[axis] = kept.get(axis).get((int) index[axis]);
        }
        result.values[i] = at(from);
      }
      return result;
    }

    Model select(int axis, long at) {
      Model result =
          new Model(Shapes.without(shape, axis), new int[values.length / (int) shape[axis]]);
      for (int i = 0; i < result.values.length; i++) {
        result.values[i] = at(Shapes.with(index(i, result.shape), axis, at));
      }
      return result;
    }

    Model permute(int[] axes) {
      long[] newShape = Arrays.stream(axes).mapToLong(axis -> shape[axis]).toArray();
      Model result = new Model(newShape, new int[values.length]);
      for (int i = 0; i < values.length; i++) {
        long[] index = index(i, newShape);
        long[] from = new long[axes.length];
        for (int axis = 0; axis < axes.length; axis++) {
          from[axes[axis]] = index[axis];
        }
        result.values[i] = at(from);
      }
      return result;
    }
  }
}
