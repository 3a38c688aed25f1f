package dev.arrays.maven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NativePlatformTest {

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
}
