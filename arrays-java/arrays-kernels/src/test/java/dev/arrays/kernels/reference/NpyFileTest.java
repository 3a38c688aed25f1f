package dev.arrays.kernels.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.arrays.DataType;
import dev.arrays.FloatNdArray;
import dev.arrays.NdArray;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NpyFileTest {
  @TempDir Path folder;

  @Test
  void elementsAreInTheOrderTheHeaderTells() throws IOException {
    byte[] elements = floats(1, 2, 3, 4, 5, 6);

    NdArray<?> byRows = NpyFile.read(file(header("<f4", "False", "2, 3"), elements));
    NdArray<?> byColumns = NpyFile.read(file(header("<f4", "True", "2, 3"), elements));

    assertThat(byRows).isEqualTo(FloatNdArray.of(new float[][] {{1, 2, 3}, {4, 5, 6}}));
    assertThat(byColumns).isEqualTo(FloatNdArray.of(new float[][] {{1, 3, 5}, {2, 4, 6}}));
  }

  @Test
  void anArrayMayHaveOneAxisOrNone() throws IOException {
    NdArray<?> mask = NpyFile.read(file(header("|b1", "False", "3,"), new byte[] {1, 0, 1}));
    assertThat(mask.shape()).containsExactly(3);
    assertThat(mask.dataType()).isEqualTo(DataType.BOOL);
    assertThat(NpyFile.read(file(header("<f4", "False", ""), floats(7))).shape()).isEmpty();
  }

  @Test
  void whatIsNoSuchFileIsRefused() throws IOException {
    assertThatThrownBy(() -> NpyFile.read(file(header("<f4", "False", "2,"), floats(1))))
        .isInstanceOf(IOException.class)
        .hasMessageEndingWith("has not the length its header tells");
    assertThatThrownBy(() -> NpyFile.read(file(header("<c16", "False", "0,"), new byte[0])))
        .isInstanceOf(IOException.class)
        .hasMessage("no data type is read for <c16");
    Path text = Files.writeString(folder.resolve("text"), "not an array");
    assertThatThrownBy(() -> NpyFile.read(text))
        .isInstanceOf(IOException.class)
        .hasMessageEndingWith("is no .npy file of version 1.0");
  }

  private Path file(String header, byte[] elements) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0});
    bytes.writeBytes(new byte[] {(byte) header.length(), 0});
    bytes.writeBytes(header.getBytes(StandardCharsets.ISO_8859_1));
    bytes.writeBytes(elements);
    return Files.write(Files.createTempFile(folder, "array", ".npy"), bytes.toByteArray());
  }

  private static String header(String type, String fortranOrder, String shape) {
    return "{'descr': '%s', 'fortran_order': %s, 'shape': (%s), }   \n"
        .formatted(type, fortranOrder, shape);
  }

  private static byte[] floats(float... values) {
    ByteBuffer bytes =
        ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    return bytes.array();
  }
}
