package dev.arrays.internal.loader;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class LibraryImageTest {

  @Test
  void seesNothingWrongWithAWholeFile() {
    assertThat(LibraryImage.damage(elf(4096))).isNull();
  }

  @Test
  void leavesOtherFormatsToTheirSystems() {
    assertThat(LibraryImage.damage(new byte[] {'M', 'Z', 0, 0, 0})).isNull();
  }

  @Test
  void seesEveryTruncation() {
    byte[] elf = elf(4096);
    assertThat(LibraryImage.damage(new byte[0])).isEqualTo("it has only 0 bytes");
    assertThat(LibraryImage.damage(Arrays.copyOf(elf, 63)))
        .isEqualTo("it ends after 63 bytes, within its ELF header");
    assertThat(LibraryImage.damage(Arrays.copyOf(elf, 100)))
        .isEqualTo("its ELF program headers lie outside the file of 100 bytes");
    for (int length = 0; length < elf.length; length++) {
      assertThat(LibraryImage.damage(Arrays.copyOf(elf, length))).isNotNull();
    }
  }

  @Test
  void seesHeadersThatOverflow() {
    ByteBuffer elf = ByteBuffer.wrap(elf(4096)).order(ByteOrder.LITTLE_ENDIAN);
    elf.putLong(64 + 32, Long.MAX_VALUE);
    assertThat(LibraryImage.damage(elf.array())).contains("promise");
    elf.putLong(32, Long.MAX_VALUE);
    assertThat(LibraryImage.damage(elf.array()))
        .isEqualTo("its ELF program headers lie outside the file of 4096 bytes");
  }

  @Test
  void seesAnotherClassOfFile() {
    byte[] elf = elf(4096);
    elf[4] = 1;
    assertThat(LibraryImage.damage(elf)).isEqualTo("it is not a 64-bit little-endian ELF file");
  }

  /// An ELF file with one segment that fills it.
  static byte[] elf(int size) {
    ByteBuffer elf = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    elf.put(new byte[] {0x7F, 'E', 'L', 'F', 2, 1});
    elf.putLong(32, 64).putShort(54, (short) 56).putShort(56, (short) 1);
    elf.putLong(64 + 8, 0).putLong(64 + 32, size);
    return elf.array();
  }
}
