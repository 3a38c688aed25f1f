package dev.arrays.codegen;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RustDocTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '#',
      value = {
        "plain words | plain words",
        "[`ArrayView1`] | `ArrayView1`",
        "[`x`](crate::x) and [y](super::y) | `x` and y",
        "[the book](https://example.org/a) | [the book](https://example.org/a)",
        "[the `sum`][sum] | the `sum`",
        "of shape [n, m] | of shape \\[n, m\\]",
        "open [ only | open \\[ only",
        "`[n, m]` and ``a ` [b]`` | `[n, m]` and ``a ` [b]``",
        "already \\[escaped\\] | already \\[escaped\\]",
        "Vec<T> or <https://example.org> | Vec&lt;T> or <https://example.org>",
        "@param is {@code no} tag, a@b is none | &#64;param is {&#64;code no} tag, a@b is none",
        "image ![plot](plot.png) | image plot",
      })
  void proseIsConverted(String rust, String java) {
    assertThat(RustDoc.toJava(rust)).containsExactly(java);
  }

  @Test
  void headingsBecomeBoldLines() {
    assertThat(RustDoc.toJava("Sums.\n\n# Errors\nWhen empty.\n## Panics ##\n\nNever."))
        .containsExactly(
            "Sums.", "", "**Errors**", "", "When empty.", "", "**Panics**", "", "Never.");
  }

  @Test
  void rustFencesSayWhatTheyHoldAndLoseHiddenLines() {
    assertThat(
            RustDoc.toJava(
                """
                ```no_run
                # use arrays::prelude::*;
                #
                #[inline]
                ## shown
                let x = [1, 2]; // @here
                ```

                ```text
                # shown [n]
                ```
                """))
        .containsExactly(
            "```rust",
            "#[inline]",
            "# shown",
            "let x = [1, 2]; // @here",
            "```",
            "",
            "```text",
            "# shown [n]",
            "```");
  }

  @Test
  void fenceWithoutEndIsClosed() {
    assertThat(RustDoc.toJava("~~~\nx\n")).containsExactly("~~~rust", "x", "~~~");
  }

  @Test
  void linkDefinitionsAreWrittenOutWhereTheyLeadToTheWeb() {
    assertThat(
            RustDoc.toJava(
                "[a] and [b][x]\n\n[a]: https://example.org\n[x]: crate::x\n[`y`]: crate::y"))
        .containsExactly("[a](https://example.org) and b");
  }

  @Test
  void codeSpansAndLinksGoOverTheEndOfALine() {
    assertThat(RustDoc.toJava("`a[0]\nb[1]` and [the\nbook](https://example.org)"))
        .containsExactly("`a[0]", "b[1]` and [the", "book](https://example.org)");
  }

  @Test
  void commonIndentationIsTakenOff() {
    assertThat(RustDoc.toJava(" One.\n\n  Two.\n")).containsExactly("One.", "", " Two.");
  }

  @Test
  void noDocIsNoLine() {
    assertThat(RustDoc.toJava("")).isEmpty();
    assertThat(RustDoc.toJava("  \n ")).isEmpty();
  }
}
