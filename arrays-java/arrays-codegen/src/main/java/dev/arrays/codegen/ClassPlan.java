package dev.arrays.codegen;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The facade class of one Rust module.
 *
 * @param name its simple name
 * @param module the path of the Rust module
 * @param doc the module's doc comment, empty without one
 * @param deprecation what its {@code #[deprecated]} says, or null without one
 */
record ClassPlan(
    String name,
    String crate,
    String crateVersion,
    String module,
    String doc,
    @Nullable Deprecation deprecation,
    List<FunctionPlan> functions) {}
