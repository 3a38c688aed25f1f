package dev.arrays.codegen;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MainTest {
  @TempDir Path folder;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @Test
  void sourcesAreWrittenAndListed() throws IOException {
    Path library =
        new LibraryFile()
            .entry(LibraryFile.modelEntries().get(1))
            .writeTo(folder.resolve("libmodel.so"));
    Path root = folder.resolve("gen");

    int status =
        run(
            "--library",
            library.toString(),
            "--jspecify",
            "--package",
            "com.acme",
            "--out",
            root.toString());

    assertThat(status).isZero();
    assertThat(text(out).lines())
        .containsExactly(
            root.resolve("com/acme/Model.java").toString(),
            root.resolve("com/acme/ModelLibrary.java").toString());
    assertThat(root.resolve("com/acme/Model.java"))
        .content()
        .contains("double[] predict(", "@NullMarked");
    assertThat(text(err))
        .matches(
            "Pack the library as META-INF/native/com\\.acme/model-[0-9a-f]{16}/<os>-<arch>/libmodel\\.so\\R");
    String resource = text(err).replaceAll("(?s).*(META-INF/.*)/<os>.*", "$1");
    assertThat(root.resolve("com/acme/ModelLibrary.java")).content().contains('"' + resource + '"');
  }

  @Test
  void helpIsPrinted() {
    assertThat(run("--help")).isZero();
    assertThat(text(out)).contains("--library FILE", "--package NAME", "--out FOLDER");
  }

  @Test
  void wrongArgumentsAreNamed() {
    assertThat(run("--libary", "x")).isEqualTo(2);
    assertThat(run("--library")).isEqualTo(2);
    assertThat(run("--out", "a", "--out", "b")).isEqualTo(2);
    assertThat(run("--library", "x", "--out", "b")).isEqualTo(2);
    assertThat(text(err).lines())
        .contains(
            "There is no option --libary.",
            "The option --library needs a value.",
            "The option --out is given twice.",
            "The option --package is missing.",
            "Run with --help for the options.");
  }

  @Test
  void missingLibraryIsNamed() {
    Path library = folder.resolve("libmissing.so");

    assertThat(run("--library", library.toString(), "--package", "a", "--out", "b")).isEqualTo(1);
    assertThat(text(err))
        .isEqualToIgnoringNewLines(
            "There is no file " + library + ": build the library first (cargo build)");
  }

  @Test
  void libraryWithoutEntriesIsAnErrorWithoutAStackTrace() throws IOException {
    Path library = new LibraryFile().noise(10).writeTo(folder.resolve("empty.dll"));

    assertThat(run("--library", library.toString(), "--package", "a", "--out", "b")).isEqualTo(1);
    assertThat(text(err).lines()).singleElement().asString().contains("has no exported function");
  }

  @Test
  void libraryNameIsTheFileNameWithoutPlatform() {
    assertThat(List.of("libmodel.so", "libmodel.dylib", "model.dll", "library.dll"))
        .extracting(file -> Codegen.libraryName(Path.of("target", file)))
        .containsExactly("model", "model", "model", "library");
  }

  private int run(String... args) {
    return Main.run(
        List.of(args),
        new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8));
  }

  private static String text(ByteArrayOutputStream stream) {
    return stream.toString(StandardCharsets.UTF_8);
  }
}
