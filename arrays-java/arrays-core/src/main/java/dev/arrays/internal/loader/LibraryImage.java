package dev.arrays.internal.loader;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A look at a library's bytes before the operating system maps them.
///
/// Linux maps what an ELF header promises without comparing it with the file's length: touching a
/// page beyond the end kills the process with SIGBUS. macOS and Windows check for themselves.
final class LibraryImage {
  private static final int ELF_MAGIC = 0x7F454C46;
  private static final int ELF64_HEADER = 64;
  private static final int PROGRAM_HEADER = 56;
  private static final byte CLASS_64 = 2;
  private static final byte LITTLE_ENDIAN = 1;

  private static final int MACH_O_MAGIC = 0xCFFAEDFE;
  private static final int UNIVERSAL_MAGIC = 0xCAFEBABE;
  private static final int UNIVERSAL_ENTRY = 20;
  private static final int MOST_PROCESSORS = 8;
  private static final short DOS_MAGIC = 0x4D5A;
  private static final int DOS_HEADER = 64;
  private static final int PE_MAGIC = 0x50450000;

  private LibraryImage() {}

  /// What is wrong with the bytes, or null when nothing is seen to be.
  static @Nullable String damage(byte[] content) {
    ByteBuffer image = ByteBuffer.wrap(content);
    if (content.length < Integer.BYTES) {
      return "it has only " + content.length + " bytes";
    }
    if (image.getInt(0) != ELF_MAGIC) {
      return null;
    }
    if (content.length < ELF64_HEADER) {
      return "it ends after " + content.length + " bytes, within its ELF header";
    }
    if (content[4] != CLASS_64 || content[5] != LITTLE_ENDIAN) {
      return "it is not a 64-bit little-endian ELF file";
    }
    image.order(ByteOrder.LITTLE_ENDIAN);
    long headers = image.getLong(32);
    int count = Short.toUnsignedInt(image.getShort(56));
    if (Short.toUnsignedInt(image.getShort(54)) != PROGRAM_HEADER
        || headers < ELF64_HEADER
        || headers > content.length - (long) count * PROGRAM_HEADER) {
      return "its ELF program headers lie outside the file of " + content.length + " bytes";
    }
    for (int i = 0; i < count; i++) {
      int header = (int) headers + i * PROGRAM_HEADER;
      long offset = image.getLong(header + 8);
      long size = image.getLong(header + 32);
      if (offset < 0 || size < 0 || offset > content.length || size > content.length - offset) {
        return "it ends after "
            + content.length
            + " bytes, but its ELF headers promise "
            + Long.toUnsignedString(offset + size);
      }
    }
    return null;
  }

  /// The platforms that the bytes were built for, of which a universal library has several; none
  /// when they are no library of a format that is known here.
  static List<String> platforms(byte[] content) {
    ByteBuffer image = ByteBuffer.wrap(content);
    if (content.length < DOS_HEADER) {
      return List.of();
    }
    if (image.getInt(0) == ELF_MAGIC) {
      int machine = image.order(ByteOrder.LITTLE_ENDIAN).getShort(18);
      return List.of("linux-" + processor(machine, 62, 183));
    }
    if (image.getInt(0) == MACH_O_MAGIC) {
      return List.of(macOs(image.order(ByteOrder.LITTLE_ENDIAN).getInt(4)));
    }
    if (image.getInt(0) == UNIVERSAL_MAGIC) {
      List<String> platforms = new ArrayList<>();
      int count = image.getInt(4);
      // The compiled classes of Java begin with the same magic, and with more than that then.
      if (count < 0 || count > MOST_PROCESSORS || content.length < 8 + count * UNIVERSAL_ENTRY) {
        return List.of();
      }
      for (int i = 0; i < count; i++) {
        platforms.add(macOs(image.getInt(8 + i * UNIVERSAL_ENTRY)));
      }
      return platforms;
    }
    if (image.getShort(0) == DOS_MAGIC) {
      int header = image.order(ByteOrder.LITTLE_ENDIAN).getInt(60);
      image.order(ByteOrder.BIG_ENDIAN);
      if (header >= 0 && header <= content.length - 6 && image.getInt(header) == PE_MAGIC) {
        int machine = Short.toUnsignedInt(Short.reverseBytes(image.getShort(header + 4)));
        return List.of("windows-" + processor(machine, 0x8664, 0xAA64));
      }
    }
    return List.of();
  }

  private static String macOs(int processor) {
    return "macos-" + processor(processor, 0x0100_0007, 0x0100_000C);
  }

  private static String processor(int code, int x86, int arm) {
    return code == x86 ? "x86_64" : code == arm ? "aarch64" : "processor " + code;
  }
}
