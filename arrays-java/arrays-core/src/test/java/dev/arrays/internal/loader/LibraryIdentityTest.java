package dev.arrays.internal.loader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.arrays.internal.abi.arrays_h;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class LibraryIdentityTest {
  private static final byte[] SUM = framed("{\"name\":\"sum\"}", LibraryIdentity.ABI_VERSION);
  private static final byte[] ADD = framed("{\"name\":\"add\"}", LibraryIdentity.ABI_VERSION);

  @Test
  void versionIsTheHeaders() {
    assertThat(LibraryIdentity.ABI_VERSION).isEqualTo(arrays_h.ARRAYS_ABI_VERSION());
  }

  @Test
  void isThatOfTheEntriesAndThePackage() throws Exception {
    // printf '%s' 'com.acme' '{"name":"add"}' '{"name":"sum"}' | sha256sum
    String expected = "7e0d5fd53e70f58f";
    byte[] noise = {(byte) 0xFF, 'a', 'r', (byte) 0xFF, (byte) 0xFF};
    assertThat(LibraryIdentity.of(joined(SUM, ADD), "com.acme")).isEqualTo(expected);
    assertThat(LibraryIdentity.of(joined(noise, ADD, noise, SUM, ADD, noise), "com.acme"))
        .isEqualTo(expected);
    assertThat(LibraryIdentity.of(joined(SUM, ADD), "com.other")).isNotEqualTo(expected);
    assertThat(LibraryIdentity.of(SUM, "com.acme")).isNotEqualTo(expected);
  }

  @Test
  void aLibraryWithoutEntriesHasNone() {
    assertThatThrownBy(() -> LibraryIdentity.of(new byte[1000], "com.acme"))
        .hasMessage(
            "has no manifest entry, so it was not built with the Rust crate arrays; add the crate and"
                + " #[arrays::export] a function");
  }

  @Test
  void anotherAbiVersionIsTold() {
    byte[] library = framed("{}", 999);
    assertThatThrownBy(() -> LibraryIdentity.of(library, "com.acme"))
        .hasMessage(
            "speaks version 999 of the binary interface, this dev.arrays speaks version 1; use the"
                + " Rust crate arrays and the Java module dev.arrays of one release");
  }

  @Test
  void damageIsTold() {
    byte[] flipped = joined(new byte[7], SUM);
    flipped[flipped.length - 1] ^= 1;
    assertThatThrownBy(() -> LibraryIdentity.of(flipped, "com.acme"))
        .hasMessage(
            "is damaged: the checksum of its manifest entry at byte 7 does not match; build it again");
    byte[] cut = Arrays.copyOf(SUM, SUM.length - 1);
    assertThatThrownBy(() -> LibraryIdentity.of(cut, "com.acme"))
        .hasMessage("is damaged: it ends within its manifest entry at byte 0; build it again");
    byte[] negative = ByteBuffer.wrap(SUM.clone()).putInt(20, -1).array();
    assertThatThrownBy(() -> LibraryIdentity.of(negative, "com.acme"))
        .hasMessage("is damaged: it ends within its manifest entry at byte 0; build it again");
  }

  /// An entry as `docs/abi.md` frames it.
  static byte[] framed(String json, int version) {
    byte[] content = json.getBytes(StandardCharsets.UTF_8);
    long checksum = 0xcbf2_9ce4_8422_2325L;
    for (byte b : content) {
      checksum = (checksum ^ Byte.toUnsignedLong(b)) * 0x100_0000_01b3L;
    }
    return ByteBuffer.allocate(32 + content.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put((byte) 0xFF)
        .put("arrays-manifest".getBytes(StandardCharsets.US_ASCII))
        .putInt(version)
        .putInt(content.length)
        .putLong(checksum)
        .put(content)
        .array();
  }

  static byte[] joined(byte[]... parts) {
    ByteArrayOutputStream joined = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      joined.writeBytes(part);
    }
    return joined.toByteArray();
  }
}
