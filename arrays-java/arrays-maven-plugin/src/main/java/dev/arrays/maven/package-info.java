/**
 * The Maven plugin that makes a Rust crate part of a jar.
 *
 * <p>{@link dev.arrays.maven.BuildMojo} only takes the configuration; {@code CrateBuild} does the
 * work, {@code Cargo} runs the build tool and reads what it reports.
 */
@NullMarked
package dev.arrays.maven;

import org.jspecify.annotations.NullMarked;
