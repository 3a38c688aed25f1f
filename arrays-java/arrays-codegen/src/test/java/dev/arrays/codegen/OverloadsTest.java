package dev.arrays.codegen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class OverloadsTest {
  private static final int ANY = -1;

  @Test
  void javaArraysGoToTheFunctionOfOneAxisAndViewsToThatOfAnyRank() {
    FunctionEntry ofOneAxis = sum(1);
    FunctionEntry ofAnyRank = sum(ANY);

    assertThat(methods(ofOneAxis, ofAnyRank))
        .containsExactly("1 sum(double[])", "any sum(DoubleNdArray)");
    assertThat(methods(ofAnyRank, ofOneAxis))
        .containsExactly("1 sum(double[])", "any sum(DoubleNdArray)");
  }

  @Test
  void methodsThatAllocateAreToldApartTheSameWay() {
    assertThat(methods(square(1), square(ANY)))
        .containsExactly(
            "1 square(double[], double[])",
            "1 square(DoubleNdArray, double[])",
            "1 square(double[])",
            "any square(DoubleNdArray, DoubleNdArray)",
            "any square(DoubleNdArray)");
  }

  @Test
  void otherParametersTellFunctionsApart() {
    assertThat(
            methods(
                sum(ANY),
                function("sum_axis", array("x", ElementType.FLOAT64, ANY), scalar("axis", false)),
                function("sum_floats", array("x", ElementType.FLOAT32, ANY))))
        .containsExactly(
            "any sum(DoubleNdArray)", "any sum(DoubleNdArray, long)", "any sum(FloatNdArray)");
  }

  @Test
  void ranksThatJavaCannotTellApartAreRefused() {
    assertClash(
        "sum(DoubleNdArray)", sum(1), function("sum_rows", array("x", ElementType.FLOAT64, 2)));
    assertClash(
        "sum(DoubleNdArray)", sum(ANY), function("sum_rows", array("x", ElementType.FLOAT64, 2)));
    assertClash(
        "sum(DoubleNdArray)", sum(ANY), function("sum_all", array("x", ElementType.FLOAT64, ANY)));
  }

  /** Of two functions of which each is the more general one in another parameter, neither is. */
  @Test
  void ranksThatCrossAreRefused() {
    assertClash(
        "sum(DoubleNdArray, DoubleNdArray)",
        function("sum", array("x", ElementType.FLOAT64, 1), array("y", ElementType.FLOAT64, ANY)),
        function(
            "sum_other", array("x", ElementType.FLOAT64, ANY), array("y", ElementType.FLOAT64, 1)));
  }

  @Test
  void twoFunctionsOfOneAxisClashBesideOneOfAnyRank() {
    assertClash(
        "sum(DoubleNdArray)",
        sum(1),
        function("sum_again", array("x", ElementType.FLOAT64, 1)),
        function("sum_views", array("x", ElementType.FLOAT64, ANY)));
  }

  @Test
  void elementsOfOneJavaTypeAreRefused() {
    assertThatThrownBy(() ->
            methods(
                function("sum", array("x", ElementType.UINT8, 1)),
                function("sum", array("x", ElementType.BOOL, 1))))
        .isInstanceOf(CodegenException.class)
        .hasMessage(
            "The Rust functions `model::sum(uint8 array of rank 1)` and `model::sum(bool array of rank"
                + " 1)` would both be the Java method Model.sum(ByteNdArray): rename one of them, or"
                + " give it another Java name with name = …");
  }

  @Test
  void parametersThatMayBeLeftOutClashWithAFunctionWithoutThem() {
    assertClash(
        "sum(DoubleNdArray)",
        sum(ANY),
        function("sum_axis", array("x", ElementType.FLOAT64, ANY), scalar("axis", true)));
  }

  @Test
  void nestedClassesHaveNamesOfTheirOwn() {
    FacadePlan plan =
        plan(
            sum(1),
            sum(ANY),
            function("sum", array("x", ElementType.FLOAT32, 1)),
            function("sum_axis", array("x", ElementType.FLOAT64, ANY), scalar("axis", false)));

    assertThat(plan.classes().get(0).functions())
        .extracting(FunctionPlan::handles)
        .containsExactly("SumHandles", "SumDoubleHandles", "SumFloatHandles", "SumAxisHandles");
  }

  private static void assertClash(String method, FunctionEntry... functions) {
    assertThatThrownBy(() -> methods(functions))
        .isInstanceOf(CodegenException.class)
        .hasMessageMatching(
            "The Rust functions `model::\\w+\\(.*\\)` and `model::\\w+\\(.*\\)` would both be the Java method .*")
        .hasMessageContaining("the Java method Model." + method + ": rename one of them");
  }

  /** Returns what programs see of the functions, behind the rank of the first parameter. */
  private static List<String> methods(FunctionEntry... functions) {
    return plan(functions).classes().get(0).functions().stream()
        .flatMap(OverloadsTest::methods)
        .toList();
  }

  private static Stream<String> methods(FunctionPlan function) {
    int rank = function.arrays().get(0).rank();
    return function.written().stream()
        .filter(overload -> !function.isHidden(overload))
        .map(overload ->
            "%s %s(%s)"
                .formatted(
                    rank == ANY ? "any" : rank,
                    function.nameOf(overload),
                    String.join(", ", overload.types())));
  }

  private static FacadePlan plan(FunctionEntry... functions) {
    return FacadePlan.of(new Manifest(List.of(), List.of(functions), List.of()), "model");
  }

  private static FunctionEntry sum(int rank) {
    return function("sum", array("x", ElementType.FLOAT64, rank));
  }

  private static FunctionEntry square(int rank) {
    return function(
        "square",
        array("x", ElementType.FLOAT64, rank),
        new Parameter.Array(
            "y", "y", ElementType.FLOAT64, rank, Parameter.Access.OUT, false, null, List.of("x")));
  }

  /** A function whose Java name is the first word of its own. */
  private static FunctionEntry function(String name, Parameter... params) {
    return new FunctionEntry(
        "model",
        "1.0.0",
        "model",
        name,
        name.replaceFirst("_.*", ""),
        "arrays__model::" + name + "__" + List.of(params).hashCode(),
        "",
        null,
        List.of(params),
        new Result.Nothing(),
        "result",
        null,
        null);
  }

  private static Parameter array(String name, ElementType element, int rank) {
    return new Parameter.Array(
        name, name, element, rank, Parameter.Access.READ, false, null, List.of());
  }

  private static Parameter scalar(String name, boolean optional) {
    return new Parameter.Scalar(name, name, ScalarType.I64, optional);
  }
}
