package dev.arrays.codegen;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class FunctionDocTest {

  @Test
  void parametersAndResultAreTakenOut() {
    FunctionDoc doc =
        of(
            """
            Fits.

            # Arguments

            * `x_values` - the samples,
              of [one](https://example.com) unit.

              And more.
            * `k`: how many
            - ratio -- from 0 to 1

            # Returns

            The slope.

            # Errors

            None.
            """);

    assertThat(doc.lines()).containsExactly("Fits.", "", "**Errors**", "", "None.");
    assertThat(doc.params())
        .containsEntry("x_values", "the samples, of [one](https://example.com) unit. And more.")
        .containsEntry("k", "how many")
        .containsEntry("ratio", "from 0 to 1");
    assertThat(doc.result()).isEqualTo("The slope.");
  }

  @Test
  void whatIsNoParameterStays() {
    FunctionDoc doc =
        of("Fits.\n\n## Parameters\n\nAll of one unit:\n\n* `k` - how many\n* `z` - is another");

    assertThat(doc.lines())
        .containsExactly(
            "Fits.", "", "**Parameters**", "", "All of one unit:", "", "* `z` - is another");
    assertThat(doc.params()).containsOnlyKeys("k");
  }

  @Test
  void headingsInCodeAreNone() {
    FunctionDoc doc = of("Fits.\n\n```text\n# Arguments\n* `k` - how many\n```");

    assertThat(doc.params()).isEmpty();
    assertThat(doc.lines()).contains("# Arguments");
  }

  @Test
  void valuesOfTuplesHaveTextsOfTheirOwn() {
    FunctionEntry function =
        function(
            "# Returns\n\nThe line:\n* `slope` - its slope\n* `other` - is none",
            new Result.Tuple(
                List.of(new Result.Field("slope", "slope", new Result.Scalar(ScalarType.F64)))));

    FunctionDoc doc = FunctionDoc.of(function);

    assertThat(doc.fields()).containsOnlyKeys("slope").containsEntry("slope", "its slope");
    assertThat(doc.result()).isEqualTo("The line: * `other` - is none");
  }

  @Test
  void tagsAndMarkupAreEscapedThereToo() {
    FunctionDoc doc = of("# Arguments\n\n* `k` - @param of [n], see [`K`]\n  @return <T>");

    assertThat(doc.of(function("", new Result.Nothing()).params().get(1)))
        .isEqualTo("&#64;param of \\[n\\], see `K` &#64;return &lt;T>");
  }

  @Test
  void whatIsSaidComesBeforeTheFacts() {
    assertThat(FunctionDoc.joined("The samples.", "of rank 1")).isEqualTo("The samples; of rank 1");
    assertThat(FunctionDoc.joined("", "of rank 1")).isEqualTo("of rank 1");
    assertThat(FunctionDoc.joined("The samples.", "")).isEqualTo("The samples.");
  }

  private static FunctionDoc of(String doc) {
    return FunctionDoc.of(function(doc, new Result.Scalar(ScalarType.F64)));
  }

  private static FunctionEntry function(String doc, Result returns) {
    return new FunctionEntry(
        "model",
        "1.0.0",
        "model",
        "fit",
        "fit",
        "arrays__model::fit__0",
        doc,
        null,
        List.of(
            new Parameter.Array(
                "x_values",
                "xValues",
                ElementType.INT64,
                1,
                Parameter.Access.READ,
                false,
                null,
                List.of()),
            new Parameter.Scalar("k", "k", ScalarType.USIZE, false),
            new Parameter.Scalar("ratio", "ratio", ScalarType.F64, true)),
        returns,
        "result",
        null,
        null);
  }
}
