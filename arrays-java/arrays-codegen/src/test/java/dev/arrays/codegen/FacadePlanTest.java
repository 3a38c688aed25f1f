package dev.arrays.codegen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class FacadePlanTest {

  @Test
  void modulesThatMeetInOneClassAreBothNamed() {
    assertThatThrownBy(
            () -> plan(function("model::a::stats", "sum"), function("model::b::stats", "sum")))
        .isInstanceOf(CodegenException.class)
        .hasMessage(
            "The Rust modules `model::a::stats` and `model::b::stats` would both be the Java class"
                + " Stats: rename one of them");
  }

  @Test
  void moduleThatMeetsTheLibraryClassIsNamed() {
    assertThatThrownBy(() -> plan(function("model::model_library", "sum")))
        .isInstanceOf(CodegenException.class)
        .hasMessage(
            "The Rust module `model::model_library` would be the Java class ModelLibrary, which is"
                + " the name of the class that loads the library: rename the module");
  }

  @Test
  void functionsThatMeetInOneMethodAreBothNamed() {
    assertThatThrownBy(() -> plan(function("model", "to_string"), function("model", "toString")))
        .isInstanceOf(CodegenException.class)
        .hasMessage(
            "The Rust functions `model::toString()` and `model::to_string()` would both be the Java"
                + " method Model.toString_(): rename one of them, or give it another Java name with"
                + " name = …");
  }

  @Test
  void classesAreNamedAfterTheLastSegment() {
    assertThat(plan(function("my_model", "a"), function("my_model::linear_algebra", "b")).classes())
        .extracting(ClassPlan::name)
        .containsExactly("MyModel", "LinearAlgebra");
  }

  @Test
  void javaPackageIsChecked() {
    assertThatThrownBy(() -> new CodegenOptions("model", "com.acme.new", false))
        .isInstanceOf(CodegenException.class)
        .hasMessage("`com.acme.new` is not a Java package name: give one such as com.acme.model");
  }

  private static FacadePlan plan(FunctionEntry... functions) {
    return FacadePlan.of(new Manifest(List.of(), List.of(functions), List.of()), "model");
  }

  private static FunctionEntry function(String module, String name) {
    String javaName = name.startsWith("to") ? "toString" : name;
    return new FunctionEntry(
        "model",
        "1.0.0",
        module,
        name,
        javaName,
        "arrays__" + module + "::" + name + "__0",
        "",
        null,
        List.of(),
        new Result.Nothing(),
        "result",
        null,
        null);
  }
}
