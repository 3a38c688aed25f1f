package dev.arrays.codegen;

/**
 * The manifest's entry of one Rust module that bears the attribute.
 *
 * @param module its path, such as {@code model::linear}
 * @param doc its Rust doc comment, empty without one
 */
record ModuleEntry(String crate, String crateVersion, String module, String doc) {}
