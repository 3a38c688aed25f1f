package dev.arrays.codegen;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LayoutTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "C:\\users | C:\\u005cusers",
        "\\uu000a | \\u005cuu000a",
        "an even number: \\\\u000a | an even number: \\\\u000a",
        "an odd number: \\\\\\u000a | an odd number: \\\\\\u005cu000a",
        "\\n\\u000a\\u000a | \\n\\u005cu000a\\u005cu000a",
      })
  void noTextBecomesAUnicodeEscape(String source, String expected) {
    assertThat(Layout.withoutUnicodeEscapes(source)).isEqualTo(expected);
  }

  /** An escaped line end in an error type or after a fence would end the comment it stands in. */
  @Test
  void noTextOfAManifestLeavesItsComment(@TempDir Path folder) throws IOException {
    LibraryFile file = new LibraryFile();
    for (String entry : LibraryFile.modelEntries()) {
      file.entry(
          entry
              .replaceAll("\"doc\":\"[^\"]*\"", "\"doc\":\"~~~a\\\\\\\\u000aint a;\"")
              .replaceAll("\"errorType\":\"[^\"]*\"", "\"errorType\":\"E\\\\\\\\u000aint b;\"")
              .replaceAll("\"crate\":\"[^\"]*\"", "\"crate\":\"c\\\\\\\\u000aint c;\""));
    }
    String sources =
        Codegen.generate(
                ManifestReader.read(file.writeTo(folder.resolve("libmodel.so"))),
                new CodegenOptions("model", "com.acme.model", true))
            .stream()
            .map(SourceFile::text)
            .collect(Collectors.joining());
    assertThat(sources)
        .contains("~~~a\\u005cu000aint", "`E\\u005cu000aint b;`", "(c\\u005cu000aint c; ")
        .doesNotContainPattern("[^\\\\]\\\\u000a");
  }
}
