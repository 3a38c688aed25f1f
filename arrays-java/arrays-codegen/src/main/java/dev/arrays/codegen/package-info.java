/**
 * Reads the manifest of a Rust library and writes its Java facade, as source.
 *
 * <p>The work is a chain of passes: {@link dev.arrays.codegen.ManifestReader} finds and reads the
 * entries, {@link dev.arrays.codegen.FacadePlan} groups them into classes and decides every name
 * once, and the writers turn the plan into text. {@link dev.arrays.codegen.Codegen} is the chain,
 * {@link dev.arrays.codegen.Main} its command line.
 */
@NullMarked
package dev.arrays.codegen;

import org.jspecify.annotations.NullMarked;
