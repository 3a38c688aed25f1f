package dev.arrays.codegen;

/**
 * A generated source file.
 *
 * @param path its path below the source root, with forward slashes
 * @param text its content
 */
public record SourceFile(String path, String text) {}
