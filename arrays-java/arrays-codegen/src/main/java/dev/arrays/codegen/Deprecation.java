package dev.arrays.codegen;

/**
 * What {@code #[deprecated]} says.
 *
 * @param since the version since which, empty where it is not said
 * @param note what to do instead, empty where it is not said
 */
record Deprecation(String since, String note) {}
