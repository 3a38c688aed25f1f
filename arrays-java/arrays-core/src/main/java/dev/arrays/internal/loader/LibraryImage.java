package dev.arrays.internal.loader;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
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
}
