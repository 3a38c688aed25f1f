package dev.arrays.maven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NativePlatformTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "x86_64-unknown-linux-gnu,linux-x86_64",
    "aarch64-unknown-linux-musl,linux-aarch64",
    "x86_64-apple-darwin,macos-x86_64",
    "aarch64-apple-darwin,macos-aarch64",
    "x86_64-pc-windows-msvc,windows-x86_64",
    "aarch64-pc-windows-gnullvm,windows-aarch64",
  })
  void tripleHasAFolder(String triple, String folder) {
    assertThat(NativePlatform.of(triple).folder()).isEqualTo(folder);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "wasm32-unknown-unknown",
        "aarch64-linux-android",
        "i686-pc-windows-msvc",
        "aarch64-apple-ios",
        "linux",
      })
  void otherTripleIsRefused(String triple) {
    assertThatThrownBy(() -> NativePlatform.of(triple))
        .isInstanceOf(CrateBuildException.class)
        .hasMessage(
            "The target "
                + triple
                + " has no place in the jar: libraries are loaded on linux, macos (apple-darwin) and"
                + " windows, on x86_64 and aarch64");
  }

  @ParameterizedTest
  @CsvSource({
    "7F454C4602010100,18,3E00,linux-x86_64",
    "7F454C4602010103,18,B700,linux-aarch64",
    "CFFAEDFE,4,07000001,macos-x86_64",
    "CFFAEDFE,4,0C000001,macos-aarch64",
    "4D5A,128,504500006486,windows-x86_64",
    "4D5A,128,5045000064AA,windows-aarch64",
  })
  void libraryHasTheFolderOfItsHeader(String magic, int at, String processor, String folder)
      throws IOException {
    assertThat(NativePlatform.ofLibrary(library(magic, at, processor)).folder()).isEqualTo(folder);
  }

  @Test
  void libraryOfThisMachineHasItsFolder() throws IOException {
    Path library = Path.of(System.getProperty("java.home"), "lib", System.mapLibraryName("net"));
    assumeThat(library).exists();
    assertThat(NativePlatform.ofLibrary(library).folder()).isEqualTo(Fixture.hostFolder());
  }

  @ParameterizedTest
  @CsvSource({
    "7F454C4602010100,18,F300,for linux on neither x86_64 nor aarch64 (processor 243)",
    "7F454C4601010100,18,3E00,no 64-bit library for linux",
    "7F454C4602020100,18,003E,no 64-bit library for linux",
    "7F454C4602010109,18,3E00,no 64-bit library for linux",
    "CFFAEDFE,4,12000001,for macos on neither x86_64 nor aarch64 (processor 16777234)",
    "4D5A,128,504500004C01,for windows on neither x86_64 nor aarch64 (processor 332)",
    "4D5A,60,FFFFFFFF,no 64-bit library for linux",
    "4D5A,60,FFFFFF7F,no 64-bit library for linux",
    "0061736D,4,01000000,no 64-bit library for linux",
    "00,1,00,no 64-bit library for linux",
  })
  void otherLibraryIsRefused(String magic, int at, String processor, String reason)
      throws IOException {
    Path library = library(magic, at, processor);
    assertThatThrownBy(() -> NativePlatform.ofLibrary(library))
        .isInstanceOf(CrateBuildException.class)
        .hasMessageStartingWith(library + " has no place in the jar: it is ")
        .hasMessageContaining(reason);
  }

  /** Writes a file of which two places are given; the header of a PE file lies at byte 128. */
  private Path library(String magic, int at, String processor) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(200);
    bytes.put(60, (byte) 128);
    bytes.put(0, HexFormat.of().parseHex(magic));
    bytes.put(at, HexFormat.of().parseHex(processor));
    return Files.write(folder.resolve("library"), bytes.array());
  }
}
