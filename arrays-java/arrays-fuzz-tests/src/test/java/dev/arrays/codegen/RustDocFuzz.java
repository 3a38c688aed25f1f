package dev.arrays.codegen;

import dev.arrays.fuzz.FuzzTarget;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// A doc comment of any text: what becomes of it stays a comment.
public final class RustDocFuzz implements FuzzTarget {

  @Override
  public List<byte[]> seeds() throws IOException {
    return List.of(
        bytes("The sum of `x`.\n\n# Examples\n\n```\n# hidden\nlet x = sum(&[1.0]);\n```\n"),
        bytes(
            "See [`mean`], [this](https://example.org/a(b)), [that][1] and <https://a.b>.\n\n[1]: http://c.d"),
        bytes("![image](a.png) [a [b] c](crate::d) [`x`](y) \\[no\\] `` ` `` \\u0041 \\\\u0041"),
        bytes(
            "    indented\n\n~~~text\n@param {@code}\n~~~\n| a | b |\n|---|---|\n* < & > @\r\nx"));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public void test(byte[] input) {
    StringBuilder source = new StringBuilder("package doc;\n\n");
    for (String line : RustDoc.toJava(new String(input, StandardCharsets.UTF_8))) {
      source.append("/// ").append(line).append('\n');
    }
    source.append("class Documented {}\n");
    JavaSource.check(
        "doc",
        List.of(
            new SourceFile(
                "doc/Documented.java", Layout.withoutUnicodeEscapes(source.toString()))));
  }
}
