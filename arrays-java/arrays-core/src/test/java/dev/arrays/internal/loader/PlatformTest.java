package dev.arrays.internal.loader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.arrays.NativeLoadException;
import org.junit.jupiter.api.Test;

class PlatformTest {

  @Test
  void knowsTheJdksNames() {
    assertThat(Platform.of("Linux", "amd64")).hasToString("linux-x86_64");
    assertThat(Platform.of("Linux", "aarch64")).hasToString("linux-aarch64");
    assertThat(Platform.of("Mac OS X", "aarch64")).hasToString("macos-aarch64");
    assertThat(Platform.of("Mac OS X", "x86_64")).hasToString("macos-x86_64");
    assertThat(Platform.of("Windows 11", "amd64")).hasToString("windows-x86_64");
  }

  @Test
  void spellsFilesAsThePlatformDoes() {
    assertThat(Platform.of("Linux", "amd64").fileName("x")).isEqualTo("libx.so");
    assertThat(Platform.of("Mac OS X", "aarch64").fileName("x")).isEqualTo("libx.dylib");
    assertThat(Platform.of("Windows 11", "amd64").fileName("x")).isEqualTo("x.dll");
    assertThat(Platform.current().fileName("x")).isEqualTo(System.mapLibraryName("x"));
  }

  @Test
  void refusesOtherPlatforms() {
    assertThatThrownBy(() -> Platform.of("SunOS", "sparcv9"))
        .isInstanceOf(NativeLoadException.class)
        .hasMessage(
            "native libraries exist for Linux, macOS and Windows on x86_64 and aarch64, not for"
                + " SunOS on sparcv9");
  }
}
