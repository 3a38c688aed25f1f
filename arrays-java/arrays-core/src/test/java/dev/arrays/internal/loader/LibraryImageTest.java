package dev.arrays.internal.loader;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

  @ParameterizedTest
  @CsvSource({"62,linux-x86_64", "183,linux-aarch64", "243,linux-processor 243"})
  void readsTheProcessorOfElf(short machine, String platform) {
    assertThat(LibraryImage.platforms(elf(4096, machine))).containsExactly(platform);
  }

  @ParameterizedTest
  @CsvSource({"0x01000007,macos-x86_64", "0x0100000C,macos-aarch64"})
  void readsTheProcessorOfMachO(String processor, String platform) {
    ByteBuffer library = ByteBuffer.allocate(4096);
    library.putInt(0xCFFAEDFE).order(ByteOrder.LITTLE_ENDIAN).putInt(Integer.decode(processor));
    assertThat(LibraryImage.platforms(library.array())).containsExactly(platform);
  }

  @Test
  void readsTheProcessorsOfAUniversalLibrary() {
    ByteBuffer library = ByteBuffer.allocate(4096).putInt(0xCAFEBABE).putInt(2);
    library.putInt(8, 0x01000007).putInt(28, 0x0100000C);
    assertThat(LibraryImage.platforms(library.array()))
        .containsExactly("macos-x86_64", "macos-aarch64");
    assertThat(LibraryImage.platforms(library.putInt(4, -1).array())).isEmpty();
    // A compiled class of Java 25.
    assertThat(LibraryImage.platforms(library.putInt(4, 69).array())).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"0x8664,windows-x86_64", "0xAA64,windows-aarch64"})
  void readsTheProcessorOfPe(String processor, String platform) {
    ByteBuffer library = ByteBuffer.allocate(4096).order(ByteOrder.LITTLE_ENDIAN);
    library.put(new byte[] {'M', 'Z'}).putInt(60, 128).put(128, new byte[] {'P', 'E', 0, 0});
    library.putShort(132, Integer.decode(processor).shortValue());
    assertThat(LibraryImage.platforms(library.array())).containsExactly(platform);
    for (int outside : new int[] {-1, Integer.MAX_VALUE, 4091}) {
      assertThat(LibraryImage.platforms(library.putInt(60, outside).array())).isEmpty();
    }
  }

  @Test
  void knowsNoPlatformOfWhatIsNoLibrary() {
    assertThat(LibraryImage.platforms(new byte[0])).isEmpty();
    assertThat(LibraryImage.platforms(new byte[4096])).isEmpty();
    assertThat(LibraryImage.platforms(Arrays.copyOf(elf(4096), 63))).isEmpty();
  }

  /// An ELF file for this machine, with one segment that fills it.
  static byte[] elf(int size) {
    return elf(size, Platform.current().arch().equals("aarch64") ? (short) 183 : 62);
  }

  /// An ELF file for some processor.
  static byte[] elf(int size, short machine) {
    ByteBuffer elf = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    elf.put(new byte[] {0x7F, 'E', 'L', 'F', 2, 1});
    elf.putShort(18, machine);
    elf.putLong(32, 64).putShort(54, (short) 56).putShort(56, (short) 1);
    elf.putLong(64 + 8, 0).putLong(64 + 32, size);
    return elf.array();
  }
}
