package dev.arrays.codegen;

import dev.arrays.fuzz.FuzzTarget;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;

/// A library file of any bytes: its manifest is read, or it is refused with a [CodegenException].
public final class LibraryScanFuzz implements FuzzTarget {

  @Override
  public List<byte[]> seeds() throws IOException {
    List<byte[]> entries = Entries.ofRealLibrary();
    ByteArrayOutputStream two = new ByteArrayOutputStream();
    two.writeBytes(new byte[] {(byte) 0xFF, 'a', 'r'});
    two.writeBytes(Entries.framed(entries.get(0)));
    two.writeBytes(Entries.framed(entries.get(1)));
    return List.of(Entries.framed(entries.get(0)), two.toByteArray());
  }

  @Override
  public void test(byte[] input) throws IOException {
    Entries.read(input);
  }
}
