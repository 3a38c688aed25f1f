package dev.arrays.codegen;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Finds the manifest entries in a library file, by a scan for their magic bytes.
 *
 * <p>Nothing is loaded and no executable format is understood, so that a library for any platform
 * can be read on any other. Entries are framed with a length and a checksum; whatever bears the
 * magic and does not hold what it promises is an error, never skipped.
 */
public final class ManifestReader {
  /** The ABI version this generator reads. */
  static final int ABI_VERSION = 1;

  private static final byte[] MAGIC = magic();
  private static final int HEADER_BYTES = 16 + 4 + 4 + 8;
  private static final int CHUNK_BYTES = 1 << 20;

  private final Path library;
  private final FileChannel channel;

  private ManifestReader(Path library, FileChannel channel) {
    this.library = library;
    this.channel = channel;
  }

  /**
   * Reads the manifest of a library.
   *
   * @param library the library file, of any platform
   * @return its entries, each once
   * @throws CodegenException if it has no entry, a damaged one, or one of another ABI version
   * @throws IOException if the file cannot be read
   */
  public static Manifest read(Path library) throws IOException {
    try (FileChannel channel = FileChannel.open(library)) {
      return new ManifestReader(library, channel).read();
    }
  }

  private Manifest read() throws IOException {
    // Linkers may keep several copies of a constant, and a universal library holds one per
    // architecture: the key makes them one entry and the order that of the paths.
    Map<String, ModuleEntry> modules = new TreeMap<>();
    Map<String, FunctionEntry> functions = new TreeMap<>();
    List<byte[]> entries = new ArrayList<>();
    for (long offset : magicOffsets()) {
      byte[] entry = entryAt(offset);
      entries.add(entry);
      try {
        ManifestJson json = new ManifestJson(new String(entry, StandardCharsets.UTF_8));
        if (json.isModule()) {
          ModuleEntry module = json.module();
          modules.putIfAbsent(module.module(), module);
        } else {
          FunctionEntry function = json.function();
          functions.putIfAbsent(function.symbol(), function);
        }
      } catch (ManifestJson.MalformedException e) {
        throw damaged(offset, e.reason(), e);
      }
    }
    if (functions.isEmpty()) {
      throw new CodegenException(
          library
              + " has no exported function: annotate one with #[arrays::export], set crate-type ="
              + " [\"cdylib\"] in [lib] of Cargo.toml, and build again");
    }
    List<FunctionEntry> ordered = new ArrayList<>(functions.values());
    // The instances of a generic function have one path.
    ordered.sort(
        Comparator.comparing(FunctionEntry::rustPath).thenComparing(FunctionEntry::symbol));
    return new Manifest(List.copyOf(modules.values()), ordered, entries);
  }

  /** Returns where the magic occurs, reading the file in chunks that overlap by the magic. */
  private List<Long> magicOffsets() throws IOException {
    List<Long> offsets = new ArrayList<>();
    ByteBuffer chunk = ByteBuffer.allocate(CHUNK_BYTES);
    long start = 0;
    while (true) {
      chunk.clear();
      int length = fill(chunk, start);
      byte[] bytes = chunk.array();
      for (int i = 0; i + MAGIC.length <= length; i++) {
        if (bytes[i] == MAGIC[0] && matchesMagic(bytes, i)) {
          offsets.add(start + i);
        }
      }
      if (length < CHUNK_BYTES) {
        return offsets;
      }
      start += CHUNK_BYTES - (MAGIC.length - 1);
    }
  }

  private static boolean matchesMagic(byte[] bytes, int at) {
    for (int i = 1; i < MAGIC.length; i++) {
      if (bytes[at + i] != MAGIC[i]) {
        return false;
      }
    }
    return true;
  }

  private byte[] entryAt(long offset) throws IOException {
    ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    int headerLength = fill(header, offset);
    if (headerLength < MAGIC.length + 4) {
      throw damaged(offset, "the file ends inside its header", null);
    }
    header.position(MAGIC.length);
    // The version comes first: another version may frame what follows differently.
    int version = header.getInt();
    if (version != ABI_VERSION) {
      throw new CodegenException(
          ("%s has ABI version %s, and this generator reads version %d: use the release of the"
                  + " arrays crate and of the Java tools that belong together, and build again")
              .formatted(library, Integer.toUnsignedString(version), ABI_VERSION));
    }
    if (headerLength < HEADER_BYTES) {
      throw damaged(offset, "the file ends inside its header", null);
    }
    long length = Integer.toUnsignedLong(header.getInt());
    long checksum = header.getLong();
    long available = channel.size() - offset - HEADER_BYTES;
    if (length > available) {
      throw damaged(
          offset, "it says it has " + length + " bytes and " + available + " are left", null);
    }
    ByteBuffer json = ByteBuffer.allocate(Math.toIntExact(length));
    fill(json, offset + HEADER_BYTES);
    if (fnv1a(json.array()) != checksum) {
      throw damaged(offset, "its checksum does not match its content", null);
    }
    return json.array();
  }

  private CodegenException damaged(long offset, String reason, @Nullable Exception cause) {
    String message =
        "%s: the manifest entry at byte %d is damaged: %s; build the library again"
            .formatted(library, offset, reason);
    return cause == null ? new CodegenException(message) : new CodegenException(message, cause);
  }

  private int fill(ByteBuffer buffer, long position) throws IOException {
    while (buffer.hasRemaining()) {
      if (channel.read(buffer, position + buffer.position()) < 0) {
        break;
      }
    }
    return buffer.position();
  }

  /** The 64-bit FNV-1a hash (Fowler, Noll and Vo; RFC 9923). */
  static long fnv1a(byte[] bytes) {
    long hash = 0xcbf2_9ce4_8422_2325L;
    for (byte b : bytes) {
      hash ^= Byte.toUnsignedLong(b);
      hash *= 0x0000_0100_0000_01b3L;
    }
    return hash;
  }

  /** Assembled here, so that this class file does not hold the magic itself. */
  private static byte[] magic() {
    byte[] magic = "?arrays-manifest".getBytes(StandardCharsets.US_ASCII);
    magic[0] = (byte) 0xFF;
    return magic;
  }
}
