package dev.arrays.maven;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What to build and where to put it.
 *
 * @param cargo the executable
 * @param manifestPath the Cargo.toml of the crate or of its workspace
 * @param packageName the crate; null for the one at the manifest path
 * @param profile the cargo profile
 * @param features the features to enable beside the default ones
 * @param allFeatures whether to enable all features
 * @param noDefaultFeatures whether to leave the default features out
 * @param targets target triples; none for the host
 * @param cargoArgs further arguments of {@code cargo build}
 * @param offline whether to keep cargo off the network
 * @param javaPackage the package of the generated classes
 * @param jspecify whether the generated classes bear JSpecify's annotations
 * @param sources the source root for the generated classes
 * @param classes the folder that becomes the jar
 */
record CrateBuildSettings(
    String cargo,
    Path manifestPath,
    @Nullable String packageName,
    String profile,
    List<String> features,
    boolean allFeatures,
    boolean noDefaultFeatures,
    List<String> targets,
    List<String> cargoArgs,
    boolean offline,
    String javaPackage,
    boolean jspecify,
    Path sources,
    Path classes) {}
