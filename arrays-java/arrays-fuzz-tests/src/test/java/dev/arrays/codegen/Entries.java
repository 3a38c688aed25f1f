package dev.arrays.codegen;

import dev.arrays.fuzz.RealLibrary;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The manifest entries of a real library, as bytes, and a frame for others.
final class Entries {
  private static final int HEADER_BYTES = 32;
  private static final byte[] MAGIC = "?arrays-manifest".getBytes(StandardCharsets.US_ASCII);

  static {
    MAGIC[0] = (byte) 0xFF;
  }

  private Entries() {}

  /// The JSON of every entry.
  static List<byte[]> ofRealLibrary() throws IOException {
    byte[] library = RealLibrary.bytes();
    List<byte[]> entries = new ArrayList<>();
    for (int i = 0; i + HEADER_BYTES <= library.length; i++) {
      if (Arrays.equals(library, i, i + MAGIC.length, MAGIC, 0, MAGIC.length)) {
        int length = ByteBuffer.wrap(library).order(ByteOrder.LITTLE_ENDIAN).getInt(i + 20);
        entries.add(Arrays.copyOfRange(library, i + HEADER_BYTES, i + HEADER_BYTES + length));
      }
    }
    return entries;
  }

  /// An entry whose frame tells no lies.
  static byte[] framed(byte[] json) {
    return ByteBuffer.allocate(HEADER_BYTES + json.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put(MAGIC)
        .putInt(ManifestReader.ABI_VERSION)
        .putInt(json.length)
        .putLong(ManifestReader.fnv1a(json))
        .put(json)
        .array();
  }

  /// What is read from a file of these bytes, or null when it is refused as documented.
  static Manifest read(byte[] library) throws IOException {
    Path file = Files.createTempFile("fuzz-", ".so");
    try {
      return ManifestReader.read(Files.write(file, library));
    } catch (CodegenException e) {
      return null;
    } finally {
      Files.delete(file);
    }
  }
}
