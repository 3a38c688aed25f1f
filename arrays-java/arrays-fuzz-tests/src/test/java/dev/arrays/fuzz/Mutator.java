package dev.arrays.fuzz;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/// Makes inputs from others by a few small changes, the same ones for the same random numbers.
final class Mutator {
  private static final List<String> PIECES =
      List.of(
          "0",
          "-1",
          "9223372036854775807",
          "1e309",
          "null",
          "true",
          "\"",
          "\\",
          "\\u000a",
          "\\\\u000a",
          "*/",
          "`",
          "[",
          "](",
          "{",
          "}",
          "<",
          "@",
          "\n",
          "\r",
          ",",
          "::",
          "\u00e9",
          "\ud83e\udd80");

  private final List<byte[]> seeds;
  private final RandomGenerator random;

  Mutator(List<byte[]> seeds, RandomGenerator random) {
    this.seeds = seeds;
    this.random = random;
  }

  byte[] next() {
    byte[] input = anySeed();
    for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
      input = change(input);
    }
    return input;
  }

  private byte[] change(byte[] input) {
    int from = random.nextInt(input.length + 1);
    int to = Math.min(input.length, from + random.nextInt(1, 17));
    byte[] inserted =
        switch (random.nextInt(6)) {
          case 0 -> new byte[0];
          case 1 -> PIECES.get(random.nextInt(PIECES.size())).getBytes(StandardCharsets.UTF_8);
          case 2 -> {
            byte[] bytes = new byte[to - from];
            random.nextBytes(bytes);
            yield bytes;
          }
          case 3 -> {
            byte[] bit = Arrays.copyOfRange(input, from, to);
            if (bit.length > 0) {
              bit[0] ^= (byte) (1 << random.nextInt(8));
            }
            yield bit;
          }
          case 4 -> {
            byte[] twice = Arrays.copyOfRange(input, from, to);
            from = to;
            yield twice;
          }
          default -> {
            byte[] other = anySeed();
            int start = random.nextInt(other.length + 1);
            yield Arrays.copyOfRange(
                other, start, Math.min(other.length, start + random.nextInt(1, 65)));
          }
        };
    ByteArrayOutputStream changed = new ByteArrayOutputStream();
    changed.write(input, 0, from);
    changed.writeBytes(inserted);
    changed.write(input, to, input.length - to);
    return changed.toByteArray();
  }

  private byte[] anySeed() {
    return seeds.get(random.nextInt(seeds.size()));
  }
}
