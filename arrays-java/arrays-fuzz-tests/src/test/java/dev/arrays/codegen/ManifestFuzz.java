package dev.arrays.codegen;

import dev.arrays.fuzz.FuzzTarget;
import java.io.IOException;
import java.util.List;

/// A manifest entry of any JSON, in a frame that fits: it is refused with a [CodegenException], or
/// becomes Java source that holds what its file names say and nothing else.
public final class ManifestFuzz implements FuzzTarget {
  private static final CodegenOptions OPTIONS =
      new CodegenOptions("model", "com.acme.model", false);

  @Override
  public List<byte[]> seeds() throws IOException {
    return Entries.ofRealLibrary();
  }

  @Override
  public void test(byte[] input) throws IOException {
    Manifest manifest = Entries.read(Entries.framed(input));
    if (manifest != null) {
      List<SourceFile> files;
      try {
        files = Codegen.generate(manifest, OPTIONS);
      } catch (CodegenException e) {
        return;
      }
      JavaSource.check("com/acme/model", files);
    }
  }
}
