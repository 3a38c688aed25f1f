package dev.arrays.codegen;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A file that holds manifest entries among other bytes, as a library does. */
final class LibraryFile {
  static final int HEADER_BYTES = 32;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final Random random = new Random(42);

  /** Returns the entries of the resource that the snapshots are made from. */
  static List<String> modelEntries() {
    try (InputStream json = LibraryFile.class.getResourceAsStream("model.json")) {
      List<String> entries = new ArrayList<>();
      String text = new String(json.readAllBytes(), StandardCharsets.UTF_8);
      for (JsonElement entry : JsonParser.parseString(text).getAsJsonArray()) {
        entries.add(entry.toString());
      }
      return entries;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Manifest modelManifest(Path folder) throws IOException {
    LibraryFile file = new LibraryFile();
    modelEntries().forEach(entry -> file.noise(100).entry(entry));
    return ManifestReader.read(file.noise(100).writeTo(folder.resolve("libmodel.so")));
  }

  /** Frames an entry as the ABI says. */
  static byte[] framed(String json, int version) {
    byte[] content = json.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(HEADER_BYTES + content.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put((byte) 0xFF)
        .put("arrays-manifest".getBytes(StandardCharsets.US_ASCII))
        .putInt(version)
        .putInt(content.length)
        .putLong(ManifestReader.fnv1a(content))
        .put(content)
        .array();
  }

  LibraryFile entry(String json) {
    return raw(framed(json, ManifestReader.ABI_VERSION));
  }

  LibraryFile raw(byte[] raw) {
    bytes.writeBytes(raw);
    return this;
  }

  LibraryFile noise(int length) {
    byte[] noise = new byte[length];
    random.nextBytes(noise);
    return raw(noise);
  }

  Path writeTo(Path path) throws IOException {
    return Files.write(path, bytes.toByteArray());
  }
}
