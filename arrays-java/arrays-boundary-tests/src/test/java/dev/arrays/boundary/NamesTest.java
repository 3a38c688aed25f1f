package dev.arrays.boundary;

import static org.assertj.core.api.Assertions.assertThat;

import dev.arrays.InvalidArgumentException;
import dev.arrays.fixtures.Names;
import java.lang.reflect.Method;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

/** Names that Rust takes, and Java or a linker may not. */
@SuppressWarnings("UnicodeInCode")
class NamesTest {

  @Test
  void lettersOutsideAsciiAndRawNamesAreCalled() {
    Names.GrößeResult result = Names.größe(1.5, 4);

    assertThat(result.größe()).isEqualTo(6);
    assertThat(result.match()).isEqualTo(4);
    assertThat(Names.match(new double[] {1, 2, 4})).isEqualTo(7);
    assertThat(Names.match(new double[100_000])).isZero();
  }

  @Test
  void charactersThatJavaHasNotJoinWords() {
    assertThat(Names.fillWith(2, 3)).containsExactly(3, 3);
    Assertions.assertThatThrownBy(() -> Names.fillWith(-1, 3))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessageStartingWith("fillWith: größeN");
  }

  @Test
  @SuppressWarnings("deprecation")
  void deprecatedFunctionsAreDeprecated() throws ReflectiveOperationException {
    Method method = Names.class.getMethod("override", double.class);

    assertThat(method.getAnnotation(Deprecated.class).since()).isEqualTo("1.2.0");
    assertThat(Names.override(2)).isEqualTo(4);
  }
}
