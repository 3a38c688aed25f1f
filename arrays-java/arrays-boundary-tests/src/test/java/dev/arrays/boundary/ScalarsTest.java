package dev.arrays.boundary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.arrays.InvalidArgumentException;
import dev.arrays.fixtures.ArraysFixtures;
import dev.arrays.fixtures.InlineModule;
import dev.arrays.fixtures.Scalars;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScalarsTest {
  @Test
  void signedIntegersKeepTheirWholeRange() {
    assertThat(Scalars.echoI8(Byte.MIN_VALUE)).isEqualTo(Byte.MIN_VALUE);
    assertThat(Scalars.echoI16(Short.MIN_VALUE)).isEqualTo(Short.MIN_VALUE);
    assertThat(Scalars.echoI32(Integer.MIN_VALUE)).isEqualTo(Integer.MIN_VALUE);
    assertThat(Scalars.echoI64(Long.MIN_VALUE)).isEqualTo(Long.MIN_VALUE);
    assertThat(Scalars.echoI64(Long.MAX_VALUE)).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void unsignedIntegersKeepTheirWholeRangeInAWiderType() {
    assertThat(Scalars.echoU8(255)).isEqualTo(255);
    assertThat(Scalars.echoU16(65_535)).isEqualTo(65_535);
    assertThat(Scalars.echoU32(4_294_967_295L)).isEqualTo(4_294_967_295L);
    assertThat(Scalars.echoUsize(Long.MAX_VALUE)).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void unsignedIntegersOutOfRangeAreRefused() {
    assertThatThrownBy(() -> Scalars.echoU8(256))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessage("echoU8: value is 256, expected 0 to 255");
    assertThatThrownBy(() -> Scalars.echoU16(-1))
        .hasMessage("echoU16: value is -1, expected 0 to 65535");
    assertThatThrownBy(() -> Scalars.echoU32(4_294_967_296L))
        .hasMessage("echoU32: value is 4294967296, expected 0 to 4294967295");
    assertThatThrownBy(() -> Scalars.echoUsize(-1))
        .hasMessage("echoUsize: value is -1, expected 0 to 9223372036854775807");
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.0, -0.0, 1.5, Double.MIN_VALUE, Double.NEGATIVE_INFINITY, Double.NaN})
  void floatingPointKeepsEveryValue(double value) {
    assertThat(Scalars.echoF64(value)).isEqualTo(Double.valueOf(value));
    assertThat(Scalars.echoF32((float) value)).isEqualTo(Float.valueOf((float) value));
  }

  @Test
  void booleansAndAbsentValuesArrive() {
    assertThat(Scalars.echoBool(true)).isTrue();
    assertThat(Scalars.echoBool(false)).isFalse();
    assertThat(Scalars.boolOrDefault(null)).isFalse();
    assertThat(Scalars.boolOrDefault(true)).isTrue();
    assertThat(Scalars.f64OrDefault(null)).isZero();
    assertThat(Scalars.f64OrDefault(2.5)).isEqualTo(2.5);
    assertThat(Scalars.f32OrDefault(2.5f)).isEqualTo(2.5f);
    assertThat(Scalars.i8OrDefault((byte) -3)).isEqualTo((byte) -3);
    assertThat(Scalars.i16OrDefault((short) -3)).isEqualTo((short) -3);
    assertThat(Scalars.i32OrDefault(-3)).isEqualTo(-3);
    assertThat(Scalars.i64OrDefault(-3L)).isEqualTo(-3L);
    assertThat(Scalars.u8OrDefault(200)).isEqualTo(200);
    assertThat(Scalars.u16OrDefault(60_000)).isEqualTo(60_000);
    assertThat(Scalars.u32OrDefault(4_000_000_000L)).isEqualTo(4_000_000_000L);
    assertThat(Scalars.usizeOrDefault(7L)).isEqualTo(7L);
  }

  @Test
  void trailingOptionalParametersMayBeLeftOut() {
    assertThat(Scalars.f64OrDefault()).isZero();
    assertThat(Scalars.usizeOrDefault()).isZero();
  }

  @Test
  void anAbsentValueIsNotRangeCheckedButAPresentOneIs() {
    assertThat(Scalars.u8OrDefault(null)).isZero();
    assertThatThrownBy(() -> Scalars.u8OrDefault(-1))
        .hasMessage("u8OrDefault: value is -1, expected 0 to 255");
  }

  @Test
  void stringsArriveAsTheirCharacters() {
    assertThat(Scalars.countChars("")).isZero();
    assertThat(Scalars.countChars("Zürich 日本 🦀")).isEqualTo(11);
  }

  @Test
  void manyArgumentsKeepTheirPlaces() {
    assertThat(Scalars.mix((byte) 1, true, 1f, 1, 1.0, 1L, 1, "x")).isEqualTo(11_111_111.0);
    assertThat(Scalars.mix((byte) 2, false, 3f, 4, 5.0, 6L, null, "é")).isEqualTo(20_654_302.0);
  }

  @Test
  void theValuesThatSignalErrorsAreOrdinaryResultsToo() {
    assertThat(Scalars.sentinelI64()).isEqualTo(0x8A55_1E57_BADC_0DE5L);
    assertThat(Scalars.sentinelF64()).isNaN();
    assertThat(Scalars.sentinelF32()).isNaN();
  }

  @Test
  void keywordsAndTheCratesRootHaveNames() {
    assertThat(Scalars.keyword(3)).isEqualTo(3);
    assertThat(ArraysFixtures.answer()).isEqualTo(42);
    assertThat(ArraysFixtures.countAbove(new double[] {1, 2, 3}, 1.5)).isEqualTo(2);
    assertThat(InlineModule.twice(21)).isEqualTo(42);
  }

  @Test
  void aNullStringIsRefusedByName() {
    assertThatThrownBy(() -> Scalars.countChars(null))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("countChars: text is null");
  }
}
