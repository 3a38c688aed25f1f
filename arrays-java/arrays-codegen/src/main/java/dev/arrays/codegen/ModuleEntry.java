package dev.arrays.codegen;

import org.jspecify.annotations.Nullable;

/**
 * The manifest's entry of one Rust module that bears the attribute.
 *
 * @param module its path, such as {@code model::linear}
 * @param doc its Rust doc comment, empty without one
 * @param deprecation what its {@code #[deprecated]} says, or null without one
 */
record ModuleEntry(
    String crate,
    String crateVersion,
    String module,
    String doc,
    @Nullable Deprecation deprecation) {}
