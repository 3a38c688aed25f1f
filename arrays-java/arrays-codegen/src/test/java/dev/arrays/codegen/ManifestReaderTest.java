package dev.arrays.codegen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ManifestReaderTest {
  private static final String SUM =
      """
      {"kind":"function","crate":"model","crateVersion":"1.0.0","module":"model","name":"sum",
       "javaName":"sum","symbol":"arrays__model::sum__00000001","doc":"Größe","params":
       [{"kind":"array","name":"x","javaName":"x","dtype":"float64","rank":1,"access":"read",
         "contiguous":false,"shape":["n"]}],
       "returns":{"kind":"scalar","type":"f64"},"errorType":null}\
      """;

  private static final String ADD =
      """
      {"kind":"function","crate":"model","crateVersion":"1.0.0","module":"model","name":"add",
       "javaName":"add","symbol":"arrays__model::add__00000002","doc":"","params":
       [{"kind":"array","name":"x","javaName":"x","dtype":"float64","rank":1,"access":"read",
         "contiguous":false,"shape":null},
        {"kind":"array","name":"y","javaName":"y","dtype":"float64","rank":2,"access":"write",
         "contiguous":false,"shape":null},
        {"kind":"scalar","name":"k","javaName":"k","type":"i64","optional":false},
        {"kind":"array","name":"z","javaName":"z","dtype":"float64","rank":2,"access":"out",
         "contiguous":false,"shape":{"of":["x","y"]}}],
       "returns":{"kind":"void"},"errorType":null}\
      """;

  private Path library;

  @BeforeEach
  void nameLibrary(@TempDir Path folder) {
    library = folder.resolve("libmodel.so");
  }

  @Test
  void entriesAreFoundAmongOtherBytes() throws IOException {
    Manifest manifest = read(new LibraryFile().noise(1000).entry(SUM).noise(1000));

    assertThat(manifest.functions())
        .singleElement()
        .satisfies(function -> {
          assertThat(function.rustPath()).isEqualTo("model::sum");
          assertThat(function.doc()).isEqualTo("Größe");
          assertThat(function.returns()).isEqualTo(new Result.Scalar(ScalarType.F64));
          assertThat(function.params())
              .containsExactly(
                  new Parameter.Array(
                      "x",
                      "x",
                      ElementType.FLOAT64,
                      1,
                      Parameter.Access.READ,
                      false,
                      List.of(new Dim.Symbol("n")),
                      List.of()));
        });
  }

  @ParameterizedTest
  @ValueSource(ints = {(1 << 20) - 16, (1 << 20) - 15, (1 << 20) - 8, (1 << 20) - 1, 1 << 20})
  void entryAcrossTheChunksOfTheScanIsFoundOnce(int offset) throws IOException {
    assertThat(read(new LibraryFile().noise(offset).entry(SUM)).functions()).hasSize(1);
  }

  @Test
  void copiesOfAnEntryAreOne() throws IOException {
    assertThat(read(new LibraryFile().entry(SUM).entry(SUM)).functions()).hasSize(1);
  }

  @Test
  void orderInTheFileDoesNotMatter() throws IOException {
    List<String> entries = LibraryFile.modelEntries();
    LibraryFile forwards = new LibraryFile();
    LibraryFile backwards = new LibraryFile();
    for (int i = 0; i < entries.size(); i++) {
      forwards.entry(entries.get(i));
      backwards.entry(entries.get(entries.size() - 1 - i));
    }

    assertThat(read(forwards)).isEqualTo(read(backwards));
  }

  @Test
  void identityIsThatOfTheEntriesAndThePackage() throws IOException {
    String sum = read(new LibraryFile().noise(10).entry(SUM).noise(10)).identity("com.acme");
    String both = read(new LibraryFile().entry(SUM).entry(ADD)).identity("com.acme");

    // printf '%s' 'com.acme' "$SUM" | sha256sum
    assertThat(sum).isEqualTo("b91e7e3d9817d72e");
    assertThat(read(new LibraryFile().entry(SUM).entry(SUM)).identity("com.acme")).isEqualTo(sum);
    assertThat(read(new LibraryFile().entry(ADD).noise(9).entry(SUM)).identity("com.acme"))
        .isEqualTo(both);
    assertThat(both).isNotEqualTo(sum);
    assertThat(read(new LibraryFile().entry(SUM)).identity("com.other")).isNotEqualTo(sum);
    for (String changed :
        List.of(
            SUM.replace("Größe", "Grösse"),
            SUM.replace("1.0.0", "1.0.1"),
            SUM.replace("sum__00000001", "sum__00000002"))) {
      assertThat(read(new LibraryFile().entry(changed)).identity("com.acme")).isNotEqualTo(sum);
    }
  }

  @Test
  void libraryWithoutEntriesSaysWhatToDo() {
    assertThatThrownBy(() -> read(new LibraryFile().noise(5000)))
        .isInstanceOf(CodegenException.class)
        .hasMessage(
            library
                + " has no exported function: annotate one with #[arrays::export], set crate-type ="
                + " [\"cdylib\"] in [lib] of Cargo.toml, and build again");
  }

  @Test
  void entryOfAnotherAbiVersionIsRefused() {
    assertThatThrownBy(() -> read(new LibraryFile().raw(LibraryFile.framed(SUM, 2))))
        .isInstanceOf(CodegenException.class)
        .hasMessage(
            library
                + " has ABI version 2, and this generator reads version 1: use the release of the"
                + " arrays crate and of the Java tools that belong together, and build again");
  }

  @Test
  void changedByteIsDamage() {
    byte[] entry = LibraryFile.framed(SUM, 1);
    entry[LibraryFile.HEADER_BYTES + 50] ^= 1;

    assertThatThrownBy(() -> read(new LibraryFile().noise(7).raw(entry)))
        .isInstanceOf(CodegenException.class)
        .hasMessage(
            library
                + ": the manifest entry at byte 7 is damaged: its checksum does not match its"
                + " content; build the library again");
  }

  @Test
  void truncatedEntryIsDamage() {
    byte[] entry = LibraryFile.framed(SUM, 1);

    assertThatThrownBy(
            () -> read(new LibraryFile().raw(Arrays.copyOf(entry, LibraryFile.HEADER_BYTES + 9))))
        .isInstanceOf(CodegenException.class)
        .hasMessageContaining("is damaged: it says it has")
        .hasMessageContaining("bytes and 9 are left; build the library again");
    assertThatThrownBy(() -> read(new LibraryFile().raw(Arrays.copyOf(entry, 18))))
        .hasMessageContaining("at byte 0 is damaged: the file ends inside its header");
    assertThatThrownBy(() -> read(new LibraryFile().raw(Arrays.copyOf(entry, 25))))
        .hasMessageContaining("at byte 0 is damaged: the file ends inside its header");
  }

  @Test
  void impossibleLengthIsDamage() {
    byte[] entry = LibraryFile.framed(SUM, 1);
    ByteBuffer.wrap(entry).order(ByteOrder.LITTLE_ENDIAN).putInt(20, -1);

    assertThatThrownBy(() -> read(new LibraryFile().raw(entry)))
        .hasMessageContaining("it says it has 4294967295 bytes");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{ | it is not JSON",
        "[] | the entry is not a JSON object",
        "{\"kind\":\"trait\"} | its kind is `trait`",
        "{\"kind\":\"module\",\"crate\":\"c\"} | `crateVersion` is missing",
        "{\"kind\":\"module\",\"crate\":7} | `crate` is 7, expected a string",
      })
  void jsonThatTheAbiDoesNotDescribeIsDamage(String json, String reason) {
    assertThatThrownBy(() -> read(new LibraryFile().entry(json)))
        .isInstanceOf(CodegenException.class)
        .hasMessageContaining("is damaged: " + reason);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"float64\" | \"float128\" | `dtype` is `float128`",
        "\"rank\":1 | \"rank\":7 | `rank` is 7, expected 0 to 6 or null",
        "\"rank\":1 | \"rank\":2 | `rank` is 2, and `shape` has 1 axes",
        "\"rank\":1 | \"rank\":1.5 | `rank` is 1.5, expected an integer",
        "\"access\":\"read\" | \"access\":\"own\" | `access` is `own`",
        "\"contiguous\":false | \"contiguous\":0 | `contiguous` is 0, expected true or false",
        "\"kind\":\"array\" | \"kind\":\"frame\" | parameter `x` has kind `frame`",
        "\"kind\":\"scalar\" | \"kind\":\"channel\" | a result has kind `channel`",
        "\"shape\":[\"n\"] | \"shape\":[true] | `shape` is true, expected an integer",
        "\"javaName\":\"x\" | \"javaName\":\"x; int y\" | `javaName` is `x; int y`, which is no identifier",
        "\"module\":\"model | \"module\":\"model\\u200b | `module` is `model\u200b`, which is no identifier",
        "\"module\":\"model | \"module\":\"../model | `module` is `../model`, which is no identifier",
      })
  void fieldThatTheAbiDoesNotDescribeIsDamage(String from, String to, String reason) {
    assertThat(SUM).contains(from);
    assertThatThrownBy(() -> read(new LibraryFile().entry(SUM.replace(from, to))))
        .isInstanceOf(CodegenException.class)
        .hasMessageContaining("is damaged: " + reason);
  }

  @Test
  void shapeOfOtherArraysIsRead() throws IOException {
    FunctionEntry add = read(new LibraryFile().entry(ADD)).functions().get(0);

    assertThat(add.params().get(3))
        .isInstanceOfSatisfying(
            Parameter.Array.class,
            z -> {
              assertThat(z.shape()).isNull();
              assertThat(z.shapeOf()).containsExactly("x", "y");
              assertThat(z.isBroadcast()).isTrue();
            });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[\"x\",\"y\"]} | [\"x\",\"w\"]} | `shape` of `z` is that of `w`, which has none to give",
        "[\"x\",\"y\"]} | [\"x\",\"k\"]} | `shape` of `z` is that of `k`, which has none to give",
        "[\"x\",\"y\"]} | [\"z\"]} | `shape` of `z` is that of `z`, which has none to give",
        "[\"x\",\"y\"]} | [\"x\"]} | `rank` of `z` is not that of its `shape`",
        "[\"x\",\"y\"]} | []} | `shape` is that of no array",
        "[\"x\",\"y\"]} | \"x\"} | `of` is \"x\", expected a list",
        "[\"x\",\"y\"]} | [7]} | `of` is 7, expected names",
        "[\"x\",\"y\"]} | [\"x;\"]} | `of` is `x;`, which is no identifier",
        "\"of\":[\"x\",\"y\"] | \"off\":[\"x\"] | `of` is missing",
        "\"rank\":1 | \"rank\":null | `rank` of `z` is not that of its `shape`",
        "\"read\" | \"out\" | `shape` of `z` is that of `x`, which has none to give",
        "\"shape\":null | \"shape\":{\"of\":[\"z\"]} | `shape` of `x` is that of `z`, which has none to give",
      })
  void shapeOfWhatHasNoneIsDamage(String from, String to, String reason) {
    assertThat(ADD).contains(from);
    assertThatThrownBy(() -> read(new LibraryFile().entry(ADD.replace(from, to))))
        .isInstanceOf(CodegenException.class)
        .hasMessageContaining("is damaged: " + reason);
  }

  /** Two arrays that ask for each other's shape ask for the same one, which both may have. */
  @Test
  void arraysMayHaveEachOthersShape() throws IOException {
    String each =
        ADD.replace("\"rank\":2", "\"rank\":1")
            .replaceFirst("\"shape\":null", "\"shape\":{\"of\":[\"y\"]}")
            .replaceFirst("\"shape\":null", "\"shape\":{\"of\":[\"x\"]}");
    Manifest manifest = read(new LibraryFile().entry(each));

    assertThat(Codegen.generate(manifest, new CodegenOptions("model", "com.acme.model", false)))
        .anySatisfy(file ->
            assertThat(file.text())
                .contains("Shapes.mismatch(\"add\", \"x\"")
                .contains("Shapes.mismatch(\"add\", \"y\""));
  }

  @Test
  void checksumIsTheOneOfTheAbi() {
    // The test vectors of the FNV reference code for 64-bit FNV-1a.
    assertThat(ManifestReader.fnv1a(new byte[0])).isEqualTo(0xcbf29ce484222325L);
    assertThat(ManifestReader.fnv1a(new byte[] {'a'})).isEqualTo(0xaf63dc4c8601ec8cL);
    assertThat(ManifestReader.fnv1a(new byte[] {'f', 'o', 'o', 'b', 'a', 'r'}))
        .isEqualTo(0x85944171f73967e8L);
  }

  private Manifest read(LibraryFile file) throws IOException {
    return ManifestReader.read(file.writeTo(library));
  }
}
