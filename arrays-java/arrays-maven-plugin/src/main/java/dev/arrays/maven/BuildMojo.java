package dev.arrays.maven;

import dev.arrays.codegen.CodegenException;
import java.io.File;
import java.io.IOException;
import java.util.List;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.project.MavenProject;
import org.jspecify.annotations.NullUnmarked;

/**
 * Builds a Rust crate with cargo, generates the Java classes that call its exported functions, and
 * packs its library into the jar.
 */
@Mojo(name = "build", defaultPhase = LifecyclePhase.GENERATE_SOURCES, threadSafe = true)
@NullUnmarked // Maven sets the fields.
public final class BuildMojo extends AbstractMojo {

  /** The Cargo.toml of the crate, or of the workspace it is a member of. */
  @Parameter(property = "arrays.manifestPath", defaultValue = "${basedir}/Cargo.toml")
  private File manifestPath;

  /** The crate to build; by default the one whose Cargo.toml {@code manifestPath} is. */
  @Parameter(property = "arrays.packageName")
  private String packageName;

  /** The Java package of the generated classes. */
  @Parameter(property = "arrays.javaPackage", required = true)
  private String javaPackage;

  /** Annotates the generated classes with JSpecify, which the project then has to depend on. */
  @Parameter(property = "arrays.jspecify", defaultValue = "false")
  private boolean jspecify;

  /** The cargo profile. */
  @Parameter(property = "arrays.profile", defaultValue = "release")
  private String profile;

  /** Cargo features to enable. */
  @Parameter(property = "arrays.features")
  private List<String> features;

  /** Enables all features of the crate. */
  @Parameter(property = "arrays.allFeatures", defaultValue = "false")
  private boolean allFeatures;

  /** Disables the default features of the crate. */
  @Parameter(property = "arrays.noDefaultFeatures", defaultValue = "false")
  private boolean noDefaultFeatures;

  /**
   * Target triples to build for, each packed under its own folder of the jar; by default the host.
   * They have to be installed ({@code rustup target add}).
   */
  @Parameter(property = "arrays.targets")
  private List<String> targets;

  /** Further arguments of {@code cargo build}, such as {@code --locked}. */
  @Parameter(property = "arrays.cargoArgs")
  private List<String> cargoArgs;

  /** The cargo executable, by name or path. */
  @Parameter(property = "arrays.cargo", defaultValue = "cargo")
  private String cargo;

  /** Keeps cargo off the network; by default when Maven is offline. */
  @Parameter(property = "arrays.offline", defaultValue = "${settings.offline}")
  private boolean offline;

  /** Does nothing. */
  @Parameter(property = "arrays.skip", defaultValue = "false")
  private boolean skip;

  @Parameter(
      defaultValue = "${project.build.directory}/generated-sources/arrays",
      readonly = true,
      required = true)
  private File sourcesFolder;

  @Parameter(defaultValue = "${project.build.outputDirectory}", readonly = true, required = true)
  private File classesFolder;

  @Parameter(defaultValue = "${project}", readonly = true, required = true)
  private MavenProject project;

  /** Made by Maven. */
  public BuildMojo() {}

  @Override
  public void execute() throws MojoExecutionException, MojoFailureException {
    if (skip) {
      getLog().info("Skipped by arrays.skip");
      return;
    }
    CrateBuildSettings settings =
        new CrateBuildSettings(
            cargo,
            manifestPath.toPath(),
            packageName,
            profile,
            listOf(features),
            allFeatures,
            noDefaultFeatures,
            listOf(targets),
            listOf(cargoArgs),
            offline,
            javaPackage,
            jspecify,
            sourcesFolder.toPath(),
            classesFolder.toPath());
    try {
      new CrateBuild(settings, getLog()).run();
    } catch (CrateBuildException | CodegenException e) {
      throw new MojoFailureException(e.getMessage(), e);
    } catch (IOException e) {
      throw new MojoExecutionException("Cannot read or write files of the build: " + e, e);
    }
    project.addCompileSourceRoot(sourcesFolder.getPath());
  }

  private static List<String> listOf(List<String> configured) {
    return configured == null ? List.of() : List.copyOf(configured);
  }
}
