package dev.arrays.codegen;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The manifest's entry of one exported function.
 *
 * @param module the path of its Rust module, such as {@code model::linear}
 * @param symbol the C symbol of its shim
 * @param doc its Rust doc comment, empty without one
 * @param deprecation what its {@code #[deprecated]} says, or null without one
 * @param resultName what a result of one value is called where it needs a name
 * @param errorType the error of its {@code Result} as written, or null
 * @param split how a call may be cut into parts, or null when it may not
 */
record FunctionEntry(
    String crate,
    String crateVersion,
    String module,
    String name,
    String javaName,
    String symbol,
    String doc,
    @Nullable Deprecation deprecation,
    List<Parameter> params,
    Result returns,
    String resultName,
    @Nullable String errorType,
    @Nullable Split split) {

  /** Returns the function as Rust names it, such as {@code model::linear::predict}. */
  String rustPath() {
    return module + "::" + name;
  }

  /** Returns the same function in another module. */
  FunctionEntry withModule(String newModule) {
    return new FunctionEntry(
        crate,
        crateVersion,
        newModule,
        name,
        javaName,
        symbol,
        doc,
        deprecation,
        params,
        returns,
        resultName,
        errorType,
        split);
  }

  /** Returns the same function under another Java name. */
  FunctionEntry withJavaName(String newName) {
    return new FunctionEntry(
        crate,
        crateVersion,
        module,
        name,
        newName,
        symbol,
        doc,
        deprecation,
        params,
        returns,
        resultName,
        errorType,
        split);
  }

  /** Returns the same function with other parameters. */
  FunctionEntry withParams(List<Parameter> newParams) {
    return new FunctionEntry(
        crate,
        crateVersion,
        module,
        name,
        javaName,
        symbol,
        doc,
        deprecation,
        newParams,
        returns,
        resultName,
        errorType,
        split);
  }
}
